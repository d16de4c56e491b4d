"""Whether nobody typed into a workbook between our read and our write: Google's answer to the write tells.

The write asks in its own answer for every cell of people's, as the read did; the write is atomic, so what the
answer shows is what our result stands beside. Of our own tabs people's columns are compared (notes on flags):
what else stands there is ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from app.project.place import Place
from app.workbook.book import CellValue
from app.workbook.from_sheets import tab_of
from app.workbook.page_write import PageWrite
from app.workbook.plan import WritePlan
from app.workbook.sheets_types import CELL, CELL_AND_FORMULA, GridData, RowData, Sheet, Spreadsheet
from app.workbook.steady import are_steady
from app.workbook.watch import SHOWN

NIGHT_SHOWN = SHOWN.replace(CELL, CELL_AND_FORMULA)
"""The mask of what the answer to a write by night shows."""
MOST_CELLS = 200_000
"""Workbooks with more are not looked at twice: they are refreshed each night."""


def ranges_shown(read: Spreadsheet, plan: WritePlan) -> list[str]:
    """Every cell of people's tabs, and those of our tabs on which they have columns of their own.

    None of a workbook that is too large to be looked at twice.
    """
    if _cells(read) > MOST_CELLS:
        return []
    ours = {page.sheet_id: page for page in plan.pages}
    return [
        _whole(sheet)
        for sheet in read.sheets
        if sheet.properties.grid_properties.row_count
        and ((page := ours.get(sheet.properties.sheet_id)) is None or page.page.kept)
    ]


def undisturbed(read: Spreadsheet, plan: WritePlan, shown: Spreadsheet | None) -> bool:
    """Whether people's cells were at the write as they had been read; False when that can't be told."""
    if shown is None or _cells(read) > MOST_CELLS:
        return False
    ours = {page.sheet_id: page for page in plan.pages}
    now = {sheet.properties.sheet_id: sheet for sheet in shown.sheets}
    return all(_as_read(sheet, now, ours) for sheet in read.sheets)


def is_steady(read: Spreadsheet) -> bool:
    """Whether no cell changes by itself."""
    formulas = (
        cell.user_entered_value.formula_value
        for sheet in read.sheets
        for block in sheet.data
        for row in block.row_data
        for cell in row.values
        if cell.user_entered_value is not None and cell.user_entered_value.formula_value is not None
    )
    return are_steady(formulas)


def _as_read(sheet: Sheet, now: Mapping[int, Sheet], ours: Mapping[int, PageWrite]) -> bool:
    properties = sheet.properties
    if not properties.grid_properties.row_count:
        return True  # a chart's own sheet
    page, found = ours.get(properties.sheet_id), now.get(properties.sheet_id)
    if page is not None and not page.page.kept:
        return True
    if found is None:
        return False
    if page is None or not page.changes:
        return _filled(sheet.data) == _filled(found.data)
    if page.moves or page.new_columns or page.page.kept is None:
        return False
    return _notes(sheet, page.page.kept) == _notes(found, page.page.kept)


def _filled(blocks: Iterable[GridData]) -> list[tuple[int, int, list[RowData]]]:
    """The cells, without blocks that hold none, which a read of whole tabs has and one of ranges may lack."""
    return [(block.start_row, block.start_column, block.row_data) for block in blocks if block.row_data]


def _notes(sheet: Sheet, columns: tuple[int, int]) -> Counter[CellValue]:
    """What stands in people's columns, wherever its row is by now."""
    return Counter(value for row in tab_of(sheet).rows for value in row[slice(*columns)] if value is not None)


def _cells(read: Spreadsheet) -> int:
    return sum(len(row.values) for sheet in read.sheets for block in sheet.data for row in block.row_data)


def _whole(sheet: Sheet) -> str:
    properties = sheet.properties
    size, title = properties.grid_properties, properties.title.replace("'", "''")
    place = Place(properties.sheet_id, title, 0, 0, size.row_count, size.column_count)
    return f"'{title}'!{place.a1}"
