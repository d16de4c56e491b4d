"""Rows and columns: append, insert, delete, move, their properties, auto-resize."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid, unimplemented
from app.sandbox.grid import defaults
from app.sandbox.grid.area import Area
from app.sandbox.grid.change import Delete, Insert, Move
from app.sandbox.grid.locale import conventions
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.show import shown
from app.sandbox.grid.structure import apply
from app.sandbox.sheets import masks
from app.sandbox.sheets.kinds.places import grid_sheet, mask_of
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.kinds.tables import follow_columns
from app.sandbox.sheets.protection import refuse_protected
from app.sandbox.sheets.values_write import check_size

JsonDict = dict[str, Any]
_NAMES = {"ROWS": "row", "COLUMNS": "column"}
_PIXELS_A_LETTER = 7
_MARGIN = 12
_LEAST_PIXELS = 2


def span_of(ctx: Context, held: JsonDict) -> tuple[Sheet, str, int, int]:
    """Sheet, dimension, start and end of a DimensionRange; open ends reach to the grid's."""
    sheet = grid_sheet(ctx, held.get("sheetId", 0))
    dimension = held.get("dimension", "DIMENSION_UNSPECIFIED")
    if dimension not in _NAMES:
        raise invalid("No dimension set: range.dimension must be ROWS or COLUMNS.")
    start, end = held.get("startIndex", 0), held.get("endIndex", sheet.count(dimension))
    if start < 0:
        raise invalid(f"range.startIndex[{start}] must be greater than or equal to 0.")
    if end <= start:
        raise invalid(f"range.endIndex[{end}] must be after range.startIndex[{start}].")
    return sheet, dimension, start, end


def band(sheet: Sheet, dimension: str, start: int, end: int) -> Area:
    """Whole rows or columns as an area."""
    if dimension == "ROWS":
        return Area(sheet.sheet_id, start, end, 0, sheet.column_count)
    return Area(sheet.sheet_id, 0, sheet.row_count, start, end)


def check_growth(ctx: Context, sheet: Sheet, dimension: str, by: int) -> None:
    """Refuse to grow beyond Google's limits."""
    rows = sheet.row_count + (by if dimension == "ROWS" else 0)
    columns = sheet.column_count + (by if dimension == "COLUMNS" else 0)
    check_size(ctx.book, sheet, rows, columns)


@kind("appendDimension")
def append_dimension(ctx: Context, request: JsonDict) -> None:
    """New rows or columns at the end."""
    sheet = grid_sheet(ctx, request.get("sheetId", 0))
    dimension, length = request.get("dimension", ""), request.get("length", 0)
    if dimension not in _NAMES:
        raise invalid("No dimension set: dimension must be ROWS or COLUMNS.")
    if length < 1:
        raise invalid(f"length[{length}] must be greater than 0.")
    check_growth(ctx, sheet, dimension, length)
    sheet.set_count(dimension, sheet.count(dimension) + length)


@kind("insertDimension")
def insert_dimension(ctx: Context, request: JsonDict) -> None:
    """New rows or columns in between."""
    sheet, dimension, start, end = span_of(ctx, request.get("range", {}))
    before = request.get("inheritFromBefore", False)
    if start > sheet.count(dimension):
        raise invalid(
            f"range.startIndex[{start}] is beyond the end of the sheet, which has {sheet.count(dimension)} "
            f"{_NAMES[dimension]}s."
        )
    if before and start == 0:
        raise invalid("Cannot inherit from before when inserting at index 0: range.startIndex must be > 0.")
    check_growth(ctx, sheet, dimension, end - start)
    refuse_protected(ctx.book, sheet, band(sheet, dimension, start, start + 1), ctx.caller.email)
    change = Insert(sheet.sheet_id, dimension, start, end - start)
    follow_columns(sheet, change)
    apply(ctx.book, change, inherit_before=before)


@kind("deleteDimension")
def delete_dimension(ctx: Context, request: JsonDict) -> None:
    """Rows or columns gone, with what lay on them."""
    sheet, dimension, start, end = span_of(ctx, request.get("range", {}))
    count, name = sheet.count(dimension), _NAMES[dimension]
    if end > count:
        gone = max(start, count)
        raise invalid(
            f"Cannot delete a {name} that doesn't exist. Tried to delete {name} index {gone} "
            f"but there are only {count} {name}s."
        )
    if end - start >= count:
        raise invalid(f"You can't delete all the {name}s on the sheet.")
    frozen = sheet.frozen_rows if dimension == "ROWS" else sheet.frozen_columns
    if frozen and start <= frozen and end >= count:
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {name}s.")
    refuse_protected(ctx.book, sheet, band(sheet, dimension, start, end), ctx.caller.email)
    change = Delete(sheet.sheet_id, dimension, start, end)
    follow_columns(sheet, change)
    apply(ctx.book, change)


