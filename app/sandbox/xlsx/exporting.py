"""A workbook of ours as .xlsx."""

from __future__ import annotations

from app.sandbox.grid.spreadsheet import Spreadsheet


def export_xlsx(_book: Spreadsheet) -> tuple[bytes, list[str]]:
    """The bytes, and what of the workbook the format cannot hold."""
    return b"", []
