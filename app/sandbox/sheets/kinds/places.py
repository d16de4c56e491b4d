"""Sheets and cells that requests name, found or refused."""

from __future__ import annotations

import re
from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.area import Area
from app.sandbox.grid.resolve import exceeds_grid
from app.sandbox.grid.sheet import Sheet
from app.sandbox.sheets import masks
from app.sandbox.sheets.kinds.registry import Context
from app.sandbox.sheets.masks import MaskError, Tree
from app.sandbox.sheets.protection import refuse_protected

JsonDict = dict[str, Any]


def any_sheet(ctx: Context, sheet_id: int) -> Sheet:
    """A sheet of any type, as the draft's own copy."""
    if ctx.book.sheet(sheet_id) is None:
        raise invalid(f"No sheet with id: {sheet_id}")
    return ctx.book.edit(sheet_id)


def grid_sheet(ctx: Context, sheet_id: int) -> Sheet:
    """A sheet that has cells, as the draft's own copy."""
    sheet = ctx.book.sheet(sheet_id)
    if sheet is None or not sheet.is_grid:
        raise invalid(f"No grid with id: {sheet_id}")
    return ctx.book.edit(sheet_id)


def full_range(grid_range: JsonDict) -> JsonDict:
    """A GridRange as it is kept: its sheetId always there."""
    return {"sheetId": grid_range.get("sheetId", 0), **grid_range}


def area_of(ctx: Context, grid_range: JsonDict) -> Area:
    """The cells of a GridRange; open sides end at the grid, a side beyond it is refused."""
    sheet = grid_sheet(ctx, grid_range.get("sheetId", 0))
    area = Area(
        sheet.sheet_id,
        grid_range.get("startRowIndex", 0),
        grid_range.get("endRowIndex", sheet.row_count),
        grid_range.get("startColumnIndex", 0),
        grid_range.get("endColumnIndex", sheet.column_count),
    )
    for low, high, start, end in (
        ("startRowIndex", "endRowIndex", area.top, area.bottom),
        ("startColumnIndex", "endColumnIndex", area.left, area.right),
    ):
        if start < 0 or end < 0:
            raise invalid(
                f"{low if start < 0 else high}[{start if start < 0 else end}] must not be negative."
            )
        if end <= start and high in grid_range:
            raise invalid(f"{high}[{end}] must be after {low}[{start}]")
    if area.bottom > sheet.row_count or area.right > sheet.column_count or area.is_empty:
        raise invalid(str(exceeds_grid(sheet, area)))
    return area


def area_to_write(ctx: Context, grid_range: JsonDict) -> Area:
    """Like `area_of`, refused where someone else's protection covers a part of it."""
    area = area_of(ctx, grid_range)
    refuse_protected(ctx.book, grid_sheet(ctx, area.sheet_id), area, ctx.caller.email)
    return area


def mask_of(request: JsonDict, type_name: str, *, root: str = "") -> Tree:
    """The update mask of a request on its message type; an empty or unreadable one is refused."""
    # Blanks after commas are taken in a body (pygsheets sends them), though not in an address.
    text = re.sub(r",\s+", ",", request.get("fields", ""))
    if not text:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        tree = masks.parse(text, type_name)
    except MaskError as fault:
        tree = _without_root(text, type_name, root)
        if not tree:
            raise invalid(f"Invalid field: {fault.path}") from None
    return tree


def _without_root(text: str, type_name: str, root: str) -> Tree:
    """Google takes a mask that repeats the root it says to leave out, such as `properties.title`."""
    prefix = f"{root}."
    if not root or not all(part.startswith(prefix) for part in text.split(",")):
        return {}
    try:
        return masks.parse(",".join(part[len(prefix) :] for part in text.split(",")), type_name)
    except MaskError:
        return {}
