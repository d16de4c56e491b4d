"""The contract of a workspace's Portfolio workbook: all its tabs are Plumbline's."""

from __future__ import annotations

from functools import cache

from sheets_schema.loader import read_contract
from sheets_schema.model import Schema
from sheets_schema.translated import in_language


@cache
def load_portfolio(language: str = "en") -> Schema:
    """The contract that ships with this version, its tabs in a language."""
    return in_language(read_contract("portfolio_tabs"), language)
