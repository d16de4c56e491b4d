"""Sheet sense: one fault at a time in a sound sheet, told at its cell; the sound sheet itself tells none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from app.intake.reading import understand
from app.project.problem import Problem, ProblemKind
from app.workbook.book import Book, CellError
from tests.workbook.books import SMALL, TODAY, Draft, draft

LINES = 12


@dataclass
class Sheets:
    """A workbook with formulas: costs in column H of the Budget, columns of a person's own behind it."""

    made: Draft
    formulas: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    hidden: dict[str, frozenset[int]] = field(default_factory=dict)

    def type(self, tab: str, row: int, column: int, value: Any, formula: str = "") -> None:
        """Cells count from 0."""
        grid = self.made.grid(tab)
        while len(grid) <= row:
            grid.append([])
        grid[row] += [None] * (column + 1 - len(grid[row]))
        grid[row][column] = value
        cells = self.formulas.setdefault(tab, {})
        if formula:
            cells[row, column] = formula
        else:
            cells.pop((row, column), None)

    def book(self) -> Book:
        book = self.made.book()
        tabs = tuple(
            replace(
                tab,
                formulas=self.formulas.get(tab.title, {}),
                hidden_rows=self.hidden.get(tab.title, frozenset()),
            )
            for tab in book.tabs
        )
        return replace(book, tabs=tabs)

    def told(self, *aside: ProblemKind) -> list[Problem]:
        reading = understand(self.book(), today=TODAY)
        return [problem for problem in reading.problems if problem.kind not in aside]


def costs() -> list[float]:
    return [1000.0 + 37 * line for line in range(LINES)]


def sheets() -> Sheets:
    """Twelve lines; beside them Spent, Remaining (a formula) and Used (typed shares), and a total row."""
    lines = [
        {"line": f"1.{line + 1}", "title": f"Work {line + 1}", "owner": "Ana", "start": date(2026, 1, 5),
         "finish": date(2026, 6, 30), "hours": 10, "cost": cost, "progress": 0.5}
        for line, cost in enumerate(costs())
    ]  # fmt: skip
    made = Sheets(draft({**SMALL, "budget": lines, "actuals": [], "resource_plan": []}))
    at = len(made.made.grid("Budget")[0])
    for place, head in enumerate(("Spent by us", "Remains", "Used share")):
        made.type("Budget", 0, at + place, head)
    for line, cost in enumerate(costs()):
        spent = 400.0 + 11 * line
        made.type("Budget", line + 1, at, spent)
        made.type("Budget", line + 1, at + 1, cost - spent, f"=H{line + 2}-{letter(at)}{line + 2}")
        made.type("Budget", line + 1, at + 2, round(spent / cost, 4))
    return made


def letter(column: int) -> str:
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


OWN = len(draft(SMALL).grid("Budget")[0])  # the first of the person's own columns
H = 7


def total(made: Sheets, row: int, shown: float, formula: str, label: str = "Total") -> None:
    made.type("Budget", row, 1, label)
    made.type("Budget", row, H, shown, formula)


def test_a_sound_sheet_tells_nothing() -> None:
    assert sheets().told() == []
    made = sheets()
    total(made, LINES + 1, sum(costs()), f"=SUM(H2:H{LINES + 1})")
    assert [problem.kind for problem in made.told()] == [ProblemKind.TOTAL_ROW]


def short_sum(made: Sheets) -> str:
    total(made, LINES + 1, sum(costs()[:-2]), f"=SUM(H2:H{LINES - 1})")
    return f"Budget!H{LINES + 2}"


def skipped_row(made: Sheets) -> str:
    total(made, LINES + 1, sum(costs()) - costs()[3], f"=SUM(H2:H4)+SUM(H6:H{LINES + 1})")
    return f"Budget!H{LINES + 2}"


