"""Numbers that nobody can have meant: left out with their place; sums without an exact figure are refused."""

from __future__ import annotations

import pytest

from app.project.magnitude import LARGEST, magnitude
from app.project.problem import ProblemKind
from tests.workbook.books import addresses, draft, of_kind


@pytest.mark.parametrize(
    ("tab", "heading", "number"),
    [("Budget", "Cost budget", 1e300), ("Budget", "Budget hours", 2e7), ("Actuals", "Hours", -1.7e308),
     ("Rate card", "Cost rate", 1e11), ("Budget", "Progress", 1e6)],
)  # fmt: skip
def test_it_is_told_with_its_cell(tab: str, heading: str, number: float) -> None:
    made = draft()
    where = made.put(tab, 1, heading, number)
    (problem,) = of_kind(made.read(), ProblemKind.NUMBER_TOO_LARGE)
    assert addresses(problem) == [where]
    assert "too large to be meant" in problem.message


def test_it_does_not_upset_the_search_for_totals() -> None:
    made = draft()
    for row in (1, 2):
        made.put("Budget", row, "Cost budget", 1.7e308)
    made.put("Budget", 3, "Title", "Total")
    assert len(of_kind(made.read(), ProblemKind.NUMBER_TOO_LARGE)) == 1


def test_what_a_formula_leaves_of_nothing_is_nothing() -> None:
    made = draft()
    made.put("Actuals", 1, "Hours", 5e-324)
    reading = made.read()
    assert reading.project.ledger.hours[0] == 0
    assert reading.problems == ()


def test_the_bound_is_above_every_sum() -> None:
    made = draft()
    assert 4_300_050 < magnitude(made.read().project) < LARGEST
    made.put("Rate card", 1, "Cost rate", 9e9)
    made.put("Actuals", 1, "Hours", 9e6)
    assert magnitude(made.read().project) > LARGEST


def test_a_long_text_is_told_by_its_beginning() -> None:
    made = draft()
    made.put("Budget", 1, "Title", "x" * 50_000)
    made.put("Budget", 2, "Budget hours", "y" * 50_000)
    reading = made.read()
    assert len(reading.project.lines[0].title) == 500
    (problem,) = of_kind(reading, ProblemKind.NOT_A_NUMBER)
    assert len(problem.message) < 400
