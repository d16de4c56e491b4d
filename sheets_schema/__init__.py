"""The workbook's contract: one YAML file a tab, in Table Schema words, and a small loader."""
