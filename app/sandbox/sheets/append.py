"""Where values.append writes: below the block of cells that touches the range."""

from __future__ import annotations

from app.sandbox.grid.area import Area
from app.sandbox.grid.sheet import Sheet


def table_at(sheet: Sheet, area: Area) -> Area | None:
    """The last table that meets a range: filled cells joined by sides or corners; None without one."""
    best: Area | None = None
    seen: set[tuple[int, int]] = set()
    for row in reversed(sheet.grid.result_indices(area.top, area.bottom)):
        values = sheet.grid.effective_row(row)
        for column in range(area.left, min(area.right, len(values))):
            if values[column] is None or (row, column) in seen:
                continue
            block = _block(sheet, row, column, seen)
            if best is None or block.bottom >= best.bottom:
                best = block
        if best is not None:
            return best
    return best


def _block(sheet: Sheet, row: int, column: int, seen: set[tuple[int, int]]) -> Area:
    """The bounding rectangle of filled cells around one, grown while filled cells touch its edge."""
    top, bottom, left, right = row, row + 1, column, column + 1
    while True:
        grown = _grown(sheet, top, bottom, left, right)
        if grown == (top, bottom, left, right):
            break
        top, bottom, left, right = grown
    seen.update((r, c) for r in range(top, bottom) for c in range(left, right))
    return Area(sheet.sheet_id, top, bottom, left, right)


def _grown(sheet: Sheet, top: int, bottom: int, left: int, right: int) -> tuple[int, int, int, int]:
    first, last = max(left - 1, 0), right + 1
    while top > 0 and _filled(sheet, top - 1, first, last):
        top -= 1
    while _filled(sheet, bottom, first, last):
        bottom += 1
    first_row, last_row = max(top - 1, 0), bottom + 1
    if left > 0 and _filled_column(sheet, left - 1, first_row, last_row):
        left -= 1
    if _filled_column(sheet, right, first_row, last_row):
        right += 1
    return top, bottom, left, right


def _filled(sheet: Sheet, row: int, left: int, right: int) -> bool:
    return any(value is not None for value in sheet.grid.effective_row(row)[left:right])


def _filled_column(sheet: Sheet, column: int, top: int, bottom: int) -> bool:
    return any(
        sheet.grid.effective(row, column) is not None for row in sheet.grid.result_indices(top, bottom)
    )
