"""insertRange, deleteRange."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.area import Area
from app.sandbox.grid.blocks import clear, extent, lift, set_down
from app.sandbox.grid.change import Delete, Insert
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.structure import repoint
from app.sandbox.sheets.kinds.merges import merge_areas
from app.sandbox.sheets.kinds.places import area_to_write, full_range, grid_sheet
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.values_write import grow

JsonDict = dict[str, Any]


def _dimension(request: JsonDict) -> str:
    dimension = str(request.get("shiftDimension", ""))
    if dimension not in {"ROWS", "COLUMNS"}:
        raise invalid("shiftDimension must be ROWS or COLUMNS.")
    return dimension


def _behind(sheet: Sheet, area: Area, dimension: str, *, include: bool) -> Area:
    """The cells that shift: from the range's start (include) or end to the edge of the grid."""
    if dimension == "ROWS":
        top = area.top if include else area.bottom
        return Area(sheet.sheet_id, top, sheet.row_count, area.left, area.right)
    left = area.left if include else area.right
    return Area(sheet.sheet_id, area.top, area.bottom, left, sheet.column_count)


def _refuse_cut_merge(sheet: Sheet, part: Area) -> None:
    for held in merge_areas(sheet):
        if held.meets(part) and not part.holds(held):
            raise invalid("You can't shift a part of a merged cell.")


@kind("insertRange")
def insert_range(ctx: Context, request: JsonDict) -> None:
    """Empty cells put in; the cells from there on shift down or right."""
    dimension = _dimension(request)
    area = area_to_write(ctx, full_range(request.get("range", {})))
    sheet = grid_sheet(ctx, area.sheet_id)
    shifting = _behind(sheet, area, dimension, include=True)
    _refuse_cut_merge(sheet, shifting)
    block = lift(sheet, shifting)
    clear(sheet, shifting)
    height, width = extent(block)
    if dimension == "ROWS":
        grow(ctx.book, sheet, area.bottom + height, sheet.column_count)
        set_down(sheet, block, area.bottom, area.left)
        change = Insert(sheet.sheet_id, dimension, area.top, area.height, (area.left, area.right))
    else:
        grow(ctx.book, sheet, sheet.row_count, area.right + width)
        set_down(sheet, block, area.top, area.right)
        change = Insert(sheet.sheet_id, dimension, area.left, area.width, (area.top, area.bottom))
    repoint(ctx.book, change)


@kind("deleteRange")
def delete_range(ctx: Context, request: JsonDict) -> None:
    """Cells taken out; the cells behind them shift up or left."""
    dimension = _dimension(request)
    area = area_to_write(ctx, full_range(request.get("range", {})))
    sheet = grid_sheet(ctx, area.sheet_id)
    _refuse_cut_merge(sheet, _behind(sheet, area, dimension, include=True))
    shifting = _behind(sheet, area, dimension, include=False)
    block = lift(sheet, shifting) if not shifting.is_empty else {}
    clear(sheet, _behind(sheet, area, dimension, include=True))
    set_down(sheet, block, area.top, area.left)
    if dimension == "ROWS":
        change = Delete(sheet.sheet_id, dimension, area.top, area.bottom, (area.left, area.right))
    else:
        change = Delete(sheet.sheet_id, dimension, area.left, area.right, (area.top, area.bottom))
    repoint(ctx.book, change)
