"""Sheet sense keeps silent: shapes of sound sheets that look like faults at first sight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.project.problem import ProblemKind
from app.workbook.book import CellError
from tests.intake.test_sheet_sense import LINES, OWN, H, Sheets, costs, letter, sheets, total
from tests.workbook.books import serial

LEFT_OUT = (
    ProblemKind.TOTAL_ROW,
    ProblemKind.SUMMING_ROW,
    ProblemKind.PASSED_OVER,
    ProblemKind.MISSING_FIELD,
)


def share_of_the_total(made: Sheets) -> None:
    """A total and beneath it a share of it, in a column that is computed line by line."""
    total(made, LINES + 1, sum(costs()), f"=SUM(H2:H{LINES + 1})")
    remains = letter(OWN + 1)
    left = sum(cost - 400 - 11 * line for line, cost in enumerate(costs()))
    made.type("Budget", LINES + 1, OWN + 1, left, f"=SUM({remains}2:{remains}{LINES + 1})")
    made.type("Budget", LINES + 2, 1, "Overhead 10 %")
    made.type("Budget", LINES + 2, OWN + 1, left * 0.1, f"={remains}{LINES + 2}*0.1")


def opening_balance(made: Sheets) -> None:
    """A running balance: the first line opens it, the others carry on from the line above."""
    made.type("Budget", 0, OWN + 3, "Old balance")
    made.type("Budget", 0, OWN + 4, "New balance")
    balance = 50_000.0
    for row in range(1, LINES + 1):
        spent, before = 400.0 + 11 * (row - 1), letter(OWN + 4)
        made.type("Budget", row, OWN + 3, balance, f"={before}{row}" if row > 1 else "=Balance")
        balance -= spent
        made.type("Budget", row, OWN + 4, balance, f"={letter(OWN + 3)}{row + 1}-{letter(OWN)}{row + 1}")


def mostly_one_piece(made: Sheets) -> None:
    """Quantity times price is cost, and nearly all quantities are 1: a share of all of it is no share."""
    made.type("Budget", 0, OWN + 3, "Quantity")
    made.type("Budget", 0, OWN + 4, "Unit price")
    for row, cost in enumerate(costs(), 1):
        quantity = 4.0 if row in (3, 7) else 1.0
        made.type("Budget", row, OWN + 3, quantity)
        made.type("Budget", row, OWN + 4, cost / quantity)


def purchases_among_hours(made: Sheets) -> None:
    """Hours times rate is cost; two lines that are bought have neither, and a typed cost."""
    rate = OWN + 3
    made.type("Budget", 0, rate, "Hourly rate")
    hours = made.made.at("Budget", "Budget hours")
    for row, cost in enumerate(costs(), 1):
        bought = row in (4, 5)
        made.type("Budget", row, hours, 0 if bought else 10.0)
        made.type("Budget", row, rate, None if bought else cost / 10)
        formula = "" if bought else f"={letter(hours)}{row + 1}*{letter(rate)}{row + 1}"
        made.type("Budget", row, H, cost, formula)


def fee_on_every_line(made: Sheets) -> None:
    """A typed number in each formula of a column is the column's own rule."""
    for row in range(1, LINES + 1):
        made.type("Budget", row, H, costs()[row - 1], f"=G{row + 1}*90+{100 + 37 * (row - 1)}")


def error_text_in_quotes(made: Sheets) -> None:
    """A formula that only writes #REF! names no cell that is gone."""
    made.type("Budget", 5, OWN + 3, "fine", '=IF(A6="#REF!","bad","fine")')


def days_left(made: Sheets) -> None:
    """A column of one's own may well change from day to day."""
    made.type("Budget", 0, OWN + 3, "Days left")
    for row in range(1, LINES + 1):
        made.type("Budget", row, OWN + 3, 30.0, f"=F{row + 1}-TODAY()")


def rows_to_be_filled(made: Sheets) -> None:
    """Where most quantities are blank, the rows wait to be filled."""
    other = made.made.at("Budget", "Other costs")
    made.type("Budget", 0, OWN + 3, "Quantity")
    for row in range(1, LINES + 1):
        made.type("Budget", row, other, 0.0, f"={letter(OWN + 3)}{row + 1}*G{row + 1}")
    made.type("Budget", 1, OWN + 3, 0.0)


