"""The only way out to Google: callers and their tokens, Sheets, quotas."""
