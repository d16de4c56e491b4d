"""Parents and sums among the budget lines: found by number, by indentation, by formula; left out once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.forecast.forecast import forecast_project
from app.project.problem import TOTALS, ProblemKind
from app.workbook.read import Reading, read
from app.workbook.sum_formulas import summing_rows
from tests.workbook.books import SMALL, TODAY, addresses, draft, of_kind

A13, SOUND, R6 = TOTALS


def lines(*rows: tuple[str, str, Any]) -> list[dict[str, Any]]:
    """(number, title, cost)."""
    return [{"line": number, "title": title, "cost": cost} for number, title, cost in rows]


def reading_of(
    rows: list[dict[str, Any]],
    formulas: dict[tuple[int, int], str] | None = None,
    actuals: list[dict[str, Any]] | None = None,
) -> Reading:
    made = draft({**SMALL, "budget": rows, "actuals": actuals or [], "resource_plan": []})
    for at, row in enumerate(rows, 1):
        made.grid("Budget")[at][1] = row["title"]
    book = made.book()
    tabs = tuple(replace(tab, formulas=formulas or {}) if tab.title == "Budget" else tab for tab in book.tabs)
    return read(replace(book, tabs=tabs), today=TODAY)


def told(reading: Reading) -> list[tuple[ProblemKind, str]]:
    return [(each.kind, cell) for each in reading.problems if each.kind in TOTALS for cell in addresses(each)]


def left(reading: Reading) -> list[str]:
    return [line.id for line in reading.project.lines]


BY_NUMBER = (("1", "Design", 300), ("1.1", "Survey", 100), ("1.2", "Drawings", 200), ("2", "Build", 700))


def test_a_parent_by_number_is_left_out() -> None:
    reading = reading_of(lines(*BY_NUMBER))
    assert told(reading) == [(SOUND, "Budget!H2")]
    assert left(reading) == ["1.1", "1.2", "2"]
    assert sum(line.cost or 0 for line in reading.project.lines) == 1000_00


@pytest.mark.parametrize("changed", [250, 0, None])
def test_a_parent_with_a_budget_of_its_own_is_a_line(changed: float | None) -> None:
    reading = reading_of(lines(("1", "Design", changed), *BY_NUMBER[1:]))
    assert told(reading) == []
    assert left(reading) == ["1", "1.1", "1.2", "2"]


def test_a_single_child_of_the_same_amount_proves_nothing() -> None:
    assert told(reading_of(lines(("1", "Design", 100), ("1.1", "Survey", 100), ("2", "Build", 5)))) == []


@pytest.mark.parametrize("text", ["14,400", "14.400"])
def test_a_parent_kept_as_text_is_told_as_a_total_and_in_no_other_way(text: str) -> None:
    reading = reading_of(lines(("1.", "Team", text), ("1.1.", "Ana", 4800), ("1.2.", "Ben", 9600)))
    assert told(reading) == [(A13, "Budget!H2")]
    assert "a total of 14,400.00, kept as text" in of_kind(reading, A13)[0].message
    assert not of_kind(reading, ProblemKind.AMBIGUOUS_NUMBER)


INDENTED = (
    ("1", "Network", 19), ("2", "   Design", 6), ("3", "   Build", 10), ("4", "   Test", 3),
    ("5", "Relay", 13), ("6", "   Set up", 13), ("7", "      Plan", 5), ("8", "      Run", 8),
    ("9", "Close", 1),
)  # fmt: skip


def test_parents_by_indentation_and_among_them_the_one_that_went_wrong() -> None:
    reading = reading_of(lines(("1", "Network", 16), *INDENTED[1:]))
    assert told(reading) == [(R6, "Budget!H2"), (SOUND, "Budget!H6:H7")]
    assert "the rows beneath it come to 19.00" in of_kind(reading, R6)[0].message
    assert left(reading) == ["2", "3", "4", "7", "8", "9"]
    assert told(reading_of(lines(*INDENTED))) == [(SOUND, "Budget!H2"), (SOUND, "Budget!H6:H7")]


def test_what_is_booked_on_a_parent_is_told_to_belong_beneath_it() -> None:
    entry = {"date": SMALL["actuals"][0]["date"], "line": "1", "cost": 50, "type": "expense"}
    reading = reading_of(lines(*BY_NUMBER), actuals=[entry])
    assert reading.project.summing_lines == {"1": "Budget!A2"}
    _, gaps = forecast_project(reading.project)
    (problem,) = (each for each in gaps if each.kind is ProblemKind.UNKNOWN_LINE)
    assert "'1' (Budget!A2) adds up other lines of the Budget" in problem.message


H = 7


def test_a_line_whose_formula_adds_up_others_is_left_out_though_it_has_a_number() -> None:
    rows = lines(
        ("01", "Software", 300), ("001", "Sprint 1", 100), ("002", "Sprint 2", 200), ("02", "Calls", 9)
    )
    assert told(reading_of(rows)) == []
    summed = reading_of(rows, {(1, H): "=SUM(H3:H4)"})
    assert told(summed) == [(SOUND, "Budget!A2")]
    assert left(summed) == ["001", "002", "02"]
    assert told(reading_of(rows, {(1, H): "=SUM(H3:H4)*1.1"})) == []


def test_a_subtotal_adds_up_what_stands_since_its_heading() -> None:
    rows = lines(("1", "Planning", 50), ("2", "Work", None), ("2.1", "Staff", 70), ("2.2", "Travel", 30))
    reading = reading_of([*rows, {"title": "Subtotal", "cost": 100}])
    assert told(reading) == [(A13, "Budget!A6")]


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ("=SUM(H2:H4)", (1, 2, 3)),
        ("= sum( $H$2:$H$3 ; H5 )", (1, 2, 4)),
        ("=SUBTOTAL(9,H2:H4)", (1, 2, 3)),
        ("=SUBTOTAL(109,H2:H3)", (1, 2)),
        ("=+H2+H4", (1, 3)),
        ("=SUM(G2:H4)", None),
        ("=SUM(G2:G4)", None),
        ("=SUM(H2:H4)*2", None),
        ("=H2", None),
        ("=H2+5", None),
        ("=SUM(Other!H2:H4)", None),
    ],
)
def test_plain_sums_of_their_own_column(formula: str, rows: tuple[int, ...] | None) -> None:
    found = summing_rows({(9, H): formula}, [H], first=1)
    assert found == ({9: {H: rows}} if rows else {})