def counted_twice(made: Sheets) -> str:
    total(made, LINES + 1, sum(costs()) + sum(costs()[:2]), f"=SUM(H2:H{LINES + 1})+H2+H3")
    return f"Budget!H{LINES + 2}"


def subtotal_counted_twice(made: Sheets) -> str:
    total(made, LINES + 1, sum(costs()), f"=SUM(H2:H{LINES + 1})", "Subtotal")
    total(made, LINES + 2, 2 * sum(costs()), f"=SUM(H2:H{LINES + 2})", "Grand total")
    return f"Budget!H{LINES + 3}"


def typed_total(made: Sheets) -> str:
    total(made, LINES + 1, sum(costs()) - 500, "")
    return f"Budget!{letter(H)}{LINES + 2}"


def typed_over(made: Sheets) -> str:
    made.type("Budget", 5, OWN + 1, 99.0)
    return f"Budget!{letter(OWN + 1)}6"


def odd_formula(made: Sheets) -> str:
    made.type("Budget", 5, OWN + 1, 700.0, f"=H6-{letter(OWN)}6+100")
    return f"Budget!{letter(OWN + 1)}6"


def broken(made: Sheets) -> str:
    made.type("Budget", 5, OWN + 1, 710.0, "=IFERROR(H6-#REF!,710)")
    return f"Budget!{letter(OWN + 1)}6"


def hidden(made: Sheets) -> str:
    made.hidden["Budget"] = frozenset({4, 5})
    return "Budget!A5:A6"


def mixed(made: Sheets) -> str:
    made.made.put("Budget", 4, "Progress", 45)
    column = made.made.at("Budget", "Progress")
    return f"Budget!{letter(column)}5"


def columns_apart(made: Sheets) -> str:
    for line in range(LINES):  # Remains typed instead of computed
        held = made.made.grid("Budget")[line + 1][OWN + 1]
        made.type("Budget", line + 1, OWN + 1, held)
    made.type("Budget", 3, OWN + 1, 5.0)
    return f"Budget!{letter(OWN + 1)}4"


def upside_down(made: Sheets) -> str:
    row = made.made.grid("Budget")[3]
    made.type("Budget", 3, OWN + 2, round(row[H] / row[OWN], 4))
    return f"Budget!{letter(OWN + 2)}4"


def left_share(made: Sheets) -> str:
    row = made.made.grid("Budget")[3]
    made.type("Budget", 3, OWN + 2, round(1 - row[OWN] / row[H], 4))
    return f"Budget!{letter(OWN + 2)}4"


FAULTS: list[tuple[Callable[[Sheets], str], ProblemKind, str]] = [
    (short_sum, ProblemKind.WRONG_TOTAL, "leaves out rows 12, 13"),
    (skipped_row, ProblemKind.WRONG_TOTAL, "leaves out row 5"),
    (counted_twice, ProblemKind.WRONG_TOTAL, "counts rows 2, 3 twice"),
    (subtotal_counted_twice, ProblemKind.WRONG_TOTAL, "twice"),
    (typed_total, ProblemKind.WRONG_TOTAL, "does not add up"),
    (typed_over, ProblemKind.TYPED_OVER_FORMULA, "which gives 704"),
    (odd_formula, ProblemKind.ODD_FORMULA, "which gives 704"),
    (broken, ProblemKind.BROKEN_REFERENCE, "#REF!"),
    (hidden, ProblemKind.HIDDEN_ROWS, "with 2,259 of Cost budget"),
    (mixed, ProblemKind.MIXED_UNITS, "45"),
    (columns_apart, ProblemKind.COLUMNS_APART, "Cost budget - Spent by us"),
    (upside_down, ProblemKind.INVERTED_PERCENT, "upside down"),
    (left_share, ProblemKind.INVERTED_PERCENT, "what is left"),
]


