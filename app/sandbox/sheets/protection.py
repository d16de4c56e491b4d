"""Protected ranges and sheets, enforced on every write."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import ApiError, invalid
from app.sandbox.grid.area import Area, of_grid_range
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.sheets.resource import may_edit

_PROTECTED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)


def protected_error() -> ApiError:
    """The refusal of a write inside someone else's protection."""
    return invalid(_PROTECTED)


def refuse_protected(book: Spreadsheet, sheet: Sheet, area: Area, caller: str) -> None:
    """Refuse a write that meets a protected range whose editors do not include the caller."""
    for protected in sheet.protected_ranges:
        if may_edit(protected, caller):
            continue
        held = protected_area(book, sheet, protected)
        if held is not None and held.meets(area) and not _excepted(sheet, protected, area):
            raise protected_error()


def protected_area(book: Spreadsheet, sheet: Sheet, protected: dict[str, Any]) -> Area | None:
    """The cells a protected range covers: its own range, or its named range's or table's."""
    grid_range = protected.get("range")
    if protected.get("namedRangeId"):
        wanted = protected["namedRangeId"]
        grid_range = next((n["range"] for n in book.named_ranges if n["namedRangeId"] == wanted), grid_range)
    if protected.get("tableId"):
        wanted = protected["tableId"]
        grid_range = next((t["range"] for t in sheet.tables if t["tableId"] == wanted), grid_range)
    if grid_range is None:
        return None
    return of_grid_range(grid_range, rows=sheet.row_count, columns=sheet.column_count)


def _excepted(sheet: Sheet, protected: dict[str, Any], area: Area) -> bool:
    """Whether the write lies wholly in a part left open."""
    return any(
        of_grid_range(r, rows=sheet.row_count, columns=sheet.column_count).holds(area)
        for r in protected.get("unprotectedRanges", ())
    )
