"""Groups of rows or columns: how deep each index lies, and which groups are collapsed."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.sheet import Sheet
from app.sandbox.sheets import masks
from app.sandbox.sheets.kinds.dimensions import span_of
from app.sandbox.sheets.kinds.places import mask_of
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.proto import present

JsonDict = dict[str, Any]
_MAX_DEPTH = 8


def _within(ctx: Context, held: JsonDict) -> tuple[Sheet, str, int, int]:
    """A span that lies on the sheet."""
    sheet, dimension, start, end = span_of(ctx, held)
    if end > sheet.count(dimension):
        raise invalid(f"range.endIndex[{end}] is beyond the end of the sheet.")
    return sheet, dimension, start, end


def _groups(sheet: Sheet, dimension: str) -> list[JsonDict]:
    return sheet.row_groups if dimension == "ROWS" else sheet.column_groups


def _depths(groups: list[JsonDict]) -> dict[int, int]:
    """How many groups each index lies in."""
    depths: dict[int, int] = {}
    for group in groups:
        for index in range(group["range"]["startIndex"], group["range"]["endIndex"]):
            depths[index] = max(depths.get(index, 0), group["depth"])
    return depths


def _key(group: JsonDict) -> tuple[int, int, int]:
    return group["range"]["startIndex"], group["range"]["endIndex"], group["depth"]


def _runs(sheet: Sheet, dimension: str, depths: dict[int, int], old: list[JsonDict]) -> list[JsonDict]:
    """Groups as the maximal runs of indices at least so deep; collapsed ones stay so where they still are."""
    collapsed = {_key(group) for group in old if group.get("collapsed")}
    made: list[JsonDict] = []
    for depth in range(1, max(depths.values(), default=0) + 1):
        indices = sorted(index for index, held in depths.items() if held >= depth)
        start = None
        for place, index in enumerate(indices):
            start = index if start is None else start
            if place + 1 == len(indices) or indices[place + 1] != index + 1:
                span = {
                    "sheetId": sheet.sheet_id,
                    "dimension": dimension,
                    "startIndex": start,
                    "endIndex": index + 1,
                }
                group: JsonDict = {"range": span, "depth": depth}
                if (start, index + 1, depth) in collapsed:
                    group["collapsed"] = True
                made.append(group)
                start = None
    return sorted(made, key=lambda g: (g["range"]["startIndex"], g["depth"]))


def _set(sheet: Sheet, dimension: str, groups: list[JsonDict]) -> JsonDict:
    if dimension == "ROWS":
        sheet.row_groups = groups
    else:
        sheet.column_groups = groups
    return {"dimensionGroups": [present("DimensionGroup", group) for group in groups]} if groups else {}


@kind("addDimensionGroup")
def add_dimension_group(ctx: Context, request: JsonDict) -> JsonDict:
    """A group over a range, one deeper than what is there."""
    sheet, dimension, start, end = _within(ctx, request.get("range", {}))
    old = _groups(sheet, dimension)
    depths = _depths(old)
    for index in range(start, end):
        depths[index] = depths.get(index, 0) + 1
    if max(depths.values()) > _MAX_DEPTH:
        raise invalid(f"Cannot nest groups more than {_MAX_DEPTH} deep.")
    return _set(sheet, dimension, _runs(sheet, dimension, depths, old))


@kind("deleteDimensionGroup")
def delete_dimension_group(ctx: Context, request: JsonDict) -> JsonDict:
    """A range one less deep; what it hid by being collapsed shows again."""
    sheet, dimension, start, end = _within(ctx, request.get("range", {}))
    old = _groups(sheet, dimension)
    depths = _depths(old)
    if not any(index in depths for index in range(start, end)):
        raise invalid("There is no group in the given range.")
    for index in range(start, end):
        if index in depths:
            depths[index] -= 1
            if not depths[index]:
                del depths[index]
                sheet.set_dimension(dimension, index, hidden_by_user=False)
    return _set(sheet, dimension, _runs(sheet, dimension, depths, old))


@kind("updateDimensionGroup")
def update_dimension_group(ctx: Context, request: JsonDict) -> None:
    """A group collapsed, which hides it, or opened."""
    given = request.get("dimensionGroup", {})
    sheet, dimension, start, end = _within(ctx, given.get("range", {}))
    tree = mask_of(request, "DimensionGroup", root="dimension_group")
    groups = _groups(sheet, dimension)
    wanted = (start, end, given.get("depth", 0))
    place = next((i for i, group in enumerate(groups) if _key(group) == wanted), None)
    if place is None:
        raise invalid("There is no group with the given range and depth.")
    if masks.wants(tree, "collapsed"):
        collapsed = given.get("collapsed", False)
        kept = {name: value for name, value in groups[place].items() if name != "collapsed"}
        groups[place] = {**kept, "collapsed": True} if collapsed else kept
        for index in range(start, end):
            sheet.set_dimension(dimension, index, hidden_by_user=collapsed)
