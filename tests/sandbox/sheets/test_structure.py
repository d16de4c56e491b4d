"""Rows and columns that come, go and move: whatever points at cells still points at the same cells."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.sheets.in_process import Json, Sheets, rows_of, span

SIZE = 8
RULE = {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}


def insert(start: int, end: int, dimension: str = "ROWS") -> Json:
    return {"insertDimension": {"range": rows_of(start, end, dimension)}}


def delete(start: int, end: int, dimension: str = "ROWS") -> Json:
    return {"deleteDimension": {"range": rows_of(start, end, dimension)}}


def move(start: int, end: int, to: int, dimension: str = "ROWS") -> Json:
    return {"moveDimension": {"source": rows_of(start, end, dimension), "destinationIndex": to}}


@st.composite
def operations(draw: st.DrawFn) -> Json:
    dimension = draw(st.sampled_from(["ROWS", "COLUMNS"]))
    start = draw(st.integers(0, SIZE - 2))
    end = draw(st.integers(start + 1, min(start + 2, SIZE - 1)))
    what = draw(st.sampled_from(["insert", "delete", "move"]))
    if what == "insert":
        return insert(start, end, dimension)
    if what == "delete":
        return delete(start, end, dimension)
    to = draw(st.integers(0, SIZE).filter(lambda n: not start < n < end))
    return move(start, end, to, dimension)


@settings(deadline=None, max_examples=80)
@given(st.lists(operations(), min_size=1, max_size=5))
def test_a_formula_keeps_pointing_at_the_cell_it_named(ops: list[Json]) -> None:
    """Every cell holds a number of its own; a formula elsewhere reads each: same number or `#REF!`."""
    sheets = Sheets()
    sheets.batch({"addSheet": {"properties": {"sheetId": 9, "title": "Else where"}}})
    sheets.put("A1", [[r * SIZE + c for c in range(SIZE)] for r in range(SIZE)], "RAW")
    letters = "ABCDEFGH"
    sheets.put(
        "'Else where'!A1", [[f"=Sheet1!{letters[c]}{r + 1}" for c in range(SIZE)] for r in range(SIZE)]
    )
    sheets.batch(*ops)
    left = {value for row in sheets.values("Sheet1", "UNFORMATTED_VALUE") for value in row if value != ""}
    read = sheets.values("'Else where'", "UNFORMATTED_VALUE")
    for r in range(SIZE):
        for c in range(SIZE):
            number = r * SIZE + c
            assert read[r][c] == (number if number in left else "#REF!")


@settings(deadline=None, max_examples=60)
@given(st.lists(operations(), min_size=1, max_size=4))
def test_names_rules_metadata_merges_and_protection_stay_on_their_cells(ops: list[Json]) -> None:
    """All cover the one cell D4, which holds a text; where it goes they go, and with it they vanish."""
    sheets = Sheets()
    sheets.put("D4", [["here"]], "RAW")
    spot = span(3, 4, 3, 4)
    row = {"dimensionRange": rows_of(3, 4)}
    sheets.batch(
        {"addNamedRange": {"namedRange": {"name": "Spot", "range": spot}}},
        {"addConditionalFormatRule": {"rule": {"ranges": [spot], "booleanRule": RULE}}},
        {"addProtectedRange": {"protectedRange": {"range": spot, "warningOnly": True}}},
        {
            "createDeveloperMetadata": {
                "developerMetadata": {"metadataKey": "k", "location": row, "visibility": "DOCUMENT"}
            }
        },
        *ops,
    )
    grid = sheets.values("Sheet1")
    places = [(r, c) for r, line in enumerate(grid) for c, text in enumerate(line) if text == "here"]
    sheet = sheets.sheet()
    held = [
        *[rule["ranges"][0] for rule in sheet.get("conditionalFormats", [])],
        *[protected["range"] for protected in sheet.get("protectedRanges", [])],
        *[named["range"] for named in sheets.get().get("namedRanges", [])],
    ]
    found = sheets.ok(
        "POST",
        "/{id}/developerMetadata:search",
        {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "k"}}]},
    )
    if not places:
        assert held == []
        return
    ((r, c),) = places
    here = {k: v for k, v in span(r, r + 1, c, c + 1).items() if k != "sheetId"}
    assert held == [here, here, here]
    location = found["matchedDeveloperMetadata"][0]["developerMetadata"]["location"]["dimensionRange"]
    assert (location["startIndex"], location["endIndex"]) == (r, r + 1)


@pytest.mark.parametrize(
    ("op", "formula"),
    [
        (insert(0, 1), "=SUM(A3:A6)"),
        (insert(2, 4), "=SUM(A2:A7)"),
        (insert(1, 2), "=SUM(A3:A6)"),
        (insert(5, 6), "=SUM(A2:A5)"),
        (delete(1, 2), "=SUM(A2:A4)"),
        (delete(2, 4), "=SUM(A2:A3)"),
        (delete(0, 3), "=SUM(A1:A2)"),
        (delete(1, 5), "=SUM(#REF!)"),
        (delete(4, 9), "=SUM(A2:A4)"),
        (move(1, 5, 9), "=SUM(A6:A9)"),
        (move(6, 7, 0), "=SUM(A3:A6)"),
        (move(2, 3, 9), "=SUM(A2:A4)"),
        (insert(0, 1, "COLUMNS"), "=SUM(B2:B5)"),
    ],
)
def test_a_range_grows_shrinks_and_moves(sheets: Sheets, op: Json, formula: str) -> None:
    sheets.batch({"addSheet": {"properties": {"sheetId": 9, "title": "S"}}})
    sheets.put("S!A1", [["=SUM(Sheet1!A2:A5)"]])
    sheets.batch(op)
    assert sheets.values("S!A1", "FORMULA") == [
        [formula.replace("(A", "(Sheet1!A").replace("(B", "(Sheet1!B")]
    ]


def test_open_ranges_and_absolute_references_follow_too(sheets: Sheets) -> None:
    sheets.put("C1", [["=SUM(A:A)+SUM(A3:A)+SUM($B$4)+SUM(2:3)"]])
    sheets.batch(insert(0, 2), insert(0, 1, "COLUMNS"))
    assert sheets.values("D3", "FORMULA") == [["=SUM(B:B)+SUM(B5:B)+SUM($C$6)+SUM(4:5)"]]


def test_texts_that_look_like_references_are_left_alone(sheets: Sheets) -> None:
    sheets.put("B1", [['=IF(A1="A1","A2 ""A3""",LOG10(A4))']])
    sheets.batch(insert(0, 1))
    assert sheets.values("B2", "FORMULA") == [['=IF(A2="A1","A2 ""A3""",LOG10(A5))']]


