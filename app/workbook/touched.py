"""Which cells a plan touches, and what stood and will stand there by hash: what the audit keeps of cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from app.project.place import Place
from app.workbook.book import Book, Box, Tab
from app.workbook.highlights import TabRules
from app.workbook.output.page import Value
from app.workbook.page_write import PageWrite

MOST_RANGES = 40  # named of one tab; of the rest the number is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """Cells of one tab that were written or highlighted.

    `what`: values or highlights. `before` and `after`: SHA-256 of what stood there and of what stands there
    now; blank cells included, so that equal contents have equal hashes.
    """

    tab: str
    what: str
    cells: tuple[str, ...]
    more: int = 0
    before: str
    after: str


def touched(book: Book, pages: Iterable[PageWrite], rules: Iterable[TabRules]) -> tuple[Touched, ...]:
    """By tab, ours first; a tab of which nothing is written is left out."""
    tabs = {tab.sheet_id: tab for tab in book.tabs}
    written = [_written(page, tabs.get(page.sheet_id)) for page in pages if page.values or page.clear]
    return (*written, *(_highlighted(change, tabs) for change in rules))


def _written(page: PageWrite, tab: Tab | None) -> Touched:
    boxes = [
        Box(start, left, end, right)
        for start, end in page.values
        for left, right in page.page.segments(end - 1)
    ]
    given_back = [Box(cell.row, cell.column, cell.row + 1, cell.column + 1) for cell in page.restored]
    before = [_cells(tab, box) for box in (*boxes, *page.clear, *given_back)]
    after: list[object] = [
        [
            [_as_read(value) for value in row.values[box.column : box.end_column]]
            for row in page.page.rows[box.row : box.end_row]
        ]
        for box in boxes
    ]
    after += [_cells(None, box) for box in page.clear]
    after += [[[cell.value]] for cell in page.restored]
    return _touched(page.title, "values", (*boxes, *page.clear, *given_back), before, after)


def _highlighted(change: TabRules, tabs: Mapping[int, Tab]) -> Touched:
    tab = tabs[change.sheet_id]
    before = [(rule.severity, rule.ranges) for rule in tab.our_rules]
    after = [(rule.severity, rule.ranges) for rule in change.add]
    boxes = sorted({box for _, ranges in (*before, *after) for box in ranges})
    return _touched(tab.title, "highlights", boxes, before, after)


def _touched(tab: str, what: str, boxes: Iterable[Box], before: object, after: object) -> Touched:
    cells = [Place(0, tab, *box).a1 for box in boxes]
    return Touched(
        tab=tab,
        what=what,
        cells=tuple(cells[:MOST_RANGES]),
        more=max(len(cells) - MOST_RANGES, 0),
        before=_digest(before),
        after=_digest(after),
    )


def _cells(tab: Tab | None, box: Box) -> list[list[object]]:
    columns = range(box.column, box.end_column)
    return [
        [tab.value(row, column) if tab else None for column in columns] for row in range(box.row, box.end_row)
    ]


def _as_read(value: Value) -> Value:
    """Google gives whole numbers back as floats."""
    return float(value) if type(value) is int else value


def _digest(content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content)).hexdigest()
