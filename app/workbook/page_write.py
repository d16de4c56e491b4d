"""What of one output tab must be written: changed rows, changed looks, stale cells, room for growth."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.workbook import marks
from app.workbook.arranged import Arranged
from app.workbook.book import Box, CellError, Tab
from app.workbook.inserted import columns_behind
from app.workbook.moves import Move
from app.workbook.output.page import Page
from app.workbook.restored import Restored
from app.workbook.shape import (
    Shape,
    basis_of,
    fingerprint,
    runs_from_the_right,
    shape_of,
    shape_text,
    short_mark,
)

Span = tuple[int, int]
"""Rows, half-open."""

_PUSHED = 50  # rows behind the rectangle that are searched for ours


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWrite:
    """One output tab's part of a plan. `grid` is the size the tab must have in the end, `grow` the rows and
    columns to append for that.

    `values`: rows whose values are written; `styles`: rows whose looks are; `clear`: what an earlier,
    larger rectangle left; `moves`: columns that a person put between ours, out of the way; `insert_rows` and
    `insert_columns` (at, count) make room before anything a person put right behind the rectangle;
    `widths_from`: columns from here on get their width. Of a page that keeps notes: `unmerge`, `new_columns`
    (one each, in order) and `row_moves` bring rows and columns to where they belong; `named`: rows whose
    last cell, their name, stands there and is not written, so that it stays with its row whatever people do.
    `restored`: people's cells that an attempt before this one overwrote. `theirs`: what people have beside
    each row, once it is there; `turned`: the tab stands, and is to run the other way.
    """

    page: Page
    sheet_id: int
    title: str
    is_new: bool
    grid: tuple[int, int]
    grow: tuple[int, int]
    values: tuple[Span, ...]
    styles: tuple[Span, ...]
    clear: tuple[Box, ...]
    moves: tuple[Move, ...]
    insert_rows: Span | None
    insert_columns: Span | None
    widths_from: int
    unchanged: int
    shape_mark: str | None
    shape_id: int | None
    unmerge: tuple[Box, ...] = ()
    new_columns: tuple[int, ...] = ()
    row_moves: tuple[Move, ...] = ()
    named: frozenset[int] = frozenset()
    restored: tuple[Restored, ...] = ()
    theirs: tuple[list[object], ...] = ()
    turned: bool = False

    @property
    def changes(self) -> bool:
        """Whether a person would see a difference."""
        rearranged = self.moves or self.new_columns or self.row_moves or self.restored
        return bool(self.is_new or self.values or self.styles or self.clear or rearranged)


def plan_page(
    page: Page,
    tab: Tab | None,
    sheet_id: int,
    title: str,
    *,
    every_look: bool = False,
    arranged: Arranged | None = None,
    restored: Sequence[Restored] = (),
) -> PageWrite:
    """Compares `page` with what `tab` shows (None: the tab is new). `every_look`: format all rows anew.

    `arranged`: the same tab once its rows stand where their notes belong; `restored`: people's cells to be
    given back, where they stand before that.
    """
    height, width = len(page.rows), len(page.columns)
    old = shape_of(tab)
    if arranged:
        tab, old = arranged.tab, arranged.shape
    changed = _changed_rows(page, tab, old)
    found: Standing | None = None
    if changed and tab and old and old.prints:
        found = standing(page, tab, old)
        tab, old = found.tab, replace(old, rows=old.rows + found.pushed_out)
        changed = _changed_rows(page, tab, old)
    shape_mark = shape_text(page, known=() if changed or old is None else old.prints)
    meddled = (found is not None and found.meddled) or (arranged is not None and arranged.meddled)
    afresh = every_look or meddled
    restyled = list(range(height)) if afresh else _restyled_rows(page, old, shape_mark)
    old_height = min(old.rows, tab.row_count) if tab and old else 0
    old_width = min(old.columns, tab.column_count) if tab and old else 0
    clear = []
    if height < old_height:
        *others, (last, _) = page.segments(height)
        clear += [Box(height, start, old_height, end) for start, end in others]
        clear.append(Box(height, last, old_height, max(old_width, width)))
    if page.kept and old and old.kept is None:  # from before people had columns here: all was ours
        clear.append(Box(page.frozen_rows, page.kept[0], old_height, page.kept[1]))
    if width < old_width:
        clear.append(Box(0, width, min(height, old_height), old_width))
    insert_rows = insert_columns = None
    if tab and old:
        if width > old_width and _holds(tab, 0, old_width):
            insert_columns = (old_width, width - old_width)
        if height > old_height and _holds(tab, old_height, 0):
            insert_rows = (old_height, height - old_height)
    rows = (tab.row_count if tab else 0) + (insert_rows[1] if insert_rows else 0)
    columns = (tab.column_count if tab else 0) + (insert_columns[1] if insert_columns else 0)
    grid = (max(height, rows), max(width, columns)) if tab else (height + 30, width + 4)
    mark = tab.mark(marks.SHAPE) if tab else None
    return PageWrite(
        page=page,
        sheet_id=sheet_id,
        title=title,
        is_new=tab is None,
        grid=grid,
        grow=(grid[0] - rows, grid[1] - columns) if tab else (0, 0),
        values=tuple(_spans(changed)),
        styles=tuple(_spans(restyled)),
        clear=tuple(clear),
        moves=arranged.moves if arranged else found.moves if found else (),
        insert_rows=arranged.insert_rows if arranged else insert_rows,
        insert_columns=insert_columns,
        widths_from=old_width,
        unchanged=height - len(changed),
        shape_mark=None if mark and mark.value == shape_mark else shape_mark,
        shape_id=mark.id if mark else None,
        unmerge=arranged.unmerge if arranged else (),
        new_columns=arranged.new_columns if arranged else (),
        row_moves=arranged.row_moves if arranged else (),
        named=_named(page, arranged.tab) if arranged else frozenset(),
        restored=tuple(
            replace(cell, row=arranged.came_from.index(cell.row)) for cell in restored if arranged
        ),
        turned=old is not None and runs_from_the_right(old) != page.right_to_left,
        theirs=tuple(people_beside(page, at, row) for at, row in enumerate(tab.rows)) if tab else (),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A page of ours as a person left it: the tab with their columns behind ours, and the moves for that.

    `meddled`: rows were sorted, inserted, cleared, typed over, so that their looks can't be relied on.
    `pushed_out`: how many of our last rows now stand behind the rectangle.
    """

    tab: Tab
    moves: tuple[Move, ...]
    meddled: bool
    pushed_out: int


