"""Excel's addresses and Google's GridRanges, clamped to the tab."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries

from app.sandbox.grid.a1 import quote_title
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet

JsonDict = dict[str, Any]


def grid_range(sheet: Sheet, ref: str) -> JsonDict | None:
    """`A1:B2` or `A:A` as a GridRange; None when it lies outside the tab."""
    try:
        left, top, right, bottom = range_boundaries(ref.replace("$", ""))
    except (ValueError, TypeError):
        return None
    top, left = top or 1, left or 1
    bottom = min(bottom or sheet.row_count, sheet.row_count)
    right = min(right or sheet.column_count, sheet.column_count)
    if top > bottom or left > right:
        return None
    return {
        "sheetId": sheet.sheet_id,
        "startRowIndex": top - 1,
        "endRowIndex": bottom,
        "startColumnIndex": left - 1,
        "endColumnIndex": right,
    }


def grid_ranges(sheet: Sheet, refs: str) -> list[JsonDict]:
    """Several, with blanks between them."""
    return [found for ref in refs.split() if (found := grid_range(sheet, ref)) is not None]


def address(sheet: Sheet, held: JsonDict, *, fixed: bool = False) -> str:
    """A GridRange as `A1:B2` (or `$A$1:$B$2`); open ends reach to the tab's edge."""
    top, left = held.get("startRowIndex", 0), held.get("startColumnIndex", 0)
    bottom, right = held.get("endRowIndex", sheet.row_count), held.get("endColumnIndex", sheet.column_count)
    sign = "$" if fixed else ""
    first = f"{sign}{get_column_letter(left + 1)}{sign}{top + 1}"
    last = f"{sign}{get_column_letter(right)}{sign}{bottom}"
    return first if first == last and not fixed else f"{first}:{last}"


def full_address(book: Spreadsheet, held: JsonDict) -> str | None:
    """With its tab, as formulas and names say it; None when the tab is gone."""
    sheet = book.sheet(held.get("sheetId", 0))
    if sheet is None:
        return None
    return f"{quote_title(sheet.title)}!{address(sheet, held, fixed=True)}"


def cells_of(held: JsonDict) -> Iterator[tuple[int, int]]:
    """Row and column of each cell of a closed GridRange."""
    for row in range(held["startRowIndex"], held["endRowIndex"]):
        for column in range(held["startColumnIndex"], held["endColumnIndex"]):
            yield row, column
