"""Pages as they will be seen, for a page to draw: texts in the client's locale, looks, values of charts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from app.sharing.looks import LOOKS
from app.sharing.page import Cell, Chart, Page
from app.sharing.report import Report
from app.sharing.wording import Words

Json = dict[str, Any]


def preview_of(report: Report) -> Json:
    """As `share_schemas.PreviewView` describes it."""
    used = {cell.look for page in report.pages for row in page.rows for cell in row}
    return {
        "title": report.title,
        "language": report.words.code,
        "right_to_left": report.words.right_to_left,
        "as_at": report.content.header.as_at.isoformat(),
        "number": report.content.header.number,
        "sha256": report.sha256,
        "looks": {name: asdict(LOOKS[name]) for name in sorted(used)},
        "pages": [_page(page, report.words) for page in report.pages],
    }


def _page(page: Page, words: Words) -> Json:
    spans = {
        (one.row, one.column): (one.end_row - one.row, one.end_column - one.column) for one in page.merges
    }
    covered = {
        (row, column)
        for one in page.merges
        for row in range(one.row, one.end_row)
        for column in range(one.column, one.end_column)
    } - set(spans)
    rows = [
        [
            _cell(cell, words, spans.get((at, column), (1, 1))[1])
            for column, cell in enumerate(row)
            if (at, column) not in covered
        ]
        for at, row in enumerate(page.rows)
    ]
    return {
        "title": page.title,
        "widths": list(page.widths),
        "heights": list(page.heights),
        "rows": rows,
        "charts": [_chart(chart, page, words) for chart in page.charts],
    }


def _cell(cell: Cell, words: Words, span: int) -> Json:
    number = isinstance(cell.value, int | float)
    return {"text": text_of(cell, words), "look": cell.look, "span": span, "number": number}


def text_of(cell: Cell, words: Words) -> str:
    """As Sheets shows it in the client's locale."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, date):
        return words.month(value) if cell.kind == "month" else words.day(value)
    if isinstance(value, str):
        return value
    if cell.kind == "percent":
        return words.percent(value)
    return words.number(value, 1 if cell.kind == "tenths" else 0)


def _chart(chart: Chart, page: Page, words: Words) -> Json:
    """What it draws, read from the page's own cells."""
    below = page.rows[chart.row + 1 : chart.end_row]
    return {
        "kind": chart.kind,
        "title": chart.title,
        "subtitle": chart.subtitle,
        "alt_text": chart.alt_text,
        "row": chart.at_row,
        "column": chart.at_column,
        "width": chart.width,
        "height": chart.height,
        "percent": any(row[curve.column].kind == "percent" for row in below for curve in chart.curves),
        "categories": [text_of(row[chart.domain], words) for row in below],
        "series": [
            {
                "name": text_of(page.rows[chart.row][curve.column], words),
                "colour": curve.colour,
                "dashed": curve.dashed,
                "values": [row[curve.column].value for row in below],
            }
            for curve in chart.curves
        ],
    }
