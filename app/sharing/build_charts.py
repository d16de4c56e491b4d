"""A chart of a page as a Sheets request: every source is one column of the same tab."""

from __future__ import annotations

from typing import Any

from app.sharing.looks import INK, SOFT
from app.sharing.page import Chart, Curve
from app.sharing.wording import Words
from sheets_schema.formats import channels

Json = dict[str, Any]


def chart_request(chart: Chart, sheet_id: int, chart_id: int, words: Words) -> Json:
    """`addChart` with a chosen id."""
    place = {
        "anchorCell": {"sheetId": sheet_id, "rowIndex": chart.at_row, "columnIndex": chart.at_column},
        "widthPixels": chart.width,
        "heightPixels": chart.height,
    }
    return {
        "addChart": {
            "chart": {
                "chartId": chart_id,
                "spec": spec_of(chart, sheet_id, words),
                "position": {"overlayPosition": place},
            }
        }
    }


def spec_of(chart: Chart, sheet_id: int, words: Words) -> Json:
    """Title with unit and day, alternative text, nothing hidden."""
    made: Json = {
        "title": chart.title,
        "subtitle": chart.subtitle,
        "altText": chart.alt_text,
        "fontName": words.of("font"),
        "titleTextFormat": {"fontSize": 12, "bold": True, "foregroundColorStyle": _colour(INK)},
        "subtitleTextFormat": {"fontSize": 9, "foregroundColorStyle": _colour(SOFT)},
        "hiddenDimensionStrategy": "SHOW_ALL",
    }
    domain = {"sourceRange": {"sources": [_source(chart, chart.domain, sheet_id)]}}
    if chart.kind == "waterfall":
        made["waterfallChart"] = _waterfall(chart, domain, sheet_id)
        return made
    is_line = chart.kind == "line"
    made["basicChart"] = {
        "chartType": "LINE" if is_line else "COLUMN",
        "legendPosition": "BOTTOM_LEGEND",
        "axis": [{"position": "BOTTOM_AXIS"}, {"position": "LEFT_AXIS", "title": chart.axis}],
        "domains": [{"domain": domain}],
        "series": [_series(chart, curve, sheet_id, is_line=is_line) for curve in chart.curves],
        "headerCount": 1,
        "interpolateNulls": False,
    }
    return made


def _series(chart: Chart, curve: Curve, sheet_id: int, *, is_line: bool) -> Json:
    drawn: Json = {
        "series": {"sourceRange": {"sources": [_source(chart, curve.column, sheet_id)]}},
        "targetAxis": "LEFT_AXIS",
        "colorStyle": _colour(curve.colour),
    }
    if is_line:
        drawn["lineStyle"] = {"width": 2, "type": "MEDIUM_DASHED" if curve.dashed else "SOLID"}
    return drawn


def _waterfall(chart: Chart, domain: Json, sheet_id: int) -> Json:
    """The first and the last value stand on the ground; what lies between are steps.

    A waterfall knows no heading row: its sources begin below it.
    """
    below = {"startRowIndex": chart.row + 1}
    data = {"sourceRange": {"sources": [_source(chart, chart.curves[0].column, sheet_id) | below]}}
    steps = chart.end_row - chart.row - 1
    return {
        "domain": {"data": {"sourceRange": {"sources": [domain["sourceRange"]["sources"][0] | below]}}},
        "series": [
            {
                "data": data,
                "hideTrailingSubtotal": True,
                "customSubtotals": [{"subtotalIndex": steps - 1, "dataIsSubtotal": True}],
            }
        ],
        "stackedType": "STACKED",
        "firstValueIsTotal": True,
    }


def _source(chart: Chart, column: int, sheet_id: int) -> Json:
    return {
        "sheetId": sheet_id,
        "startRowIndex": chart.row,
        "endRowIndex": chart.end_row,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }


def _colour(colour: str) -> Json:
    return {"rgbColor": channels(colour)}
