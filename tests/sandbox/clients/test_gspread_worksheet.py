"""gspread's Worksheet, unmodified: every public method that reads or writes."""

from __future__ import annotations

import re

import gspread
from gspread.utils import Dimension, PasteType, TableDirection, ValidationConditionType

Sheet = gspread.Worksheet


def test_reading(sheet: Sheet) -> None:
    assert sheet.acell("A1").value == "item"
    assert sheet.cell(2, 4).value == "90.5"
    assert sheet.row_values(2) == ["Design", "Ana", "12", "90.5"]
    assert sheet.col_values(3) == ["hours", "12", "40"]
    assert sheet.get("A1:B1") == [["item", "who"]]
    assert sheet.get_values("A2:B3") == [["Design", "Ana"], ["Build", "Ben"]]
    assert len(sheet.get_all_values()) == 3
    assert len(sheet.get_all_cells()) == 26_000
    assert sheet.get_all_records()[0] == {
        "item": "Design",
        "who": "Ana",
        "hours": 12,
        "rate": 90.5,
        "cost": "",
    }
    assert sheet.batch_get(["A1", "C2:D2"]) == [[["item"]], [["12", "90.5"]]]
    assert [cell.value for cell in sheet.range("A1:B1")] == ["item", "who"]
    assert sheet.find("Ben").address == "B3"
    assert [cell.address for cell in sheet.findall(re.compile("^B"))] == ["A3", "B3"]
    assert sheet.expand("A1", TableDirection.down) == [["item"], ["Design"], ["Build"]]


def test_what_a_worksheet_knows_of_itself(sheet: Sheet) -> None:
    assert (sheet.row_count, sheet.col_count, sheet.column_count) == (1000, 26, 26)
    assert (sheet.id, sheet.index, sheet.title) == (0, 0, "Sheet1")
    assert sheet.url.endswith("#gid=0")
    assert sheet.spreadsheet.title == "Plan"
    assert (sheet.frozen_row_count, sheet.frozen_col_count) == (0, 0)
    assert sheet.is_gridlines_hidden is False
    assert sheet.isSheetHidden is False
    assert sheet.tab_color is None


def test_writing(sheet: Sheet) -> None:
    sheet.update([["x"]], "F1")
    sheet.update_acell("F2", "=C2*D2")
    assert sheet.acell("F2").value == "1086"
    sheet.update_cell(3, 6, 7)
    cells = sheet.range("G1:G2")
    cells[0].value, cells[1].value = "one", "two"
    sheet.update_cells(cells)
    sheet.batch_update([{"range": "H1", "values": [[1]]}, {"range": "H2", "values": [[2]]}])
    assert sheet.get("F1:H3") == [["x", "one", "1"], ["1086", "two", "2"], ["7"]]
    sheet.batch_clear(["F1:H1", "F3"])
    assert sheet.get("F1:H3") == [[], ["1086", "two", "2"]]
    sheet.append_row(["Test", "Chiara", 3])
    sheet.append_rows([["Ship", "Ana", 1], ["Rest", "Ben", 2]])
    assert sheet.col_values(1) == ["item", "Design", "Build", "Test", "Ship", "Rest"]
    sheet.clear()
    assert sheet.get_all_values() == [[]]


def test_rows_and_columns(sheet: Sheet) -> None:
    sheet.insert_row(["Start", "Ana"], 2)
    sheet.insert_rows([["Plan"], ["Think"]], 3)
    assert sheet.col_values(1) == ["item", "Start", "Plan", "Think", "Design", "Build"]
    sheet.insert_cols([["code", "a", "b"]], 1)
    assert sheet.row_values(2)[:2] == ["a", "Start"]
    sheet.delete_rows(2, 4)
    sheet.delete_columns(1)
    assert sheet.col_values(1) == ["item", "Design", "Build"]
    sheet.delete_dimension(Dimension.rows, 3)
    assert sheet.col_values(1) == ["item", "Design"]
    before = sheet.row_count
    sheet.add_rows(5)
    sheet.add_cols(2)
    assert sheet.row_count == before + 5
    sheet.resize(rows=10, cols=8)
    fresh = sheet.spreadsheet.worksheet("Sheet1")
    assert (fresh.row_count, fresh.col_count) == (10, 8)
    sheet.columns_auto_resize(0, 2)
    sheet.rows_auto_resize(0, 2)


def test_hiding_and_groups(sheet: Sheet) -> None:
    sheet.hide_columns(0, 2)
    sheet.hide_rows(1, 2)
    held = sheet.spreadsheet.fetch_sheet_metadata(
        {
            "includeGridData": "true",
            "fields": "sheets/data(columnMetadata/hiddenByUser,rowMetadata/hiddenByUser)",
        }
    )["sheets"][0]["data"][0]
    assert [column.get("hiddenByUser", False) for column in held["columnMetadata"][:3]] == [True, True, False]
    assert [row.get("hiddenByUser", False) for row in held["rowMetadata"][:3]] == [False, True, False]
    sheet.unhide_columns(0, 2)
    sheet.unhide_rows(1, 2)
    sheet.add_dimension_group_columns(1, 3)
    sheet.add_dimension_group_rows(1, 3)
    assert sheet.list_dimension_group_columns()[0]["depth"] == 1
    assert sheet.list_dimension_group_rows()[0]["range"]["startIndex"] == 1
    sheet.delete_dimension_group_columns(1, 3)
    sheet.delete_dimension_group_rows(1, 3)
    assert sheet.list_dimension_group_rows() == []


