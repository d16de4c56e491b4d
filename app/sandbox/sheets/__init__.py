"""Sheets v4 over HTTP: what each method and each batchUpdate request does to a workbook."""
