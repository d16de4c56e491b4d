"""From the text of a range to cells of a workbook, by Google's rules."""

from __future__ import annotations

from typing import Any

from app.sandbox.grid import a1
from app.sandbox.grid.area import Area, of_grid_range
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet

JsonDict = dict[str, Any]


class RangeError(ValueError):
    """A range that cannot be read or lies outside; the text is Google's."""


def resolve(book: Spreadsheet, text: str) -> Area:
    """The cells a range means, clamped to the grid.

    A bare name is a named range, then a sheet, then a cell; before `!` or in quotes it is only ever a
    sheet. A range that starts outside the grid is refused, one that ends outside is cut.
    """
    named = _named(book, text)
    if named is not None:
        return named
    whole = None if text.startswith("'") or "!" in text else book.by_title(text)
    if whole is not None:
        return _all_of(whole, text)
    address = a1.parse(text)
    if address is None:
        named = _named_on_its_sheet(book, text)
        if named is None:
            raise RangeError(f"Unable to parse range: {text}")
        return named
    sheet = book.first_visible() if address.title is None else book.by_title(address.title)
    if sheet is None or not sheet.is_grid:
        raise RangeError(f"Unable to parse range: {text}")
    if address.rect is None:
        return _all_of(sheet, text)
    return clamp(sheet, address.rect)


def clamp(sheet: Sheet, rect: a1.Rect) -> Area:
    """A rectangle on a sheet: open and too far ends stop at the grid, a start outside is refused."""
    top, left = rect.top or 0, rect.left or 0
    if top >= sheet.row_count or left >= sheet.column_count:
        raise RangeError(_exceeds(sheet, _shown(rect, sheet)))
    bottom = sheet.row_count if rect.bottom is None else min(rect.bottom, sheet.row_count)
    right = sheet.column_count if rect.right is None else min(rect.right, sheet.column_count)
    return Area(sheet.sheet_id, top, bottom, left, right)


def exceeds_grid(sheet: Sheet, area: Area) -> RangeError:
    """The refusal for cells outside the grid."""
    return RangeError(_exceeds(sheet, a1.bounded(area.top, area.bottom, area.left, area.right)))


def _exceeds(sheet: Sheet, shown: str) -> str:
    return (
        f"Range ({a1.with_title(sheet.title, shown)}) exceeds grid limits. "
        f"Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
    )


def _shown(rect: a1.Rect, sheet: Sheet) -> str:
    """The rectangle as asked for, its open sides ending at the grid."""
    top, left = rect.top or 0, rect.left or 0
    bottom = max(sheet.row_count, top + 1) if rect.bottom is None else rect.bottom
    right = max(sheet.column_count, left + 1) if rect.right is None else rect.right
    return a1.bounded(top, bottom, left, right)


def _named(book: Spreadsheet, text: str) -> Area | None:
    wanted = text.casefold()
    for named in book.named_ranges:
        if named["name"].casefold() == wanted:
            return of_range(book, named.get("range", {}))
    return None


def _named_on_its_sheet(book: Spreadsheet, text: str) -> Area | None:
    """`Sheet1!prices`, as gspread asks for a named range: good when the range lies on that sheet."""
    parts = a1.split_title(text)
    if parts is None or parts[0] is None:
        return None
    named, sheet = _named(book, parts[1]), book.by_title(parts[0])
    return named if named is not None and sheet is not None and named.sheet_id == sheet.sheet_id else None


def _all_of(sheet: Sheet, text: str) -> Area:
    if not sheet.is_grid:
        raise RangeError(f"Unable to parse range: {text}")
    return Area(sheet.sheet_id, 0, sheet.row_count, 0, sheet.column_count)


def of_range(book: Spreadsheet, grid_range: JsonDict) -> Area | None:
    """A stored GridRange on this workbook; None when its sheet is gone."""
    sheet = book.sheet(grid_range.get("sheetId", 0))
    if sheet is None:
        return None
    return of_grid_range(grid_range, rows=sheet.row_count, columns=sheet.column_count)


def show(book: Spreadsheet, area: Area) -> str:
    """The echo of a range: `Sheet1!A1:Z1000`."""
    sheet = book.sheet(area.sheet_id)
    title = sheet.title if sheet is not None else ""
    return a1.with_title(title, a1.bounded(area.top, area.bottom, area.left, area.right))
