"""Whether nobody typed into a workbook between our read and our write: Google's answer to the write tells.

The write asks in its own answer for every cell of people's, as the read did; the write is atomic, so what the
answer shows is what our result stands beside. Of our own tabs people's columns are compared (notes on flags):
what else stands there is ours.

Cells that arrive as they did before are compared as the bytes they came in: nothing is made of them twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Raw, field

from app.project.place import Place
from app.typed_json import decode, readable
from app.workbook.book import CellValue
from app.workbook.from_sheets import tab_of
from app.workbook.page_write import PageWrite
from app.workbook.plan import WritePlan
from app.workbook.sheets_types import (
    CELL,
    CELL_AND_FORMULA,
    BatchAnswer,
    GridData,
    Part,
    Reply,
    RowData,
    Sheet,
    SheetProperties,
    Spreadsheet,
)
from app.workbook.watch import SHOWN

NIGHT_SHOWN = SHOWN.replace(CELL, CELL_AND_FORMULA)
"""The mask of what the answer to a write by night shows."""
MOST_CELLS = 200_000
"""Workbooks with more are not looked at twice: they are refreshed each night."""
NO_ROWS = b"[]"
_ROWS = readable(list[RowData])


class RawGrid(Part, frozen=True):
    """A block of rows, as its bytes."""

    start_row: int = 0
    start_column: int = 0
    row_data: Raw = Raw(NO_ROWS)


class RawSheet(Part, frozen=True):
    """One tab, its cells as bytes."""

    properties: SheetProperties = SheetProperties()
    data: list[RawGrid] = field(default_factory=list)

    @property
    def filled(self) -> list[tuple[int, int, bytes]]:
        """Its blocks with cells: a read of whole tabs has empty ones, which one of ranges may lack."""
        blocks = ((block.start_row, block.start_column, bytes(block.row_data)) for block in self.data)
        return [block for block in blocks if block[2] != NO_ROWS]


@readable
class RawWorkbook(Part, frozen=True):
    """A workbook, the cells as bytes."""

    sheets: list[RawSheet] = field(default_factory=list)


@readable
class RawAnswer(Part, frozen=True):
    """The answer to a write, the cells as bytes."""

    replies: list[Reply] = field(default_factory=list)
    updated_spreadsheet: RawWorkbook | None = None


def ranges_shown(read: RawWorkbook, plan: WritePlan) -> list[str]:
    """Every cell of people's tabs, and those of our tabs on which they have columns of their own."""
    ours = {page.sheet_id: page for page in plan.pages}
    return [
        _whole(sheet.properties)
        for sheet in read.sheets
        if sheet.properties.grid_properties.row_count
        and ((page := ours.get(sheet.properties.sheet_id)) is None or page.page.kept)
    ]


def undisturbed(read: RawWorkbook, plan: WritePlan, shown: RawWorkbook | None) -> bool:
    """Whether people's cells were at the write as they had been read; False when that can't be told."""
    if shown is None:
        return False
    ours = {page.sheet_id: page for page in plan.pages}
    now = {sheet.properties.sheet_id: sheet for sheet in shown.sheets}
    return all(_as_read(sheet, now, ours) for sheet in read.sheets)


def answer_of(answer: RawAnswer, read: RawWorkbook) -> BatchAnswer:
    """The answer as a refresh by day has it, without the cells that are as they were read."""
    before = {sheet.properties.sheet_id: sheet.filled for sheet in read.sheets}
    shown = answer.updated_spreadsheet
    return BatchAnswer(
        replies=answer.replies,
        updated_spreadsheet=None
        if shown is None
        else Spreadsheet(
            sheets=[
                Sheet(properties=sheet.properties)
                if sheet.filled == before.get(sheet.properties.sheet_id)
                else _made(sheet)
                for sheet in shown.sheets
            ]
        ),
    )


def _as_read(sheet: RawSheet, now: Mapping[int, RawSheet], ours: Mapping[int, PageWrite]) -> bool:
    properties = sheet.properties
    if not properties.grid_properties.row_count:
        return True  # a chart's own sheet
    page, found = ours.get(properties.sheet_id), now.get(properties.sheet_id)
    if page is not None and not page.page.kept:
        return True
    if found is None:
        return False
    if page is None or not page.changes:
        return sheet.filled == found.filled or _cells(sheet) == _cells(found)
    if page.moves or page.new_columns or page.page.kept is None:
        return False
    return _notes(sheet, page.page.kept) == _notes(found, page.page.kept)


def _cells(sheet: RawSheet) -> list[tuple[int, int, list[RowData]]]:
    """The cells themselves: the same ones may be spelled otherwise."""
    return [(row, column, _rows(block)) for row, column, block in sheet.filled]


def _notes(sheet: RawSheet, columns: tuple[int, int]) -> Counter[CellValue]:
    """What stands in people's columns, wherever its row is by now."""
    return Counter(
        value for row in tab_of(_made(sheet)).rows for value in row[slice(*columns)] if value is not None
    )


def _made(sheet: RawSheet) -> Sheet:
    return Sheet(properties=sheet.properties, data=list(_grids(sheet.data)))


def _grids(blocks: Iterable[RawGrid]) -> Iterable[GridData]:
    return (
        GridData(
            start_row=block.start_row, start_column=block.start_column, row_data=_rows(bytes(block.row_data))
        )
        for block in blocks
    )


def _rows(block: bytes) -> list[RowData]:
    return decode(block, _ROWS)


def _whole(properties: SheetProperties) -> str:
    size, title = properties.grid_properties, properties.title.replace("'", "''")
    place = Place(properties.sheet_id, title, 0, 0, size.row_count, size.column_count)
    return f"'{title}'!{place.a1}"
