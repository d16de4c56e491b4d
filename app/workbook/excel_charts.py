"""A chart in an Excel workbook."""

from __future__ import annotations

from typing import Any, cast

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series as ExcelSeries
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.worksheet import Worksheet

from app.workbook.output.charts import TITLES, Series, titles_of
from app.workbook.plan import ChartWrite

_EMU = 9_525  # English metric units of a pixel


def our_charts(sheet: Worksheet) -> dict[int, Any]:
    """Our charts on a tab, by id: Excel's have none, so their titles tell."""
    found: dict[int, Any] = {}
    for drawn in cast("Any", sheet)._charts:  # openpyxl has no other way to a sheet's charts
        title = _title(drawn)
        found |= {
            number: drawn
            for number in TITLES
            if any(title.startswith(f"{ours} (") for ours in titles_of(number))
        }
    return found


def draw_chart(target: Worksheet, months: Worksheet, write: ChartWrite) -> None:
    """Adds the chart to `target`, or draws it anew where it stands; its data stands in `months`."""
    chart = write.chart
    old = our_charts(target).get(chart.id)
    drawn = LineChart() if chart.kind == "line" else BarChart()
    drawn.title = f"{chart.title} ({chart.subtitle})"
    drawn.legend = Legend()
    drawn.legend.position = "b"
    drawn.y_axis.title = chart.value_axis
    drawn.y_axis.number_format = "#,##0"
    drawn.x_axis.number_format = "mmm yy"
    drawn.x_axis.delete = drawn.y_axis.delete = False
    headed = chart.kind != "waterfall"  # Excel's own waterfall is beyond openpyxl: bars, up and down
    for series in chart.series:
        data = Reference(months, min_col=series.column + 1, min_row=chart.row + 1, max_row=chart.end_row)
        drawn.add_data(data, titles_from_data=headed)
        _colour(drawn.series[-1], series, is_line=chart.kind == "line")
    first = chart.row + 1 + headed
    drawn.set_categories(Reference(months, min_col=chart.domain + 1, min_row=first, max_row=chart.end_row))
    if not headed:
        drawn.legend = None
    drawn.display_blanks = "gap"
    at = AnchorMarker(col=1, colOff=chart.left * _EMU, row=write.row, rowOff=0)
    size = XDRPositiveSize2D(chart.width * _EMU, chart.height * _EMU)
    drawn.anchor = OneCellAnchor(_from=at, ext=size)  # type: ignore[assignment]
    if old is not None:
        drawn.anchor = old.anchor
        cast("Any", target)._charts.remove(old)
    target.add_chart(drawn)


def _title(drawn: Any) -> str:
    text = drawn.title.tx.rich if drawn.title and drawn.title.tx else None
    return "".join(run.t for part in (text.p if text else ()) for run in part.r or ())


def _colour(drawn: ExcelSeries, series: Series, *, is_line: bool) -> None:
    colour = series.colour.strip("#")
    if is_line:
        drawn.graphicalProperties.line = LineProperties(
            solidFill=colour, prstDash="dash" if series.dashed else "solid", w=28_575
        )
        drawn.smooth = False
    else:
        drawn.graphicalProperties.solidFill = colour
