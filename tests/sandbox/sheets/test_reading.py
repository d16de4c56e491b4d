"""spreadsheets.get, getByDataFilter, create, copyTo: what is answered and what is left out."""

from __future__ import annotations

import pytest

from tests.sandbox.sheets.in_process import Json, Sheets, rows_of, span

RED = {"rgbColor": {"red": 1}}


def test_a_fresh_file(sheets: Sheets) -> None:
    made = sheets.get()
    assert set(made) == {"spreadsheetId", "properties", "sheets", "spreadsheetUrl"}
    assert made["sheets"] == [
        {
            "properties": {
                "sheetId": 0,
                "title": "Sheet1",
                "index": 0,
                "sheetType": "GRID",
                "gridProperties": {"rowCount": 1000, "columnCount": 26},
            }
        }
    ]
    properties = made["properties"]
    assert (properties["locale"], properties["timeZone"], properties["autoRecalc"]) == (
        "en_US",
        "Etc/GMT",
        "ON_CHANGE",
    )
    assert properties["defaultFormat"]["textFormat"]["bold"] is False
    assert len(properties["spreadsheetTheme"]["themeColors"]) == 9


def test_cells_only_when_asked_for(sheets: Sheets) -> None:
    sheets.put("B2", [["x"]])
    assert "data" not in sheets.sheet()
    assert "data" in sheets.sheet(includeGridData="true")
    assert sheets.get(includeGridData="true", fields="sheets.properties.title") == {
        "sheets": [{"properties": {"title": "Sheet1"}}]
    }
    rows = sheets.get(fields="sheets.data.rowData.values.effectiveValue")["sheets"][0]["data"][0]["rowData"]
    assert rows == [{}, {"values": [{}, {"effectiveValue": {"stringValue": "x"}}]}]


def test_ranges_choose_sheets_and_give_a_block_each(sheets: Sheets) -> None:
    sheets.batch({"addSheet": {"properties": {"title": "Other"}}})
    sheets.put("C3", [["x"]])
    made = sheets.get(ranges=["Sheet1!C3:D4", "Sheet1!A1"], includeGridData="true")
    (sheet,) = made["sheets"]
    first, second = sheet["data"]
    assert (first["startRow"], first["startColumn"]) == (2, 2)
    assert first["rowData"][0]["values"][0]["formattedValue"] == "x"
    assert (len(first["rowMetadata"]), len(first["columnMetadata"])) == (2, 2)
    assert "startRow" not in second
    assert "rowData" not in second


