"""values.*: what is read, what is written, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.sheets.in_process import Sheets

UNFORMATTED = "UNFORMATTED_VALUE"


def test_trailing_cells_and_rows_are_cut_and_gaps_are_empty_texts(sheets: Sheets) -> None:
    sheets.put("A1", [["a", "", "c", ""], [], ["", "", ""], ["d"], [""]])
    assert sheets.values("Sheet1") == [["a", "", "c"], [], [], ["d"]]
    assert sheets.ok("GET", "/{id}/values/E1:F9") == {"range": "Sheet1!E1:F9", "majorDimension": "ROWS"}


def test_columns_can_be_the_major_dimension(sheets: Sheets) -> None:
    sheets.put("A1", [["a", "b"], ["c"]])
    assert sheets.values("A1:B2", majorDimension="COLUMNS") == [["a", "c"], ["b"]]
    sheets.ok(
        "PUT",
        "/{id}/values/D1",
        {"values": [[1, 2], [3]], "majorDimension": "COLUMNS"},
        valueInputOption="RAW",
    )
    assert sheets.values("D1:E2", UNFORMATTED) == [[1, 3], [2]]


def test_render_options(sheets: Sheets) -> None:
    sheets.put("A1", [["$1,234.50", "=A1*2", "2020-01-01", "=1/0", True]])
    assert sheets.values("A1:E1") == [["$1,234.50", "$2,469.00", "2020-01-01", "#DIV/0!", "TRUE"]]
    assert sheets.values("A1:E1", UNFORMATTED) == [[1234.5, 2469, 43831, "#DIV/0!", True]]
    assert sheets.values("A1:E1", UNFORMATTED, dateTimeRenderOption="FORMATTED_STRING")[0][2] == "2020-01-01"
    assert sheets.values("A1:E1", "FORMULA") == [[1234.5, "=A1*2", 43831, "=1/0", True]]


def test_null_skips_and_an_empty_text_empties(sheets: Sheets) -> None:
    sheets.put("A1", [["a", "b", "c"]])
    made = sheets.put("A1", [[None, "", "z"]])
    assert sheets.values("A1:C1") == [["a", "", "z"]]
    assert made["updatedRange"] == "Sheet1!A1:C1"
    assert (made["updatedCells"], made["updatedColumns"], made["updatedRows"]) == (2, 2, 1)


def test_a_range_larger_than_the_array_is_written_in_part(sheets: Sheets) -> None:
    made = sheets.put("A1:B2", [["a1", "B2"]], "RAW")
    assert made["updatedRange"] == "Sheet1!A1:B1"


def test_an_array_larger_than_its_range_is_refused(sheets: Sheets) -> None:
    body = {"values": [["a", "b", "c"]]}
    assert sheets.refused("PUT", "/{id}/values/A1:B1", body, valueInputOption="RAW") == (
        "Requested writing within range [A1:B1], but tried writing to column [C]"
    )
    body = {"values": [["a"], ["b"]]}
    assert sheets.refused("PUT", "/{id}/values/'Sheet1'!A1:B1", body, valueInputOption="RAW") == (
        "Requested writing within range ['Sheet1'!A1:B1], but tried writing to row [2]"
    )


def test_a_write_from_one_cell_stops_at_the_edge_of_the_grid(sheets: Sheets) -> None:
    body = {"values": [["a"], ["b"]]}
    assert sheets.refused("PUT", "/{id}/values/'Sheet1'!A1000", body, valueInputOption="RAW") == (
        "Requested writing within range ['Sheet1'!A1000], but tried writing to row [1001]"
    )
    body = {"valueInputOption": "RAW", "data": [{"range": "Sheet1!Z1", "values": [["a", "b"]]}]}
    assert sheets.refused("POST", "/{id}/values:batchUpdate", body) == (
        "Invalid data[0]: Requested writing within range [Sheet1!Z1], but tried writing to column [AA]"
    )
    assert sheets.values("A1000:Z1000") == []


def test_a_body_that_names_another_range_is_refused(sheets: Sheets) -> None:
    body = {"range": "Sheet1!B1", "values": [["a"]]}
    assert sheets.refused("PUT", "/{id}/values/Sheet1!A1", body, valueInputOption="RAW") == (
        "Request range[Sheet1!A1] does not match value's range[Sheet1!B1]"
    )


def test_formats_notes_and_validation_survive_a_write(sheets: Sheets) -> None:
    cell = {"userEnteredFormat": {"textFormat": {"bold": True}}, "note": "mind"}
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    sheets.batch(
        {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredFormat,note"}}
    )
    sheets.put("A1", [["x"]])
    sheets.ok("POST", "/{id}/values/A1:clear")
    held = sheets.cell("A1")
    assert held["note"] == "mind"
    assert held["userEnteredFormat"]["textFormat"]["bold"] is True
    assert "userEnteredValue" not in held


def test_raw_keeps_texts_and_takes_json_numbers_as_numbers(sheets: Sheets) -> None:
    sheets.put("A1", [["=1+1", "007", "1/2/2020", 7, 1.5, False]], "RAW")
    assert sheets.values("A1:F1", UNFORMATTED) == [["=1+1", "007", "1/2/2020", 7, 1.5, False]]


def test_one_bad_range_fails_all_and_nothing_is_applied(sheets: Sheets) -> None:
    before = sheets.stored()
    body = {
        "valueInputOption": "RAW",
        "data": [{"range": "A1", "values": [["x"]]}, {"range": "NoTab!A1", "values": [["y"]]}],
    }
    message = sheets.refused("POST", "/{id}/values:batchUpdate", body)
    assert message == "Invalid data[1]: Unable to parse range: NoTab!A1"
    assert sheets.stored() == before


def test_totals_of_a_batch(sheets: Sheets) -> None:
    body = {
        "valueInputOption": "RAW",
        "includeValuesInResponse": True,
        "data": [{"range": "A1", "values": [["x", 1]]}, {"range": "A5:B6", "values": [["y"]]}],
    }
    made = sheets.ok("POST", "/{id}/values:batchUpdate", body)
    assert {k: v for k, v in made.items() if k.startswith("total")} == {
        "totalUpdatedRows": 2,
        "totalUpdatedColumns": 3,
        "totalUpdatedCells": 3,
        "totalUpdatedSheets": 1,
    }
    assert made["responses"][0]["updatedData"]["values"] == [["x", "1"]]


def test_input_option_is_required(sheets: Sheets) -> None:
    message = sheets.refused("PUT", "/{id}/values/A1", {"values": [["x"]]})
    assert message == "'valueInputOption' is required but not specified"


def test_a_list_or_object_is_no_cell(sheets: Sheets) -> None:
    for bad in ([1], {"a": 1}):
        message = sheets.refused("PUT", "/{id}/values/A1", {"values": [["x", bad]]}, valueInputOption="RAW")
        assert message.startswith("Invalid values[0][1]: ")


def test_fifty_thousand_characters_are_the_most(sheets: Sheets) -> None:
    sheets.put("A1", [["x" * 50_000]], "RAW")
    message = sheets.refused("PUT", "/{id}/values/A1", {"values": [["x" * 50_001]]}, valueInputOption="RAW")
    assert message == "Your input contains more than the maximum of 50000 characters in a single cell."


def test_clear_echoes_the_range(sheets: Sheets) -> None:
    sheets.put("A1", [["x", "y"]])
    assert sheets.ok("POST", "/{id}/values/A:A:clear")["clearedRange"] == "Sheet1!A1:A1000"
    assert sheets.values("A1:B1") == [["", "y"]]
    made = sheets.ok("POST", "/{id}/values:batchClear", {"ranges": ["B1", "C1:D2"]})
    assert made["clearedRanges"] == ["Sheet1!B1", "Sheet1!C1:D2"]


@pytest.fixture
def two_tables(sheets: Sheets) -> Sheets:
    sheets.put("A1", [[1, 2, 3], [4, 5, 6]])
    sheets.put("B4", [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    return sheets


@pytest.mark.parametrize(
    ("asked", "landed"),
    [
        ("Sheet1", "B7"),
        ("B4", "B7"),
        ("C5:D5", "B7"),
        ("B2:D4", "B7"),
        ("A3:G10", "B7"),
        ("A1", "A3"),
        ("E4", "E4"),
        ("A4", "A4"),
    ],
)
def test_append_goes_below_the_table_that_the_range_touches(
    two_tables: Sheets, asked: str, landed: str
) -> None:
    made = two_tables.ok(
        "POST", f"/{{id}}/values/{asked}:append", {"values": [["x"]]}, valueInputOption="RAW"
    )
    assert made["updates"]["updatedRange"] == f"Sheet1!{landed}"


def test_append_sees_two_tables_in_a_row_with_a_gap(sheets: Sheets) -> None:
    sheets.put("A1", [["x", "", "y"]])
    made = sheets.ok("POST", "/{id}/values/Sheet1:append", {"values": [[1, 2, 3]]}, valueInputOption="RAW")
    assert made["tableRange"] == "Sheet1!C1"
    assert made["updates"]["updatedRange"] == "Sheet1!C2:E2"
    other = Sheets()
    other.put("A1", [["x", "", "y"]])
    made = other.ok("POST", "/{id}/values/A1:append", {"values": [[1]]}, valueInputOption="RAW")
    assert made["updates"]["updatedRange"] == "Sheet1!A2"


def test_append_without_a_table_names_none_and_grows_the_grid(sheets: Sheets) -> None:
    made = sheets.ok("POST", "/{id}/values/A1000:append", {"values": [["x"], ["y"]]}, valueInputOption="RAW")
    assert "tableRange" not in made
    assert sheets.sheet()["properties"]["gridProperties"]["rowCount"] == 1001


def test_append_can_push_rows_down(two_tables: Sheets) -> None:
    two_tables.ok(
        "POST",
        "/{id}/values/A1:append",
        {"values": [["n"]]},
        valueInputOption="RAW",
        insertDataOption="INSERT_ROWS",
    )
    assert two_tables.values("A1:D7", UNFORMATTED)[2:5] == [["n"], [], ["", 1, 2, 3]]


def test_a_get_may_come_as_a_post_with_a_form(sheets: Sheets) -> None:
    sheets.put("A1", [["x"]])
    status, made = sheets.send(
        "POST",
        "/{id}/values:batchGet",
        raw=b"ranges=A1&ranges=B1",
        headers={"x-http-method-override": "GET", "content-type": "application/x-www-form-urlencoded"},
    )
    assert status == 200
    assert [held["range"] for held in made["valueRanges"]] == ["Sheet1!A1", "Sheet1!B1"]


cells = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=40),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=5))
def test_what_is_written_raw_is_read_back(rows: list[list[Any]]) -> None:
    sheets = Sheets()
    sheets.put("B2", rows, "RAW")
    read = sheets.values("B2:F6", UNFORMATTED)
    assert read == rows
    assert sheets.values("B2:F6", "FORMULA") == rows
    again = Sheets(sheets.store, sheets.spreadsheet_id)
    sheets.store._cache.clear()
    assert again.values("B2:F6", UNFORMATTED) == rows


def test_data_filters_read_write_and_clear(sheets: Sheets) -> None:
    sheets.put("A1", [["a", 1], ["b", 2]])
    location = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}
    metadata = {"metadataKey": "row", "location": location, "visibility": "DOCUMENT"}
    sheets.batch({"createDeveloperMetadata": {"developerMetadata": metadata}})
    by_key = {"developerMetadataLookup": {"metadataKey": "row"}}
    made = sheets.ok(
        "POST", "/{id}/values:batchGetByDataFilter", {"dataFilters": [by_key, {"a1Range": "A1:B1"}]}
    )
    assert [held["valueRange"]["values"] for held in made["valueRanges"]] == [[["b", "2"]], [["a", "1"]]]
    assert made["valueRanges"][0]["dataFilters"] == [by_key]
    written = sheets.ok(
        "POST",
        "/{id}/values:batchUpdateByDataFilter",
        {"valueInputOption": "RAW", "data": [{"dataFilter": by_key, "values": [["c", 3]]}]},
    )
    assert written["totalUpdatedCells"] == 2
    assert written["responses"][0]["dataFilter"] == by_key
    assert sheets.values("A2:B2") == [["c", "3"]]
    sheets.ok("POST", "/{id}/values:batchClearByDataFilter", {"dataFilters": [by_key]})
    assert sheets.values("A1:B2") == [["a", "1"]]
