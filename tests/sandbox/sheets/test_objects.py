"""What lies on sheets: rules, names, protection, metadata, tables, charts, filters, groups, comments."""

from __future__ import annotations

import pytest

from tests.sandbox.sheets.in_process import OWNER, Json, Sheets, rows_of, span
from tests.sandbox.sheets.kinds_in_use import ANCHOR, CHART, RULE


def rule(name: str) -> Json:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": f'=N("{name}")=0'}]}
    return {
        "ranges": [span(0, 1, 0, 1)],
        "booleanRule": {"condition": condition, "format": {"textFormat": {"bold": True}}},
    }


def names(sheets: Sheets) -> list[str]:
    held = sheets.sheet().get("conditionalFormats", [])
    return [r["booleanRule"]["condition"]["values"][0]["userEnteredValue"][4:5] for r in held]


def test_rules_are_known_by_their_place(sheets: Sheets) -> None:
    sheets.batch(*[{"addConditionalFormatRule": {"rule": rule(n), "index": i}} for i, n in enumerate("abc")])
    sheets.batch({"addConditionalFormatRule": {"rule": rule("x"), "index": 1}})
    assert names(sheets) == ["a", "x", "b", "c"]
    (moved,) = sheets.batch({"updateConditionalFormatRule": {"sheetId": 0, "index": 3, "newIndex": 0}})
    assert names(sheets) == ["c", "a", "x", "b"]
    assert moved["updateConditionalFormatRule"]["oldIndex"] == 3
    (gone,) = sheets.batch({"deleteConditionalFormatRule": {"index": 2}})
    assert gone["deleteConditionalFormatRule"]["rule"]["booleanRule"]["condition"]["type"] == "CUSTOM_FORMULA"
    assert names(sheets) == ["c", "a", "b"]
    assert sheets.no_batch({"deleteConditionalFormatRule": {"index": 3}}) == (
        "Invalid requests[0].deleteConditionalFormatRule: No conditional format on sheet: 0 at index: 3"
    )


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({"addSheet": {"properties": {"title": "sheet1"}}}, "already exists. Please enter another name."),
        ({"addSheet": {"properties": {"sheetId": 0, "title": "X"}}}, "Sheet with id 0 already exists"),
        ({"deleteSheet": {"sheetId": 0}}, "You can't remove all the sheets in a document."),
        (
            {"updateSheetProperties": {"properties": {"hidden": True}, "fields": "hidden"}},
            "You can't hide all the sheets in a document.",
        ),
        (
            {"updateSheetProperties": {"properties": {"title": "x"}}},
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
        ),
        ({"deleteDimension": {"range": rows_of(0, 1000)}}, "You can't delete all the rows on the sheet."),
        (
            {"deleteDimension": {"range": rows_of(1000, 1001)}},
            "Tried to delete row index 1000 but there are only 1000 rows.",
        ),
        ({"appendDimension": {"dimension": "ROWS", "length": 10**7}}, "above the limit of 10000000 cells."),
        (
            {"updateCells": {"range": span(0, 1, 0, 1), "rows": [{}, {}], "fields": "note"}},
            "Attempting to write row: 1, beyond the last requested row of: 0",
        ),
        (
            {"updateCells": {"start": {"rowIndex": 999}, "rows": [{"values": [{}]}, {}], "fields": "note"}},
            "Range (Sheet1!A1000:A1001) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            {"repeatCell": {"range": span(0, 1, 0, 27), "cell": {}, "fields": "note"}},
            "Range (Sheet1!A1:AA1) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            {"addNamedRange": {"namedRange": {"name": "two words", "range": span(0, 1, 0, 1)}}},
            "is invalid for a named range.",
        ),
        (
            {"addNamedRange": {"namedRange": {"name": "A1", "range": span(0, 1, 0, 1)}}},
            "is invalid for a named range.",
        ),
        (
            {"addChart": {"chart": {"spec": {"basicChart": {}}, "position": ANCHOR}}},
            "A basic chart must have domains or series.",
        ),
        (
            {"copyPaste": {"source": span(0, 1, 0, 1, 9), "destination": span(0, 1, 0, 1)}},
            "No grid with id: 9",
        ),
        (
            {"findReplace": {"find": "(", "searchByRegex": True, "allSheets": True}},
            "Invalid regular expression: (",
        ),
    ],
)
def test_refusals(sheets: Sheets, request_: Json, says: str) -> None:
    before = sheets.stored()
    message = sheets.no_batch(request_)
    assert message.startswith(f"Invalid requests[0].{next(iter(request_))}: ")
    assert message.endswith(says)
    assert sheets.stored() == before


