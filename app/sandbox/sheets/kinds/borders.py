"""updateBorders."""

from __future__ import annotations

from typing import Any

from app.sandbox.grid.area import Area
from app.sandbox.grid.cell_format import intern
from app.sandbox.grid.sheet import Sheet
from app.sandbox.sheets.border_lines import border_line
from app.sandbox.sheets.kinds.places import area_to_write, full_range, grid_sheet
from app.sandbox.sheets.kinds.registry import Context, kind

JsonDict = dict[str, Any]


@kind("updateBorders")
def update_borders(ctx: Context, request: JsonDict) -> None:
    """Borders around a range and within it; a side that is not named stays."""
    area = area_to_write(ctx, full_range(request.get("range", {})))
    sheet = grid_sheet(ctx, area.sheet_id)
    given: dict[str, JsonDict | None] = {
        name: border_line(request[name])
        for name in ("top", "bottom", "left", "right", "innerHorizontal", "innerVertical")
        if name in request
    }
    if not given:
        return
    for row in area.rows():
        for column in area.columns():
            sides = _sides(area, row, column, given)
            if sides:
                _draw(sheet, row, column, sides)


def _sides(
    area: Area, row: int, column: int, given: dict[str, JsonDict | None]
) -> dict[str, JsonDict | None]:
    sides: dict[str, JsonDict | None] = {}
    places = (
        ("top", row == area.top, "top", "innerHorizontal"),
        ("bottom", row == area.bottom - 1, "bottom", "innerHorizontal"),
        ("left", column == area.left, "left", "innerVertical"),
        ("right", column == area.right - 1, "right", "innerVertical"),
    )
    for side, at_edge, outer, inner in places:
        name = outer if at_edge else inner
        if name in given:
            sides[side] = given[name]
    return sides


def _draw(sheet: Sheet, row: int, column: int, sides: dict[str, JsonDict | None]) -> None:
    written = sheet.grid.for_write(row)
    held = written.format(column)
    json = dict(held.json) if held is not None else {}
    borders = dict(json.get("borders", {}))
    for side, border in sides.items():
        if border is None:
            borders.pop(side, None)
        else:
            borders[side] = border
    json.pop("borders", None)
    if borders:
        json["borders"] = borders
    written.set_format(column, intern(json))
    sheet.grid.tidy(row)
