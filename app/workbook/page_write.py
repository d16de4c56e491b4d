"""What of one output tab must be written: changed rows, changed looks, stale cells, room for growth."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import msgspec

from app.workbook import marks
from app.workbook.book import Box, Tab
from app.workbook.inserted import Move, columns_behind
from app.workbook.output import looks
from app.workbook.output.page import Page

Span = tuple[int, int]
"""Rows, half-open."""

_MOST_ROWS = 10_000_000  # a workbook holds no more cells
_LONGEST_MARK = 15_000  # characters; Google takes 20,000 or so
_PRINT = 4  # hexadecimal digits of a row's fingerprint
_PUSHED = 50  # rows behind the rectangle that are searched for ours


@dataclass(frozen=True, slots=True)
class Shape:
    """The rectangle last written, what its looks rest on, and the look of each row.

    `styles` is None where only their `digest` is remembered. `prints`: a fingerprint of each row's values,
    () where they are not remembered.
    """

    rows: int
    columns: int
    basis: str
    styles: tuple[str, ...] | None
    digest: str
    prints: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWrite:
    """One output tab's part of a plan. `grid` is the size the tab must have in the end, `grow` the rows and
    columns to append for that.

    `values`: rows whose values are written; `styles`: rows whose looks are; `clear`: what an earlier,
    larger rectangle left; `moves`: columns that a person put between ours, out of the way; `insert_rows` and
    `insert_columns` (at, count) make room before anything a person put right behind the rectangle;
    `widths_from`: columns from here on get their width.
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

    @property
    def changes(self) -> bool:
        """Whether a person would see a difference."""
        return bool(self.is_new or self.values or self.styles or self.clear or self.moves)


def plan_page(
    page: Page, tab: Tab | None, sheet_id: int, title: str, *, every_look: bool = False
) -> PageWrite:
    """Compares `page` with what `tab` shows (None: the tab is new). `every_look`: format all rows anew."""
    height, width = len(page.rows), len(page.columns)
    old = shape_of(tab)
    changed = _changed_rows(page, tab, old)
    found: Standing | None = None
    if changed and tab and old and old.prints:
        found = standing(page, tab, old)
        tab, old = found.tab, replace(old, rows=old.rows + found.pushed_out)
        changed = _changed_rows(page, tab, old)
    shape_mark = _shape_text(page, known=() if changed or old is None else old.prints)
    afresh = every_look or (found is not None and found.meddled)
    restyled = list(range(height)) if afresh else _restyled_rows(page, old, shape_mark)
    old_height = min(old.rows, tab.row_count) if tab and old else 0
    old_width = min(old.columns, tab.column_count) if tab and old else 0
    clear = []
    if height < old_height:
        clear.append(Box(height, 0, old_height, max(old_width, width)))
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
        moves=found.moves if found else (),
        insert_rows=insert_rows,
        insert_columns=insert_columns,
        widths_from=old_width,
        unchanged=height - len(changed),
        shape_mark=None if mark and mark.value == shape_mark else shape_mark,
        shape_id=mark.id if mark else None,
    )


def shape_of(tab: Tab | None) -> Shape | None:
    """What the tab's mark remembers of the last write; None when there is none, or it can't be read."""
    mark = tab.mark(marks.SHAPE) if tab else None
    if mark is None:
        return None
    try:
        known = json.loads(mark.value)
        styles = known.get("styles")
        if styles is not None and sum(abs(count) for _, count in styles) > _MOST_ROWS:
            return None
        runs = None if styles is None else tuple(style for style, count in styles for _ in range(count))
        digest = str(known.get("digest", ""))
        text = str(known.get("prints", ""))
        prints = tuple(int(text[at : at + _PRINT], 16) for at in range(0, len(text), _PRINT))
        return Shape(int(known["rows"]), int(known["columns"]), str(known["basis"]), runs, digest, prints)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None  # somebody bent it


def _shape_text(page: Page, *, known: Sequence[int]) -> str:
    """The mark: rows by look in runs and their fingerprints (`known` where they are the same as before).

    Where that would be too long it goes without the fingerprints, then with no more than a digest of looks.
    """
    runs = [[style, len(list(rows))] for style, rows in groupby(row.style_key for row in page.rows)]
    shape = {"rows": len(page.rows), "columns": len(page.columns), "basis": _basis(page), "styles": runs}
    text = json.dumps(shape, separators=(",", ":"))
    if len(text) > _LONGEST_MARK:
        return short_mark(text)
    if len(text) + _PRINT * len(page.rows) > _LONGEST_MARK - 20:
        return text
    prints = known or [_print(row.values) for row in page.rows]
    shape["prints"] = "".join(f"{print_:0{_PRINT}x}" for print_ in prints)
    return json.dumps(shape, separators=(",", ":"))


def _print(row: Sequence[object]) -> int:
    """A fingerprint of a row's values; blanks at its end, and 1 for 1.0, make no difference."""
    values = [float(value) if type(value) is int else value for value in row]
    while values and values[-1] is None:
        values.pop()
    return zlib.crc32(msgspec.json.encode(values)) & 0xFFFF


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
    shown = [_print(row[: old.columns]) for row in tab.rows[: old.rows + _PUSHED]]
    shown += [_print(())] * (old.rows - len(shown))
    written = list(old.prints)
    if shown[: old.rows] == written:
        return Standing(tab, moves, False, 0)
    counts = range(min(len(shown) - old.rows, old.rows), 0, -1)
    pushed = next((n for n in counts if shown[old.rows : old.rows + n] == written[-n:]), 0)
    return Standing(tab, moves, True, pushed)


def short_mark(mark: str) -> str:
    """A mark without the look of each row: still enough to see that nothing changed."""
    shape = json.loads(mark)
    shape.pop("prints", None)
    if shape["styles"] is None:
        return json.dumps(shape, separators=(",", ":"))
    digest = hashlib.sha256(repr(shape["styles"]).encode()).hexdigest()[:12]
    return json.dumps({**shape, "styles": None, "digest": digest}, separators=(",", ":"))


def _basis(page: Page) -> str:
    """What all looks of the page rest on; when it differs, every row is formatted anew."""
    what = repr((looks.VERSION, page.digits, [column.shown for column in page.columns]))
    return hashlib.sha256(what.encode()).hexdigest()[:12]


def _changed_rows(page: Page, tab: Tab | None, old: Shape | None) -> list[int]:
    """Rows whose values differ from what the tab shows inside the rectangle that was ours."""
    width = len(page.columns)
    if tab is None or old is None:
        return list(range(len(page.rows)))
    known = min(width, old.columns)
    blank = [None] * width
    changed = []
    for at, row in enumerate(page.rows):
        shown: Sequence[object] = tab.rows[at][:known] if at < min(old.rows, len(tab.rows)) else ()
        if list(shown) + blank[len(shown) :] != list(row.values) or (
            row.notes and (width > old.columns or at >= old.rows)
        ):
            changed.append(at)
    return changed


def _restyled_rows(page: Page, old: Shape | None, mark: str) -> list[int]:
    """Rows that look otherwise than what was last written in their place."""
    every = list(range(len(page.rows)))
    if old is None or old.basis != _basis(page) or old.columns != len(page.columns):
        return every
    if old.styles is None:
        same = old.digest == json.loads(short_mark(mark))["digest"] and old.rows == len(page.rows)
        return [] if same else every
    known = old.styles
    return [at for at, row in enumerate(page.rows) if at >= len(known) or known[at] != row.style_key]


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
