"""Runs: one refresh of one workbook each, from its start to its end."""