def test_a_chart_has_one_row_or_column_for_each_source(sheets: Sheets) -> None:
    wide = {
        "basicChart": {
            "chartType": "LINE",
            "series": [{"series": {"sourceRange": {"sources": [span(0, 2, 0, 2)]}}}],
        }
    }
    message = sheets.no_batch({"addChart": {"chart": {"spec": wide, "position": ANCHOR}}})
    assert message.endswith("ChartSourceRange ranges require all rows or all columns to have length of 1.")


def test_charts_keep_their_id_follow_rows_and_may_have_a_sheet_of_their_own(sheets: Sheets) -> None:
    chart = {"chartId": 7, "spec": CHART, "position": ANCHOR}
    (reply,) = sheets.batch({"addChart": {"chart": chart}})
    assert reply["addChart"]["chart"]["chartId"] == 7
    assert sheets.no_batch({"addChart": {"chart": chart}}).endswith("already exists.")
    sheets.batch({"insertDimension": {"range": rows_of(0, 2)}})
    held = sheets.sheet()["charts"][0]
    assert held["position"]["overlayPosition"]["anchorCell"] == {"rowIndex": 3, "columnIndex": 1}
    sources = held["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"]["sources"]
    assert sources == [{"startRowIndex": 2, "endRowIndex": 6, "startColumnIndex": 0, "endColumnIndex": 1}]
    sheets.batch({"addChart": {"chart": {"chartId": 8, "spec": CHART, "position": {"newSheet": True}}}})
    own = sheets.get()["sheets"][0]
    assert own["properties"]["sheetType"] == "OBJECT"
    assert "gridProperties" not in own["properties"]
    sheets.batch({"deleteEmbeddedObject": {"objectId": 8}})
    assert len(sheets.get()["sheets"]) == 1


def test_protection_holds_against_others_and_shows_editors_only_to_editors(sheets: Sheets) -> None:
    (reply,) = sheets.batch(
        {"addProtectedRange": {"protectedRange": {"range": span(0, 2, 0, 2), "description": "d"}}}
    )
    held = reply["addProtectedRange"]["protectedRange"]
    assert held["requestingUserCanEdit"] is True
    assert held["editors"] == {}
    assert "warningOnly" not in held
    other = Sheets(sheets.store, sheets.spreadsheet_id, "other@example.com")
    seen = other.sheet()["protectedRanges"][0]
    assert "requestingUserCanEdit" not in seen
    assert "editors" not in seen
    assert OWNER in sheets.sheet()["protectedRanges"][0]["editors"]["users"]
    refusal = (
        "You are trying to edit a protected cell or object. "
        "Please contact the spreadsheet owner to remove protection "
        "if you need to edit."
    )
    assert other.refused("PUT", "/{id}/values/A1", {"values": [[1]]}, valueInputOption="RAW") == refusal
    assert other.no_batch({"mergeCells": {"range": span(0, 1, 0, 2)}}).endswith(refusal)
    assert other.no_batch({"deleteProtectedRange": {"protectedRangeId": held["protectedRangeId"]}}).endswith(
        refusal
    )
    other.put("C3", [[1]], "RAW")
    sheets.put("A1", [[1]], "RAW")


