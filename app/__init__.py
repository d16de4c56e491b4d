"""Plumbline: forecasts, flags and remedies for finance PMOs, inside Google Sheets."""
