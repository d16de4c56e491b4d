"""Google on this machine: Sheets v4, Drive v3, identity, and the desk to work at."""
