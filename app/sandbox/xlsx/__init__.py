"""Excel files in and out of the grid model; what a format cannot hold is listed, never lost in silence."""