def test_a_sheet_is_protected_once_but_for_its_exceptions(sheets: Sheets) -> None:
    whole = {
        "addProtectedRange": {
            "protectedRange": {"range": {"sheetId": 0}, "unprotectedRanges": [span(0, 1, 0, 1)]}
        }
    }
    sheets.batch(whole)
    assert sheets.no_batch(whole).endswith('Sheet "Sheet1" already has sheet protection.')
    other = Sheets(sheets.store, sheets.spreadsheet_id, "other@example.com")
    other.put("A1", [[1]], "RAW")
    other.refused("PUT", "/{id}/values/A2", {"values": [[1]]}, valueInputOption="RAW")


def test_metadata_is_looked_up_by_key_place_and_id(sheets: Sheets) -> None:
    def add(key: str, location: Json) -> Json:
        return {
            "createDeveloperMetadata": {
                "developerMetadata": {"metadataKey": key, "location": location, "visibility": "DOCUMENT"}
            }
        }

    replies = sheets.batch(
        add("file", {"spreadsheet": True}),
        add("sheet", {"sheetId": 0}),
        add("row", {"dimensionRange": rows_of(2, 3)}),
        add("column", {"dimensionRange": rows_of(0, 1, "COLUMNS")}),
    )
    first = replies[0]["createDeveloperMetadata"]["developerMetadata"]
    assert first["location"] == {"locationType": "SPREADSHEET", "spreadsheet": True}
    assert sheets.ok("GET", f"/{{id}}/developerMetadata/{first['metadataId']}") == first

    def found(**lookup: object) -> list[str]:
        body = {"dataFilters": [{"developerMetadataLookup": lookup}]}
        made = sheets.ok("POST", "/{id}/developerMetadata:search", body)
        return [m["developerMetadata"]["metadataKey"] for m in made.get("matchedDeveloperMetadata", [])]

    assert found() == ["file", "sheet", "row", "column"]
    assert found(metadataKey="row") == ["row"]
    assert found(locationType="COLUMN") == ["column"]
    assert found(metadataLocation={"sheetId": 0}) == ["sheet", "row", "column"]
    assert found(metadataLocation={"sheetId": 0}, locationMatchingStrategy="EXACT_LOCATION") == ["sheet"]
    assert found(metadataLocation={"spreadsheet": True}) == ["file"]
    assert found(metadataLocation={"dimensionRange": rows_of(2, 3)}) == ["sheet", "row", "column"]
    assert found(metadataLocation={"dimensionRange": rows_of(5, 6)}, locationType="ROW") == []
    assert found(metadataKey="none") == []
    contradiction = {"locationMatchingStrategy": "EXACT_LOCATION", "locationType": "ROW"}
    body = {"dataFilters": [{"developerMetadataLookup": contradiction}]}
    sheets.refused("POST", "/{id}/developerMetadata:search", body)
    card = sheets.get()
    assert [m["metadataKey"] for m in card["developerMetadata"]] == ["file"]
    assert [m["metadataKey"] for m in card["sheets"][0]["developerMetadata"]] == ["sheet"]
    assert sheets.no_batch(add("two", {"dimensionRange": rows_of(0, 2)})).endswith("single row or column.")
    sheets.batch({"deleteDimension": {"range": rows_of(2, 3)}})
    assert found() == ["file", "sheet", "column"]


