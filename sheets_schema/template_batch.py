"""The template as one Sheets `batchUpdate`: tabs with styled headings, formats, notes and lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sheets_schema.formats import ACCENT, HEADER, INK, FormatType, channels
from sheets_schema.template import Column, Sheet, Value

Request = dict[str, Any]

SPARE_ROWS, SPARE_COLUMNS = 200, 6  # empty ones, for people to go on typing


def batch_requests(sheets: Sequence[Sheet], *, first_sheet_id: int = 101) -> list[Request]:
    """Requests that add `sheets` to a spreadsheet, in order; ids count up from `first_sheet_id`."""
    requests: list[Request] = []
    for sheet_id, sheet in enumerate(sheets, first_sheet_id):
        requests += _sheet_requests(sheet_id, sheet)
    return requests


def _sheet_requests(sheet_id: int, sheet: Sheet) -> Iterable[Request]:
    height, width = len(sheet.rows) + 1, len(sheet.columns)
    yield {
        "addSheet": {
            "properties": {
                "sheetId": sheet_id,
                "title": sheet.title,
                "gridProperties": {
                    "rowCount": height + SPARE_ROWS,
                    "columnCount": width + SPARE_COLUMNS,
                    "frozenRowCount": 1,
                },
            }
        }
    }
    yield {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0},
            "rows": [{"values": [_heading(column) for column in sheet.columns]}],
            "fields": "userEnteredValue,userEnteredFormat,note",
        }
    }
    if sheet.rows:
        yield {
            "updateCells": {
                "start": {"sheetId": sheet_id, "rowIndex": 1, "columnIndex": 0},
                "rows": [{"values": [_cell(value) for value in row]} for row in sheet.rows],
                "fields": "userEnteredValue",
            }
        }
    for at, column in enumerate(sheet.columns):
        end_row = height + SPARE_ROWS
        if column.format:
            yield _format(sheet_id, (1, end_row, at), column.format)
        if column.choices:
            yield _choices(sheet_id, (1, end_row, at), column.choices)
        yield {
            "updateDimensionProperties": {
                "range": {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1},
                "properties": {"pixelSize": column.width},
                "fields": "pixelSize",
            }
        }
    for (row, at), shown in sheet.cell_formats.items():
        yield _format(sheet_id, (row + 1, row + 2, at), shown)
    for (row, at), choices in sheet.cell_choices.items():
        yield _choices(sheet_id, (row + 1, row + 2, at), choices)


def _heading(column: Column) -> dict[str, Any]:
    style: dict[str, Any] = {
        "backgroundColorStyle": {"rgbColor": channels(HEADER)},
        "textFormat": {"bold": True, "foregroundColorStyle": {"rgbColor": channels(INK)}},
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP",
        "borders": {"bottom": {"style": "SOLID", "colorStyle": {"rgbColor": channels(ACCENT)}}},
    }
    if isinstance(column.heading, date):
        style["numberFormat"] = {"type": "DATE", "pattern": "mmm yyyy"}
    return {**_cell(column.heading), "userEnteredFormat": style, "note": column.note}


def _cell(value: Value) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, date):
        return {"userEnteredValue": {"numberValue": (value - date(1899, 12, 30)).days}}
    if isinstance(value, (int, float)):
        return {"userEnteredValue": {"numberValue": value}}
    return {"userEnteredValue": {"stringValue": value}}


def _range(sheet_id: int, span: tuple[int, int, int]) -> dict[str, int]:
    row, end_row, column = span
    return {
        "sheetId": sheet_id,
        "startRowIndex": row,
        "endRowIndex": end_row,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }


def _format(sheet_id: int, span: tuple[int, int, int], shown: tuple[FormatType, str]) -> Request:
    kind, pattern = shown
    return {
        "repeatCell": {
            "range": _range(sheet_id, span),
            "cell": {"userEnteredFormat": {"numberFormat": {"type": kind, "pattern": pattern}}},
            "fields": "userEnteredFormat.numberFormat",
        }
    }


def _choices(sheet_id: int, span: tuple[int, int, int], choices: tuple[str, ...]) -> Request:
    return {
        "setDataValidation": {
            "range": _range(sheet_id, span),
            "rule": {
                "condition": {
                    "type": "ONE_OF_LIST",
                    "values": [{"userEnteredValue": choice} for choice in choices],
                },
                "showCustomUi": True,
                "strict": False,
            },
        }
    }