def twelve_months(made: Sheets) -> None:
    made.type("Budget", 0, OWN + 3, "Cost per year")
    for row, cost in enumerate(costs(), 1):
        made.type("Budget", row, OWN + 3, 12 * cost, f"=12*H{row + 1}")


QUIET: list[Callable[[Sheets], None]] = [
    share_of_the_total, opening_balance, mostly_one_piece, fee_on_every_line, error_text_in_quotes, days_left,
    purchases_among_hours,
    rows_to_be_filled, twelve_months,
]  # fmt: skip


@pytest.mark.parametrize("shape", QUIET, ids=[shape.__name__ for shape in QUIET])
def test_a_sound_shape_tells_nothing(shape: Callable[[Sheets], None]) -> None:
    made = sheets()
    shape(made)
    assert made.told(*LEFT_OUT) == []


@pytest.mark.parametrize(
    ("title", "told"),
    [("Income", True), ("Other revenues", True), ("Ingresos", True), ("הכנסות", True),
     ("Income statement", False), ("Revenue recognition", False), ("הכנסות המדינה", False)],
)  # fmt: skip
def test_a_title_says_income_only_where_it_says_nothing_else(title: str, told: bool) -> None:
    made = sheets()
    made.made.put("Budget", 3, "Title", title)
    found = [(each.kind, str(each.places[0])) for each in made.told()]
    assert found == ([(ProblemKind.INCOME_AMONG_COSTS, "Budget!H4")] if told else [])


def test_income_with_a_sign_of_its_own_is_no_cost() -> None:
    made = sheets()
    made.made.put("Budget", 3, "Phase", "Income")
    made.made.put("Budget", 3, "Cost budget", -500.0)
    made.type("Budget", 3, OWN + 1, -922.0, f"=H4-{letter(OWN)}4")
    kinds = {each.kind for each in made.told()}
    assert ProblemKind.INCOME_AMONG_COSTS not in kinds


def test_a_finish_typed_over_a_formula_is_told_as_a_day() -> None:
    made = sheets()
    finish = made.made.at("Budget", "Finish")
    for row in range(1, LINES + 1):
        made.type("Budget", row, finish, serial(date(2026, 1, 15)), f"=E{row + 1}+10")
    made.type("Budget", 4, finish, serial(date(2026, 1, 22)))
    (told,) = made.told()
    assert told.message == "Budget!F5: 2026-01-22 is typed over a formula, which gives 2026-01-15"


def test_errors_of_several_columns_are_told_once() -> None:
    made = sheets()
    for row in (3, 4):
        made.type("Budget", row, OWN, CellError("#VALUE!"), "=X1")
        made.type("Budget", row, OWN + 1, CellError("#N/A"), f"={letter(OWN)}{row + 1}")
    (told,) = made.told()
    assert (told.kind, told.count) == (ProblemKind.ERROR_BESIDE, 4)
    assert "#N/A and #VALUE! in Spent by us, Remains" in told.message


@pytest.mark.parametrize("owner", ["TBD", "?", "to be confirmed", "...", "xxx"])
def test_an_owner_that_only_keeps_a_place(owner: str) -> None:
    made = sheets()
    cell = made.made.put("Budget", 3, "Owner", owner)
    told = made.told(ProblemKind.MISSING_RATE)
    assert [(each.kind, str(each.places[0])) for each in told] == [(ProblemKind.PLACEHOLDER, cell)]


def test_a_quantity_that_repeats_a_blank_one_is_unknown_too() -> None:
    made = sheets()
    other, quantity = made.made.at("Budget", "Other costs"), OWN + 3
    made.type("Budget", 0, quantity, "Quantity")
    for row in range(1, LINES + 1):
        made.type("Budget", row, quantity, 2.0)
        made.type("Budget", row, other, 20.0, f"={letter(quantity)}{row + 1}*G{row + 1}")
    made.type("Budget", 2, quantity, None)
    made.type("Budget", 3, quantity, 0.0, f"={letter(quantity)}3")
    for row in (2, 3):
        made.type("Budget", row, other, 0.0, f"={letter(quantity)}{row + 1}*G{row + 1}")
    told = [each for each in made.told() if each.kind is ProblemKind.BLANK_FACTOR]
    at = letter(quantity)
    assert [str(place) for each in told for place in each.places] == [f"Budget!{at}3:{at}4"]
