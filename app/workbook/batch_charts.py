"""A chart as a Sheets request."""

from __future__ import annotations

from typing import Any

from app.workbook.output.charts import Chart, Series
from app.workbook.output.movement_page import DOWN, TOTAL, UP
from app.workbook.plan import ChartWrite
from sheets_schema.formats import INK, QUIET, channels


def chart_request(write: ChartWrite) -> dict[str, Any]:
    """Adds the chart, or replaces what it shows; where a person has moved it, it stays."""
    spec = _spec(write.chart, write.months_sheet_id)
    if not write.is_new:
        return {"updateChartSpec": {"chartId": write.chart.id, "spec": spec}}
    return {
        "addChart": {
            "chart": {
                "chartId": write.chart.id,
                "spec": spec,
                "position": {
                    "overlayPosition": {
                        "anchorCell": {"sheetId": write.sheet_id, "rowIndex": write.row, "columnIndex": 1},
                        "offsetXPixels": write.chart.left,
                        "widthPixels": write.chart.width,
                        "heightPixels": write.chart.height,
                    }
                },
            }
        }
    }


def chart_spec(write: ChartWrite) -> dict[str, Any]:
    """What the chart shows."""
    return _spec(write.chart, write.months_sheet_id)


def _spec(chart: Chart, sheet_id: int) -> dict[str, Any]:
    is_line = chart.kind == "line"
    if chart.kind == "waterfall":
        return _waterfall(chart, sheet_id)
    return {
        "title": chart.title,
        "subtitle": chart.subtitle,
        "altText": chart.alt_text,
        "titleTextFormat": {"fontSize": 12, "bold": True, "foregroundColorStyle": _colour(INK)},
        "subtitleTextFormat": {"fontSize": 9, "foregroundColorStyle": _colour(QUIET)},
        "hiddenDimensionStrategy": "SHOW_ALL",
        "basicChart": {
            "chartType": "LINE" if is_line else "COLUMN",
            "legendPosition": "BOTTOM_LEGEND",
            "axis": [
                {"position": "BOTTOM_AXIS"},
                {"position": "LEFT_AXIS", "title": chart.value_axis},
            ],
            "domains": [{"domain": {"sourceRange": {"sources": [_source(chart, chart.domain, sheet_id)]}}}],
            "series": [_series(chart, series, sheet_id, is_line=is_line) for series in chart.series],
            "headerCount": 1,
            "interpolateNulls": False,
        },
    }


def _waterfall(chart: Chart, sheet_id: int) -> dict[str, Any]:
    (series,) = chart.series
    colours = {"positive": UP, "negative": DOWN, "subtotal": TOTAL}
    data = {"sourceRange": {"sources": [_source(chart, series.column, sheet_id)]}}
    return {
        "title": chart.title,
        "subtitle": chart.subtitle,
        "altText": chart.alt_text,
        "titleTextFormat": {"fontSize": 12, "bold": True, "foregroundColorStyle": _colour(INK)},
        "subtitleTextFormat": {"fontSize": 9, "foregroundColorStyle": _colour(QUIET)},
        "hiddenDimensionStrategy": "SHOW_ALL",
        "waterfallChart": {
            "domain": {"data": {"sourceRange": {"sources": [_source(chart, chart.domain, sheet_id)]}}},
            "series": [
                {
                    "data": data,
                    **{f"{name}ColumnsStyle": {"colorStyle": _colour(to)} for name, to in colours.items()},
                }
            ],
            "stackedType": "STACKED",
        },
    }


def _series(chart: Chart, series: Series, sheet_id: int, *, is_line: bool) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "series": {"sourceRange": {"sources": [_source(chart, series.column, sheet_id)]}},
        "targetAxis": "LEFT_AXIS",
        "colorStyle": _colour(series.colour),
    }
    if is_line:
        drawn["lineStyle"] = {"width": 2, "type": "MEDIUM_DASHED" if series.dashed else "SOLID"}
    return drawn


def _source(chart: Chart, column: int, sheet_id: int) -> dict[str, int]:
    return {
        "sheetId": sheet_id,
        "startRowIndex": chart.row,
        "endRowIndex": chart.end_row,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }


def _colour(colour: str) -> dict[str, Any]:
    return {"rgbColor": channels(colour)}
