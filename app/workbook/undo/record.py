"""What one refresh replaced, as it was read, and what it wrote in its place: enough to take it back.

Made from the one read and the plan alone, and kept with the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from app.typed_json import decode, readable
from app.workbook.batch_charts import chart_spec
from app.workbook.book import Book, Box, CellError, Tab
from app.workbook.moves import Move
from app.workbook.output.page import Page, PageColumn, Shown
from app.workbook.page_write import PageWrite
from app.workbook.plan import WritePlan
from app.workbook.shape import basis_of, shape_of

Cell = float | str | bool | None
Row = list[Cell]


class Part(Struct, frozen=True, omit_defaults=True):
    """A part of the record."""


class MarkWas(Part, frozen=True):
    """A mark that was written; `was` is None where there was none."""

    key: str
    sheet_id: int | None
    id: int | None
    was: str | None
    now: str


class RuleWas(Part, frozen=True):
    """One of our conditional rules: its place in the tab's list, and what it covers."""

    index: int
    severity: str
    ranges: tuple[Box, ...]
    colour: str = ""


class RulesWere(Part, frozen=True):
    """Our rules on one tab, before and after."""

    sheet_id: int
    tab: str
    before: tuple[RuleWas, ...]
    after: tuple[RuleWas, ...]


class ChartWas(Part, frozen=True):
    """A chart that was added, or drawn anew over `was`; None where nobody knows what it showed."""

    id: int
    is_new: bool
    was: dict[str, Any] | None = None


class PageWas(Part, frozen=True):
    """One tab of ours. `before`: its rectangle as it stood, `after`: as it was written, both from A1, in
    values of ours alone; `looks`: the look of each row before, None where it is not known; `turned`: it ran
    the other way before."""

    sheet_id: int
    tab: str
    is_new: bool
    size: tuple[int, int]
    grid: tuple[int, int]
    columns: tuple[Shown, ...]
    digits: int
    frozen: int
    kept: tuple[int, int] | None
    before: tuple[Row, ...]
    after: tuple[Row, ...]
    touched: tuple[int, ...]
    looks: tuple[str, ...] | None
    theirs: tuple[Row, ...] = ()
    moves: tuple[Move, ...] = ()
    new_columns: tuple[int, ...] = ()
    insert_columns: tuple[int, int] | None = None
    insert_rows: tuple[int, int] | None = None
    row_moves: tuple[Move, ...] = ()
    unmerged: tuple[Box, ...] = ()
    language: str = "en"
    turned: bool = False


@readable
class Record(Part, frozen=True):
    """One refresh. `stamp`: what the file carries while this is the last one, "" once it was taken back;
    `charts`: each chart as it was drawn last, so that the next record knows."""

    stamp: str
    pages: tuple[PageWas, ...]
    rules: tuple[RulesWere, ...]
    charts_written: tuple[ChartWas, ...]
    marks: tuple[MarkWas, ...]
    charts: dict[str, dict[str, Any]]


def record_of(book: Book, plan: WritePlan, *, charts: Mapping[str, dict[str, Any]]) -> Record:
    """`charts`: those of the record before, by id."""
    tabs = {tab.sheet_id: tab for tab in book.tabs}
    specs = {str(write.chart.id): chart_spec(write) for write in plan.charts}
    return Record(
        stamp=plan.stamp,
        pages=tuple(_page(write, tabs.get(write.sheet_id)) for write in plan.pages if write.changes),
        rules=tuple(
            RulesWere(
                change.sheet_id,
                tabs[change.sheet_id].title,
                tuple(
                    RuleWas(rule.index, rule.severity, rule.ranges, rule.colour)
                    for rule in tabs[change.sheet_id].our_rules
                ),
                tuple(RuleWas(at, rule.severity, rule.ranges) for at, rule in enumerate(change.add)),
            )
            for change in plan.rules
        ),
        charts_written=tuple(
            ChartWas(write.chart.id, write.is_new, None if write.is_new else charts.get(str(write.chart.id)))
            for write in plan.charts
        ),
        marks=tuple(
            MarkWas(mark.key, mark.sheet_id, mark.id, _mark_was(book, mark.id), mark.value)
            for mark in plan.marks
            if mark.sheet_id not in {write.sheet_id for write in plan.pages if write.is_new}
        ),
        charts={**charts, **specs},
    )


def left_known(record: Record) -> Record:
    """What is known once it has been taken back: what each chart shows; there is nothing more to put back."""
    charts = dict(record.charts)
    for chart in record.charts_written:
        charts.pop(str(chart.id), None)
        if chart.was is not None and not chart.is_new:
            charts[str(chart.id)] = chart.was
    return Record(stamp="", pages=(), rules=(), charts_written=(), marks=(), charts=charts)


def packed(record: Record) -> bytes:
    """As JSON."""
    return msgspec.json.encode(record)


def unpacked(body: bytes) -> Record:
    """From what `packed` made."""
    return decode(body, Record)


def page_of(page: PageWas) -> Page:
    """The page without its rows: its columns, and which of them are ours."""
    return Page(
        name="",
        title=page.tab,
        columns=tuple(PageColumn("", shown, 0) for shown in page.columns),
        rows=(),
        digits=page.digits,
        language=page.language,
        frozen_rows=page.frozen,
        kept=page.kept,
    )


def _mark_was(book: Book, id_: int | None) -> str | None:
    every = (*book.metadata, *(mark for tab in book.tabs for mark in tab.metadata))
    return next((mark.value for mark in every if id_ is not None and mark.id == id_), None)


def _page(write: PageWrite, tab: Tab | None) -> PageWas:
    page, shape = write.page, shape_of(tab)
    old_rows = min(shape.rows, tab.row_count) if tab and shape else 0
    known = shape if shape and shape.basis == basis_of(page) else None
    touched = {row for spans in (write.values, write.styles) for at, end in spans for row in range(at, end)}
    touched |= {row for box in write.clear for row in range(box.row, box.end_row)}
    height = max(old_rows, max(touched, default=-1) + 1)  # rows of ours may have been pushed out of it
    before = [_cells(tab, row) for row in range(height)] if tab else []
    after = [_plain(row.values) for row in page.rows]
    return PageWas(
        sheet_id=write.sheet_id,
        tab=write.title,
        is_new=write.is_new,
        size=(tab.row_count, tab.column_count) if tab else (0, 0),
        grid=write.grid,
        columns=tuple(column.shown for column in page.columns),
        digits=page.digits,
        frozen=page.frozen_rows,
        kept=page.kept,
        before=tuple(before),
        after=tuple(after),
        touched=tuple(sorted(touched)),
        looks=known.styles if known else None,
        theirs=tuple(_plain(row) for row in write.theirs),
        moves=write.moves,
        new_columns=write.new_columns,
        insert_columns=write.insert_columns,
        insert_rows=write.insert_rows,
        row_moves=write.row_moves,
        unmerged=write.unmerge,
        language=page.language,
        turned=write.turned,
    )


def _cells(tab: Tab, row: int) -> Row:
    return _plain(tab.rows[row] if row < len(tab.rows) else ())


def _plain(cells: Sequence[object]) -> Row:
    """Whole numbers as Google gives them back; errors by their text; no blanks at the end."""
    found: Row = [
        cell.text if isinstance(cell, CellError) else float(cell) if type(cell) is int else cell  # type: ignore[misc]
        for cell in cells
    ]
    while found and found[-1] is None:
        found.pop()
    return found
