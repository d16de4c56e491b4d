"""Charts of a sheet, as far as openpyxl can draw the kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from openpyxl.chart import (
    AreaChart,
    BarChart,
    DoughnutChart,
    LineChart,
    PieChart,
    Reference,
    ScatterChart,
)
from openpyxl.chart import (
    Series as SeriesFactory,
)
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D

from app.sandbox.grid.sheet import Sheet

JsonDict = dict[str, Any]
Pages = Mapping[int, tuple[Any, Sheet]]
EMU_PER_PIXEL = 9525
GROUPING = {"STACKED": "stacked", "PERCENT_STACKED": "percentStacked"}
DASHES = {"DOTTED": "sysDot", "MEDIUM_DASHED": "dash", "LONG_DASHED": "lgDash"}
make_series: Callable[..., Any] = SeriesFactory


def write_charts(page: Any, sheet: Sheet, pages: Pages, *, dropped: set[str]) -> None:
    """Line, area, bar, column, combined, scatter and pie charts; others are named in `dropped`."""
    for held in sheet.charts:
        spec = held.get("spec", {})
        chart = _basic(spec["basicChart"], pages) if "basicChart" in spec else _pie(spec, pages)
        if chart is None:
            kinds = [name for name in spec if name.endswith("Chart")]
            dropped.add(f"charts of the kind {', '.join(kinds) or 'unknown'}")
            continue
        if spec.get("title"):
            chart.title = spec["title"]
        chart.anchor = _anchor(held.get("position", {}).get("overlayPosition", {}))
        page.add_chart(chart)


def _basic(spec: JsonDict, pages: Pages) -> Any:
    series = [item for item in spec.get("series", ()) if _reference(item.get("series"), pages) is not None]
    if not series:
        return None
    kind = spec.get("chartType", "COLUMN")
    headed = spec.get("headerCount", 0) > 0
    domains = spec.get("domains") or [{}]
    categories = _reference(domains[0].get("domain"), pages, skip=headed)
    by_kind: dict[str, list[JsonDict]] = {}
    for item in series:
        by_kind.setdefault(item.get("type") or ("COLUMN" if kind == "COMBO" else kind), []).append(item)
    whole = None
    for part_kind, items in by_kind.items():
        chart = _empty(part_kind, spec.get("stackedType"))
        if chart is None:
            return None
        for item in items:
            chart.series.append(_series(item, pages, headed=headed, categories=categories, kind=part_kind))
        if categories is not None and part_kind != "SCATTER":
            chart.set_categories(categories)
        whole = chart if whole is None else whole + chart
    _axes(whole, spec)
    if spec.get("legendPosition") == "NO_LEGEND" and whole is not None:
        whole.legend = None
    return whole


def _empty(kind: str, stacked: str | None) -> Any:
    chart: Any
    match kind:
        case "LINE":
            chart = LineChart()
        case "AREA" | "STEPPED_AREA":
            chart = AreaChart()
        case "COLUMN" | "BAR":
            chart = BarChart()
            chart.type = "col" if kind == "COLUMN" else "bar"
            if stacked in GROUPING:
                chart.overlap = 100
        case "SCATTER":
            chart = ScatterChart()
            chart.style = 13
        case _:
            return None
    if stacked in GROUPING and kind != "SCATTER":
        chart.grouping = GROUPING[stacked]
    return chart


def _series(item: JsonDict, pages: Pages, *, headed: bool, categories: Any, kind: str) -> Any:
    values = _reference(item.get("series"), pages)
    if kind == "SCATTER":
        made = make_series(values, categories, title_from_data=headed)
    else:
        made = make_series(values, title_from_data=headed)
    if kind in {"LINE", "AREA"}:
        made.smooth = False
    colour = item.get("colorStyle", {}).get("rgbColor", item.get("color"))
    if colour is not None:
        code = "".join(f"{round(colour.get(name, 0) * 255):02X}" for name in ("red", "green", "blue"))
        if kind == "LINE":
            made.graphicalProperties.line.solidFill = code
        else:
            made.graphicalProperties.solidFill = code
    dash = DASHES.get(item.get("lineStyle", {}).get("type", ""))
    if dash and kind == "LINE":
        made.graphicalProperties.line.dashStyle = dash
    return made


def _axes(chart: Any, spec: JsonDict) -> None:
    for axis in spec.get("axis", ()):
        if axis.get("title"):
            target = chart.x_axis if axis.get("position") == "BOTTOM_AXIS" else chart.y_axis
            target.title = axis["title"]
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False


def _pie(spec: JsonDict, pages: Pages) -> Any:
    pie = spec.get("pieChart")
    values = _reference(pie.get("series"), pages) if pie else None
    if pie is None or values is None:
        return None
    chart: Any = DoughnutChart() if pie.get("pieHole") else PieChart()
    chart.add_data(values, titles_from_data=False)
    labels = _reference(pie.get("domain"), pages)
    if labels is not None:
        chart.set_categories(labels)
    return chart


def _reference(held: JsonDict | None, pages: Pages, *, skip: bool = False) -> Reference | None:
    """The first source of chart data; `skip` leaves its heading out."""
    sources = (held or {}).get("sourceRange", {}).get("sources", ())
    if not sources:
        return None
    area = sources[0]
    found = pages.get(area.get("sheetId", 0))
    if found is None:
        return None
    page, sheet = found
    top, left = area.get("startRowIndex", 0), area.get("startColumnIndex", 0)
    bottom = area.get("endRowIndex", sheet.row_count)
    right = area.get("endColumnIndex", sheet.column_count)
    if skip and right - left == 1 and bottom - top > 1:
        top += 1
    elif skip and bottom - top == 1 and right - left > 1:
        left += 1
    return Reference(page, min_row=top + 1, max_row=bottom, min_col=left + 1, max_col=right)


def _anchor(overlay: JsonDict) -> OneCellAnchor:
    cell = overlay.get("anchorCell", {})
    marker = AnchorMarker(
        col=cell.get("columnIndex", 0),
        row=cell.get("rowIndex", 0),
        colOff=overlay.get("offsetXPixels", 0) * EMU_PER_PIXEL,
        rowOff=overlay.get("offsetYPixels", 0) * EMU_PER_PIXEL,
    )
    width, height = overlay.get("widthPixels", 600), overlay.get("heightPixels", 371)
    return OneCellAnchor(_from=marker, ext=XDRPositiveSize2D(width * EMU_PER_PIXEL, height * EMU_PER_PIXEL))
