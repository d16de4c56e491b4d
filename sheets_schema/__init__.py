"""The workbook's contract: one YAML file a tab, in Table Schema words, and a small loader."""

from __future__ import annotations

from sheets_schema.loader import ContractError, load
from sheets_schema.model import Field, Reference, Schema, Series, Tab

__all__ = ["ContractError", "Field", "Reference", "Schema", "Series", "Tab", "load"]
