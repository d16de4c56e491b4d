"""Other people's data: their workbooks and exports, read as they are."""
