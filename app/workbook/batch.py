"""A write plan as the requests of one Sheets `batchUpdate`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from app.workbook.batch_charts import chart_request
from app.workbook.book import Box, CellError
from app.workbook.highlights import COLOURS, TabRules
from app.workbook.marks import rule_formula
from app.workbook.moves import Move
from app.workbook.output.looks import Look, look_on
from app.workbook.output.page import Page, PageRow, Value
from app.workbook.page_write import PageWrite, Span
from app.workbook.plan import Mark, WritePlan
from app.workbook.restored import Restored
from app.workbook.sheets_types import CellWrite, ExtendedValue, Link, RunFormat, TextRun
from app.workbook.turns import requests_of as turn_requests
from sheets_schema.formats import ACCENT, channels

Request = dict[str, Any]

_BLANK = CellWrite()

_LOOK_FIELDS = (
    "userEnteredFormat(backgroundColorStyle,textFormat,borders,"
    "horizontalAlignment,verticalAlignment,wrapStrategy)"
)


def requests_of(plan: WritePlan) -> list[Request]:
    """All requests, in the order in which Google applies them."""
    requests: list[Request] = turn_requests(plan.turn)
    for write in plan.pages:
        requests += _room(write)
    for write in plan.pages:
        requests += _page(write)
    for rules in plan.rules:
        requests += _rules(rules)
    requests += [chart_request(chart) for chart in plan.charts]
    requests += [_mark(mark) for mark in plan.marks]
    return requests


def _room(write: PageWrite) -> Iterable[Request]:
    """The tab itself, and rows and columns enough."""
    page, sheet_id = write.page, write.sheet_id
    if write.is_new:
        yield _new_sheet(write)
        return
    if write.turned:
        yield direction_request(sheet_id, right_to_left=page.right_to_left)
    for box in write.unmerge:
        yield {"unmergeCells": {"range": range_of(sheet_id, box)}}
    for move in write.moves:
        yield moved_request(sheet_id, "COLUMNS", move)
    for dimension, span in (
        *(("COLUMNS", (at, 1)) for at in write.new_columns),
        ("COLUMNS", write.insert_columns),
        ("ROWS", write.insert_rows),
    ):
        if span:
            yield {
                "insertDimension": {
                    "range": {
                        "sheetId": sheet_id,
                        "dimension": dimension,
                        "startIndex": span[0],
                        "endIndex": span[0] + span[1],
                    },
                    "inheritFromBefore": span[0] > 0,
                }
            }
    for dimension, count in zip(("ROWS", "COLUMNS"), write.grow, strict=True):
        if count:  # appended, not set: a size that is set could cut off what somebody added meanwhile
            yield {"appendDimension": {"sheetId": sheet_id, "dimension": dimension, "length": count}}
    for move in write.row_moves:
        yield moved_request(sheet_id, "ROWS", move)


def _new_sheet(write: PageWrite) -> Request:
    page = write.page
    rows, columns = write.grid
    properties: dict[str, Any] = {
        "sheetId": write.sheet_id,
        "title": write.title,
        "tabColorStyle": {"rgbColor": channels(ACCENT)},
        "gridProperties": {
            "rowCount": rows,
            "columnCount": columns,
            "frozenRowCount": page.frozen_rows,
            "frozenColumnCount": page.frozen_columns,
            "hideGridlines": not page.gridlines,
        },
    }
    if page.right_to_left:
        properties["rightToLeft"] = True
    return {"addSheet": {"properties": properties}}


def direction_request(sheet_id: int, *, right_to_left: bool) -> Request:
    """A tab that stands already to run the other way."""
    properties = {"sheetId": sheet_id, "rightToLeft": right_to_left}
    return {"updateSheetProperties": {"properties": properties, "fields": "rightToLeft"}}


def moved_request(sheet_id: int, dimension: str, move: Move) -> Request:
    """One row or column to another place."""
    source = {"sheetId": sheet_id, "dimension": dimension, "startIndex": move.at, "endIndex": move.at + 1}
    return {"moveDimension": {"source": source, "destinationIndex": move.to}}


def _page(write: PageWrite) -> Iterable[Request]:
    for box in write.clear:
        yield {
            "repeatCell": {
                "range": range_of(write.sheet_id, box),
                "cell": {},
                "fields": "userEnteredValue,userEnteredFormat,note",
            }
        }
    for span in write.styles:
        yield from _styles(write, span)
    if write.is_new and write.page.kept:
        yield _people_s(write, write.page.kept)
    for span in write.values:
        yield from _values(write, span)
    for cell in write.restored:
        yield _given_back(write.sheet_id, cell)
    yield from _sizes(write)


def _given_back(sheet_id: int, cell: Restored) -> Request:
    value = cell.value if not isinstance(cell.value, CellError) else None
    typed = {"userEnteredValue": {"formulaValue": cell.formula}} if cell.formula else _cell(value)
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": cell.row, "columnIndex": cell.column},
            "rows": [{"values": [typed]}],
            "fields": "userEnteredValue",
        }
    }


def _people_s(write: PageWrite, kept: Span) -> Request:
    """People's columns stand like ours when the tab is made; from then on their looks are people's, too."""
    return {
        "repeatCell": {
            "range": range_of(write.sheet_id, Box(write.page.frozen_rows, kept[0], write.grid[0], kept[1])),
            "cell": {"userEnteredFormat": {"verticalAlignment": "MIDDLE", "wrapStrategy": "WRAP"}},
            "fields": "userEnteredFormat(verticalAlignment,wrapStrategy)",
        }
    }


def _values(write: PageWrite, span: Span) -> Iterable[Request]:
    """Rows with notes or links apart from rows without, so that only ours are written."""
    page, at = write.page, span[0]
    for fields, rows in groupby(page.rows[span[0] : span[1]], key=_written):
        block = [_cells(row) for row in rows]
        for part in _by_segments(page, (at, at + len(block))):
            for top, start, bottom, end in _written_cells(write, part):
                yield {
                    "updateCells": {
                        "start": {"sheetId": write.sheet_id, "rowIndex": top, "columnIndex": start},
                        "rows": [{"values": cells[start:end]} for cells in block[top - at : bottom - at]],
                        "fields": fields,
                    }
                }
        at += len(block)


def _written(row: PageRow) -> str:
    """What of a row's cells is written; a value that is written anew loses the links it had."""
    also = (("note", row.notes), ("textFormatRuns", row.links))
    return ",".join(["userEnteredValue", *(name for name, there in also if there)])


