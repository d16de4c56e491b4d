"""sortRange, randomizeRange."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.area import Area
from app.sandbox.grid.cells import Row
from app.sandbox.grid.formula_text import shift
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.value import Formula
from app.sandbox.sheets.colours import with_styles
from app.sandbox.sheets.kinds.merges import merge_areas
from app.sandbox.sheets.kinds.places import area_to_write, full_range, grid_sheet
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.sorting import sorted_rows

JsonDict = dict[str, Any]


@kind("sortRange")
def sort_range(ctx: Context, request: JsonDict) -> None:
    """Rows of a range in the order of its sort specs."""
    area = area_to_write(ctx, full_range(request.get("range", {})))
    sheet = grid_sheet(ctx, area.sheet_id)
    specs = [with_styles(spec) for spec in request.get("sortSpecs", ())]
    if not specs:
        raise invalid("No sort specs set.")
    for spec in specs:
        if not area.left <= spec.get("dimensionIndex", 0) < area.right:
            raise invalid("A sort spec must name a column within the range.")
    ctx.settle()
    reorder(ctx, sheet, area, sorted_rows(sheet, area, specs))


@kind("randomizeRange")
def randomize_range(ctx: Context, request: JsonDict) -> None:
    """Rows of a range in another order, the same in every run."""
    area = area_to_write(ctx, full_range(request.get("range", {})))
    sheet = grid_sheet(ctx, area.sheet_id)
    order = list(area.rows())
    random.Random(ctx.new_id()).shuffle(order)  # noqa: S311 - a shuffle, not a secret
    reorder(ctx, sheet, area, order)


def reorder(ctx: Context, sheet: Sheet, area: Area, order: Sequence[int]) -> None:
    """Put the area's rows in an order of old indices; cells go with their formats, notes and rules.

    A formula's references shift with it, as when it is copied. Row metadata follows when whole rows move.
    """
    if any(held.meets(area) and held.height > 1 for held in merge_areas(sheet)):
        raise invalid("You can't sort a range with vertical merges.")
    taken: dict[int, Row] = {}
    for old in order:
        row = sheet.grid.rows.get(old)
        if row is not None:
            taken[old] = row.copy(None)
    for place, old in enumerate(order):
        new = area.top + place
        if new == old:
            continue
        _put(sheet, area, new, taken.get(old), new - old)
    _follow_metadata(ctx, sheet, area, order)
    ctx.settled = False


def _put(sheet: Sheet, area: Area, index: int, source: Row | None, moved: int) -> None:
    if source is None and index not in sheet.grid.rows:
        return
    row = sheet.grid.for_write(index)
    for column in area.columns():
        if column >= max(len(row.values), len(source.values) if source is not None else 0):
            break
        value = source.value(column) if source is not None else None
        if isinstance(value, Formula):
            value = Formula(shift(value.text, moved, 0))
        row.set_value(column, value)
        row.set_format(column, source.format(column) if source is not None else None)
        row.set_extra(column, source.extra_at(column) if source is not None else {})
    sheet.grid.tidy(index)


def _follow_metadata(ctx: Context, sheet: Sheet, area: Area, order: Sequence[int]) -> None:
    """Metadata of a row goes where the row went."""
    landed = {old: area.top + place for place, old in enumerate(order)}
    for place, held in enumerate(ctx.book.developer_metadata):
        span = held["location"].get("dimensionRange")
        if span and span["sheetId"] == sheet.sheet_id and span["dimension"] == "ROWS":
            new = landed.get(span["startIndex"])
            if new is not None and new != span["startIndex"]:
                moved = {**span, "startIndex": new, "endIndex": new + 1}
                location = {**held["location"], "dimensionRange": moved}
                ctx.book.developer_metadata[place] = {**held, "location": location}