@kind("moveDimension")
def move_dimension(ctx: Context, request: JsonDict) -> None:
    """Rows or columns to another place, counted before the move."""
    sheet, dimension, start, end = span_of(ctx, request.get("source", {}))
    destination = request.get("destinationIndex", 0)
    count = sheet.count(dimension)
    if end > count or not 0 <= destination <= count:
        raise invalid(f"Cannot move {_NAMES[dimension]}s beyond the end of the sheet.")
    if start < destination < end:
        raise invalid("The destination index must not be inside the source range.")
    refuse_protected(ctx.book, sheet, band(sheet, dimension, start, end), ctx.caller.email)
    _refuse_split_merge(sheet, dimension, start, end, destination)
    if destination not in {start, end}:
        change = Move(sheet.sheet_id, dimension, start, end, destination)
        follow_columns(sheet, change)
        apply(ctx.book, change)


def _refuse_split_merge(sheet: Sheet, dimension: str, start: int, end: int, destination: int) -> None:
    low, high = (
        ("startRowIndex", "endRowIndex") if dimension == "ROWS" else ("startColumnIndex", "endColumnIndex")
    )
    for merge in sheet.merges:
        first, last = merge[low], merge[high]
        cut = (first < start < last) or (first < end < last) or (first < destination < last)
        if cut and not (start <= first and last <= end):
            raise invalid(f"Cannot move {_NAMES[dimension]}s: it would split a merged cell.")


@kind("updateDimensionProperties")
def update_dimension_properties(ctx: Context, request: JsonDict) -> None:
    """Size and hiding of rows or columns."""
    if "dataSourceSheetRange" in request:
        raise unimplemented("A data source sheet")
    sheet, dimension, start, end = span_of(ctx, request.get("range", {}))
    if end > sheet.count(dimension):
        raise invalid(f"range.endIndex[{end}] is beyond the end of the sheet.")
    tree = mask_of(request, "DimensionProperties", root="properties")
    given = request.get("properties", {})
    changes: JsonDict = {}
    if masks.wants(tree, "pixelSize"):
        pixels = given.get("pixelSize")
        if pixels is not None and pixels < _LEAST_PIXELS:
            raise invalid(f"Pixel size must be at least {_LEAST_PIXELS}, but was {pixels}.")
        default = defaults.ROW_PIXELS if dimension == "ROWS" else defaults.COLUMN_PIXELS
        changes["pixels"] = None if pixels == default else pixels
    if masks.wants(tree, "hiddenByUser"):
        changes["hidden_by_user"] = given.get("hiddenByUser", False)
    if not changes:
        raise invalid("Only pixelSize and hiddenByUser can be updated.")
    for index in range(start, end):
        sheet.set_dimension(dimension, index, **changes)


@kind("autoResizeDimensions")
def auto_resize_dimensions(ctx: Context, request: JsonDict) -> None:
    """Sizes that fit the texts: columns by their longest text, rows to the default."""
    if "dataSourceSheetDimensions" in request:
        raise unimplemented("A data source sheet")
    sheet, dimension, start, end = span_of(ctx, request.get("dimensions", {}))
    end = min(end, sheet.count(dimension))
    if dimension == "ROWS":
        for index in range(start, end):
            sheet.set_dimension(dimension, index, pixels=None)
        return
    ctx.settle()
    longest = dict.fromkeys(range(start, end), 0)
    locale = conventions(ctx.book.locale)
    for index in sheet.grid.result_indices(0, sheet.row_count):
        values = sheet.grid.effective_row(index)
        for column in range(start, min(end, len(values))):
            text = shown(values[column], sheet.grid.look(index, column), locale)
            longest[column] = max(longest[column], *(len(line) for line in text.split("\n")))
    for column, letters in longest.items():
        if letters:
            sheet.set_dimension(dimension, column, pixels=letters * _PIXELS_A_LETTER + _MARGIN)