def test_tables_own_their_columns(sheets: Sheets) -> None:
    sheets.put("A1", [["Name", "Cost"], ["x", 1]])
    table = {
        "tableId": "t",
        "name": "Costs",
        "range": span(0, 2, 0, 2),
        "columnProperties": [{"columnIndex": 1, "columnType": "CURRENCY"}],
    }
    (reply,) = sheets.batch({"addTable": {"table": table}})
    columns = reply["addTable"]["table"]["columnProperties"]
    assert columns == [
        {"columnName": "Name"},
        {"columnIndex": 1, "columnName": "Cost", "columnType": "CURRENCY"},
    ]
    sheets.batch(
        {"insertDimension": {"range": rows_of(1, 2, "COLUMNS")}},
        {
            "appendCells": {
                "tableId": "t",
                "rows": [{"values": [{"userEnteredValue": {"stringValue": "y"}}]}],
                "fields": "userEnteredValue",
            }
        },
    )
    held = sheets.sheet()["tables"][0]
    assert [c["columnName"] for c in held["columnProperties"]] == ["Name", "Column 3", "Cost"]
    assert held["range"] == {"startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 3}
    assert sheets.values("A3") == [["y"]]
    assert sheets.refused("GET", "/{id}/values/Costs[Cost]") == "Unable to parse range: Costs[Cost]"
    sheets.batch(
        {"addConditionalFormatRule": {"rule": RULE | {"ranges": [span(0, 1, 0, 1)]}}},
        {"deleteTable": {"tableId": "t"}},
    )
    assert "tables" not in sheets.sheet()
    assert "conditionalFormats" not in sheets.sheet()


def test_a_filter_hides_rows_and_says_so(sheets: Sheets) -> None:
    sheets.put("A1", [["h"], [3], [1], [2]])
    spec = {
        "columnIndex": 0,
        "filterCriteria": {"condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "1"}]}},
    }
    sheets.batch(
        {
            "setBasicFilter": {
                "filter": {
                    "range": span(0, 4, 0, 1),
                    "filterSpecs": [spec],
                    "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}],
                }
            }
        }
    )
    assert sheets.values("A1:A4") == [["h"], ["1"], ["2"], ["3"]]
    data = sheets.get(ranges="A1:A4", includeGridData="true")["sheets"][0]
    assert [row.get("hiddenByFilter", False) for row in data["data"][0]["rowMetadata"]] == [
        False,
        True,
        False,
        False,
    ]
    assert set(data["basicFilter"]["criteria"]) == {"0"}
    sheets.batch({"clearBasicFilter": {"sheetId": 0}})
    data = sheets.get(ranges="A1:A4", includeGridData="true")["sheets"][0]
    assert not any(row.get("hiddenByFilter") for row in data["data"][0]["rowMetadata"])


def test_merging_keeps_the_first_value_and_respects_edges(sheets: Sheets) -> None:
    sheets.put("A1", [["", "b"], ["c", "d"]])
    sheets.batch({"mergeCells": {"range": span(0, 2, 0, 2), "mergeType": "MERGE_ROWS"}})
    assert sheets.values("A1:B2") == [["b"], ["c"]]
    assert len(sheets.sheet()["merges"]) == 2
    assert sheets.no_batch({"unmergeCells": {"range": span(0, 1, 0, 1)}}).endswith(
        "to merge or unmerge them."
    )
    frozen = {
        "properties": {"sheetId": 0, "gridProperties": {"frozenRowCount": 3}},
        "fields": "gridProperties.frozenRowCount",
    }
    sheets.batch({"unmergeCells": {"range": span(0, 2, 0, 2)}}, {"updateSheetProperties": frozen})
    assert "frozen" in sheets.no_batch({"mergeCells": {"range": span(2, 4, 0, 1), "mergeType": "MERGE_ALL"}})


def test_groups_nest(sheets: Sheets) -> None:
    sheets.batch({"addDimensionGroup": {"range": rows_of(0, 4)}})
    (reply,) = sheets.batch({"addDimensionGroup": {"range": rows_of(1, 3)}})
    assert reply["addDimensionGroup"]["dimensionGroups"] == [
        {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 4}, "depth": 1},
        {"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 3}, "depth": 2},
    ]
    sheets.batch({"deleteDimensionGroup": {"range": rows_of(0, 4)}})
    assert [g["depth"] for g in sheets.sheet()["rowGroups"]] == [1]


def test_comments_can_be_read_when_asked_for(sheets: Sheets) -> None:
    (made,) = sheets.batch({"insertComment": {"coordinate": {"rowIndex": 1}, "content": "a < b"}})
    thread = made["insertComment"]["commentThread"]
    sheets.batch(
        {
            "addCommentReply": {
                "commentId": thread["commentId"],
                "post": {"content": "done", "commentAction": "RESOLVE"},
            }
        }
    )
    assert "comments" not in sheets.get()
    answered = sheets.ok(
        "POST",
        "/{id}:batchUpdate",
        {
            "requests": [{"clearBasicFilter": {"sheetId": 0}}],
            "includeSpreadsheetInResponse": True,
            "commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED",
        },
    )
    assert len(answered["updatedSpreadsheet"]["comments"]) == 1
    seen = sheets.get(commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED")
    (comment,) = seen["comments"]
    assert (comment["status"], comment["headPost"]["contentHtml"]) == ("RESOLVED", "a &lt; b")
    assert comment["headPost"]["author"]["me"] is True
    assert seen["sheets"][0]["commentAnchors"][0]["range"]["startRowIndex"] == 1


def test_a_filter_over_open_ranges_is_closed_at_the_grid(sheets: Sheets) -> None:
    sheets.batch({"setBasicFilter": {"filter": {"range": {"sheetId": 0}}}})
    held = sheets.sheet()["basicFilter"]["range"]
    assert held == {"startRowIndex": 0, "endRowIndex": 1000, "startColumnIndex": 0, "endColumnIndex": 26}


def test_fields_decide_what_update_cells_clears(sheets: Sheets) -> None:
    cell = {
        "userEnteredValue": {"numberValue": 1},
        "userEnteredFormat": {
            "textFormat": {"bold": True, "italic": True},
            "numberFormat": {"type": "NUMBER", "pattern": "0.0"},
        },
        "note": "n",
    }
    place = {"range": span(0, 1, 0, 2)}
    sheets.batch({"updateCells": {**place, "rows": [{"values": [cell, cell]}], "fields": "*"}})
    sheets.batch(
        {
            "updateCells": {
                **place,
                "rows": [{"values": [{"userEnteredValue": {"numberValue": 2}}]}],
                "fields": "userEnteredValue,userEnteredFormat.textFormat.bold",
            }
        }
    )
    first, second = sheets.cell("A1"), sheets.cell("B1")
    assert first["userEnteredValue"] == {"numberValue": 2}
    assert first["userEnteredFormat"] == {
        "textFormat": {"italic": True},
        "numberFormat": {"type": "NUMBER", "pattern": "0.0"},
    }
    assert first["note"] == "n"
    assert "userEnteredValue" not in second
    sheets.batch({"updateCells": {**place, "fields": "*"}})
    assert sheets.cell("A1") == {}


def test_find_and_replace_counts(sheets: Sheets) -> None:
    sheets.put("A1", [["cat", "concat", '="cat"'], ["dog", "CAT", 1]])
    (reply,) = sheets.batch({"findReplace": {"find": "cat", "replacement": "cow", "allSheets": True}})
    assert reply["findReplace"] == {
        "valuesChanged": 3,
        "rowsChanged": 2,
        "sheetsChanged": 1,
        "occurrencesChanged": 3,
    }
    (reply,) = sheets.batch(
        {
            "findReplace": {
                "find": "c(.)w",
                "replacement": "$1!",
                "searchByRegex": True,
                "matchEntireCell": True,
                "sheetId": 0,
            }
        }
    )
    assert sheets.values("A1:B2") == [["o!", "concow"], ["dog", "o!"]]
    assert reply["findReplace"]["occurrencesChanged"] == 2


def test_text_to_columns_trim_and_duplicates(sheets: Sheets) -> None:
    sheets.put("A1", [["1,2,x"], ["1,2,X"]], "RAW")
    sheets.batch({"textToColumns": {"source": span(0, 2, 0, 1), "delimiterType": "AUTODETECT"}})
    assert sheets.values("A1:C2", "UNFORMATTED_VALUE") == [[1, 2, "x"], [1, 2, "X"]]
    (reply,) = sheets.batch({"deleteDuplicates": {"range": span(0, 2, 0, 3)}})
    assert reply["deleteDuplicates"] == {"duplicatesRemovedCount": 1}
    sheets.put("A3", [["  a   b "]], "RAW")
    (reply,) = sheets.batch({"trimWhitespace": {"range": span(0, 5, 0, 1)}})
    assert (reply["trimWhitespace"], sheets.values("A3")) == ({"cellsChangedCount": 1}, [["a b"]])


@pytest.mark.parametrize(
    ("source", "filled"),
    [
        ([[1], [2]], ["3", "4", "5"]),
        ([[5]], ["5", "5", "5"]),
        ([["Item 1"]], ["Item 2", "Item 3", "Item 4"]),
        ([["2020-01-30"]], ["2020-01-31", "2020-02-01", "2020-02-02"]),
        ([["Jan"]], ["Feb", "Mar", "Apr"]),
        ([["Mon"], ["Wed"]], ["Fri", "Sun", "Tue"]),
        ([["a"], ["b"]], ["a", "b", "a"]),
    ],
)
def test_auto_fill(sheets: Sheets, source: list[list[object]], filled: list[str]) -> None:
    sheets.put("A1", source)
    size = len(source)
    held = {"source": span(0, size, 0, 1), "dimension": "ROWS", "fillLength": 3}
    sheets.batch({"autoFill": {"sourceAndDestination": held}})
    assert [row[0] for row in sheets.values(f"A{size + 1}:A{size + 3}")] == filled


def test_auto_fill_copies_formulas_shifted_and_fills_upwards(sheets: Sheets) -> None:
    sheets.put("A5", [["=B5*2"]])
    sheets.batch(
        {
            "autoFill": {
                "sourceAndDestination": {"source": span(4, 5, 0, 1), "dimension": "ROWS", "fillLength": -2}
            }
        }
    )
    assert sheets.values("A3:A5", "FORMULA") == [["=B3*2"], ["=B4*2"], ["=B5*2"]]


def test_pasting_repeats_transposes_and_keeps_what_its_type_says(sheets: Sheets) -> None:
    sheets.put("A1", [["$1.00", "=A1+1"]])
    sheets.batch(
        {
            "copyPaste": {
                "source": span(0, 1, 0, 2),
                "destination": span(2, 4, 0, 2),
                "pasteType": "PASTE_NORMAL",
            }
        }
    )
    assert sheets.values("A3:B4", "FORMULA") == [[1, "=A3+1"], [1, "=A4+1"]]
    sheets.batch(
        {
            "copyPaste": {
                "source": span(0, 1, 0, 2),
                "destination": span(5, 6, 0, 1),
                "pasteType": "PASTE_VALUES",
                "pasteOrientation": "TRANSPOSE",
            }
        }
    )
    assert sheets.values("A6:A7", "FORMULA") == [[1], [2]]
    assert sheets.values("A6") == [["1"]]
    sheets.batch(
        {
            "copyPaste": {
                "source": span(0, 1, 0, 1),
                "destination": span(5, 6, 0, 1),
                "pasteType": "PASTE_FORMAT",
            }
        }
    )
    assert sheets.values("A6") == [["$1.00"]]
    sheets.batch(
        {
            "pasteData": {
                "coordinate": {"rowIndex": 9},
                "data": "<table><tr><td>a</td><td>2</td></tr></table>",
                "html": True,
            }
        }
    )
    assert sheets.values("A10:B10", "UNFORMATTED_VALUE") == [["a", 2]]
