"""Formulas: recalculated after every write, errors in Google's words, names, open ranges, other sheets."""

from __future__ import annotations

from typing import Any

import pytest

from app.sandbox import formulas
from tests.sandbox.sheets.in_process import Json, Sheets, span

UNFORMATTED = "UNFORMATTED_VALUE"


def test_results_follow_what_they_depend_on(sheets: Sheets) -> None:
    sheets.put("A1", [[1, "=A1*2", "=B1+1"]])
    assert sheets.values("A1:C1", UNFORMATTED) == [[1, 2, 3]]
    sheets.put("A1", [[10]])
    assert sheets.values("A1:C1", UNFORMATTED) == [[10, 20, 21]]
    sheets.ok("POST", "/{id}/values/A1:clear")
    assert sheets.values("A1:C1", UNFORMATTED) == [["", 0, 1]]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM(A1:A)", 6),
        ("=SUM(A:A)", 6),
        ("=SUM(1:1)", 7),
        ("=COUNTA(A1:A)", 3),
        ("= 1 / 1024", 0.0009765625),
        ("=MINUS(3,MULTIPLY(2,ADD(1,1)))", -1),
        ("=DIVIDE(1,4)", 0.25),
        ('=EQ("a","A")', True),
        ("=GTE(2,3)", False),
        ('=IF(A1>0,"y","n")', "y"),
        ("=SUM('Two words'!A:A)", 40),
        ("=sum('two WORDS'!A1:A2)", 40),
        ("=Total*2", 12),
        ("=TRUE", True),
        ("=A9", 0),
        ('=A1&"x"', "1x"),
        ("=AVERAGE(A1:A3)", 2),
        ("=VLOOKUP(2,A1:A3,1,FALSE)", 2),
        ('=TEXT(1234.5,"#,##0.00")', "1,234.50"),
        ("=COUNTUNIQUE(A1:A3)", 3),
        ('=JOIN("-",A1:A3)', "1-2-3"),
        ('=REGEXMATCH("abc","b.")', True),
        ("=ARRAYFORMULA(SUM(A1:A3*2))", 12),
    ],
)
def test_values(sheets: Sheets, formula: str, value: Any) -> None:
    sheets.batch(
        {"addSheet": {"properties": {"title": "Two words"}}},
        {"addNamedRange": {"namedRange": {"name": "Total", "range": span(0, 1, 2, 3)}}},
    )
    sheets.put("A1", [[1], [2], [3]])
    sheets.put("C1", [["=SUM(A1:A3)"]])
    sheets.put("'Two words'!A1", [[15], [25]])
    sheets.put("E5", [[formula]])
    assert sheets.values("E5", UNFORMATTED) == [[value]]


@pytest.mark.parametrize(
    ("formula", "kind", "text"),
    [
        ("=1/0", "DIVIDE_BY_ZERO", "#DIV/0!"),
        ("=NOSUCH(1)", "NAME", "#NAME?"),
        ("=nosuchname", "NAME", "#NAME?"),
        ("=Nowhere!A1", "REF", "#REF!"),
        ("=#REF!+1", "REF", "#REF!"),
        ('="a"+1', "VALUE", "#VALUE!"),
        ("=SQRT(-1)", "NUM", "#NUM!"),
        ("=NA()", "N_A", "#N/A"),
        ("=1+", "ERROR", "#ERROR!"),
        ("=E5", "REF", "#REF!"),
        ("=QUERY(A1:A2)", "NAME", "#NAME?"),
    ],
)
def test_errors_as_google_spells_them(sheets: Sheets, formula: str, kind: str, text: str) -> None:
    sheets.put("E5", [[formula]])
    assert sheets.values("E5") == [[text]]
    error = sheets.cell("E5")["effectiveValue"]["errorValue"]
    assert error["type"] == kind
    assert error["message"]


def test_what_is_unknown_is_named(sheets: Sheets) -> None:
    sheets.put("A1", [["=SUM(1)+FOO(2)", "=Bar+1", "=A1"]])
    row = sheets.get(ranges="A1:C1", includeGridData="true")["sheets"][0]["data"][0]["rowData"][0]["values"]
    messages = [cell["effectiveValue"]["errorValue"]["message"] for cell in row]
    assert messages[:2] == ["Unknown function: 'FOO'.", "Unknown range name: 'BAR'."]


