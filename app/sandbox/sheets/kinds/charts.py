"""Charts and other objects that float over a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.sandbox.errors import invalid, unimplemented
from app.sandbox.grid.sheet import Sheet
from app.sandbox.sheets import masks
from app.sandbox.sheets.colours import mask_with_styles, with_styles
from app.sandbox.sheets.kinds.places import area_of, full_range, grid_sheet, mask_of
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.proto import present

JsonDict = dict[str, Any]
_CHARTS = (
    "basicChart",
    "pieChart",
    "bubbleChart",
    "candlestickChart",
    "orgChart",
    "histogramChart",
    "waterfallChart",
    "treemapChart",
    "scorecardChart",
)
_WIDTH, _HEIGHT = 600, 371


@kind("addChart")
def add_chart(ctx: Context, request: JsonDict) -> JsonDict:
    """A chart on a sheet, or on a new sheet of its own."""
    given = request.get("chart", {})
    chart_id = given.get("chartId") or ctx.new_id()
    refuse_taken(ctx, chart_id)
    position = given.get("position", {})
    made: JsonDict = {"chartId": chart_id, "spec": checked_spec(ctx, given.get("spec", {}))}
    if position.get("newSheet"):
        sheet = Sheet(ctx.new_id(), _chart_title(ctx), sheet_type="OBJECT", row_count=0, column_count=0)
        ctx.book.add(sheet, 0)
        made["position"] = {"sheetId": sheet.sheet_id}
    else:
        if "sheetId" in position:
            raise invalid("position.sheetId is read-only; set overlayPosition or newSheet.")
        made["position"] = {"overlayPosition": overlay(ctx, position.get("overlayPosition", {}))}
        sheet = grid_sheet(ctx, made["position"]["overlayPosition"]["anchorCell"]["sheetId"])
    if given.get("border"):
        made["border"] = with_styles(given["border"])
    sheet.charts.append(made)
    return {"chart": present("EmbeddedChart", made)}


def refuse_taken(ctx: Context, object_id: int) -> None:
    """Refuse an id that some chart or slicer of the file has."""
    for sheet in ctx.book.sheets:
        if any(c["chartId"] == object_id for c in sheet.charts) or any(
            s["slicerId"] == object_id for s in sheet.slicers
        ):
            raise invalid(f"Embedded object with id {object_id} already exists.")


def _chart_title(ctx: Context) -> str:
    number = 1
    while ctx.book.by_title(f"Chart{number}") is not None:
        number += 1
    return f"Chart{number}"


def overlay(ctx: Context, given: JsonDict) -> JsonDict:
    """Where an object floats: its anchor cell, offsets and size."""
    anchor = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0, **given.get("anchorCell", {})}
    sheet = grid_sheet(ctx, anchor["sheetId"])
    if not (0 <= anchor["rowIndex"] < sheet.row_count and 0 <= anchor["columnIndex"] < sheet.column_count):
        raise invalid("The anchor cell of an embedded object must be inside the grid.")
    for name in ("offsetXPixels", "offsetYPixels", "widthPixels", "heightPixels"):
        if given.get(name, 0) < 0:
            raise invalid(f"overlayPosition.{name} must not be negative.")
    return {
        "anchorCell": anchor,
        "offsetXPixels": given.get("offsetXPixels", 0),
        "offsetYPixels": given.get("offsetYPixels", 0),
        "widthPixels": given.get("widthPixels") or _WIDTH,
        "heightPixels": given.get("heightPixels") or _HEIGHT,
    }


def checked_spec(ctx: Context, spec: JsonDict) -> JsonDict:
    """A chart specification as it is kept; refused where Google refuses it."""
    if "dataSourceChartProperties" in spec:
        raise unimplemented("A data source chart")
    if not any(name in spec for name in _CHARTS):
        raise invalid("Chart spec must have exactly one chart type set.")
    basic = spec.get("basicChart")
    if basic is not None and not (basic.get("domains") or basic.get("series")):
        raise invalid("A basic chart must have domains or series.")
    for source_range in _sources(spec):
        for source in source_range.get("sources", ()):
            area = area_of(ctx, full_range(source))
            if area.height != 1 and area.width != 1:
                raise invalid("ChartSourceRange ranges require all rows or all columns to have length of 1.")
    made: JsonDict = {"hiddenDimensionStrategy": "SKIP_HIDDEN_ROWS_AND_COLUMNS"}
    return made | with_styles(_full_sources(spec))


def _sources(held: Any) -> Iterator[JsonDict]:
    if isinstance(held, list):
        for item in held:
            yield from _sources(item)
    elif isinstance(held, dict):
        for name, value in held.items():
            if name == "sourceRange":
                yield value
            else:
                yield from _sources(value)


def _full_sources(held: Any) -> Any:
    if isinstance(held, list):
        return [_full_sources(item) for item in held]
    if isinstance(held, dict):
        return {
            name: [full_range(source) for source in value] if name == "sources" else _full_sources(value)
            for name, value in held.items()
        }
    return held


def _chart(ctx: Context, chart_id: int) -> tuple[Sheet, int]:
    for sheet in ctx.book.sheets:
        for place, chart in enumerate(sheet.charts):
            if chart["chartId"] == chart_id:
                return ctx.book.edit(sheet.sheet_id), place
    raise invalid(f"No chart with id: {chart_id}")


@kind("updateChartSpec")
def update_chart_spec(ctx: Context, request: JsonDict) -> None:
    """The whole specification of a chart replaced."""
    sheet, place = _chart(ctx, request.get("chartId", 0))
    sheet.charts[place] = {**sheet.charts[place], "spec": checked_spec(ctx, request.get("spec", {}))}


def _object(ctx: Context, object_id: int) -> tuple[Sheet, str, int]:
    for sheet in ctx.book.sheets:
        for name, key in (("charts", "chartId"), ("slicers", "slicerId")):
            for place, held in enumerate(getattr(sheet, name)):
                if held[key] == object_id:
                    return ctx.book.edit(sheet.sheet_id), name, place
    raise invalid(f"No embedded object with id: {object_id}")


@kind("updateEmbeddedObjectPosition")
def update_embedded_object_position(ctx: Context, request: JsonDict) -> JsonDict:
    """An object moved or resized, also to another sheet."""
    sheet, name, place = _object(ctx, request.get("objectId", 0))
    held = getattr(sheet, name)[place]
    wanted = request.get("newPosition", {})
    if wanted.get("newSheet"):
        if name != "charts":
            raise invalid("Only a chart can be moved to a sheet of its own.")
        target = Sheet(ctx.new_id(), _chart_title(ctx), sheet_type="OBJECT", row_count=0, column_count=0)
        ctx.book.add(target, 0)
        position: JsonDict = {"sheetId": target.sheet_id}
    else:
        tree = mask_of(request, "OverlayPosition", root="overlay_position")
        old = held["position"].get("overlayPosition", {})
        merged = masks.merge(old, wanted.get("overlayPosition", {}), tree)
        merged["anchorCell"] = {**old.get("anchorCell", {}), **merged.get("anchorCell", {})}
        position = {"overlayPosition": overlay(ctx, merged)}
        target = grid_sheet(ctx, position["overlayPosition"]["anchorCell"]["sheetId"])
    getattr(sheet, name).remove(held)
    moved = {**held, "position": position}
    listed = getattr(target, name)
    listed.insert(min(place, len(listed)), moved) if target is sheet else listed.append(moved)
    _drop_if_bare(ctx, sheet)
    return {"position": present("EmbeddedObjectPosition", position)}


@kind("deleteEmbeddedObject")
def delete_embedded_object(ctx: Context, request: JsonDict) -> None:
    """An object gone; a chart's own sheet goes with it."""
    sheet, name, place = _object(ctx, request.get("objectId", 0))
    del getattr(sheet, name)[place]
    _drop_if_bare(ctx, sheet)


def _drop_if_bare(ctx: Context, sheet: Sheet) -> None:
    if sheet.sheet_type == "OBJECT" and not sheet.charts:
        ctx.book.sheets.remove(sheet)


@kind("updateEmbeddedObjectBorder")
def update_embedded_object_border(ctx: Context, request: JsonDict) -> None:
    """The border of a chart."""
    sheet, name, place = _object(ctx, request.get("objectId", 0))
    tree = mask_with_styles(mask_of(request, "EmbeddedObjectBorder", root="border"), "EmbeddedObjectBorder")
    held = getattr(sheet, name)[place]
    border = masks.merge(held.get("border", {}), with_styles(request.get("border", {})), tree)
    changed = {**held, "border": border}
    if not border:
        del changed["border"]
    getattr(sheet, name)[place] = changed
