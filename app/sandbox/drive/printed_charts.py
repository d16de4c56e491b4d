"""The charts of a printed workbook: their places and cells, for the page to draw them as the desk does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from app.sandbox.grid.locale import Conventions, conventions
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.show import shown
from app.sandbox.grid.spreadsheet import Spreadsheet

JsonDict = dict[str, Any]
DRAWING = Path(__file__).parent.parent / "desk" / "static" / "charts" / "printing.js"
USUAL = (600, 371)  # pixels, where a chart names no size
STYLE = """
.ground { position: relative }
.chart { position: absolute; margin: 0; background: #fff; border: 1px solid #e0dccf; border-radius: 8px;
  overflow: hidden; break-inside: avoid; box-sizing: border-box }
.chart svg { display: block; direction: ltr }
.chart text { fill: #5c6a70; font-size: 12px; unicode-bidi: plaintext }
.chart .chart-title { fill: #1d2a2f; font-size: 15px; font-weight: 650 }
.chart .chart-tick, .chart .chart-axis { font-size: 11px }
.chart .chart-key, .chart .chart-figure { fill: #1d2a2f }
.chart-line { stroke: #ece8de } .chart-zero { stroke: #b8b1a1 }
.chart-connector { stroke: #b8b1a1; stroke-dasharray: 2 3 }
"""


def places(sheet: Sheet, *, rows: Mapping[int, int], columns: Mapping[int, int]) -> list[JsonDict]:
    """Each chart that lies on the sheet, with its place.

    `rows`, `columns`: pixels of those that are printed, by index. A chart's row counts the printed ones.
    """
    found = []
    for held in sheet.charts:
        overlay = held.get("position", {}).get("overlayPosition")
        if overlay is None:  # it has a tab of its own
            continue
        cell = overlay.get("anchorCell", {})
        above = [index for index in rows if index < cell.get("rowIndex", 0)]
        missing = max(0, cell.get("rowIndex", 0) - max(rows, default=-1) - 1)
        start = sum(pixels for index, pixels in columns.items() if index < cell.get("columnIndex", 0))
        place = {
            "row": len(above),
            "below": overlay.get("offsetYPixels", 0) + missing * 21,
            "start": start + overlay.get("offsetXPixels", 0),
            "width": overlay.get("widthPixels", USUAL[0]),
            "height": overlay.get("heightPixels", USUAL[1]),
            "top": sum(rows[index] for index in above) + missing * 21,
        }
        found.append({"spec": held.get("spec", {}), "place": place})
    return found


def drawn(book: Spreadsheet, charts: Mapping[int, list[JsonDict]]) -> str:
    """What the page needs to draw these, by sheet; nothing where there are none."""
    if not any(charts.values()):
        return ""
    wanted = {
        source.get("sheetId", 0) for each in charts.values() for one in each for source in _sources(one)
    }
    locale = conventions(book.locale)
    told = {
        "theme": book.theme,
        "sheets": [
            {
                "id": sheet.sheet_id,
                "rowCount": sheet.row_count,
                "columnCount": sheet.column_count,
                "charts": charts.get(sheet.sheet_id, []),
            }
            for sheet in book.sheets
        ],
        "answer": {"sheets": [_cells(sheet, locale) for sheet in book.sheets if sheet.sheet_id in wanted]},
    }
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f"<script type='application/json' id='printed'>{text}</script><script type='module'>"
        f"import {{drawAll}} from '{DRAWING.as_uri()}';"
        "await drawAll(JSON.parse(document.getElementById('printed').textContent));</script>"
    )


def _sources(part: object) -> Iterable[JsonDict]:
    if isinstance(part, dict):
        yield from part.get("sources", ())
        for value in part.values():
            yield from _sources(value)
    elif isinstance(part, list):
        for value in part:
            yield from _sources(value)


def _cells(sheet: Sheet, locale: Conventions) -> JsonDict:
    """As `spreadsheets.get` tells them, as far as charts ask."""
    rows = []
    last = max(sheet.grid.result_indices(0, sheet.row_count), default=-1)
    for index in range(last + 1):
        row = sheet.grid.rows.get(index)
        values = []
        for column, value in enumerate(sheet.grid.effective_row(index)):
            cell_format = row.format(column) if row else None
            cell: JsonDict = {"formattedValue": shown(value, cell_format, locale)}
            if isinstance(value, int | float) and not isinstance(value, bool):
                cell["effectiveValue"] = {"numberValue": value}
            if cell_format is not None and "numberFormat" in cell_format.json:
                cell["effectiveFormat"] = {"numberFormat": cell_format.json["numberFormat"]}
            values.append(cell)
        rows.append({"values": values})
    hidden = {"ROWS": "rowMetadata", "COLUMNS": "columnMetadata"}
    sizes = {"ROWS": last + 1, "COLUMNS": sheet.column_count}
    measures = {
        name: [_hidden(sheet, dimension, index) for index in range(sizes[dimension])]
        for dimension, name in hidden.items()
    }
    return {"properties": {"sheetId": sheet.sheet_id}, "data": [{"rowData": rows, **measures}]}


def _hidden(sheet: Sheet, dimension: str, index: int) -> JsonDict:
    held = sheet.dimensions(dimension).get(index)
    if held is None:
        return {}
    return {"hiddenByUser": held.hidden_by_user, "hiddenByFilter": held.hidden_by_filter}
