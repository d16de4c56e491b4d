"""copyPaste, cutPaste, pasteData."""

from __future__ import annotations

import csv
import io
from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.area import Area, of_grid_range
from app.sandbox.grid.blocks import Cell, clear, lift
from app.sandbox.grid.cell_format import intern
from app.sandbox.grid.relocate import relocate
from app.sandbox.grid.sheet import Sheet
from app.sandbox.sheets.html_table import rows_of_html
from app.sandbox.sheets.kinds.merges import merge_areas
from app.sandbox.sheets.kinds.places import area_of, area_to_write, full_range, grid_sheet
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.pasting import WITH_CONDITIONS, WITH_MERGES, paste, paste_cell, tiles
from app.sandbox.sheets.protection import refuse_protected
from app.sandbox.sheets.values_write import Typist, grow, typed

JsonDict = dict[str, Any]
_NORMAL = "PASTE_NORMAL"


@kind("copyPaste")
def copy_paste(ctx: Context, request: JsonDict) -> None:
    """A range pasted at another, repeated where the other is a multiple of it."""
    ctx.settle()
    source = area_of(ctx, full_range(request.get("source", {})))
    wanted = request.get("destination", {})
    paste_type = request.get("pasteType", _NORMAL)
    transposed = request.get("pasteOrientation") == "TRANSPOSE"
    target = _target(ctx, source, wanted, transposed=transposed)
    sheet = grid_sheet(ctx, target.sheet_id)
    origin = grid_sheet(ctx, source.sheet_id)
    block = lift(origin, source)
    corners = list(tiles(source, target, transposed=transposed))
    spots = [_spot(source, target, corner, transposed=transposed) for corner in corners]
    if paste_type in WITH_MERGES:
        for spot in _joined(spots):
            _refuse_cut_merge(sheet, spot)
    if paste_type != "PASTE_CONDITIONAL_FORMATTING":
        for corner in corners:
            paste(sheet, block, source, corner, paste_type, transposed=transposed)
    if transposed:
        return
    if paste_type in WITH_MERGES:
        _copy_merges(origin, sheet, source, spots)
    if paste_type in WITH_CONDITIONS:
        _copy_conditions(origin, sheet, source, spots)


def _spot(source: Area, target: Area, corner: tuple[int, int], *, transposed: bool) -> Area:
    height, width = (source.width, source.height) if transposed else (source.height, source.width)
    return Area(target.sheet_id, corner[0], corner[0] + height, corner[1], corner[1] + width)


def _joined(spots: list[Area]) -> list[Area]:
    """Neighbouring tiles as one area; tiles come row by row and fill a rectangle."""
    first, last = spots[0], spots[-1]
    return [Area(first.sheet_id, first.top, last.bottom, first.left, last.right)]


def _target(ctx: Context, source: Area, wanted: JsonDict, *, transposed: bool) -> Area:
    """Where it goes: the whole source fits even when the destination named is smaller."""
    sheet = grid_sheet(ctx, wanted.get("sheetId", 0))
    top, left = wanted.get("startRowIndex", 0), wanted.get("startColumnIndex", 0)
    height, width = (source.width, source.height) if transposed else (source.height, source.width)
    bottom = max(wanted.get("endRowIndex", sheet.row_count), top + height)
    right = max(wanted.get("endColumnIndex", sheet.column_count), left + width)
    return area_to_write(ctx, Area(sheet.sheet_id, top, bottom, left, right).grid_range())


def _refuse_cut_merge(sheet: Sheet, spot: Area) -> None:
    for held in merge_areas(sheet):
        if held.meets(spot) and not spot.holds(held):
            raise invalid("You can't paste over a part of a merged cell.")


def _copy_merges(origin: Sheet, sheet: Sheet, source: Area, spots: list[Area]) -> None:
    """Merged cells of the source in every copy, instead of those that were there."""
    (whole,) = _joined(spots)
    inside = [held for held in merge_areas(origin) if source.holds(held)]
    sheet.merges = [
        m for m, held in zip(sheet.merges, merge_areas(sheet), strict=True) if not whole.holds(held)
    ]
    for spot in spots if inside else ():
        sheet.merges.extend(_in_spot(held, source, spot).grid_range() for held in inside)