def test_arrays_spill_into_their_neighbours(sheets: Sheets) -> None:
    sheets.put("A1", [["=SEQUENCE(2,2)"], [], ["=SUM(A1:B2)"]])
    assert sheets.values("A1:B3", UNFORMATTED) == [[1, 2], [3, 4], [10]]
    assert sheets.values("A1:B2", "FORMULA") == [["=SEQUENCE(2,2)", 2], [3, 4]]
    sheets.put("B2", [["in the way"]], "RAW")
    assert sheets.values("A1") == [["#REF!"]]


def test_a_circle_over_two_cells(sheets: Sheets) -> None:
    sheets.put("A1", [["=B1", "=A1"]])
    assert sheets.values("A1:B1") == [["#REF!", "#REF!"]]
    sheets.put("B1", [[3]])
    assert sheets.values("A1:B1") == [["3", "3"]]


def test_a_text_that_looks_like_a_formula_stays_text(sheets: Sheets) -> None:
    row = [{"userEnteredValue": {"stringValue": "=1+1"}}, {"userEnteredValue": {"formulaValue": "=1+1"}}]
    request: Json = {"start": {"sheetId": 0}, "rows": [{"values": row}], "fields": "userEnteredValue"}
    sheets.batch({"updateCells": request})
    assert sheets.values("A1:B1") == [["=1+1", "2"]]


def test_formulas_in_a_locale_with_decimal_commas(sheets: Sheets) -> None:
    sheets.batch({"updateSpreadsheetProperties": {"properties": {"locale": "de_DE"}, "fields": "locale"}})
    sheets.put("A1", [["=SUM(1,5;2,5)", '=IF(1;"a;b";2)']])
    assert sheets.values("A1:B1", UNFORMATTED) == [[4, "a;b"]]


def test_number_formats_come_along(sheets: Sheets) -> None:
    sheets.put(
        "A1",
        [["$5.00", "=A1*2", "=SUM(A1:B1)", "=A1/A1", "=DATE(2020,1,2)", "=COUNT(A1:B1)", "=E1+1", "=E1-G1"]],
    )
    assert sheets.values("A1:H1") == [["$5.00", "$10.00", "$15.00", "1", "1/2/2020", "2", "1/3/2020", "-1"]]


def test_results_are_there_after_loading_from_the_store(sheets: Sheets) -> None:
    sheets.put("A1", [[2, "=A1*3"]])
    sheets.store._cache.clear()
    formulas.forget(sheets.spreadsheet_id)
    assert sheets.values("A1:B1", UNFORMATTED) == [[2, 6]]


def test_repeated_formulas_shift_their_relative_references(sheets: Sheets) -> None:
    sheets.put("A1", [[1], [2], [3]])
    cell = {"userEnteredValue": {"formulaValue": "=A1*2+$A$1+A$1"}}
    sheets.batch({"repeatCell": {"range": span(0, 3, 1, 2), "cell": cell, "fields": "userEnteredValue"}})
    assert sheets.values("B1:B3", "FORMULA") == [["=A1*2+$A$1+A$1"], ["=A2*2+$A$1+A$1"], ["=A3*2+$A$1+A$1"]]


def test_a_batch_s_own_reads_see_its_own_writes(sheets: Sheets) -> None:
    sheets.put("A1", [[3, "=A1"], [1, "=A2"], [2, "=A3"]])
    cell = [{"userEnteredValue": {"numberValue": 9}}]
    sheets.batch(
        {
            "updateCells": {
                "start": {"sheetId": 0, "rowIndex": 1},
                "rows": [{"values": cell}],
                "fields": "userEnteredValue",
            }
        },
        {
            "sortRange": {
                "range": span(0, 3, 0, 2),
                "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}],
            }
        },
    )
    assert sheets.values("A1:A3", UNFORMATTED) == [[9], [3], [2]]


def test_an_array_spills_into_cells_that_were_emptied(sheets: Sheets) -> None:
    sheets.put("A1", [[1, 5], [2, 6], ["=SUM(A1:B2)"]])
    sheets.ok("POST", "/{id}/values/A1:B2:clear")
    sheets.put("A1", [["=SEQUENCE(2,2)"]])
    assert sheets.values("A1:B3", UNFORMATTED) == [[1, 2], [3, 4], [10]]
    sheets.put("A1", [["=SEQUENCE(1,2)"]])
    assert sheets.values("A1:B3", UNFORMATTED) == [[1, 2], [], [3]]


