"""A workbook as PDF."""

from __future__ import annotations

from app.sandbox.grid.spreadsheet import Spreadsheet


def export_pdf(_book: Spreadsheet) -> bytes:
    """The bytes."""
    return b""