def test_what_a_cell_tells(sheets: Sheets) -> None:
    sheets.put("A1", [["=1+1", '=HYPERLINK("https://example.com/a","here")', "=1/0"]])
    first, link, error = (sheets.cell(a1) for a1 in ("A1", "B1", "C1"))
    assert first["userEnteredValue"] == {"formulaValue": "=1+1"}
    assert first["effectiveValue"] == {"numberValue": 2}
    assert first["formattedValue"] == "2"
    assert first["effectiveFormat"]["horizontalAlignment"] == "RIGHT"
    assert "userEnteredFormat" not in first
    assert link["hyperlink"] == "https://example.com/a"
    assert link["formattedValue"] == "here"
    assert error["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"


def test_row_and_column_properties_cover_the_range(sheets: Sheets) -> None:
    sheets.batch(
        {
            "updateDimensionProperties": {
                "range": rows_of(1, 2),
                "properties": {"pixelSize": 40},
                "fields": "pixelSize",
            }
        },
        {
            "updateDimensionProperties": {
                "range": rows_of(0, 1, "COLUMNS"),
                "properties": {"hiddenByUser": True},
                "fields": "hiddenByUser",
            }
        },
    )
    data = sheets.get(ranges="A1:B3", includeGridData="true")["sheets"][0]["data"][0]
    assert data["rowMetadata"] == [{"pixelSize": 21}, {"pixelSize": 40}, {"pixelSize": 21}]
    assert data["columnMetadata"] == [{"hiddenByUser": True, "pixelSize": 100}, {"pixelSize": 100}]


def test_conditional_formats_take_effect_on_what_is_shown(sheets: Sheets) -> None:
    """The rule of a highlight names itself in a formula that is true everywhere, on empty cells too."""
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=N("plumbline:red")=0'}]}
    rule = {
        "ranges": [span(1, 3, 1, 2)],
        "booleanRule": {"condition": condition, "format": {"backgroundColorStyle": RED}},
    }
    sheets.put("B2", [["x"]])
    sheets.batch({"addConditionalFormatRule": {"rule": rule}})
    assert sheets.cell("B2")["effectiveFormat"]["backgroundColorStyle"] == RED
    assert sheets.cell("B3")["effectiveFormat"]["backgroundColor"] == {"red": 1}
    assert "effectiveFormat" not in sheets.cell("B1")
    assert "userEnteredFormat" not in sheets.cell("B2")
    assert sheets.sheet()["conditionalFormats"][0]["booleanRule"]["condition"] == condition


@pytest.mark.parametrize(
    ("kind", "values", "coloured"),
    [
        ("NUMBER_GREATER", ["2"], ["A3"]),
        ("NUMBER_BETWEEN", ["1", "2"], ["A1", "A2"]),
        ("NOT_BLANK", [], ["A1", "A2", "A3", "A4"]),
        ("TEXT_CONTAINS", ["PP"], ["A4"]),
        ("CUSTOM_FORMULA", ["=A1>=$A$2"], ["A2", "A3", "A4"]),
        ("BLANK", [], ["A5"]),
        ("CUSTOM_FORMULA", ["=ISNUMBER(A1)"], ["A1", "A2", "A3"]),
        ("TEXT_EQ", ["apple"], ["A4"]),
        ("NUMBER_EQ", ["=A2"], ["A2"]),
    ],
)
def test_conditions(sheets: Sheets, kind: str, values: list[str], coloured: list[str]) -> None:
    sheets.put("A1", [[1], [2], [3], ["apple"]])
    condition: Json = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    rule = {
        "ranges": [span(0, 5, 0, 1)],
        "booleanRule": {"condition": condition, "format": {"backgroundColorStyle": RED}},
    }
    sheets.batch({"addConditionalFormatRule": {"rule": rule}})
    shown = [
        a1
        for a1 in ("A1", "A2", "A3", "A4", "A5")
        if sheets.cell(a1).get("effectiveFormat", {}).get("backgroundColorStyle") == RED
    ]
    assert shown == coloured


def test_colour_scales(sheets: Sheets) -> None:
    sheets.put("A1", [[0], [5], [10]])
    white = {"rgbColor": {"red": 1, "green": 1, "blue": 1}}
    gradient = {
        "minpoint": {"type": "MIN", "colorStyle": white},
        "maxpoint": {"type": "MAX", "colorStyle": RED},
    }
    sheets.batch(
        {"addConditionalFormatRule": {"rule": {"ranges": [span(0, 3, 0, 1)], "gradientRule": gradient}}}
    )
    colours = [sheets.cell(a1)["effectiveFormat"]["backgroundColor"] for a1 in ("A1", "A2", "A3")]
    assert colours == [white["rgbColor"], {"red": 1, "green": 0.5, "blue": 0.5}, {"red": 1}]


def test_get_by_data_filter(sheets: Sheets) -> None:
    sheets.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Other"}}})
    sheets.put("Other!A1", [["x"]])
    body = {"dataFilters": [{"gridRange": {"sheetId": 5, "endRowIndex": 1}}], "includeGridData": True}
    made = sheets.ok("POST", "/{id}:getByDataFilter", body)
    assert [s["properties"]["title"] for s in made["sheets"]] == ["Other"]
    assert made["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "x"
    assert sheets.refused("POST", "/{id}:getByDataFilter", {"dataFilters": [{"a1Range": "No!A1"}]}) == (
        "Invalid dataFilter[0]: Unable to parse range: No!A1"
    )


def test_create(sheets: Sheets) -> None:
    made = sheets.ok(
        "POST", "", {"properties": {"title": "New", "locale": "de_DE", "timeZone": "Europe/Berlin"}}
    )
    assert len(made["spreadsheetId"]) == 44
    assert (made["properties"]["title"], made["properties"]["locale"]) == ("New", "de_DE")
    assert [s["properties"]["title"] for s in made["sheets"]] == ["Sheet1"]
    assert sheets.ok("POST", "")["properties"]["title"] == "Untitled spreadsheet"


def test_create_with_sheets_replaces_the_default_one(sheets: Sheets) -> None:
    cell = {"userEnteredValue": {"formulaValue": "=1+1"}, "note": "n"}
    body = {
        "sheets": [
            {
                "properties": {"title": "One", "gridProperties": {"rowCount": 5, "columnCount": 3}},
                "data": [{"startRow": 1, "rowData": [{"values": [cell]}]}],
                "merges": [
                    {"startRowIndex": 3, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
                ],
            },
            {"properties": {"title": "Two", "sheetId": 7}},
        ],
        "namedRanges": [{"name": "N", "range": {"sheetId": 7, "endRowIndex": 1, "endColumnIndex": 1}}],
    }
    made = sheets.ok("POST", "", body)
    assert [(s["properties"]["title"], s["properties"]["sheetId"]) for s in made["sheets"]] == [
        ("One", 0),
        ("Two", 7),
    ]
    other = Sheets(sheets.store, made["spreadsheetId"])
    assert other.values("One!A2") == [["2"]]
    assert other.cell("One!A2")["note"] == "n"
    assert other.get()["namedRanges"][0]["name"] == "N"


def test_copy_to_another_file(sheets: Sheets) -> None:
    other = sheets.store.create("Other", "owner@example.com")
    sheets.put("A1", [[2, "=A1*2"]])
    sheets.batch({"mergeCells": {"range": span(4, 5, 0, 2), "mergeType": "MERGE_ALL"}})
    made = sheets.ok("POST", "/{id}/sheets/0:copyTo", {"destinationSpreadsheetId": other})
    assert (made["title"], made["index"]) == ("Copy of Sheet1", 1)
    copy = Sheets(sheets.store, other)
    assert copy.values("'Copy of Sheet1'!A1:B1") == [["2", "4"]]
    assert copy.sheet(made["sheetId"])["merges"][0]["sheetId"] == made["sheetId"]
    assert (
        sheets.ok("POST", "/{id}/sheets/0:copyTo", {"destinationSpreadsheetId": other})["title"]
        == "Copy of Sheet1 2"
    )


def test_a_file_that_is_not_there(sheets: Sheets) -> None:
    status, made = sheets.send("GET", "/nosuch")
    assert (status, made) == (
        404,
        {"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}},
    )
