"""Conditional formats as they take effect, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.sandbox.grid.area import Area, of_grid_range
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.sheets.conditions import condition_test
from app.sandbox.sheets.gradients import gradient

JsonDict = dict[str, Any]
Place = tuple[int, int]


def matching_rules(book: Spreadsheet, sheet: Sheet) -> dict[Place, JsonDict]:
    """The format that rules give each cell, by (row, column); where several match, the earlier rule wins.

    Only cells within a rule's ranges appear; a rule over open ranges is applied up to the last row and column
    that hold anything, and on every cell of a bounded range.
    """
    formats: dict[Place, JsonDict] = {}
    for rule in sheet.conditional_formats:
        areas = [of_grid_range(r, rows=sheet.row_count, columns=sheet.column_count) for r in rule["ranges"]]
        areas = [area for area in areas if not area.is_empty]
        if not areas:
            continue
        if "gradientRule" in rule:
            found = gradient(book, sheet, areas, rule["gradientRule"])
            for place, background in found.items():
                formats[place] = background | formats.get(place, {})
            continue
        boolean = rule.get("booleanRule", {})
        look = boolean.get("format", {})
        for row, column in _matching(book, sheet, areas, boolean.get("condition", {})):
            formats[row, column] = _under(look, formats.get((row, column)))
    return formats


def _matching(book: Spreadsheet, sheet: Sheet, areas: list[Area], condition: JsonDict) -> Iterator[Place]:
    anchor = (min(area.top for area in areas), min(area.left for area in areas))
    test = condition_test(book, sheet, condition, anchor)
    if test.constant is False:
        return
    for area in areas:
        within = _worth_testing(sheet, area) if test.constant is None else area
        yield from test.matching([(row, column) for row in within.rows() for column in within.columns()])


def _worth_testing(sheet: Sheet, area: Area) -> Area:
    """A rule over a whole column is tested where cells are, not a thousand rows below them."""
    if area.height * area.width <= 10_000:
        return area
    last = max(sheet.grid.result_indices(area.top, area.bottom), default=area.top - 1)
    return Area(area.sheet_id, area.top, last + 1, area.left, area.right)


def _under(look: JsonDict, over: JsonDict | None) -> JsonDict:
    """A look laid under the one of an earlier rule."""
    if not over:
        return look
    merged = {**look, **over}
    if "textFormat" in look and "textFormat" in over:
        merged["textFormat"] = {**look["textFormat"], **over["textFormat"]}
    return merged
