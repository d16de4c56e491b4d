"""A workbook for every test that asks for one."""

from __future__ import annotations

import pytest

from tests.sandbox.sheets.in_process import Sheets


@pytest.fixture
def sheets() -> Sheets:
    """A fresh spreadsheet."""
    return Sheets()
