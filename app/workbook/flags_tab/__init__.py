"""The Flags tab as people left it: their notes found, and kept with their flags."""
