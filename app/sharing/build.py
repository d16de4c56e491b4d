"""Pages as one atomic batch: new tabs of exactly their size, values only, old tabs gone.

Every report is built from nothing, also when it takes the place of an earlier one: nothing that somebody hid,
noted or left over can survive in it. The body is the same for the staging file and for the client's. Two sets
of tab and chart ids take turns, so that no id is taken away and given again within one batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from app.sharing.build_charts import chart_request
from app.sharing.looks import LOOKS, Look
from app.sharing.page import Cell, Kind, Page
from app.sharing.wording import Words
from sheets_schema.formats import channels

Json = dict[str, Any]

FIRST_ID = 31_000_001
TAB_PLACES = {"report": 1, "progress": 2, "milestones": 3, "changes": 4}
PASSING_TAB = 31_000_900  # stands while the old tabs are gone and the new ones not yet there
CLEARED_TAB = 31_000_901
PASSING_TITLE = "…"
EPOCH = date(1899, 12, 30).toordinal()
FIELDS = "userEnteredValue,userEnteredFormat"
ALIGN = {"start": "LEFT", "centre": "CENTER", "end": "RIGHT"}


def sheet_id(page_key: str, number: int) -> int:
    """The id of a tab in report `number`: odd and even reports have their own."""
    return FIRST_ID + 100 * (number % 2) + TAB_PLACES[page_key]


def tab_ids(number: int) -> frozenset[int]:
    """Every id that tabs of report `number` may have."""
    return frozenset(sheet_id(key, number) for key in TAB_PLACES)


def requests_of(
    pages: Sequence[Page], words: Words, *, number: int, title: str, present: Iterable[int]
) -> list[Json]:
    """The whole batch; `present`: ids of the file's tabs now. Only the preamble depends on them."""
    return [
        *_preamble(present),
        *body_of(pages, words, number=number, title=title),
        {"deleteSheet": {"sheetId": PASSING_TAB}},
    ]


def cleared(present: Iterable[int]) -> list[Json]:
    """Every tab gone but one that is empty."""
    empty = {"properties": {"sheetId": CLEARED_TAB, "title": f"{PASSING_TITLE}{PASSING_TITLE}"}}
    return [{"addSheet": empty}, *({"deleteSheet": {"sheetId": each}} for each in present)]


def _preamble(present: Iterable[int]) -> list[Json]:
    passing = {"properties": {"sheetId": PASSING_TAB, "title": PASSING_TITLE}}
    return [{"addSheet": passing}, *({"deleteSheet": {"sheetId": each}} for each in present)]


def body_of(pages: Sequence[Page], words: Words, *, number: int, title: str) -> list[Json]:
    """What is the same for every file that this report is built in."""
    properties = {"title": title, "locale": words.locale, "autoRecalc": "ON_CHANGE"}
    batch: list[Json] = [
        {"updateSpreadsheetProperties": {"properties": properties, "fields": "title,locale,autoRecalc"}}
    ]
    for index, page in enumerate(pages):
        batch += _tab(page, words, sheet_id(page.key, number), index)
    for page in pages:
        place = sheet_id(page.key, number)
        batch += [chart_request(chart, place, place * 10 + at, words) for at, chart in enumerate(page.charts)]
    return batch


def _tab(page: Page, words: Words, place: int, index: int) -> list[Json]:
    grid = {
        "rowCount": len(page.rows),
        "columnCount": page.columns,
        "hideGridlines": True,
        "frozenRowCount": page.header_rows,
    }
    properties = {
        "sheetId": place,
        "title": page.title,
        "index": index,
        "gridProperties": grid,
        "rightToLeft": page.right_to_left,
    }
    cells = {
        "start": {"sheetId": place, "rowIndex": 0, "columnIndex": 0},
        "rows": [{"values": [_cell(cell, words) for cell in row]} for row in page.rows],
        "fields": FIELDS,
    }
    return [
        {"addSheet": {"properties": properties}},
        {"updateCells": cells},
        *_sizes(place, "COLUMNS", page.widths),
        *_sizes(place, "ROWS", page.heights),
        *({"mergeCells": {"range": _merge(place, one), "mergeType": "MERGE_ALL"}} for one in page.merges),
    ]


def _sizes(place: int, dimension: str, sizes: Sequence[int]) -> Iterable[Json]:
    """Neighbours of one size together."""
    at = 0
    while at < len(sizes):
        end = at
        while end < len(sizes) and sizes[end] == sizes[at]:
            end += 1
        yield {
            "updateDimensionProperties": {
                "range": {"sheetId": place, "dimension": dimension, "startIndex": at, "endIndex": end},
                "properties": {"pixelSize": sizes[at]},
                "fields": "pixelSize",
            }
        }
        at = end


def _merge(place: int, one: Any) -> Json:
    return {
        "sheetId": place,
        "startRowIndex": one.row,
        "endRowIndex": one.end_row,
        "startColumnIndex": one.column,
        "endColumnIndex": one.end_column,
    }


def _cell(cell: Cell, words: Words) -> Json:
    value = cell.value
    made: Json = {"userEnteredFormat": cell_format(LOOKS[cell.look], cell.kind, words)}
    if isinstance(value, date):
        made["userEnteredValue"] = {"numberValue": serial(value)}
    elif isinstance(value, str):
        made["userEnteredValue"] = {"stringValue": value}
    elif value is not None:
        made["userEnteredValue"] = {"numberValue": value}
    return made


def serial(day: date) -> int:
    """As Sheets counts days."""
    return day.toordinal() - EPOCH


def number_format(kind: Kind, words: Words) -> Json | None:
    """One of the few formats that a client's file has; none of them hides anything."""
    patterns = {
        "money": ("NUMBER", "#,##0"),
        "percent": ("PERCENT", "0%"),
        "tenths": ("NUMBER", "#,##0.0"),
        "count": ("NUMBER", "#,##0"),
        "date": ("DATE", words.of("date")),
        "month": ("DATE", words.of("month")),
    }
    found = patterns.get(kind)
    return {"type": found[0], "pattern": found[1]} if found else None


def cell_format(look: Look, kind: Kind, words: Words) -> Json:
    """A look as Sheets has it; start and end turn with the direction of the page."""
    made: Json = {
        "textFormat": {
            "fontFamily": words.of("font"),
            "fontSize": look.size,
            "bold": look.bold,
            "italic": look.italic,
            "foregroundColorStyle": _colour(look.ink),
        },
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP" if look.wrap else "OVERFLOW_CELL",
    }
    if look.fill:
        made["backgroundColorStyle"] = _colour(look.fill)
    align = look.align
    if words.right_to_left and align in ("start", "end"):
        align = {"start": "end", "end": "start"}[align]
    if words.right_to_left and not look.align:
        align = "end"
    if align:
        made["horizontalAlignment"] = ALIGN[align]
    edges = {side: edge for side, edge in (("top", look.top), ("bottom", look.bottom)) if edge}
    if edges:
        made["borders"] = {
            side: {"style": "SOLID", "colorStyle": _colour(edge)} for side, edge in edges.items()
        }
    if found := number_format(kind, words):
        made["numberFormat"] = found
    return made


def _colour(colour: str) -> Json:
    return {"rgbColor": channels(colour)}
