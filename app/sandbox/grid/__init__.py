"""The workbook itself, pure: cells, sheets, addresses, number formats and what people type."""