@pytest.mark.parametrize(("plant", "kind", "says"), FAULTS, ids=[each[0].__name__ for each in FAULTS])
def test_one_fault_is_told_once_at_its_cell(
    plant: Callable[[Sheets], str], kind: ProblemKind, says: str
) -> None:
    made = sheets()
    cell = plant(made)
    told = made.told(ProblemKind.TOTAL_ROW)
    assert [(problem.kind, str(problem.places[0])) for problem in told] == [(kind, cell)], told
    assert says in told[0].message, told[0].message


def test_a_broken_formula_that_shows_its_error_is_told_by_what_it_costs() -> None:
    made = sheets()
    made.type("Budget", 5, H, CellError("#REF!"), "=#REF!")
    made.type("Budget", 7, H, costs()[6], f"=IFERROR(#REF!,{costs()[6]})")
    told = [(problem.kind, str(problem.places[0])) for problem in made.told()]
    assert told.count((ProblemKind.FORMULA_ERROR, "Budget!H6")) == 1
    broken_ones = [cell for kind, cell in told if kind is ProblemKind.BROKEN_REFERENCE]
    assert broken_ones == ["Budget!H8"]


@pytest.mark.parametrize("column", [OWN, OWN + 1, OWN + 2])
@pytest.mark.parametrize("number", [1e-307, -1e-160, 1e160, 1e307])
def test_numbers_out_of_all_bounds_are_no_relation_and_nothing_overflows(column: int, number: float) -> None:
    made = sheets()
    for line in range(1, LINES + 1, 3):
        made.type("Budget", line, column, number)
    apart = {ProblemKind.COLUMNS_APART, ProblemKind.INVERTED_PERCENT}
    assert not any("inf" in problem.message for problem in made.told() if problem.kind in apart)


def test_percentages_of_no_one_scale_are_told_as_they_are_read() -> None:
    made = sheets()
    for line in range(LINES // 2):
        made.made.put("Budget", line + 1, "Progress", 45)
    assert {problem.kind for problem in made.told()} == {ProblemKind.PERCENT_SCALE}


def test_a_total_row_that_misses_a_later_line_is_told_once_and_said_to_be_left_out() -> None:
    made = sheets()
    total(made, LINES + 1, sum(costs()), f"=SUM(H2:H{LINES + 1})")
    made.type("Budget", LINES + 2, 0, "1.99")
    made.type("Budget", LINES + 2, H, 900.0)
    (told,) = made.told()
    assert (told.kind, told.left_out) == (ProblemKind.TOTAL_ROW, True)
    assert f"leaves out row {LINES + 3}" in told.message
    assert "the row is left out" in told.message
    assert (
        told.mend
        == f"Move it beneath row {LINES + 3}, and let its sum take every row: {sum(costs()) + 900:,.0f}"
    )
    assert told.amount == sum(costs()) * 100  # what it would have counted twice


def test_a_total_row_that_misses_a_line_above_it_too_is_wrong() -> None:
    made = sheets()
    total(made, LINES + 1, sum(costs()) - costs()[0], f"=SUM(H3:H{LINES + 1})")
    made.type("Budget", LINES + 2, 0, "1.99")
    made.type("Budget", LINES + 2, H, 900.0)
    (told,) = made.told()
    assert told.kind is ProblemKind.WRONG_TOTAL
    assert f"leaves out rows 2, {LINES + 3}" in told.message


def test_a_column_of_two_scales_is_told_once_whichever_scale_prevails() -> None:
    """Nine figures out of 100 and three shares: the shares are named, and no word of the nine."""
    made = sheets()
    at = made.made.at("Budget", "Progress")
    for row in range(1, LINES + 1):
        made.type("Budget", row, at, 0.5 if row in (3, 6, 9) else 40.0 + row)
    (problem,) = made.told(ProblemKind.TOTAL_ROW)
    assert problem.kind is ProblemKind.MIXED_UNITS
    assert [place.a1 for place in problem.places] == [f"{letter(at)}{row + 1}" for row in (3, 6, 9)]
