"""Filter views and slicers."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.sheet import Sheet
from app.sandbox.sheets import masks
from app.sandbox.sheets.colours import mask_with_styles, with_styles
from app.sandbox.sheets.filtering import checked_filter
from app.sandbox.sheets.kinds.charts import overlay, refuse_taken
from app.sandbox.sheets.kinds.places import area_of, full_range, grid_sheet, mask_of
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.kinds.tables import table_by_id
from app.sandbox.sheets.proto import present
from app.sandbox.sheets.validation import checked_condition

JsonDict = dict[str, Any]


@kind("addFilterView")
def add_filter_view(ctx: Context, request: JsonDict) -> JsonDict:
    """A way to look at a range that others do not see."""
    made = _checked_view(ctx, request.get("filter", {}))
    made = {**made, "filterViewId": made.get("filterViewId") or ctx.new_id()}
    if any(v["filterViewId"] == made["filterViewId"] for s in ctx.book.sheets for v in s.filter_views):
        raise invalid(f"Filter view with id {made['filterViewId']} already exists.")
    sheet = grid_sheet(ctx, made["range"]["sheetId"])
    made["title"] = made.get("title") or f"Filter {len(sheet.filter_views) + 1}"
    sheet.filter_views.append(made)
    return {"filter": present("FilterView", made)}


def _checked_view(ctx: Context, given: JsonDict) -> JsonDict:
    made = dict(given)
    named = [name for name in ("range", "namedRangeId", "tableId") if made.get(name)]
    if len(named) != 1:
        raise invalid("Exactly one of range, namedRangeId or tableId must be set.")
    if made.get("namedRangeId"):
        found = next((n for n in ctx.book.named_ranges if n["namedRangeId"] == made["namedRangeId"]), None)
        if found is None:
            raise invalid(f"No named range with id: {made['namedRangeId']}")
        made["range"] = found["range"]
    elif made.get("tableId"):
        made["range"] = table_by_id(ctx, made["tableId"])[1]["range"]
    made["range"] = full_range(made["range"])
    return checked_filter(ctx, made)


def _view(ctx: Context, filter_id: int) -> tuple[Sheet, JsonDict]:
    for sheet in ctx.book.sheets:
        for view in sheet.filter_views:
            if view["filterViewId"] == filter_id:
                return ctx.book.edit(sheet.sheet_id), view
    raise invalid(f"No filter view with id: {filter_id}")


@kind("updateFilterView")
def update_filter_view(ctx: Context, request: JsonDict) -> None:
    """What the mask names of a filter view."""
    given = request.get("filter", {})
    sheet, view = _view(ctx, given.get("filterViewId", 0))
    tree = dict(mask_with_styles(mask_of(request, "FilterView", root="filter"), "FilterView"))
    if "criteria" in tree or "filterSpecs" in tree:
        tree["criteria"] = tree["filterSpecs"] = None
    merged = masks.merge(view, with_styles(given), tree)
    if merged.get("namedRangeId") or merged.get("tableId"):
        merged.pop("range", None)
    merged = _checked_view(ctx, merged)
    merged["filterViewId"] = view["filterViewId"]
    sheet.filter_views.remove(view)
    grid_sheet(ctx, merged["range"]["sheetId"]).filter_views.append(merged)


@kind("duplicateFilterView")
def duplicate_filter_view(ctx: Context, request: JsonDict) -> JsonDict:
    """A copy of a filter view."""
    sheet, view = _view(ctx, request.get("filterId", 0))
    copy = {**view, "filterViewId": ctx.new_id(), "title": f"Copy of {view['title']}"}
    sheet.filter_views.append(copy)
    return {"filter": present("FilterView", copy)}


@kind("deleteFilterView")
def delete_filter_view(ctx: Context, request: JsonDict) -> None:
    """A filter view gone."""
    sheet, view = _view(ctx, request.get("filterId", 0))
    sheet.filter_views.remove(view)


@kind("addSlicer")
def add_slicer(ctx: Context, request: JsonDict) -> JsonDict:
    """A slicer over a range."""
    given = request.get("slicer", {})
    slicer_id = given.get("slicerId") or ctx.new_id()
    refuse_taken(ctx, slicer_id)
    position = {"overlayPosition": overlay(ctx, given.get("position", {}).get("overlayPosition", {}))}
    made = {"slicerId": slicer_id, "spec": _checked_spec(ctx, given.get("spec", {})), "position": position}
    sheet = grid_sheet(ctx, position["overlayPosition"]["anchorCell"]["sheetId"])
    sheet.slicers.append(made)
    return {"slicer": present("Slicer", made)}


def _checked_spec(ctx: Context, spec: JsonDict) -> JsonDict:
    made = with_styles(spec)
    if "dataRange" not in made:
        raise invalid("spec.dataRange must be set.")
    made["dataRange"] = full_range(made["dataRange"])
    area = area_of(ctx, made["dataRange"])
    if not 0 <= made.get("columnIndex", 0) < area.width:
        raise invalid("spec.columnIndex must be within the data range.")
    condition = made.get("filterCriteria", {}).get("condition")
    if condition:
        checked_condition(condition)
    return made


@kind("updateSlicerSpec")
def update_slicer_spec(ctx: Context, request: JsonDict) -> None:
    """What the mask names of a slicer's specification."""
    wanted = request.get("slicerId", 0)
    tree = mask_with_styles(mask_of(request, "SlicerSpec", root="spec"), "SlicerSpec")
    for held in ctx.book.sheets:
        for place, slicer in enumerate(held.slicers):
            if slicer["slicerId"] == wanted:
                spec = _checked_spec(
                    ctx, masks.merge(slicer["spec"], with_styles(request.get("spec", {})), tree)
                )
                ctx.book.edit(held.sheet_id).slicers[place] = {**slicer, "spec": spec}
                return
    raise invalid(f"No slicer with id: {wanted}")
