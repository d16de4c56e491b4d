"""Whether a workbook is still built as it was read: what the answer to a write must show, and what it shows.

Sheets has no guard against two people writing at once. So the write asks, in its own answer, for what our
highlights and rectangles rest on: the size and title of each tab of the contract and, where cells are
highlighted, its headings and its key column; of the Flags tab for people's columns and the names of the rows.
What can't be seen this way: a value typed into a row that stays where it is (the next refresh counts it),
rows with equal keys changing places, and whatever happens after the write (Google moves our rules with the
rows).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.checks.flag import Flag
from app.project.place import Place
from app.workbook.book import Book, Box, CellValue, Tab
from app.workbook.flags_tab.laid import Laid
from app.workbook.from_sheets import tab_of
from app.workbook.highlights import COLOURS
from app.workbook.locate import Located
from app.workbook.page_write import PageWrite
from app.workbook.sheets_types import Sheet, Spreadsheet

SHOWN = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "data(startRow,startColumn,rowData(values(effectiveValue))))"
)
"""What of the workbook the answer to a write shows, within the ranges watched."""
SIZES = "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)))"
"""The same without cells, for a look afterwards."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One row or one column of cells that must stay in order, as it was read."""

    box: Box
    values: tuple[CellValue, ...]

    @property
    def is_row(self) -> bool:
        """Headings run along a row, keys down a column."""
        return self.box.end_row - self.box.row == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One tab as it must be once the write has landed; `size` in rows and columns; `laid`: the Flags tab,
    on which people write, too."""

    sheet_id: int
    title: str
    size: tuple[int, int]
    strips: tuple[Strip, ...] = ()
    laid: Laid | None = None

    @property
    def ranges(self) -> list[str]:
        """In A1 notation; the first cell when no strip is watched, because Google leaves out other tabs."""
        boxes = [strip.box for strip in self.strips]
        boxes += self.laid.boxes(self.size[1]) if self.laid else []
        boxes = boxes or [Box(0, 0, 1, 1)]
        title = self.title.replace("'", "''")
        return [f"'{title}'!{Place(self.sheet_id, title, *box).a1}" for box in boxes]


def watch(
    located: Mapping[str, Located],
    pages: Iterable[PageWrite],
    flags: Iterable[Flag],
    laid: Laid | None = None,
) -> tuple[Watched, ...]:
    """Every tab that was read, and every tab of ours that stands already. `laid`: the one that keeps notes,
    when it is written."""
    lowest = _lowest_highlight(flags)
    inputs = [
        Watched(
            sheet_id=found.tab.sheet_id,
            title=found.tab.title,
            size=(found.tab.row_count, found.tab.column_count),
            strips=_strips(found, lowest[found.tab.sheet_id]) if found.tab.sheet_id in lowest else (),
        )
        for found in located.values()
    ]
    ours = [
        Watched(
            sheet_id=page.sheet_id,
            title=page.title,
            size=page.grid,
            laid=laid if page.page.kept and page.changes else None,
        )
        for page in pages
        if not page.is_new
    ]
    return (*inputs, *ours)


def differences(watched: Iterable[Watched], shown: Spreadsheet | None) -> tuple[str, ...]:
    """What is otherwise than it was read, in words; empty when nothing is, or nothing was shown."""
    if shown is None:
        return ()
    sheets = {sheet.properties.sheet_id: sheet for sheet in shown.sheets}
    return tuple(said for one in watched for said in _differences(one, sheets.get(one.sheet_id)))


def build_of(book: Book) -> object:
    """All that a write of ours may depend on, to be compared: tabs, sizes, charts, rules, marks."""
    return (
        [mark.id for mark in book.metadata],
        [
            (
                tab.sheet_id, tab.title, tab.row_count, tab.column_count, tab.chart_ids, tab.our_rules,
                [mark.id for mark in tab.metadata],
            )
            for tab in book.tabs
        ],
    )  # fmt: skip


def _lowest_highlight(flags: Iterable[Flag]) -> dict[int, int]:
    """By tab the end of the last row that is highlighted."""
    lowest: dict[int, int] = {}
    for flag in flags:
        if flag.severity.value in COLOURS:
            for place in flag.places:
                lowest[place.sheet_id] = max(lowest.get(place.sheet_id, 0), place.end_row)
    return lowest


def _strips(found: Located, end_row: int) -> tuple[Strip, ...]:
    """The headings, and the key column from beneath them to the last highlight."""
    tab, top = found.tab, found.header.row
    end_row = min(end_row, tab.row_count)
    key = found.shown(found.columns.get(found.contract.primary_key, min(found.columns.values(), default=0)))
    strips = []
    if top >= 0:
        width = max(min(len(tab.rows[top]), tab.column_count), 1)
        strips.append(_strip(tab, Box(top, 0, top + 1, width)))
    if end_row > top + 1:
        strips.append(_strip(tab, Box(top + 1, key, end_row, key + 1)))
    return tuple(strips)


def _strip(tab: Tab, box: Box) -> Strip:
    cells = (
        (row, column) for row in range(box.row, box.end_row) for column in range(box.column, box.end_column)
    )
    return Strip(box, tuple(tab.value(row, column) for row, column in cells))


def _differences(one: Watched, sheet: Sheet | None) -> Iterable[str]:
    if sheet is None:
        yield f"the tab '{one.title}' was deleted"
        return
    tab = tab_of(sheet)
    if tab.title != one.title:
        yield f"the tab '{one.title}' was renamed"
    for what, before, now in zip(
        ("rows", "columns"), one.size, (tab.row_count, tab.column_count), strict=True
    ):
        if now != before:
            yield f"{what} were {'added to' if now > before else 'taken out of'} '{one.title}'"
    if sheet.data and (tab.row_count, tab.column_count) == one.size:
        for strip in one.strips:
            if _moved(strip.values, _strip(tab, strip.box).values):
                yield f"{'columns' if strip.is_row else 'rows'} of '{one.title}' were moved"
        if one.laid and sheet.data and one.laid.otherwise(tab):
            yield f"rows of '{one.title}' were moved, or notes typed in it"


def _moved(before: Sequence[CellValue], now: Sequence[CellValue]) -> bool:
    """Whether a value stands in another's place. One that is new was typed, or calculated anew: it moved
    nothing."""
    known = {value for value in before if value is not None}
    return any(new != old and new in known for old, new in zip(before, now, strict=True))
