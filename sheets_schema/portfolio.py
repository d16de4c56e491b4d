"""The contract of a workspace's Portfolio workbook: all its tabs are Plumbline's."""

from __future__ import annotations

from functools import cache

from sheets_schema.loader import read_contract
from sheets_schema.model import Schema


@cache
def load_portfolio() -> Schema:
    """The contract that ships with this version."""
    return read_contract("portfolio_tabs")
