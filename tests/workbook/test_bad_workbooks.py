"""Workbooks as they come: each fault has one clear answer with its address, and nothing is lost silently."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.errors import (
    DoubleHeading,
    EmptyWorkbook,
    MissingColumn,
    NoActualsTab,
    NoBudgetLines,
    NoBudgetTab,
    NoCurrency,
    NoSettingsTab,
    NoStatusDate,
)
from app.forecast.forecast import forecast_project
from app.project.model import CreditingRule
from app.project.problem import ProblemKind
from app.workbook.book import Book, Box, CellError
from app.workbook.read import read
from tests.workbook.books import SMALL, TODAY, addresses, draft, of_kind

# Nothing can be said: the refresh stops, before anything is written.


def test_empty_workbook() -> None:
    with pytest.raises(EmptyWorkbook):
        read(Book(id="b", title=""), today=TODAY)
    made = draft()
    made.grids = {"Sheet1": []}
    with pytest.raises(EmptyWorkbook):
        made.read()


@pytest.mark.parametrize(
    ("title", "error"), [("Budget", NoBudgetTab), ("Settings", NoSettingsTab), ("Actuals", NoActualsTab)]
)
def test_no_such_tab(title: str, error: type[Exception]) -> None:
    made = draft()
    del made.grids[title]
    with pytest.raises(error, match=title):
        made.read()


def test_no_status_date_suggests_the_last_month_end() -> None:
    made = draft()
    row = [row[0] for row in made.grid("Settings")].index("Status date")
    made.grid("Settings")[row][1] = None
    with pytest.raises(NoStatusDate) as raised:
        made.read()
    assert "Settings!B7" in raised.value.detail
    assert "31 August 2026" in raised.value.mend
    assert raised.value.where["cell"] == {"sheet_id": 100, "tab": "Settings", "a1": "B7"}
    made.grid("Settings")[row][1] = "end of March"
    with pytest.raises(NoStatusDate, match="the text there is not a date"):
        made.read()
    del made.grid("Settings")[row]
    with pytest.raises(NoStatusDate, match="no status date"):
        made.read()


@pytest.mark.parametrize("value", [None, "Euros", 7.0])
def test_no_currency(value: object) -> None:
    made = draft()
    row = [row[0] for row in made.grid("Settings")].index("Currency")
    made.grid("Settings")[row][1] = value
    with pytest.raises(NoCurrency):
        made.read()


def test_budget_without_its_key_column() -> None:
    made = draft()
    made.grid("Budget")[0][made.at("Budget", "Line")] = "Something else"
    with pytest.raises(MissingColumn, match="Budget has no column of line numbers"):
        made.read()


def test_budget_without_hours_and_cost() -> None:
    made = draft()
    for heading in ("Budget hours", "Cost budget"):
        made.grid("Budget")[0][made.at("Budget", heading)] = "x"
    with pytest.raises(MissingColumn, match="neither"):
        made.read()


def test_actuals_without_a_date_column() -> None:
    made = draft()
    for heading in ("Date", "Period"):
        made.grid("Actuals")[0][made.at("Actuals", heading)] = "x"
    with pytest.raises(MissingColumn, match="Actuals has no column Date"):
        made.read()


def test_a_budget_with_headings_only() -> None:
    made = draft()
    made.grids["Budget"] = made.grids["Budget"][:1]
    with pytest.raises(NoBudgetLines):
        made.read()


def test_two_columns_with_one_heading_that_differ() -> None:
    made = draft()
    for row, value in zip(made.grid("Budget"), ["Cost budget", 1, 2, 3], strict=True):
        row.append(value)
    with pytest.raises(DoubleHeading, match="Budget!H1 and O1"):
        made.read()


def test_two_columns_of_progress_that_differ() -> None:
    made = draft()
    for row, value in zip(made.grid("Budget"), ["Progress", 1, 0.2, 0.3], strict=True):
        row.append(value)
    with pytest.raises(DoubleHeading, match=r"Budget!K1 and O1: two columns .* and differ, so neither"):
        made.read()


# Something can be said: the refresh goes on and tells.


def test_two_columns_with_one_heading_that_agree() -> None:
    made = draft()
    at = made.at("Budget", "Cost budget")
    for row in made.grid("Budget"):
        row.append(row[at])
    reading = made.read()
    (problem,) = of_kind(reading, ProblemKind.DOUBLE_HEADING)
    assert addresses(problem) == ["Budget!H1", "Budget!O1"]
    assert not problem.left_out
    assert [line.cost for line in reading.project.lines] == [800000, 1500000, 2000050]


def test_two_columns_of_something_less_essential_are_withheld() -> None:
    made = draft()
    for row, value in zip(made.grid("Budget"), ["Owner", "X", "Y", "Z"], strict=True):
        row.append(value)
    reading = made.read()
    (problem,) = of_kind(reading, ProblemKind.DOUBLE_HEADING)
    assert problem.left_out
    assert {line.owner for line in reading.project.lines} == {""}


def test_a_missing_column_of_actuals_is_told() -> None:
    made = draft()
    made.grid("Actuals")[0][made.at("Actuals", "Line")] = "x"
    reading = made.read()
    (problem,) = of_kind(reading, ProblemKind.MISSING_COLUMN)
    assert problem.subject == "line"
    assert reading.project.ledger.line.tolist() == [-1] * 4


def test_no_entry_yet_is_no_fault() -> None:
    made = draft()
    made.grids["Actuals"] = made.grids["Actuals"][:1]
    reading = made.read()
    assert len(reading.project.ledger) == 0
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("heading", "left", "says"),
    [
        ("Hours", 1, "Actuals has no column Hours; 3 entries have no amount and are left out"),
        ("Cost", 3, "Actuals has no column Cost; 1 entry has no amount and is left out"),
        ("Date", 0, "Actuals has no column Date; 4 entries have no date and are left out"),
    ],
)
def test_entries_that_a_missing_column_leaves_bare_are_told_as_that(
    heading: str, left: int, says: str
) -> None:
    made = draft()
    made.grid("Actuals")[0][made.at("Actuals", heading)] = "x"
    reading = made.read()
    assert len(reading.project.ledger) == left
    (problem,) = reading.problems
    assert (problem.kind, problem.message, problem.left_out) == (ProblemKind.MISSING_COLUMN, says, True)
    assert problem.count == 4 - left


def test_hours_of_nobody_for_want_of_a_column() -> None:
    made = draft()
    made.grid("Actuals")[0][made.at("Actuals", "Person")] = "x"
    (problem,) = made.read().problems
    assert problem.message == "Actuals has no column Person; 195.50 hours without a cost find nobody's rate"
    assert not problem.left_out


def test_a_budget_without_progress_is_told_where_progress_earns() -> None:
    made = draft()
    made.grid("Budget")[0][made.at("Budget", "Progress")] = "x"
    (problem,) = made.read().problems
    assert problem.message.startswith("Budget has no column Progress; 3 lines credited by percent")
    row = [row[0] for row in made.grid("Settings")].index("Crediting rule")
    made.grid("Settings")[row][1] = "50/50"
    assert made.read().problems == ()


def test_a_budget_without_costs_says_what_it_takes_instead() -> None:
    made = draft()
    made.grid("Budget")[0][made.at("Budget", "Cost budget")] = "x"
    (problem,) = made.read().problems
    assert problem.message == "Budget has no column Cost budget; the budget is hours times rate"
    assert not problem.left_out


def test_text_in_a_number_leaves_the_budget_row_out() -> None:
    made = draft()
    where = made.put("Budget", 2, "Cost budget", "TBD")
    reading = made.read()
    (problem,) = of_kind(reading, ProblemKind.NOT_A_NUMBER)
    assert addresses(problem) == [where]
    assert problem.message == f"{where}: 'TBD' is not a number; the row is left out"
    assert problem.left_out
    assert [line.id for line in reading.project.lines] == ["1.1", "2.1"]
    assert reading.project.unread_lines == {"1.2": "Budget!H3"}


def test_entries_of_a_line_left_out_lead_to_the_cell_that_keeps_it_out() -> None:
    made = draft()
    made.put("Budget", 2, "Cost budget", "TBD")
    _, problems = forecast_project(made.read().project)
    assert [(problem.message.split(":")[1], problem.mend) for problem in problems] == [
        (" '1.2' is left out of the Budget, because Budget!H3 cannot be read", "Mend Budget!H3")
    ] * 2  # in Actuals and in the Resource plan


def test_text_in_a_number_of_actuals_leaves_the_entry_out_with_what_it_holds() -> None:
    made = draft()
    made.put("Actuals", 1, "Cost", 500)
    where = made.put("Actuals", 1, "Hours", "eight")
    reading = made.read()
    (problem,) = of_kind(reading, ProblemKind.NOT_A_NUMBER)
    assert addresses(problem) == [where]
    assert problem.amount == 50000
    assert len(reading.project.ledger) == 3


def test_hours_that_are_no_number_blank_the_cell_where_a_cost_stands() -> None:
    made = draft()
    made.put("Budget", 1, "Budget hours", "some")
    reading = made.read()
    assert reading.project.lines[0].hours is None
    assert reading.project.lines[0].cost == 800000
    assert of_kind(reading, ProblemKind.NOT_A_NUMBER)


@pytest.mark.parametrize(("text", "minor"), [("1.234,56", 123456), ("(1,234.56)", -123456), ("EUR 70", 7000)])
def test_numbers_as_text_are_read_and_told(text: str, minor: int) -> None:
    made = draft()
    where = made.put("Budget", 1, "Cost budget", text)
    reading = made.read()
    assert reading.project.lines[0].cost == minor
    (problem,) = of_kind(reading, ProblemKind.NUMBER_AS_TEXT)
    assert addresses(problem) == [where]
    assert not problem.left_out


def test_a_text_number_with_two_readings_is_left_out_unless_the_column_decides() -> None:
    made = draft()
    where = made.put("Budget", 1, "Cost budget", "1.234")
    reading = made.read()
    (problem,) = of_kind(reading, ProblemKind.AMBIGUOUS_NUMBER)
    assert addresses(problem) == [where]
    assert "1.234 or 1,234" in problem.message
    made.put("Budget", 2, "Cost budget", "2.500,50")
    assert [line.cost for line in made.read().project.lines] == [123400, 250050, 2000050]


def test_an_amount_in_a_foreign_currency_is_not_taken_for_our_own() -> None:
    made = draft()
    where = made.put("Budget", 1, "Cost budget", "USD 100")
    (problem,) = of_kind(made.read(), ProblemKind.NOT_A_NUMBER)
    assert addresses(problem) == [where]
    assert "EUR" in problem.message


def test_a_lone_dash_is_a_blank() -> None:
    made = draft()
    made.put("Budget", 1, "Other costs", "–")
    assert made.read().problems == ()


@pytest.mark.parametrize(
    ("typed", "read_as", "kind"),
    [
        (0.45, 0.45, None),
        (45, 0.45, ProblemKind.PERCENT_SCALE),
        ("45%", 0.45, ProblemKind.NUMBER_AS_TEXT),
        (1, 1.0, None),
        (1.2, 1.2, None),
        (100, 1.0, ProblemKind.PERCENT_SCALE),
        ("half", None, ProblemKind.NOT_A_NUMBER),
    ],
)
def test_percentages(typed: object, read_as: float | None, kind: ProblemKind | None) -> None:
    made = draft()
    where = made.put("Budget", 2, "Progress", typed)
    reading = made.read()
    assert reading.project.lines[1].progress == read_as
    assert [p.kind for p in reading.problems] == ([kind] if kind else [])
    assert [a for p in reading.problems for a in addresses(p)] == ([where] if kind else [])


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_formula_errors_are_unknown_never_zero(error: str) -> None:
    made = draft()
    places = {
        made.put("Budget", 2, "Cost budget", CellError(error)),
        made.put("Actuals", 2, "Hours", CellError(error)),
        made.put("Budget", 3, "Owner", CellError(error)),
        made.put("Actuals", 3, "Date", CellError(error)),
    }
    reading = made.read()
    told = of_kind(reading, ProblemKind.FORMULA_ERROR)
    assert {address for problem in told for address in addresses(problem)} == places
    assert all(error in problem.message for problem in told)
    assert [line.id for line in reading.project.lines] == ["1.1", "2.1"]
    assert reading.project.lines[1].owner == ""
    assert reading.project.ledger.row.tolist() == [1, 4]


def test_an_error_where_the_line_number_belongs() -> None:
    made = draft()
    where = made.put("Budget", 2, "Line", CellError("#REF!"))
    reading = made.read()
    assert [line.id for line in reading.project.lines] == ["1.1", "2.1"]
    assert where in {address for problem in reading.problems for address in addresses(problem)}


def test_merged_text_counts_for_each_row_and_merged_numbers_once() -> None:
    made = draft()
    phase, cost = made.at("Budget", "Phase"), made.at("Budget", "Cost budget")
    made.grid("Budget")[2][phase] = None
    made.grid("Budget")[2][cost] = None
    made.merges = {"Budget": (Box(1, phase, 3, phase + 1), Box(1, cost, 3, cost + 1))}
    reading = made.read()
    assert [line.phase for line in reading.project.lines] == ["Design", "Design", "Build"]
    assert [line.cost for line in reading.project.lines] == [800000, 0, 2000050]
    told = of_kind(reading, ProblemKind.MERGED_CELLS)
    assert sorted(address for problem in told for address in addresses(problem)) == [
        "Budget!C2:C3",
        "Budget!H2:H3",
    ]


def test_a_heading_merged_over_two_columns() -> None:
    made = draft()
    cost = made.at("Budget", "Cost budget")
    made.put("Budget", 2, "Other costs", 700)
    made.grid("Budget")[0][cost + 1] = None
    made.merges = {"Budget": (Box(0, cost, 1, cost + 2),)}
    reading = made.read()
    assert [line.other_cost for line in reading.project.lines] == [None] * 3
    (problem,) = of_kind(reading, ProblemKind.MERGED_CELLS)
    assert addresses(problem) == ["Budget!H1:I1"]


def test_headings_in_two_rows_merged_down_and_across() -> None:
    made = draft()
    heading = made.grid("Budget")[0]
    at = made.at("Budget", "Budget hours")
    above = [None if place in (at, at + 1) else title for place, title in enumerate(heading)]
    above[at] = "Plan"
    made.grids["Budget"] = [above, [None] * at + heading[at : at + 2], *made.grid("Budget")[1:]]
    made.merges = {
        "Budget": (
            Box(0, at, 1, at + 2),
            *(Box(0, column, 2, column + 1) for column in range(len(heading)) if column not in (at, at + 1)),
        )
    }
    reading = made.read()
    assert reading.problems == ()
    assert [line.cost for line in reading.project.lines] == [800000, 1500000, 2000050]
    assert [line.owner for line in reading.project.lines] == ["Ana", "Ben", "Ana"]


def test_merges_above_the_header_and_of_blanks_say_nothing() -> None:
    made = draft()
    made.grids["Budget"] = [["The budget"], *made.grids["Budget"]]
    made.merges = {"Budget": (Box(0, 0, 1, 6), Box(40, 0, 44, 1))}
    assert made.read().problems == ()


@pytest.mark.parametrize("label", ["Total", "TOTAL:", "Grand total", "Summe", 'סה"כ', None])
def test_a_total_row_inside_the_budget_is_left_out(label: str | None) -> None:
    made = draft()
    rows = made.grid("Budget")
    total: list[object] = [None] * len(rows[0])
    total[1] = label
    total[6], total[7] = 450, 43000.5
    rows.append(total)
    rows.append(["2.2", "After it", "Build", "Ben", None, None, 10, 900])
    reading = made.read()
    assert [line.id for line in reading.project.lines] == ["1.1", "1.2", "2.1", "2.2"]
    (problem,) = of_kind(reading, ProblemKind.TOTAL_ROW)
    assert addresses(problem) == ["Budget!A5"]
    assert problem.amount == 4300050
    assert problem.left_out


def test_subtotals_and_a_grand_total() -> None:
    made = draft()
    rows = made.grid("Budget")
    cost = made.at("Budget", "Cost budget")

    def total(label: str, value: float) -> list[object]:
        row: list[object] = [None] * len(rows[0])
        row[1], row[cost] = label, value
        return row

    rows.insert(3, total("Subtotal Design", 23000))
    rows.append(total("Subtotal Build", 20000.5))
    rows.append(total("Total", 43000.5))
    reading = made.read()
    assert len(reading.project.lines) == 3
    assert len(of_kind(reading, ProblemKind.TOTAL_ROW)) == 3
    assert all("does not add up" not in problem.message for problem in reading.problems)


def test_a_total_that_does_not_add_up_is_told_with_both_figures() -> None:
    made = draft()
    row: list[object] = [None] * len(made.grid("Budget")[0])
    row[0], row[7] = "Total", 50000
    made.grid("Budget").append(row)
    (problem,) = of_kind(made.read(), ProblemKind.WRONG_TOTAL)
    assert "50,000.00" in problem.message
    assert "43,000.50" in problem.message


def test_a_line_called_total_something_stays_a_line() -> None:
    made = draft()
    made.put("Budget", 3, "Title", "Total redesign")
    reading = made.read()
    assert len(reading.project.lines) == 3
    assert reading.problems == ()


def test_a_total_row_inside_actuals_is_left_out() -> None:
    made = draft()
    row: list[object] = [None] * len(made.grid("Actuals")[0])
    row[made.at("Actuals", "Person")] = "Total"
    row[made.at("Actuals", "Hours")] = 195.5
    made.grid("Actuals").append(row)
    reading = made.read()
    assert len(reading.project.ledger) == 4
    assert [p.kind for p in reading.problems] == [ProblemKind.TOTAL_ROW]


def test_equal_bookings_without_a_line_are_no_totals() -> None:
    made = draft()
    for row in (2, 3):
        made.put("Actuals", row, "Line", None)
        made.put("Actuals", row, "Hours", 60)
    assert len(made.read().project.ledger) == 4


def test_dates_as_text_are_read_and_told() -> None:
    made = draft()
    where = made.put("Actuals", 1, "Date", "2026-01-30")
    reading = made.read()
    assert reading.project.ledger.day[0] == date(2026, 1, 30).toordinal()
    (problem,) = of_kind(reading, ProblemKind.DATE_AS_TEXT)
    assert addresses(problem) == [where]


@pytest.mark.parametrize(("locale", "day"), [("en_US", date(2026, 2, 3)), ("de_DE", date(2026, 3, 2))])
def test_a_date_with_two_readings_follows_the_locale_and_is_told(locale: str, day: date) -> None:
    made = draft()
    made.locale = locale
    where = made.put("Actuals", 1, "Date", "02/03/2026")
    reading = made.read()
    assert reading.project.ledger.day[0] == day.toordinal()
    (problem,) = of_kind(reading, ProblemKind.AMBIGUOUS_DATE)
    assert addresses(problem) == [where]
    assert locale in problem.message


def test_the_columns_own_days_outrank_the_locale() -> None:
    made = draft()
    made.put("Actuals", 1, "Date", "02/03/2026")
    made.put("Actuals", 2, "Date", "27/02/2026")
    reading = made.read()
    assert reading.project.ledger.day[:2].tolist() == [
        date(2026, 3, 2).toordinal(),
        date(2026, 2, 27).toordinal(),
    ]
    assert not of_kind(reading, ProblemKind.AMBIGUOUS_DATE)


def test_what_is_no_date_leaves_the_entry_out() -> None:
    made = draft()
    where = made.put("Actuals", 1, "Date", "last week")
    reading = made.read()
    (problem,) = of_kind(reading, ProblemKind.NOT_A_DATE)
    assert addresses(problem) == [where]
    assert problem.hours == 60
    assert len(reading.project.ledger) == 3


def test_entries_of_a_posting_month_without_a_date() -> None:
    made = draft()
    made.put("Actuals", 1, "Date", None)
    made.put("Actuals", 1, "Period", "2026-02")
    ledger = made.read().project.ledger
    assert ledger.month[0] == 2026 * 12 + 1
    assert ledger.day[0] == date(2026, 2, 28).toordinal()


def test_an_entry_without_any_date_is_left_out() -> None:
    made = draft()
    where = made.put("Actuals", 1, "Date", None)
    reading = made.read()
    (problem,) = of_kind(reading, ProblemKind.MISSING_FIELD)
    assert addresses(problem) == [where]
    assert len(reading.project.ledger) == 3


def test_an_unknown_line_stays_in_the_ledger() -> None:
    made = draft()
    made.put("Actuals", 1, "Line", "9.9")
    made.put("Actuals", 2, "Line", None)
    ledger = made.read().project.ledger
    assert ledger.line.tolist() == [-1, -1, 1, 2]
    assert ledger.line_names[:2] == ("9.9", "")


def test_lines_are_matched_by_number_in_any_spelling_else_by_a_unique_title() -> None:
    made = draft()
    made.put("Budget", 1, "Line", "A-1")
    made.put("Budget", 2, "Line", 12.0)
    for row, name in ((1, " a-1 "), (2, "12"), (3, "lamps"), (4, 12)):
        made.put("Actuals", row, "Line", name)
    assert made.read().project.ledger.line.tolist() == [0, 1, 2, 1]


def test_a_line_that_stands_twice_is_told() -> None:
    made = draft()
    made.put("Budget", 3, "Line", "1.1")
    reading = made.read()
    assert len(reading.project.lines) == 3
    (problem,) = of_kind(reading, ProblemKind.DUPLICATE_LINE)
    assert problem.amount == 2000050
    assert addresses(problem) == ["Budget!A4"]


def test_amounts_without_a_line_number_are_told_with_the_money() -> None:
    made = draft()
    where = made.put("Budget", 2, "Line", None)
    reading = made.read()
    (problem,) = of_kind(reading, ProblemKind.MISSING_FIELD)
    assert addresses(problem) == [where]
    assert (problem.amount, problem.left_out) == (1500000, True)


def test_headings_among_the_rows_are_passed_over_and_told_once() -> None:
    made = draft()
    made.grid("Budget").insert(1, [None, "DESIGN"])
    made.grid("Budget").insert(4, [None, "BUILD"])
    reading = made.read()
    assert len(reading.project.lines) == 3
    (problem,) = of_kind(reading, ProblemKind.PASSED_OVER)
    assert addresses(problem) == ["Budget!A2", "Budget!A5"]
    assert (problem.count, problem.left_out) == (2, False)


def test_a_choice_that_is_not_on_the_list() -> None:
    made = draft()
    where = made.put("Budget", 1, "Crediting rule", "weekly")
    made.put("Budget", 2, "Crediting rule", "Level of Effort")
    reading = made.read()
    assert [line.rule for line in reading.project.lines] == [None, CreditingRule.EFFORT, None]
    assert [addresses(p) for p in of_kind(reading, ProblemKind.NOT_A_CHOICE)] == [[where]]


def test_an_unknown_currency_leaves_the_entry_out() -> None:
    made = draft()
    where = made.put("Actuals", 4, "Currency", "dollars")
    made.put("Actuals", 3, "Currency", "usd")
    reading = made.read()
    assert [addresses(p) for p in of_kind(reading, ProblemKind.UNKNOWN_CURRENCY)] == [[where]]
    assert reading.project.ledger.currencies == ("EUR", "USD")
    assert reading.project.ledger.currency.tolist() == [0, 0, 1]


def test_yen_have_no_decimals() -> None:
    made = draft()
    made.put("Actuals", 4, "Currency", "JPY")
    assert made.read().project.ledger.cost.tolist() == [0, 0, 0, 1235]


def test_thousands_of_faults_of_one_cause_are_one_problem() -> None:
    made = draft()
    row = made.grid("Actuals")[1]
    made.grids["Actuals"] += [[*row[:4], "n/a", *row[5:]] for _ in range(3000)]
    (problem,) = of_kind(made.read(), ProblemKind.NOT_A_NUMBER)
    assert problem.count == 3000
    assert addresses(problem) == ["Actuals!E6:E3005"]


def test_faults_of_many_causes_in_one_column_are_kept_readable() -> None:
    made = draft()
    row = made.grid("Actuals")[1]
    made.grids["Actuals"] += [[*row[:4], f"about {n}", *row[5:]] for n in range(100)]
    told = of_kind(made.read(), ProblemKind.NOT_A_NUMBER)
    assert len(told) == 21
    assert sum(problem.count for problem in told) == 100


def test_every_row_is_either_used_or_told() -> None:
    made = draft()
    made.put("Actuals", 1, "Hours", "x")
    made.put("Actuals", 2, "Date", CellError("#REF!"))
    made.put("Actuals", 3, "Line", None)
    made.grid("Actuals").append([None, None, None, "Total", 195.5])
    made.grid("Actuals").append([date(2026, 3, 1), None, "1.1", "Ana"])
    made.grid("Actuals").append([None, None, None, None, 12, None])
    reading = made.read()
    told = {
        row
        for problem in reading.problems
        for place in problem.places
        if place.tab == "Actuals"
        for row in range(place.row, place.end_row)
    }
    used = set(reading.project.ledger.row.tolist())
    assert used | told == set(range(1, len(made.grid("Actuals"))))
    assert used == {3, 4}


def test_sixty_thousand_rows_of_actuals() -> None:
    rows = dict(SMALL)
    start = date(2026, 1, 5)
    rows["actuals"] = [
        {"date": start + timedelta(days=n % 80), "line": ("1.1", "1.2", "2.1")[n % 3], "person": f"P{n % 40}",
         "hours": 1 + n % 8, "cost": 10.01, "type": "time", "document": f"TS-{n // 100}", "approved": True}
        for n in range(60_000)
    ]  # fmt: skip
    reading = draft(rows).read()
    assert len(reading.project.ledger) == 60_000
    assert reading.project.ledger.cost.sum() == 60_000 * 1001
    assert reading.problems == ()
