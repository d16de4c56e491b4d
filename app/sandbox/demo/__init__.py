"""The demo workbook: an invented services project with real trouble in it."""
