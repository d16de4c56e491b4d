"""The template as an Excel file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheets_schema.formats import ACCENT, HEADER, INK
from sheets_schema.template import Sheet

_FILL = PatternFill("solid", fgColor=HEADER.strip("#"))
_FONT = Font(bold=True, color=INK.strip("#"))
_EDGE = Border(bottom=Side("thin", color=ACCENT.strip("#")))


def write_xlsx(sheets: Sequence[Sheet], path: Path) -> None:
    """Writes the tabs to a new file at `path`."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    book.save(path)


def _write(target: Worksheet, sheet: Sheet) -> None:
    for at, column in enumerate(sheet.columns, 1):
        cell = target.cell(1, at, column.heading)
        cell.fill, cell.font, cell.border = _FILL, _FONT, _EDGE
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.comment = Comment(column.note, "Plumbline")
        if isinstance(column.heading, date):
            cell.number_format = "mmm yyyy"
        target.column_dimensions[get_column_letter(at)].width = column.width / 7
        if column.choices:
            letter = get_column_letter(at)
            _choose(target, column.choices, f"{letter}2:{letter}{len(sheet.rows) + 200}")
    for row, values in enumerate(sheet.rows, 2):
        for at, value in enumerate(values, 1):
            if value is None:
                continue
            cell = target.cell(row, at, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a title such as "=A1" stays text
            shown = sheet.cell_formats.get((row - 2, at - 1)) or sheet.columns[at - 1].format
            if shown and not isinstance(value, bool):
                cell.number_format = shown[1]
    for (row, at), choices in sheet.cell_choices.items():
        _choose(target, choices, f"{get_column_letter(at + 1)}{row + 2}")
    target.freeze_panes = "A2"


def _choose(target: Worksheet, choices: tuple[str, ...], cells: str) -> None:
    rule = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
    rule.showErrorMessage = False
    rule.add(cells)
    target.add_data_validation(rule)
