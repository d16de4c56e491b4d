"""Old binary .xls, through xlrd: values and looks; the format's formulas are not kept by it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import xlrd

from app.errors import DamagedFile, PasswordProtected
from app.intake.limits import CellBudget
from app.intake.looks import shows_day
from app.intake.sheet import Look, Received, Sheet
from app.workbook.book import Box, CellError, CellValue

_STATES = {0: "visible", 1: "hidden", 2: "very_hidden"}
_1904 = 1462  # days between the two epochs


def read_xls(path: Path) -> Received:
    """The file's tabs; dates as serial numbers of the 1900 epoch."""
    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=sys.stderr)
    except xlrd.XLRDError as error:
        if re.search("encrypt|password", str(error), re.IGNORECASE):
            raise PasswordProtected(f"{path.name} is protected by a password") from error
        raise DamagedFile(f"{path.name} can't be read as an Excel file: {error}") from error
    except Exception as error:
        raise DamagedFile(f"{path.name} can't be read as an Excel file: {error!r}") from error
    looks = tuple(_look(book, style) for style in book.xf_list) or (Look(),)
    budget = CellBudget(path.name)
    sheets = tuple(_sheet(book, book.sheet_by_index(i), looks, budget) for i in range(book.nsheets))
    return Received(name=path.name, kind="xls", sheets=sheets, looks=looks)


def _look(book: Any, style: Any) -> Look:
    form = book.format_map.get(style.format_key)
    code = form.format_str if form else "General"
    font = book.font_list[style.font_index] if style.font_index < len(book.font_list) else None
    return Look(
        number_format=code,
        bold=bool(font and font.weight >= 600),
        filled=style.background.fill_pattern != 0,
        indent=style.alignment.indent_level,
        shows_day=shows_day(code),
    )


def _sheet(book: Any, sheet: Any, looks: tuple[Look, ...], budget: CellBudget) -> Sheet:
    values: list[list[CellValue]] = []
    styles: list[list[int]] = []
    for row in range(sheet.nrows):
        cells = sheet.row(row)
        budget.spend(len(cells), len(cells))
        values.append([_value(cell, book.datemode) for cell in cells])
        styles.append([min(cell.xf_index or 0, len(looks) - 1) for cell in cells])
    return Sheet(
        name=sheet.name,
        state=_STATES.get(sheet.visibility, "visible"),
        rtl=bool(getattr(sheet, "show_in_right_to_left_sheet_view", 0) or sheet.columns_from_right_to_left),
        values=values,
        looks=styles,
        merges=tuple(Box(top, left, bottom, right) for top, bottom, left, right in sheet.merged_cells),
        hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden),
        outline={row: info.outline_level for row, info in sheet.rowinfo_map.items() if info.outline_level},
        frozen_rows=sheet.horz_split_pos if sheet.panes_are_frozen else 0,
    )


def _value(cell: Any, datemode: int) -> CellValue:
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return int(cell.value) if float(cell.value).is_integer() else float(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return float(cell.value) + (_1904 if datemode else 0)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return CellError(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    return str(cell.value) if cell.ctype == xlrd.XL_CELL_TEXT else None
