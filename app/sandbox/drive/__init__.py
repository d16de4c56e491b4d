"""Drive v3: files, permissions, changes, comments, conversion on the way in and out."""
