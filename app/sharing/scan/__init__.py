"""The scan: everything that Google would show or hand out of a file, held against what may be in it."""
