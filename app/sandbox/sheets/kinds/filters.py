"""The basic filter of a sheet."""

from __future__ import annotations

from typing import Any

from app.sandbox.grid.area import Area, of_grid_range
from app.sandbox.sheets.filtering import checked_filter, show_filtered
from app.sandbox.sheets.kinds.places import full_range, grid_sheet
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.kinds.sorts import reorder
from app.sandbox.sheets.kinds.tables import table_by_id
from app.sandbox.sheets.sorting import sorted_rows

JsonDict = dict[str, Any]


@kind("setBasicFilter")
def set_basic_filter(ctx: Context, request: JsonDict) -> None:
    """The filter of a sheet, replacing the one it had; rows are sorted and hidden by it at once."""
    given = dict(request.get("filter", {}))
    if given.get("tableId"):
        given["range"] = table_by_id(ctx, given["tableId"])[1]["range"]
    given["range"] = full_range(given.get("range", {}))
    held = checked_filter(ctx, given)
    sheet = grid_sheet(ctx, held["range"]["sheetId"])
    area = of_grid_range(held["range"], rows=sheet.row_count, columns=sheet.column_count)
    ctx.settle()
    if held.get("sortSpecs") and area.height > 1:
        body = Area(area.sheet_id, area.top + 1, area.bottom, area.left, area.right)
        reorder(ctx, sheet, body, sorted_rows(sheet, body, held["sortSpecs"]))
        ctx.settle()
    sheet.basic_filter = held
    show_filtered(ctx.book, sheet)


@kind("clearBasicFilter")
def clear_basic_filter(ctx: Context, request: JsonDict) -> None:
    """The filter taken away; every row shows again."""
    sheet = grid_sheet(ctx, request.get("sheetId", 0))
    sheet.basic_filter = None
    show_filtered(ctx.book, sheet)
