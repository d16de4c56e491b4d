"""The answer of one spreadsheets.get as a Book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from app.workbook.book import Book, Box, CellError, Metadata, NamedTable, OurRule
from app.workbook.from_sheets import book_of
from app.workbook.sheets_types import FIELDS, Spreadsheet


def read(answer: dict[str, Any]) -> Book:
    """What becomes of an answer that comes over the wire."""
    return book_of(msgspec.json.decode(msgspec.json.encode(answer), type=Spreadsheet))


def values(*cells: Any) -> dict[str, Any]:
    kinds = {
        float: "numberValue",
        int: "numberValue",
        str: "stringValue",
        bool: "boolValue",
        dict: "errorValue",
    }
    return {
        "values": [{} if cell is None else {"effectiveValue": {kinds[type(cell)]: cell}} for cell in cells]
    }


def sheet(**more: Any) -> dict[str, Any]:
    return {
        "properties": {
            "sheetId": 7,
            "title": "Budget",
            "index": 0,
            "gridProperties": {"rowCount": 20, "columnCount": 6},
        }
    } | more


def test_cells_of_every_kind_and_ragged_rows() -> None:
    rows = [
        values("Line", 1, 2.5, True),
        {},
        values(None, {"type": "REF", "message": "x"}),
        values(),
        values(None),
    ]
    book = read({"spreadsheetId": "s", "sheets": [sheet(data=[{"rowData": rows}])]})
    (tab,) = book.tabs
    assert list(tab.rows) == [["Line", 1, 2.5, True], [], [None, CellError("#REF!")]]
    assert (tab.value(0, 0), tab.value(1, 3), tab.value(99, 0)) == ("Line", None, None)
    assert book.cells == 6


def test_an_empty_text_is_a_value() -> None:
    (tab,) = read({"sheets": [sheet(data=[{"rowData": [values("", "a")]}])]}).tabs
    assert list(tab.rows) == [["", "a"]]


def test_blocks_that_begin_elsewhere() -> None:
    blocks = [
        {"startRow": 2, "startColumn": 1, "rowData": [values("x")]},
        {"startRow": 2, "startColumn": 3, "rowData": [values("y"), values(1)]},
    ]
    (tab,) = read({"sheets": [sheet(data=blocks)]}).tabs
    assert list(tab.rows) == [[], [], [None, "x", None, "y"], [None, None, None, 1]]


def test_marks_rules_tables_charts_and_merges() -> None:
    def rule(formula: str, *ranges: dict[str, int]) -> dict[str, Any]:
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
        colour = {"rgbColor": {"red": 251 / 255, "green": 227 / 255, "blue": 224 / 255}}
        return {
            "ranges": list(ranges),
            "booleanRule": {"condition": condition, "format": {"backgroundColorStyle": colour}},
        }

    metadata = [{"metadataId": 3, "metadataKey": "plumbline.tab", "metadataValue": "budget"}]
    found = sheet(
        developerMetadata=metadata,
        conditionalFormats=[
            {"ranges": [{}], "gradientRule": {}},
            rule("=A1>3", {"endRowIndex": 1}),
            rule(
                '=N("plumbline:red")=0',
                {"startRowIndex": 2, "endRowIndex": 3, "endColumnIndex": 1},
                {"sheetId": 7},
            ),
        ],
        tables=[{"name": "Lines", "range": {"startRowIndex": 1, "endRowIndex": 9, "endColumnIndex": 4}}],
        merges=[{"startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 2, "endColumnIndex": 3}],
        charts=[{"chartId": 55}],
    )
    (tab,) = read({"sheets": [found]}).tabs
    assert tab.metadata == (Metadata(3, "plumbline.tab", "budget"),)
    assert tab.our_rules == (OurRule(2, "red", (Box(2, 0, 3, 1), Box(0, 0, 20, 6)), "#FBE3E0"),)
    assert tab.tables == (NamedTable("Lines", Box(1, 0, 9, 4)),)
    assert tab.merges == (Box(1, 2, 3, 3),)
    assert tab.chart_ids == (55,)


def test_a_charts_own_sheet_has_no_grid() -> None:
    (tab,) = read({"sheets": [{"properties": {"sheetId": 1, "title": "Chart1", "sheetType": "OBJECT"}}]}).tabs
    assert (tab.row_count, tab.rows) == (0, [])


def test_the_mask_has_no_blanks_and_asks_for_no_formats_of_cells() -> None:
    assert " " not in FIELDS
    assert FIELDS.count("(") == FIELDS.count(")")
    assert "effectiveFormat" not in FIELDS


def test_what_google_leaves_out_has_its_default() -> None:
    book = read({"spreadsheetId": "s", "properties": {"locale": "de_DE", "timeZone": "Europe/Berlin"}})
    assert (book.locale, book.time_zone, book.tabs) == ("de_DE", "Europe/Berlin", ())
    (tab,) = read({"sheets": [{}]}).tabs
    assert (tab.index, tab.hidden, tab.row_count, tab.rows) == (0, False, 0, [])


def test_the_mask_asks_for_what_the_types_hold() -> None:
    """Each field of the types is named by the mask, or stands beneath a message that is asked for whole."""
    whole = {"merges", "range", "ranges", "condition", "backgroundColorStyle", "effectiveValue"}
    assert not set(_names(Spreadsheet, whole)) ^ set(re.findall(r"\w+", FIELDS))


def _names(part: type[msgspec.Struct], whole: set[str]) -> Iterator[str]:
    for field in msgspec.structs.fields(part):
        yield field.encode_name
        if field.encode_name not in whole:
            for inner in (field.type, *get_args(field.type)):
                if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
                    yield from _names(inner, whole)