def test_sheet_index_and_move_count_from_before_the_move(sheets: Sheets) -> None:
    for title in ("B", "C", "D"):
        sheets.batch({"addSheet": {"properties": {"title": title}}})
    sheets.batch({"updateSheetProperties": {"properties": {"sheetId": 0, "index": 2}, "fields": "index"}})
    assert [s["properties"]["title"] for s in sheets.get()["sheets"]] == ["B", "Sheet1", "C", "D"]
    sheets.put("A1", [[1], [2], [3], [4]], "RAW")
    sheets.put("Sheet1!A1", [[1], [2], [3], [4]], "RAW")
    sheets.batch(move(0, 1, 3))
    assert sheets.values("Sheet1!A1:A4") == [["2"], ["3"], ["1"], ["4"]]


def test_a_renamed_sheet_is_renamed_in_formulas_and_a_deleted_one_leaves_ref(sheets: Sheets) -> None:
    sheets.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Data"}}})
    sheets.put("A1", [["=Data!A1+1"]])
    sheets.batch(
        {"updateSheetProperties": {"properties": {"sheetId": 5, "title": "It's new"}, "fields": "title"}}
    )
    assert sheets.values("A1", "FORMULA") == [["='It''s new'!A1+1"]]
    sheets.batch({"deleteSheet": {"sheetId": 5}})
    assert sheets.values("A1", "FORMULA") == [["=#REF!+1"]]
    assert sheets.values("A1") == [["#REF!"]]


def test_cut_cells_take_references_to_them_along(sheets: Sheets) -> None:
    sheets.batch({"addSheet": {"properties": {"sheetId": 5, "title": "T"}}})
    sheets.put("A1", [[1, "=A1", "=SUM(A1:A2)"], [2]])
    sheets.batch(
        {"addNamedRange": {"namedRange": {"name": "N", "range": span(0, 2, 0, 1)}}},
        {
            "cutPaste": {
                "source": span(0, 2, 0, 1),
                "destination": {"sheetId": 5, "rowIndex": 4, "columnIndex": 2},
            }
        },
    )
    assert sheets.values("A1:C1", "FORMULA") == [["", "=T!C5", "=SUM(T!C5:C6)"]]
    assert sheets.values("A1:C1") == [["", "1", "3"]]
    assert sheets.get()["namedRanges"][0]["range"]["sheetId"] == 5


def test_cells_inserted_and_deleted_shift_only_their_band(sheets: Sheets) -> None:
    sheets.put("A1", [[1, 10, "=A2", "=B2"], [2, 20], [3, 30]])
    sheets.batch({"insertRange": {"range": span(1, 2, 0, 1), "shiftDimension": "ROWS"}})
    assert sheets.values("A1:D4", "FORMULA") == [[1, 10, "=A3", "=B2"], ["", 20], [2, 30], [3]]
    sheets.batch({"deleteRange": {"range": span(0, 2, 0, 1), "shiftDimension": "ROWS"}})
    assert sheets.values("A1:D4", "FORMULA") == [[2, 10, "=A1", "=B2"], [3, 20], ["", 30]]


def test_sorting_takes_formats_notes_and_row_metadata_along(sheets: Sheets) -> None:
    sheets.put("A1", [[3, "=A1*2"], [1, "=A2*2"], ["", ""], [2, "=A4*2"]])
    note = {
        "updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [{"note": "three"}]}], "fields": "note"}
    }
    row = {"dimensionRange": rows_of(0, 1)}
    sheets.batch(
        note,
        {
            "createDeveloperMetadata": {
                "developerMetadata": {"metadataKey": "k", "location": row, "visibility": "DOCUMENT"}
            }
        },
        {
            "sortRange": {
                "range": span(0, 4, 0, 2),
                "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}],
            }
        },
    )
    assert sheets.values("A1:B4", "FORMULA") == [[1, "=A1*2"], [2, "=A2*2"], [3, "=A3*2"]]
    assert sheets.cell("A3")["note"] == "three"
    data = sheets.get(includeGridData="true")["sheets"][0]["data"][0]
    assert [bool(held.get("developerMetadata")) for held in data["rowMetadata"][:4]] == [
        False,
        False,
        True,
        False,
    ]


def test_new_rows_take_the_looks_of_the_one_before_or_after(sheets: Sheets) -> None:
    bold: dict[str, Any] = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    sheets.batch({"repeatCell": {"range": span(0, 1, 0, 2), "cell": bold, "fields": "userEnteredFormat"}})
    sheets.batch({"insertDimension": {"range": rows_of(1, 2), "inheritFromBefore": True}}, insert(0, 1))
    assert sheets.cell("A1")["userEnteredFormat"] == bold["userEnteredFormat"]
    assert sheets.cell("A3")["userEnteredFormat"] == bold["userEnteredFormat"]
    assert sheets.cell("A4") == {}
