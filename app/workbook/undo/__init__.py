"""Taking back the last refresh: what it replaced, whether that can still be put back, and the requests."""
