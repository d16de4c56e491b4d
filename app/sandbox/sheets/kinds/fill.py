"""autoFill."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.area import Area
from app.sandbox.grid.blocks import EMPTY, Block, Cell, lift
from app.sandbox.grid.locale import conventions
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.value import Formula, Value
from app.sandbox.sheets.kinds.places import area_of, area_to_write, full_range, grid_sheet
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.pasting import paste_cell
from app.sandbox.sheets.series import Series, continue_series

JsonDict = dict[str, Any]
_DATES = frozenset({"DATE", "DATE_TIME"})


@kind("autoFill")
def auto_fill(ctx: Context, request: JsonDict) -> None:
    """Cells continued from a source: down, up, right or left."""
    ctx.settle()
    alternate = request.get("useAlternateSeries", False)
    if "sourceAndDestination" in request:
        source, dimension, length = _named(ctx, request["sourceAndDestination"])
    else:
        source, dimension, length = _detected(ctx, request.get("range", {}))
    if not length:
        return
    _check_room(ctx, source, dimension, length)
    sheet = grid_sheet(ctx, source.sheet_id)
    block = lift(sheet, source)
    lines = source.width if dimension == "ROWS" else source.height
    for line in range(lines):
        _fill_line(ctx, sheet, source, block, dimension, line, length, alternate=alternate)


def _named(ctx: Context, held: JsonDict) -> tuple[Area, str, int]:
    dimension = held.get("dimension", "")
    if dimension not in {"ROWS", "COLUMNS"}:
        raise invalid("sourceAndDestination.dimension must be ROWS or COLUMNS.")
    return area_of(ctx, full_range(held.get("source", {}))), dimension, held.get("fillLength", 0)


def _detected(ctx: Context, given: JsonDict) -> tuple[Area, str, int]:
    """The part of a range that holds data is the source, the rest is filled from it."""
    area = area_of(ctx, full_range(given))
    block = lift(grid_sheet(ctx, area.sheet_id), area)
    filled = [place for place, cell in block.items() if cell.entered is not None]
    if not filled:
        return area, "ROWS", 0
    bottom, right = max(down for down, _ in filled) + 1, max(across for _, across in filled) + 1
    if bottom < area.height:
        source = Area(area.sheet_id, area.top, area.top + bottom, area.left, area.right)
        return source, "ROWS", area.height - bottom
    source = Area(area.sheet_id, area.top, area.bottom, area.left, area.left + right)
    return source, "COLUMNS", area.width - right


def _check_room(ctx: Context, source: Area, dimension: str, length: int) -> None:
    down = length if dimension == "ROWS" else 0
    across = length if dimension == "COLUMNS" else 0
    reached = Area(
        source.sheet_id,
        source.top + min(down, 0),
        source.bottom + max(down, 0),
        source.left + min(across, 0),
        source.right + max(across, 0),
    )
    if reached.top < 0 or reached.left < 0:
        raise invalid("The fill would go beyond the edge of the sheet.")
    area_to_write(ctx, reached.grid_range())


def _fill_line(
    ctx: Context,
    sheet: Sheet,
    source: Area,
    block: Block,
    dimension: str,
    line: int,
    length: int,
    *,
    alternate: bool,
) -> None:
    """One row or column of the source continued."""
    rows = dimension == "ROWS"
    size = source.height if rows else source.width
    cells = [block.get((i, line) if rows else (line, i), EMPTY) for i in range(size)]
    series = _series(ctx, cells, alternate=alternate)
    places = range(size, size + length) if length > 0 else range(length, 0)
    for place in places:
        model_place = place % size
        model = cells[model_place]
        row = source.top + (place if rows else line)
        column = source.left + (line if rows else place)
        by = place - model_place
        moved = (by, 0) if rows else (0, by)
        value: Value = model.entered
        if series is not None and not isinstance(value, Formula):
            value = series(place)
        paste_cell(sheet, Cell(value, value, model.format, model.extra), row, column, "PASTE_NORMAL", moved)
        sheet.grid.tidy(row)


def _series(ctx: Context, cells: list[Cell], *, alternate: bool) -> Series | None:
    """The series of a line; None when it holds formulas or gaps, and is repeated as it stands."""
    values = [cell.entered for cell in cells]
    if any(value is None or isinstance(value, Formula) for value in values):
        return None
    formats = [cell.format.number_format if cell.format is not None else None for cell in cells]
    are_dates = all(held is not None and held.get("type") in _DATES for held in formats)
    return continue_series(values, conventions(ctx.book.locale), are_dates=are_dates, alternate=alternate)