def _in_spot(part: Area, source: Area, spot: Area) -> Area:
    """A part of the source as it lies in a copy."""
    moved = part.moved(spot.top - source.top, spot.left - source.left)
    return Area(spot.sheet_id, moved.top, moved.bottom, moved.left, moved.right)


def _copy_conditions(origin: Sheet, sheet: Sheet, source: Area, spots: list[Area]) -> None:
    """Rules that lie over the source also lie over the copies."""
    for place, rule in enumerate(list(origin.conditional_formats)):
        added: list[JsonDict] = []
        for held in rule["ranges"]:
            part = of_grid_range(held, rows=origin.row_count, columns=origin.column_count).within(source)
            if part.is_empty:
                continue
            over = _joined(spots) if part == source else [_in_spot(part, source, spot) for spot in spots]
            added.extend(area.grid_range() for area in over)
        if not added:
            continue
        if origin is sheet:
            known = {tuple(held.items()) for held in rule["ranges"]}
            fresh = [held for held in added if tuple(held.items()) not in known]
            origin.conditional_formats[place] = {**rule, "ranges": [*rule["ranges"], *fresh]}
        else:
            sheet.conditional_formats.append({**rule, "ranges": added})


@kind("cutPaste")
def cut_paste(ctx: Context, request: JsonDict) -> None:
    """A range moved; whatever points at its cells follows."""
    ctx.settle()
    source = area_to_write(ctx, full_range(request.get("source", {})))
    wanted = request.get("destination", {})
    paste_type = request.get("pasteType", _NORMAL)
    target_sheet = grid_sheet(ctx, wanted.get("sheetId", 0))
    top, left = wanted.get("rowIndex", 0), wanted.get("columnIndex", 0)
    target = Area(target_sheet.sheet_id, top, top + source.height, left, left + source.width)
    target = area_to_write(ctx, target.grid_range())
    origin = grid_sheet(ctx, source.sheet_id)
    _refuse_cut_merge(origin, source)
    _refuse_cut_merge(target_sheet, target)
    block = lift(origin, source)
    clear(origin, source)
    for row in target.rows():
        for column in target.columns():
            cell = block.get((row - target.top, column - target.left))
            if cell is not None:
                paste_cell(target_sheet, cell, row, column, paste_type)
            elif row in target_sheet.grid.rows:
                paste_cell(target_sheet, Cell(), row, column, paste_type)
        target_sheet.grid.tidy(row)
    relocate(ctx.book, source, target)


@kind("pasteData")
def paste_data(ctx: Context, request: JsonDict) -> None:
    """Text with delimiters, or HTML, typed in from a cell on."""
    coordinate = request.get("coordinate", {})
    sheet = grid_sheet(ctx, coordinate.get("sheetId", 0))
    top, left = coordinate.get("rowIndex", 0), coordinate.get("columnIndex", 0)
    if top < 0 or left < 0:
        raise invalid("coordinate must not be negative.")
    rows = _rows(request)
    width = max((len(row) for row in rows), default=0)
    area = Area(sheet.sheet_id, top, top + len(rows), left, left + width)
    if area.is_empty:
        return
    grow(ctx.book, sheet, area.bottom, area.right)
    refuse_protected(ctx.book, sheet, area, ctx.caller.email)
    typist = Typist.of(ctx.book, "USER_ENTERED")
    paste_type = request.get("type", _NORMAL)
    for down, row in enumerate(rows):
        for across, text in enumerate(row):
            place = (top + down, left + across)
            value, brought = typed(text, sheet.grid.format(*place), typist)
            cell_format = intern({"numberFormat": brought}) if brought else sheet.grid.format(*place)
            paste_cell(sheet, Cell(value, value, cell_format), *place, paste_type)
        sheet.grid.tidy(top + down)


def _rows(request: JsonDict) -> list[list[str]]:
    text = request.get("data", "")
    if request.get("html"):
        return rows_of_html(text)
    delimiter = request.get("delimiter", "")
    if not delimiter:
        raise invalid("Either delimiter or html must be set.")
    if len(delimiter) == 1:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return [line.split(delimiter) for line in text.splitlines()]
