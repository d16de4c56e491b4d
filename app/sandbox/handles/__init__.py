"""The sandbox's own handles, which Google does not have: people, tokens, faults, quota, log, files."""
