"""What the `plumbline` command does that is more than a start: one file a command."""