def test_looks(sheet: Sheet) -> None:
    bold = {"textFormat": {"bold": True}}
    sheet.format("A1:E1", bold)
    sheet.batch_format([{"range": "A2", "format": {"backgroundColor": {"red": 1}}}])
    sheet.freeze(rows=1, cols=1)
    sheet.hide_gridlines()
    sheet.update_tab_color("#ff0000")
    fresh = sheet.spreadsheet.worksheet("Sheet1")
    assert (fresh.frozen_row_count, fresh.frozen_col_count) == (1, 1)
    assert fresh.is_gridlines_hidden is True
    assert fresh.get_tab_color() == "#FF0000"
    sheet.show_gridlines()
    sheet.clear_tab_color()
    held = sheet.spreadsheet.fetch_sheet_metadata(
        {"ranges": "Sheet1!A1", "fields": "sheets/data/rowData/values/userEnteredFormat"}
    )["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"]
    assert held == {"textFormat": {"bold": True}}


def test_merging(sheet: Sheet) -> None:
    sheet.merge_cells("G1:H2")
    sheet.batch_merge([{"range": "G4:H4"}, {"range": "G5:H6", "mergeType": "MERGE_ROWS"}])
    held = sheet.spreadsheet.fetch_sheet_metadata({"fields": "sheets.merges"})["sheets"][0]["merges"]
    assert len(held) == 4
    sheet.unmerge_cells("G1:H6")
    assert sheet.spreadsheet.fetch_sheet_metadata({"fields": "sheets.merges"})["sheets"] == [{}]


def test_notes(sheet: Sheet) -> None:
    sheet.update_note("A1", "first")
    sheet.insert_note("B1", "second")
    sheet.update_notes({"C1": "third"})
    sheet.insert_notes({"D1": "fourth"})
    assert sheet.get_note("A1") == "first"
    assert sheet.get_notes(grid_range="A1:D1") == [["first", "second", "third", "fourth"]]
    sheet.clear_note("A1")
    sheet.clear_notes(["B1", "C1"])
    assert sheet.get_notes(grid_range="A1:D1") == [["", "", "", "fourth"]]


def test_sort_filter_copy(sheet: Sheet) -> None:
    sheet.sort((3, "des"), range="A2:E3")
    assert sheet.col_values(1) == ["item", "Build", "Design"]
    sheet.set_basic_filter("A1:E3")
    assert "basicFilter" in sheet.spreadsheet.fetch_sheet_metadata()["sheets"][0]
    sheet.clear_basic_filter()
    sheet.copy_range("A1:B1", "G1", PasteType.values)
    sheet.cut_range("A3:B3", "G2")
    assert sheet.get("G1:H2") == [["item", "who"], ["Design", "Ana"]]
    assert sheet.acell("A3").value is None


def test_validation_names_and_protection(sheet: Sheet) -> None:
    sheet.add_validation(
        "B2:B3", ValidationConditionType.one_of_list, ["Ana", "Ben"], strict=True, showCustomUi=True
    )
    held = sheet.spreadsheet.fetch_sheet_metadata(
        {"ranges": "Sheet1!B2", "fields": "sheets/data/rowData/values/dataValidation"}
    )["sheets"][0]["data"][0]["rowData"][0]["values"][0]["dataValidation"]
    assert held["strict"] is True
    made = sheet.define_named_range("A1:A3", "items")["replies"][0]["addNamedRange"]["namedRange"]
    sheet.delete_named_range(made["namedRangeId"])
    protected = sheet.add_protected_range("A1:A3", warning_only=True)
    wanted = protected["replies"][0]["addProtectedRange"]["protectedRange"]["protectedRangeId"]
    sheet.delete_protected_range(wanted)
    assert sheet.spreadsheet.list_protected_ranges(0) == []


def test_the_worksheet_itself(sheet: Sheet, client: gspread.Client) -> None:
    twin = sheet.duplicate(new_sheet_name="Twin")
    twin.update_index(0)
    twin.update_title("First")
    assert [held.title for held in sheet.spreadsheet.worksheets()] == ["First", "Sheet1"]
    twin.hide()
    assert sheet.spreadsheet.worksheet("First").isSheetHidden is True
    twin.show()
    other = client.create("Elsewhere")
    copied = sheet.copy_to(other.id)
    assert copied["title"] == "Copy of Sheet1"
    assert other.worksheet("Copy of Sheet1").get("A2") == [["Design"]]
