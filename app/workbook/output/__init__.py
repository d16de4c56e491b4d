"""What Plumbline's own tabs hold: rows of values with the look of each row, as plain data."""
