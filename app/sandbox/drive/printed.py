"""A workbook as a page to print: each visible sheet a table with its colours, formats, merges and charts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from app.sandbox.drive.printed_charts import STYLE as CHART_STYLE
from app.sandbox.drive.printed_charts import drawn, places
from app.sandbox.grid.cell_format import Format
from app.sandbox.grid.defaults import COLUMN_PIXELS, ROW_PIXELS
from app.sandbox.grid.locale import conventions
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.show import shown
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.xlsx.colours import excel_colour, theme_of

JsonDict = dict[str, Any]
STYLE = """
@page { size: A4 landscape; margin: 12mm }
@page upright { size: A4 portrait }
section.upright { page: upright }
body { font: 9pt Arial, sans-serif; color: #202124; print-color-adjust: exact }
section { break-after: page } section:last-child { break-after: auto }
h1 { font-size: 12pt; margin: 0 0 4mm }
table { border-collapse: collapse; table-layout: fixed }
thead { display: table-header-group } tr { break-inside: avoid }
td { border: 0.2mm solid #d6d9dd; padding: 0.6mm 1.2mm; vertical-align: bottom; overflow: hidden }
table.bare td { border-color: transparent }
td:has(> div) { overflow: visible } td > div { overflow: hidden }
"""
LYING, UPRIGHT = (1_020, 660), (700, 960)  # pixels between the margins of a page
LEAST_ZOOM = 0.7  # a sheet a little too high for its page is made to fit it
PADDING = 10  # pixels of a cell, left and right together
MOST_ROWS = 5_000  # of a sheet; what comes after is said, not printed


def printed(book: Spreadsheet) -> str:
    """The page as HTML."""
    charts: dict[int, list[JsonDict]] = {}
    sections = "".join(_section(book, sheet, charts) for sheet in _shown(book))
    return _page(book, book.title, sections + drawn(book, charts))


def printed_sheets(book: Spreadsheet) -> list[tuple[str, str]]:
    """Title and page of each visible sheet, without charts."""
    return [(sheet.title, _page(book, sheet.title, _section(book, sheet))) for sheet in _shown(book)]


def _shown(book: Spreadsheet) -> list[Sheet]:
    return [sheet for sheet in book.sheets if not sheet.hidden and sheet.is_grid]


def _page(book: Spreadsheet, title: str, body: str) -> str:
    return (
        f"<!doctype html><html lang='{escape(book.locale[:2])}'><meta charset='utf-8'>"
        f"<title>{escape(title)}</title><style>{STYLE}{CHART_STYLE}</style><body>{body}</body></html>"
    )


def _section(book: Spreadsheet, sheet: Sheet, charts: dict[int, list[JsonDict]] | None = None) -> str:
    locale, theme = conventions(book.locale), theme_of(book.theme)
    indices = sheet.grid.result_indices(0, sheet.row_count)
    last, width = max(indices, default=-1), 0
    for index in indices:
        width = max(width, len(sheet.grid.effective_row(index)))
    covered, spans = _merged(sheet)
    lines = []
    for index in range(min(last + 1, MOST_ROWS)):
        if _hidden(sheet, "ROWS", index):
            continue
        values, row = sheet.grid.effective_row(index), sheet.grid.rows.get(index)
        cells = []
        for column in range(width):
            if (index, column) in covered or _hidden(sheet, "COLUMNS", column):
                continue
            value = values[column] if column < len(values) else None
            cell_format = row.format(column) if row else None
            numeric = isinstance(value, int | float) and not isinstance(value, bool)
            style = _style(cell_format, theme, numeric=numeric)
            text = escape(shown(value, cell_format, locale))
            span = spans.get((index, column), "")
            if text and not span and not numeric and _flows(cell_format, sheet):
                room = sum(
                    _pixels(sheet, "COLUMNS", at, COLUMN_PIXELS) for at in _room(values, column, width)
                )
                text = f"<div style='width:{room - PADDING}px'>{text}</div>"
            cells.append(f"<td{span}{style}>{text}</td>")
        lines.append(
            f"<tr style='height:{_pixels(sheet, 'ROWS', index, ROW_PIXELS)}px'>{''.join(cells)}</tr>"
        )
    if last + 1 > MOST_ROWS:
        lines.append(f"<tr><td>… and {last + 1 - MOST_ROWS} rows more</td></tr>")
    direction = " dir='rtl'" if sheet.right_to_left else ""
    shown_columns = [column for column in _columns_on_show(sheet) if column < width]
    sizes = [_pixels(sheet, "COLUMNS", column, COLUMN_PIXELS) for column in shown_columns]
    columns = "".join(f"<col style='width:{size}px'>" for size in sizes)
    heights = {
        index: _pixels(sheet, "ROWS", index, ROW_PIXELS)
        for index in range(min(last + 1, MOST_ROWS))
        if not _hidden(sheet, "ROWS", index)
    }
    lying: list[JsonDict] = []
    if charts is not None:
        every = {
            column: _pixels(sheet, "COLUMNS", column, COLUMN_PIXELS) for column in _columns_on_show(sheet)
        }
        lying = charts[sheet.sheet_id] = places(sheet, rows=heights, columns=every)
    table_wide = max(1, sum(sizes))
    wide = max(table_wide, *(one["place"]["start"] + one["place"]["width"] for one in lying), 1)
    high = max(sum(heights.values()), *(one["place"]["top"] + one["place"]["height"] for one in lying), 1)
    page = UPRIGHT if high > wide else LYING
    zoom = min(1.0, page[0] / wide, max(LEAST_ZOOM, page[1] / (high + ROW_PIXELS * 2)))
    lined = " class='bare'" if sheet.hide_gridlines else ""
    table = (
        f"<div class='ground' id='sheet-{sheet.sheet_id}' style='width:{wide}px;zoom:{zoom:.3f}'>"
        f"<table{lined} style='width:{table_wide}px'><colgroup>{columns}</colgroup>"
        f"{''.join(lines)}</table></div>"
    )
    turned = " class='upright'" if page is UPRIGHT else ""
    return f"<section{direction}{turned}><h1>{escape(sheet.title)}</h1>{table}</section>"


def _flows(cell_format: Format | None, sheet: Sheet) -> bool:
    """A text that begins at its cell's edge and runs on over empty cells, as on the screen."""
    json = cell_format.json if cell_format is not None else {}
    start = "RIGHT" if sheet.right_to_left else "LEFT"
    begins = json.get("horizontalAlignment", start) == start
    return bool(begins and json.get("wrapStrategy", "OVERFLOW_CELL") == "OVERFLOW_CELL")


def _room(values: Sequence[object], column: int, width: int) -> range:
    """The cell and the empty ones after it."""
    end = column + 1
    while end < width and (end >= len(values) or values[end] is None or values[end] == ""):
        end += 1
    return range(column, end)


def _columns_on_show(sheet: Sheet) -> list[int]:
    return [column for column in range(sheet.column_count) if not _hidden(sheet, "COLUMNS", column)]


def _pixels(sheet: Sheet, dimension: str, index: int, default: int) -> int:
    held = sheet.dimensions(dimension).get(index)
    return default if held is None or held.pixels is None else held.pixels


def _hidden(sheet: Sheet, dimension: str, index: int) -> bool:
    held = sheet.dimensions(dimension).get(index)
    return held is not None and (held.hidden_by_user or held.hidden_by_filter)


def _merged(sheet: Sheet) -> tuple[set[tuple[int, int]], dict[tuple[int, int], str]]:
    """Cells that a merge covers, and what its corner says."""
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], str] = {}
    for held in sheet.merges:
        top, left = held.get("startRowIndex", 0), held.get("startColumnIndex", 0)
        bottom, right = held["endRowIndex"], held["endColumnIndex"]
        covered |= {(r, c) for r in range(top, bottom) for c in range(left, right)} - {(top, left)}
        spans[top, left] = f" rowspan={bottom - top} colspan={right - left}"
    return covered, spans


