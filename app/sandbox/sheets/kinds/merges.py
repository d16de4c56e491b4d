"""mergeCells, unmergeCells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.area import Area, of_grid_range
from app.sandbox.grid.sheet import Sheet
from app.sandbox.sheets.kinds.places import area_to_write, full_range, grid_sheet
from app.sandbox.sheets.kinds.registry import Context, kind

JsonDict = dict[str, Any]


def merge_areas(sheet: Sheet) -> list[Area]:
    """The merged rectangles of a sheet."""
    return [of_grid_range(merge, rows=sheet.row_count, columns=sheet.column_count) for merge in sheet.merges]


@kind("mergeCells")
def merge_cells(ctx: Context, request: JsonDict) -> None:
    """One rectangle, or one for each row or column; all values but the first of each are lost."""
    area = area_to_write(ctx, full_range(request.get("range", {})))
    sheet = grid_sheet(ctx, area.sheet_id)
    _refuse_cut(sheet, area)
    _refuse_frozen_edge(sheet, area)
    sheet.merges = [
        m for m, held in zip(sheet.merges, merge_areas(sheet), strict=True) if not area.holds(held)
    ]
    for part in _parts(area, request.get("mergeType", "MERGE_ALL")):
        if part.height * part.width > 1:
            sheet.merges.append(part.grid_range())
            _keep_first(sheet, part)


def _parts(area: Area, merge_type: str) -> Iterator[Area]:
    if merge_type == "MERGE_ROWS":
        for row in area.rows():
            yield Area(area.sheet_id, row, row + 1, area.left, area.right)
    elif merge_type == "MERGE_COLUMNS":
        for column in area.columns():
            yield Area(area.sheet_id, area.top, area.bottom, column, column + 1)
    else:
        yield area


def _refuse_cut(sheet: Sheet, area: Area) -> None:
    for held in merge_areas(sheet):
        if held.meets(area) and not area.holds(held):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")


def _refuse_frozen_edge(sheet: Sheet, area: Area) -> None:
    if area.top < sheet.frozen_rows < area.bottom or area.left < sheet.frozen_columns < area.right:
        raise invalid("You can't merge frozen and non-frozen columns or rows.")


def _keep_first(sheet: Sheet, area: Area) -> None:
    """The top left cell keeps its value, or takes the first one found; the others lose theirs."""
    first = None
    for index in sheet.grid.indices(area.top, area.bottom):
        row = sheet.grid.for_write(index)
        for column in range(area.left, min(area.right, len(row.values))):
            if first is None and row.values[column] is not None:
                first = row.values[column]
            row.values[column] = None
        sheet.grid.tidy(index)
    if first is not None:
        sheet.grid.for_write(area.top).set_value(area.left, first)


@kind("unmergeCells")
def unmerge_cells(ctx: Context, request: JsonDict) -> None:
    """Every merge within the range undone."""
    area = area_to_write(ctx, full_range(request.get("range", {})))
    sheet = grid_sheet(ctx, area.sheet_id)
    _refuse_cut(sheet, area)
    sheet.merges = [
        m for m, held in zip(sheet.merges, merge_areas(sheet), strict=True) if not area.holds(held)
    ]
