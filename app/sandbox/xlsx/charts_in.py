"""Charts of a tab, as far as both know the kind."""

from __future__ import annotations

from typing import Any

from app.sandbox.grid.a1 import split_title
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.xlsx.ranges import grid_range

JsonDict = dict[str, Any]
KINDS = {"lineChart": "LINE", "areaChart": "AREA", "scatterChart": "SCATTER"}
STACKED = {"stacked": "STACKED", "percentStacked": "PERCENT_STACKED"}
EMU_PER_PIXEL = 9525


def sheet_charts(book: Spreadsheet, page: Any, sheet: Sheet, *, dropped: set[str]) -> None:
    """Line, area, bar, column, scatter and pie charts; others are named in `dropped`."""
    for chart in page._charts:
        spec = _spec(book, chart)
        if spec is None:
            dropped.add(f"charts of the kind {chart.tagname}")
            continue
        number, book.next_number = book.next_number, book.next_number + 1
        sheet.charts.append(
            {"chartId": 1000 + number, "spec": spec, "position": _position(chart.anchor, sheet), "border": {}}
        )


def _spec(book: Spreadsheet, chart: Any) -> JsonDict | None:
    series = [(found, item) for item in chart.series if (found := _values(book, item)) is not None]
    domain = _domain(book, chart.series[0]) if chart.series else None
    if not series:
        return None
    held: JsonDict = {"hiddenDimensionStrategy": "SKIP_HIDDEN_ROWS_AND_COLUMNS"}
    title = _title(chart.title)
    if title:
        held["title"] = title
    if chart.tagname in {"pieChart", "doughnutChart"}:
        pie: JsonDict = {"legendPosition": "RIGHT_LEGEND", "series": series[0][0]}
        if domain is not None:
            pie["domain"] = domain
        if chart.tagname == "doughnutChart":
            pie["pieHole"] = 0.5
        return {**held, "pieChart": pie}
    kind = KINDS.get(chart.tagname) or _bar_kind(chart)
    if kind is None:
        return None
    basic: JsonDict = {"chartType": kind, "legendPosition": "BOTTOM_LEGEND" if chart.legend else "NO_LEGEND"}
    stacked = STACKED.get(str(getattr(chart, "grouping", None)))
    if stacked:
        basic["stackedType"] = stacked
    if domain is not None:
        basic["domains"] = [{"domain": domain}]
    target = "BOTTOM_AXIS" if kind == "BAR" else "LEFT_AXIS"
    basic["series"] = [{"series": found, "targetAxis": target} for found, _ in series]
    headed = all(item.tx is not None and item.tx.strRef is not None for _, item in series)
    basic["headerCount"] = 1 if headed else 0
    return {**held, "basicChart": basic}


def _bar_kind(chart: Any) -> str | None:
    if chart.tagname != "barChart":
        return None
    return "BAR" if chart.type == "bar" else "COLUMN"


def _values(book: Spreadsheet, series: Any) -> JsonDict | None:
    """A series with its heading, when that stands right before it."""
    source = series.val if getattr(series, "val", None) is not None else getattr(series, "yVal", None)
    if source is None or source.numRef is None:
        return None
    heading = series.tx.strRef.f if series.tx is not None and series.tx.strRef is not None else None
    return _source(book, source.numRef.f, heading)


def _domain(book: Spreadsheet, series: Any) -> JsonDict | None:
    source = series.cat if getattr(series, "cat", None) is not None else getattr(series, "xVal", None)
    if source is None:
        return None
    ref = source.numRef or source.strRef
    has_heading = series.tx is not None and series.tx.strRef is not None
    return _source(book, ref.f, None, widen=has_heading) if ref is not None else None


def _source(book: Spreadsheet, formula: str, heading: str | None, *, widen: bool = False) -> JsonDict | None:
    area = _area(book, formula)
    if area is None:
        return None
    above = _area(book, heading) if heading else None
    column = area["endColumnIndex"] - area["startColumnIndex"] == 1
    start = "startRowIndex" if column else "startColumnIndex"
    adjacent = above is not None and above["sheetId"] == area["sheetId"] and above[start] == area[start] - 1
    if (adjacent or widen) and area[start] > 0:
        area[start] -= 1
    return {"sourceRange": {"sources": [area]}}


def _area(book: Spreadsheet, formula: str) -> JsonDict | None:
    found = split_title(formula)
    if found is None or found[0] is None:
        return None
    sheet = book.by_title(found[0])
    return grid_range(sheet, found[1]) if sheet is not None else None


def _title(title: Any) -> str:
    rich = title.tx.rich if title is not None and title.tx is not None else None
    if rich is None:
        return ""
    return "".join(run.t for paragraph in rich.p for run in (paragraph.r or ()))


def _position(anchor: Any, sheet: Sheet) -> JsonDict:
    corner = getattr(anchor, "_from", None)
    cell: JsonDict = {"sheetId": sheet.sheet_id}
    cell |= {"rowIndex": corner.row, "columnIndex": corner.col} if corner is not None else {}
    size = getattr(anchor, "ext", None)
    held: JsonDict = {"anchorCell": cell, "widthPixels": 600, "heightPixels": 371}
    if size is not None:
        held |= {
            "widthPixels": round(size.width / EMU_PER_PIXEL),
            "heightPixels": round(size.height / EMU_PER_PIXEL),
        }
    return {"overlayPosition": held}