def _style(cell_format: Format | None, theme: dict[str, JsonDict], *, numeric: bool) -> str:
    json = cell_format.json if cell_format is not None else {}
    text = json.get("textFormat", {})
    rules = {
        "background": excel_colour(json.get("backgroundColorStyle"), json.get("backgroundColor"), theme),
        "color": excel_colour(text.get("foregroundColorStyle"), text.get("foregroundColor"), theme),
    }
    held = {name: f"#{code[2:]}" for name, code in rules.items() if code is not None}
    held["text-align"] = str(json.get("horizontalAlignment", "right" if numeric else "")).lower()
    held["font-weight"] = "bold" if text.get("bold") else ""
    held["font-style"] = "italic" if text.get("italic") else ""
    held["font-size"] = f"{text['fontSize']}pt" if "fontSize" in text else ""
    held["white-space"] = "normal" if json.get("wrapStrategy") == "WRAP" else "pre"
    held["vertical-align"] = str(json.get("verticalAlignment", "")).lower()
    for side in ("top", "bottom"):
        line = json.get("borders", {}).get(side)
        colour = excel_colour(line.get("colorStyle"), line.get("color"), theme) if line else None
        held[f"border-{side}"] = f"1px solid #{colour[2:]}" if colour else ""
    css = ";".join(f"{name}:{value}" for name, value in held.items() if value)
    return f' style="{css}"' if css else ""