def test_sort_and_flatten_as_google_does(sheets: Sheets) -> None:
    sheets.put("A1", [["b", 2], ["", 9], ["a", 2], ["c", 3]])
    sheets.put("D1", [["=SORT(A1:B4,2,FALSE,1,TRUE)"]])
    assert sheets.values("D1:E4", UNFORMATTED) == [["", 9], ["c", 3], ["a", 2], ["b", 2]]
    sheets.put("D1", [["=SORT(A1:A4)"]])
    assert sheets.values("D1:D3", UNFORMATTED) == [["a"], ["b"], ["c"]]
    sheets.put("D1", [["=FLATTEN(B1:B2,A3:B3)"]])
    assert sheets.values("D1:D4", UNFORMATTED) == [[2], [9], ["a"], [2]]


def test_dividing_by_zero_by_name(sheets: Sheets) -> None:
    sheets.put("A1", [["=DIVIDE(1,0)"]])
    assert sheets.values("A1") == [["#DIV/0!"]]


def test_an_array_spills_over_gaps_and_beside_longer_rows(sheets: Sheets) -> None:
    sheets.put("A1", [["a", 1], ["b", 2], ["c", 3]])
    sheets.put("H1", [["x"], ["y"], ["z"]])
    sheets.put("D1", [["=FILTER(A1:B3,B1:B3>1)"]])
    assert sheets.values("D1:E3", UNFORMATTED) == [["b", 2], ["c", 3]]
    sheets.put("B1", [[9]])
    assert sheets.values("D1:E3", UNFORMATTED) == [["a", 9], ["b", 2], ["c", 3]]
    sheets.ok("POST", "/{id}/values/D1:clear")
    assert sheets.values("D1:E3", UNFORMATTED) == []


def test_no_regular_expression_takes_for_ever(sheets: Sheets) -> None:
    sheets.put(
        "A1", [["a" * 5_000 + "!", '=REGEXMATCH(A1,"^(a+)+$")', '=REGEXREPLACE("xaby","(a)(b)","$2$1")']]
    )
    assert sheets.values("B1:C1", UNFORMATTED) == [[False, "xbay"]]
    find = {"find": "(a*)*b", "replacement": "$1", "searchByRegex": True, "allSheets": True}
    assert sheets.batch({"findReplace": find})[0] == {"findReplace": {}}
    find = {"find": "(?=a)", "searchByRegex": True, "allSheets": True}
    body = {"requests": [{"findReplace": find}]}
    assert "Invalid regular expression" in sheets.refused("POST", "/{id}:batchUpdate", body)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=A:A*2", 4),
        ("=A1:A3&B1:B3", "2y"),
        ('=IF(ISBLANK(A:A),"none",A:A)', 2),
        ("=-A1:A3", -2),
        ("=ROUND($A$1:$A$3/3,1)", 0.7),
        ("=SUM(A1:A3)+SUM(A:A)", 12),
        ('=COUNTIF(A:A,">1")*2', 4),
        ('=IF(SUM(A1:A3)>5,"(A1:A3)","")', "(A1:A3)"),
        ("=VLOOKUP(A:A,A1:B3,2,FALSE)", "y"),
        ("=A4:A9*2", "#VALUE!"),
    ],
)
def test_a_range_is_the_value_in_line_where_one_is_meant(sheets: Sheets, formula: str, value: Any) -> None:
    sheets.put("A1", [[1, "x"], [2, "y"], [3, "z"]])
    sheets.put("D2", [[formula]])
    assert sheets.values("D1:E9", UNFORMATTED) == [[], [value]]


def test_an_array_formula_takes_the_whole_range(sheets: Sheets) -> None:
    sheets.put("A1", [[1], [2], [3]])
    sheets.put("D1", [["=ARRAYFORMULA(IF(A1:A3>1,A1:A3*2,0))", "=SUMPRODUCT(A1:A3*A1:A3)"]])
    assert sheets.values("D1:E3", UNFORMATTED) == [[0, 14], [4], [6]]
