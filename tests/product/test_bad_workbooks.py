"""Workbooks as they come, through the whole product: place and mend named, the rest right or untouched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sheets_schema.template import Row
from tests.support.product import Json, Product
from tests.workbook.books import SMALL

# The small project by hand, at 31 March 2026. Spent: 105.5 h x 80 + 90 h x 70 + 1,234.56 of invoice.
# Earned, by percent: 8,000 + half of 15,000 + a tenth of 20,000.50. To go, by plan: 100 h x 70 + 135 h x 80.
PLAIN = {"bac": 43_000.50, "ac": 15_974.56, "ev": 17_500.05, "etc": 17_800.00, "eac": 33_774.56}


def small(product: Product) -> str:
    return product.workbook(tables())


def tables(**other: list[Row]) -> dict[str, list[Row]]:
    plain: dict[str, list[Row]] = {name: [*rows] for name, rows in SMALL.items()}
    return plain | other


def delete_column(product: Product, book: str, tab: str, heading: str) -> None:
    at = product.values(book, tab)[0].index(heading)
    where = {"sheetId": product.sheet_id(book, tab), "dimension": "COLUMNS"}
    product.batch(book, {"deleteDimension": {"range": where | {"startIndex": at, "endIndex": at + 1}}})


def merge(product: Product, book: str, tab: str, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    where = {"sheetId": product.sheet_id(book, tab), "startRowIndex": rows[0], "endRowIndex": rows[1]}
    where |= {"startColumnIndex": columns[0], "endColumnIndex": columns[1]}
    product.batch(book, {"mergeCells": {"range": where, "mergeType": "MERGE_ALL"}})


def cost(result: Json) -> dict[str, float]:
    return {name: result["figures"]["cost"][name] for name in PLAIN}


def with_figures(**other: float) -> Any:
    return pytest.approx(PLAIN | other, abs=0.005)


def cells_of(item: Json) -> list[str]:
    return [f"{cell['tab']}!{cell['a1']}" for cell in item["cells"]]


def the_problem(result: Json, kind: str) -> Json:
    (problem,) = [problem for problem in result["problems"] if problem["kind"] == kind]
    return dict(problem)


def test_as_it_should_be(product: Product) -> None:
    result = product.refresh(small(product))
    assert result["problems"] == []
    assert cost(result) == with_figures()


# Nothing can be said: refused with place and mend, and not a cell, mark or tab differs.


def without_tab(tab: str) -> Callable[[Product, str], None]:
    def spoil(product: Product, book: str) -> None:
        product.batch(book, {"deleteSheet": {"sheetId": product.sheet_id(book, tab)}})

    return spoil


def without_column(tab: str, heading: str) -> Callable[[Product, str], None]:
    return lambda product, book: delete_column(product, book, tab, heading)


def typed(where: str, *rows: list[Any]) -> Callable[[Product, str], None]:
    return lambda product, book: product.put(book, where, *rows)


@pytest.mark.parametrize(
    ("spoil", "slug", "detail", "mend"),
    [
        (without_tab("Budget"), "no-budget-tab", "the tabs (Settings, Actuals", "Add a tab called Budget"),
        (without_tab("Actuals"), "no-actuals-tab", "is the Actuals tab", "Add a tab called Actuals"),
        (without_tab("Settings"), "no-settings-tab", "is the Settings tab", "Add a tab called Settings"),
        (without_column("Budget", "Line"), "missing-column",
         "Budget has no column of line numbers (headed Line, Line ID", "Add the column"),
        (typed("Budget!A1:N1", [""] * 14), "missing-column",
         "Budget has no row with the headings it needs (Line)", "Add the column"),
        (typed("Budget!A2:N4", *[[""] * 14] * 3), "no-budget-lines", "no row with a line", "Add a row"),
        (typed("Budget!O1", ["Cost budget"], [1], [2], [3]), "double-heading",
         "Budget!H1 and O1: two columns are headed Cost budget and differ, so", "Rename"),
        (typed("Budget!O1", ["Progress"], [1], [0.2], [0.3]), "double-heading", "Budget!K1 and O1", "Rename"),
        (typed("Actuals!K1", ["Hours"], [1], [2], [3]), "double-heading", "Actuals!E1 and K1", "Rename one"),
        (typed("Settings!B7", [""]), "no-status-date", "Settings!B7: the status date is blank", "Type the"),
        (typed("Settings!B7", ["soon"]), "no-status-date", "Settings!B7: the text there is not", "example"),
        (typed("Settings!B7", ["=#REF!"]), "no-status-date", "Settings!B7: #REF! is not a date", "example"),
        (typed("Settings!B6", [""]), "no-currency", "names no project currency", "as EUR"),
        (typed("Settings!B6", ["Euros"]), "no-currency", "Settings!B6: the text there is no", "as EUR"),
    ],
)  # fmt: skip
def test_refused_and_unchanged(
    product: Product, spoil: Callable[[Product, str], None], slug: str, detail: str, mend: str
) -> None:
    book = small(product)
    spoil(product, book)
    refused(product, book, slug, detail, mend)


def test_an_empty_workbook(product: Product) -> None:
    book = product.google.create("Empty")
    refused(product, book, "empty-workbook", "No tab of the workbook holds anything", "the template has them")


def refused(product: Product, book: str, slug: str, detail: str, mend: str) -> None:
    before = product.whole(book)
    product.google.clear_requests()
    answer = product.post_refresh(book)
    assert [entry["kind"] for entry in product.sheets_requests()] == ["read"]
    assert product.whole(book) == before
    told = answer.json()
    assert (answer.status_code, told["type"]) == (422, f"/problems/{slug}")
    assert detail in told["detail"]
    assert mend in told["mend"]
    assert told["unchanged"] == "Nothing in the workbook was changed."


# Something can be said: told with the cell, and the rest is right.


@pytest.mark.parametrize(
    ("heading", "figures", "told"),
    [
        ("Line", {}, "Actuals has no column Line"),
        ("Hours", {"ac": 1_234.56, "eac": 19_034.56}, "Actuals has no column Hours; 3 entries have"),
        ("Cost", {"ac": 14_740.00, "eac": 32_540.00}, "Actuals has no column Cost; 1 entry has no amount"),
        ("Date", {"ac": 0.0, "eac": 17_800.00}, "Actuals has no column Date; 4 entries have no date"),
        ("Person", {"ac": 1_234.56, "eac": 19_034.56}, "Actuals has no column Person; 195.50 hours"),
    ],
)  # fmt: skip
def test_a_column_of_actuals_is_missing(
    product: Product, heading: str, figures: dict[str, float], told: str
) -> None:
    book = small(product)
    delete_column(product, book, "Actuals", heading)
    result = product.refresh(book)
    problem = the_problem(result, "missing-column")
    assert problem["message"].startswith(told)
    assert problem["mend"] == f"Add a column headed {heading}"
    assert cost(result) == with_figures(**figures)
    (flag,) = [flag for flag in result["flags"] if flag["check"] == "A1"]
    assert flag["figure"] == problem["message"]


def test_a_column_of_the_budget_is_missing(product: Product) -> None:
    book = small(product)
    delete_column(product, book, "Budget", "Progress")
    result = product.refresh(book)
    assert the_problem(result, "missing-column")["message"].startswith(
        "Budget has no column Progress; 3 lines"
    )
    assert cost(result) == with_figures(ev=0.0)


@pytest.mark.parametrize("heading", ["Title", "Owner", "Revenue", "Other costs", "Actual start", "Document"])
def test_a_column_that_no_figure_rests_on_may_be_missing(product: Product, heading: str) -> None:
    book = small(product)
    delete_column(product, book, "Actuals" if heading == "Document" else "Budget", heading)
    result = product.refresh(book)
    assert result["problems"] == []
    assert cost(result) == with_figures()


def test_two_columns_with_one_heading_that_hold_the_same(product: Product) -> None:
    book = small(product)
    product.put(book, "Budget!O1", ["Cost budget"], [8000], [15000], [20000.5])
    result = product.refresh(book)
    assert cells_of(the_problem(result, "double-heading")) == ["Budget!H1", "Budget!O1"]
    assert cost(result) == with_figures()


def test_text_in_a_budget(product: Product) -> None:
    book = small(product)
    product.put(book, "Budget!H3", ["TBD"])
    result = product.refresh(book)
    assert cost(result) == with_figures(bac=28_000.50, ev=10_000.05)
    problem = the_problem(result, "not-a-number")
    assert (cells_of(problem), problem["left_out"]) == (["Budget!H3"], True)
    assert problem["mend"] == "Type a plain number, or leave the cell blank"
    told = [problem for problem in result["problems"] if problem["kind"] == "unknown-line"]
    assert [cells_of(each) for each in told] == [["Actuals!C4"], ["Resource plan!C2"]]
    for each in told:
        assert "'1.2' is left out of the Budget, because Budget!H3 cannot be read" in each["message"]
        assert each["mend"] == "Mend Budget!H3"
    (over,) = [flag for flag in result["flags"] if flag["check"] == "V1"]
    assert over["figure"].endswith("; 1 line of the Budget could not be read")


@pytest.mark.parametrize(("where", "ac"), [("E3", 12_334.56), ("F5", 14_740.00)])
def test_text_in_an_entry(product: Product, where: str, ac: float) -> None:
    book = small(product)
    product.put(book, f"Actuals!{where}", ["tbc"])
    result = product.refresh(book)
    assert cells_of(the_problem(result, "not-a-number")) == [f"Actuals!{where}"]
    assert cost(result) == with_figures(ac=ac, eac=ac + PLAIN["etc"])


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (45, "percent-scale"),
        (0.45, None),
        ("45%", None),
        ("'45%", "number-as-text"),
        ("'45 %", "number-as-text"),
    ],
)
def test_a_percent_in_each_way(product: Product, value: object, told: str | None) -> None:
    book = small(product)
    product.put(book, "Budget!K3", [value])
    result = product.refresh(book)
    assert cost(result) == with_figures(ev=16_750.05)  # 8,000 + 0.45 x 15,000 + 2,000.05
    assert [problem["kind"] for problem in result["problems"]] == ([told] if told else [])
    if told:
        assert cells_of(result["problems"][0]) == ["Budget!K3"]


def test_formula_errors(product: Product) -> None:
    book = small(product)
    product.put(book, "Budget!G4", ["=1/0"])
    product.put(book, "Actuals!E2", ["=#REF!"])
    result = product.refresh(book)
    told = {tuple(cells_of(problem)): problem for problem in result["problems"]}
    assert told.keys() == {("Budget!G4",), ("Actuals!E2",)}
    assert len(result["problems"]) == 2  # each once
    assert "#DIV/0!" in told["Budget!G4",]["message"]
    assert "#REF!; the row is left out" in told["Actuals!E2",]["message"]
    assert cost(result) == with_figures(ac=11_174.56, eac=28_974.56)


def test_merged_cells(product: Product) -> None:
    book = small(product)
    merge(product, book, "Budget", (1, 3), (2, 3))  # the phase of two lines
    merge(product, book, "Actuals", (1, 3), (2, 3))  # the line of two entries
    result = product.refresh(book)
    told = [problem for problem in result["problems"] if problem["kind"] == "merged-cells"]
    assert sorted(cells_of(problem) for problem in told) == [["Actuals!C2:C3"], ["Budget!C2:C3"]]
    assert cost(result) == with_figures()
    merge(product, book, "Budget", (1, 3), (7, 8))  # the cost of two lines: Sheets keeps the first
    assert cost(product.refresh(book)) == with_figures(bac=28_000.50, ev=10_000.05)


def test_a_total_row_inside_the_data(product: Product) -> None:
    book = small(product)
    product.put(book, "Budget!A5", ["", "Total", "", "", "", "", "=SUM(G2:G4)", "=SUM(H2:H4)"])
    product.put(book, "Budget!A6", ["2.2", "Afterwards", "Build", "Ben", "", "", 10, 900])
    product.put(book, "Actuals!A6", ["", "", "", "Total", 195.5, 1234.56])
    result = product.refresh(book)
    typed, among = [problem for problem in result["problems"] if problem["kind"] == "total-row"]
    assert cells_of(typed) == ["Actuals!C6"]
    assert cells_of(among) == ["Budget!G5", "Budget!H5"]  # a line came after the total, which says both
    assert "leaves out row 6" in among["message"]
    assert "the row is left out" in among["message"]
    assert not [problem for problem in result["problems"] if problem["kind"] == "wrong-total"]
    assert cost(result) == with_figures(bac=43_900.50, etc=18_700.00, eac=34_674.56)


def test_dates_as_text(product: Product) -> None:
    book = small(product)
    product.put(book, "Actuals!A2", ["'2026-01-30"], ["'27.02.2026"], ["'03/13/2026"])
    product.put(book, "Budget!E2", ["'5 January 2026"])
    result = product.refresh(book)
    told = [problem for problem in result["problems"] if problem["kind"] == "date-as-text"]
    assert [cells_of(problem)[0] for problem in told] == [
        "Budget!E2",
        "Actuals!A2",
        "Actuals!A3",
        "Actuals!A4",
    ]
    assert "it is read as 27 February 2026" in told[2]["message"]
    assert cost(result) == with_figures()


def test_hours_for_an_unknown_line(product: Product) -> None:
    book = small(product)
    product.put(book, "Actuals!C3", ["9.9"])
    result = product.refresh(book)
    problem = the_problem(result, "unknown-line")
    assert cells_of(problem) == ["Actuals!C3"]
    assert problem["amount"] == pytest.approx(3_640)
    assert "in the project's total but in no line" in problem["message"]
    assert cost(result) == with_figures()
    titles = [row[1] for row in product.values(book, "Forecast") if len(row) > 1]
    assert "On no line of the Budget" in titles


def test_plans_for_an_unknown_line_count_in_the_total_and_stand_in_a_row(product: Product) -> None:
    book = small(product)
    product.put(book, "'Resource plan'!C2", ["9.9"])
    result = product.refresh(book)
    assert the_problem(result, "unknown-line")["cells"][0]["a1"] == "C2"
    rows = product.values(book, "Forecast")
    at = rows[1].index("Forecast")
    shown = {row[1]: row[at] for row in rows[2:] if len(row) > at}
    assert shown["On no line of the Budget"] == 7_000  # 100 hours of Ben
    lines = sum(row[at] for row in rows[2:] if len(row) > at and row[0])
    assert shown["Project"] == pytest.approx(lines + 7_000)


def test_a_person_without_a_rate(product: Product) -> None:
    book = small(product)
    product.put(book, "Actuals!D3", ["Zed"])
    result = product.refresh(book)
    problem = the_problem(result, "missing-rate")
    assert (cells_of(problem), problem["left_out"]) == (["Actuals!E3"], True)
    assert problem["mend"] == "Add a cost rate for Zed from 2026-02-27 or earlier: it prices 45.50 hours"
    assert cost(result) == with_figures(ac=12_334.56, eac=30_134.56)
    assert result["figures"]["hours"]["ac"] == pytest.approx(195.5)


def test_a_currency_without_a_rate(product: Product) -> None:
    book = small(product)
    product.put(book, "Actuals!G5", ["USD"])
    result = product.refresh(book)
    problem = the_problem(result, "missing-exchange-rate")
    assert (cells_of(problem), problem["left_out"]) == (["Actuals!F5"], True)
    assert "USD 1,234.56 in 1 row not in the totals" in problem["message"]
    assert "Add a rate for USD from 2026-03-20 or earlier" in problem["mend"]
    assert cost(result) == with_figures(ac=14_740.00, eac=32_540.00)


def test_actuals_after_the_status_date(product: Product) -> None:
    book = small(product)
    product.put(book, "Actuals!A5", ["2026-04-20"])
    result = product.refresh(book)
    problem = the_problem(result, "after-status-date")
    assert (cells_of(problem), problem["left_out"]) == (["Actuals!A5"], True)
    assert problem["message"].endswith("2026-03-31 and left out: EUR 1,234.56 of typed cost")
    assert cost(result) == with_figures(ac=14_740.00, eac=32_540.00)


def test_a_status_date_as_text_is_read_and_told(product: Product) -> None:
    book = small(product)
    product.put(book, "Settings!B7", ["'31.03.2026"])
    result = product.refresh(book)
    assert cells_of(the_problem(result, "date-as-text")) == ["Settings!B7"]
    assert result["project"]["status_date"] == str(date(2026, 3, 31))
    assert cost(result) == with_figures()


def test_nothing_booked_yet(product: Product) -> None:
    book = product.workbook(tables(actuals=[]))
    result = product.refresh(book)
    assert result["problems"] == []
    assert cost(result) == with_figures(ac=0.0, eac=17_800.00)
    assert result["figures"]["cost"]["cpi"] is None
    assert result["figures"]["reasons"]["cost.cpi"] == "no cost booked yet"


def test_each_fault_is_highlighted_in_its_cell(product: Product) -> None:
    book = small(product)
    product.put(book, "Actuals!E3", ["tbc"])
    product.refresh(book)
    rules = [
        rule
        for sheet in product.spreadsheet(book, fields="sheets(properties.title,conditionalFormats)")["sheets"]
        if sheet["properties"]["title"] == "Actuals"
        for rule in sheet["conditionalFormats"]
    ]
    (error,) = [rule for rule in rules if "plumbline:error" in str(rule)]
    (area,) = error["ranges"]
    assert (area["startRowIndex"], area["endRowIndex"]) == (2, 3)
    assert (area["startColumnIndex"], area["endColumnIndex"]) == (4, 5)