def standing(page: Page, tab: Tab, old: Shape) -> Standing:
    """What became of what was written last, told by its fingerprints."""
    tab, moves = columns_behind(page, tab)
    shown = [fingerprint(row[: old.columns]) for row in tab.rows[: old.rows + _PUSHED]]
    shown += [fingerprint(())] * (old.rows - len(shown))
    written = list(old.prints)
    if shown[: old.rows] == written:
        return Standing(tab, moves, False, 0)
    counts = range(min(len(shown) - old.rows, old.rows), 0, -1)
    pushed = next((n for n in counts if shown[old.rows : old.rows + n] == written[-n:]), 0)
    return Standing(tab, moves, True, pushed)


def people_beside(page: Page, at: int, cells: Sequence[object]) -> list[object]:
    """What stands in a row and is not ours; no blanks at its end."""
    found = [cell.text if isinstance(cell, CellError) else cell for cell in cells]
    for start, end in page.segments(at):
        found[start:end] = [None] * len(found[start:end])
    while found and found[-1] is None:
        found.pop()
    return found


def _changed_rows(page: Page, tab: Tab | None, old: Shape | None) -> list[int]:
    """Rows whose values differ from what the tab shows inside the rectangle that was ours."""
    width = len(page.columns)
    if tab is None or old is None:
        return list(range(len(page.rows)))
    known = min(width, old.columns)
    changed = []
    for at, row in enumerate(page.rows):
        shown = tab.rows[at][:known] if at < min(old.rows, len(tab.rows)) else ()
        if page.only_ours(at, shown) != list(row.values) or (
            row.notes and (width > old.columns or at >= old.rows)
        ):
            changed.append(at)
    return changed


def _restyled_rows(page: Page, old: Shape | None, mark: str) -> list[int]:
    """Rows that look otherwise than what was last written in their place."""
    every = list(range(len(page.rows)))
    if old is None or old.basis != basis_of(page) or old.columns != len(page.columns):
        return every
    if old.styles is None:
        same = old.digest == json.loads(short_mark(mark))["digest"] and old.rows == len(page.rows)
        return [] if same else every
    known = old.styles
    return [at for at, row in enumerate(page.rows) if at >= len(known) or known[at] != row.style_key]


def _named(page: Page, tab: Tab) -> frozenset[int]:
    """Rows beneath the headings whose last cell is what it is to be."""
    last = len(page.columns) - 1
    rows = range(page.frozen_rows, len(page.rows))
    return frozenset(row for row in rows if tab.value(row, last) == page.rows[row].values[last])


def _holds(tab: Tab, row: int, column: int) -> bool:
    """Whether anything stands in `tab` from this row and column on."""
    return any(value is not None for cells in tab.rows[row:] for value in cells[column:])


def _spans(rows: Iterable[int]) -> Iterable[Span]:
    """Neighbouring rows joined."""
    start = end = -1
    for row in rows:
        if row != end:
            if start >= 0:
                yield start, end
            start = row
        end = row + 1
    if start >= 0:
        yield start, end