def _written_cells(write: PageWrite, span: Span) -> Iterable[Box]:
    """Our cells in some rows, but for names that stand there."""
    top, bottom = span
    *others, (start, end) = write.page.segments(top)
    named = [row in write.named for row in range(top, bottom)]
    for first, last in others:
        yield Box(top, first, bottom, last)
    if not any(named):
        yield Box(top, start, bottom, end)
        return
    yield Box(top, start, bottom, end - 1)
    for stands, at, until in _runs(named, [(0, len(named))]):
        if not stands:
            yield Box(top + at, end - 1, top + until, end)


def _by_segments(page: Page, span: Span) -> Iterable[Span]:
    """The rows down to the headings, and those beneath them, where people's columns are left out."""
    cut = min(max(page.frozen_rows, span[0]), span[1]) if page.kept else span[1]
    for part in ((span[0], cut), (cut, span[1])):
        if part[0] < part[1]:
            yield part


def _cells(row: PageRow) -> list[CellWrite]:
    cells = [
        CellWrite(ExtendedValue(value)) if type(value) is float else _cell(value) for value in row.values
    ]
    for column, note in row.notes.items():
        cells[column] = replace(cells[column], note=note)
    for column, uri in row.links.items():
        run = TextRun(RunFormat(Link(uri), {"rgbColor": channels(ACCENT)}))
        cells[column] = replace(cells[column], text_format_runs=[run])
    return cells


def _cell(value: Value) -> CellWrite:
    """Text goes out as text, never to be parsed; a blank clears the cell."""
    if value is None:
        return _BLANK
    if isinstance(value, str):
        return CellWrite(ExtendedValue(string_value=value))
    if isinstance(value, bool):
        return CellWrite(ExtendedValue(bool_value=value))
    return CellWrite(ExtendedValue(value))


def _styles(write: PageWrite, span: Span) -> Iterable[Request]:
    """Number formats by column, then looks by row: a few requests for thousands of cells."""
    for part in _by_segments(write.page, span):
        yield from _part_styles(write, part)


def _part_styles(write: PageWrite, span: Span) -> Iterable[Request]:
    yield from _looks(write.sheet_id, write.page, write.page.rows[span[0] : span[1]], span)


def look_requests(sheet_id: int, page: Page, at: int, row: PageRow) -> Iterable[Request]:
    """The look of one row, number formats included."""
    yield from _looks(sheet_id, page, [row], (at, at + 1))


def cells_of(values: Sequence[Value]) -> list[CellWrite]:
    """Values as cells to write."""
    return [_cell(value) for value in values]


