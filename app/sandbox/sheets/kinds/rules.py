"""setDataValidation."""

from __future__ import annotations

from typing import Any

from app.sandbox.sheets.kinds.places import area_to_write, full_range, grid_sheet
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.validation import checked_rule

JsonDict = dict[str, Any]


@kind("setDataValidation")
def set_data_validation(ctx: Context, request: JsonDict) -> None:
    """One rule for every cell of a range, or none; rows hidden by a filter only on request."""
    area = area_to_write(ctx, full_range(request.get("range", {})))
    sheet = grid_sheet(ctx, area.sheet_id)
    rule = checked_rule(ctx.book, request["rule"]) if request.get("rule") else None
    with_filtered = request.get("filteredRowsIncluded", False)
    indices = area.rows() if rule else sheet.grid.indices(area.top, area.bottom)
    for index in indices:
        held = sheet.rows.get(index)
        if held is not None and held.hidden_by_filter and not with_filtered:
            continue
        row = sheet.grid.for_write(index)
        for column in range(area.left, area.right if rule else min(area.right, len(row.values))):
            kept = {name: v for name, v in row.extra_at(column).items() if name != "dataValidation"}
            row.set_extra(column, {**kept, "dataValidation": rule} if rule else kept)
        sheet.grid.tidy(index)
