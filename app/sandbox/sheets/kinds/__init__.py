"""What each kind of batchUpdate request does, a family of kinds a file."""
