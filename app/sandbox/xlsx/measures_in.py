"""Widths, heights, hidden rows and columns, and groups."""

from __future__ import annotations

from typing import Any

from openpyxl.utils import column_index_from_string

from app.sandbox.grid import defaults
from app.sandbox.grid.sheet import Sheet

PIXELS_PER_POINT = 96 / 72
PIXELS_PER_CHARACTER = 7  # of Calibri 11, plus 5 of padding
PADDING = 5


def take_measures(page: Any, sheet: Sheet) -> None:
    """What is set on rows and columns of the sheet; sizes in pixels."""
    sheet.row_groups = _groups(sheet, "ROWS", _rows(page, sheet))
    sheet.column_groups = _groups(sheet, "COLUMNS", _columns(page, sheet))


def _rows(page: Any, sheet: Sheet) -> dict[int, int]:
    """Depth of the group of each row that is in one."""
    depths: dict[int, int] = {}
    for number, held in page.row_dimensions.items():
        if number > sheet.row_count:
            continue
        if held.height is not None:
            _resize(sheet, "ROWS", number - 1, round(held.height * PIXELS_PER_POINT), defaults.ROW_PIXELS)
        if held.hidden:
            sheet.set_dimension("ROWS", number - 1, hidden_by_user=True)
        if held.outlineLevel:
            depths[number - 1] = held.outlineLevel
    return depths


def _columns(page: Any, sheet: Sheet) -> dict[int, int]:
    """Depth of the group of each column that is in one."""
    depths: dict[int, int] = {}
    for letters, held in page.column_dimensions.items():
        first = held.min or column_index_from_string(letters)
        for number in range(first, min(held.max or first, sheet.column_count) + 1):
            if held.customWidth and held.width is not None:
                pixels = round(held.width * PIXELS_PER_CHARACTER + PADDING)
                _resize(sheet, "COLUMNS", number - 1, pixels, defaults.COLUMN_PIXELS)
            if held.hidden:
                sheet.set_dimension("COLUMNS", number - 1, hidden_by_user=True)
            if held.outlineLevel:
                depths[number - 1] = held.outlineLevel
    return depths


def _resize(sheet: Sheet, dimension: str, index: int, pixels: int, usual: int) -> None:
    if pixels != usual:
        sheet.set_dimension(dimension, index, pixels=pixels)


def _groups(sheet: Sheet, dimension: str, levels: dict[int, int]) -> list[dict[str, Any]]:
    """Runs of rows or columns at each depth."""
    groups: list[dict[str, Any]] = []
    for depth in range(1, max(levels.values(), default=0) + 1):
        indices = sorted(index for index, level in levels.items() if level >= depth)
        starts = [i for i in indices if i - 1 not in indices]
        for start in starts:
            end = start
            while levels.get(end, 0) >= depth:
                end += 1
            span = {"sheetId": sheet.sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}
            hidden = all(
                (held := sheet.dimensions(dimension).get(index)) is not None and held.hidden_by_user
                for index in range(start, end)
            )
            groups.append({"range": span, "depth": depth, **({"collapsed": True} if hidden else {})})
    return groups
