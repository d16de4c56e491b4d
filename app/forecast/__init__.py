"""Pure numbers: from a project's arrays to frozen columns of figures."""