def _looks(sheet_id: int, page: Page, rows: Sequence[PageRow], span: Span) -> Iterable[Request]:
    at, segments = span[0], page.segments(span[0])
    for _, group in groupby(rows, key=lambda row: row.shown):
        block = list(group)
        yield from _number_formats(sheet_id, page, block[0], (at, at + len(block)))
        at += len(block)
    at = span[0]
    width = len(page.columns)
    for _, group in groupby(rows, key=lambda row: row.look):
        first, *others = group
        count = 1 + len(others)
        for look, start, end in _runs([look_on(page, first, column) for column in range(width)], segments):
            yield {
                "repeatCell": {
                    "range": range_of(sheet_id, Box(at, start, at + count, end)),
                    "cell": {"userEnteredFormat": _format(look)},
                    "fields": _LOOK_FIELDS,
                }
            }
        at += count


def _number_formats(sheet_id: int, page: Page, row: PageRow, span: Span) -> Iterable[Request]:
    formats = [page.number_format(row, column) for column in range(len(page.columns))]
    for shown, start, end in _runs(formats, page.segments(span[0])):
        cell = (
            {"userEnteredFormat": {"numberFormat": {"type": shown[0], "pattern": shown[1]}}} if shown else {}
        )
        yield {
            "repeatCell": {
                "range": range_of(sheet_id, Box(span[0], start, span[1], end)),
                "cell": cell,
                "fields": "userEnteredFormat.numberFormat",
            }
        }


def _format(look: Look) -> dict[str, Any]:
    text: dict[str, Any] = {
        "fontSize": look.size,
        "bold": look.bold,
        "italic": look.italic,
        "foregroundColorStyle": {"rgbColor": channels(look.ink)},
    }
    cell: dict[str, Any] = {
        "textFormat": text,
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP" if look.wrap else "OVERFLOW_CELL",
    }
    if look.fill:
        cell["backgroundColorStyle"] = {"rgbColor": channels(look.fill)}
    edges = {"top": look.top, "bottom": look.bottom}
    borders = {
        side: {"style": "SOLID", "colorStyle": {"rgbColor": channels(colour)}}
        for side, colour in edges.items()
        if colour
    }
    if borders:
        cell["borders"] = borders
    if look.align:
        cell["horizontalAlignment"] = look.align
    return cell


def _sizes(write: PageWrite) -> Iterable[Request]:
    """Widths of new columns only: a width that a person chose stays."""
    for column, spec in enumerate(write.page.columns[write.widths_from :], write.widths_from):
        yield _size(write.sheet_id, "COLUMNS", column, spec.width)
    if write.is_new:
        for row, pixels in write.page.row_heights.items():
            yield _size(write.sheet_id, "ROWS", row, pixels)


def _size(sheet_id: int, dimension: str, at: int, pixels: int) -> Request:
    return {
        "updateDimensionProperties": {
            "range": {"sheetId": sheet_id, "dimension": dimension, "startIndex": at, "endIndex": at + 1},
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }


def _rules(rules: TabRules) -> Iterable[Request]:
    """Ours out from the last to the first, then the new ones in front, worst first."""
    for index in rules.delete:
        yield {"deleteConditionalFormatRule": {"sheetId": rules.sheet_id, "index": index}}
    for index, rule in enumerate(rules.add):
        yield {
            "addConditionalFormatRule": {
                "index": index,
                "rule": {
                    "ranges": [range_of(rules.sheet_id, box) for box in rule.ranges],
                    "booleanRule": {
                        "condition": {
                            "type": "CUSTOM_FORMULA",
                            "values": [{"userEnteredValue": rule_formula(rule.severity)}],
                        },
                        "format": {"backgroundColorStyle": {"rgbColor": channels(COLOURS[rule.severity])}},
                    },
                },
            }
        }


def _mark(mark: Mark) -> Request:
    if mark.id:
        return {
            "updateDeveloperMetadata": {
                "dataFilters": [{"developerMetadataLookup": {"metadataId": mark.id}}],
                "developerMetadata": {"metadataValue": mark.value},
                "fields": "metadataValue",
            }
        }
    location: dict[str, Any] = {"spreadsheet": True} if mark.sheet_id is None else {"sheetId": mark.sheet_id}
    return {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataKey": mark.key,
                "metadataValue": mark.value,
                "location": location,
                "visibility": "DOCUMENT",
            }
        }
    }


def range_of(sheet_id: int, box: Box) -> dict[str, int]:
    """As a GridRange."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": box.row,
        "endRowIndex": box.end_row,
        "startColumnIndex": box.column,
        "endColumnIndex": box.end_column,
    }


def _runs(values: list[Any], segments: Iterable[Span]) -> Iterable[tuple[Any, int, int]]:
    """Equal neighbours inside each segment as (value, start, end)."""
    for start, end in segments:
        at = start
        for value, group in groupby(values[start:end]):
            count = len(list(group))
            yield value, at, at + count
            at += count
