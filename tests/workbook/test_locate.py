"""Tabs and columns are found whatever people do to them."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from app.project.problem import ProblemKind
from app.workbook import marks
from app.workbook.book import Box, Metadata, NamedTable
from app.workbook.locate import locate
from app.workbook.notation import notation_of
from sheets_schema import load
from tests.workbook.books import Draft, addresses, draft, of_kind


def figures(made: Draft) -> tuple[object, ...]:
    """All that must stay the same when only the place of things changes."""
    project = made.read().project
    ledger = project.ledger
    return (
        [(line.id, line.title, line.hours, line.cost, line.start, line.progress) for line in project.lines],
        (
            ledger.day.tolist(),
            ledger.line.tolist(),
            ledger.hours.tolist(),
            ledger.cost.tolist(),
            ledger.people,
        ),
        [(rate.person, rate.cost_rate) for rate in project.rates],
        np.nan_to_num(project.plan.hours, nan=-1).tolist() if project.plan else None,
        project.settings.contract_price,
    )


PLAIN = figures(draft())


def test_as_the_template_lays_it_out() -> None:
    reading = draft().read()
    assert reading.problems == ()
    assert set(reading.located) == {"settings", "budget", "actuals", "resource_plan", "rate_card"}


def test_tabs_in_another_order_and_hidden() -> None:
    made = draft()
    made.grids = dict(reversed(made.grids.items()))
    made.hidden = ("Budget", "Rate card")
    assert figures(made) == PLAIN


def test_renamed_tabs_are_found_by_our_mark() -> None:
    made = draft()
    names = {"Budget": "Kosten 2026", "Actuals": "Bookings", "Settings": "Project card"}
    keys = {"Budget": "budget", "Actuals": "actuals", "Settings": "settings"}
    made.grids = {names.get(title, title): rows for title, rows in made.grids.items()}
    made.metadata = {names[t]: (Metadata(7, marks.TAB, keys[t]),) for t in names}
    assert figures(made) == PLAIN


def test_renamed_tabs_without_a_mark_are_found_by_their_headings() -> None:
    made = draft()
    made.grids = {f"Tab {place}": rows for place, rows in enumerate(made.grids.values())}
    assert figures(made) == PLAIN


def test_a_tab_is_found_by_its_table() -> None:
    book = draft().book()
    budget = next(tab for tab in book.tabs if tab.title == "Budget")
    box = Box(0, 0, len(budget.rows), len(budget.rows[0]))
    tabled = replace(budget, title="Sheet9", tables=(NamedTable("Budget", box),))
    book = replace(book, tabs=(*(tab for tab in book.tabs if tab is not budget), tabled))
    found, _ = locate(book, load(), notation_of("en_US"))
    assert found["budget"].tab.title == "Sheet9"


def test_a_second_tab_with_the_title_is_told_not_read() -> None:
    made = draft()
    budget = made.grids.pop("Budget")
    made.grids["Budget 2025"] = budget
    made.metadata = {"Budget 2025": (Metadata(7, marks.TAB, "budget"),)}
    made.grids["Budget"] = [list(budget[0])]
    reading = made.read()
    assert reading.located["budget"].tab.title == "Budget 2025"
    (problem,) = of_kind(reading, ProblemKind.DOUBLE_TAB)
    assert "'Budget'" in problem.message
    assert problem.left_out


def test_rows_above_the_header_and_blank_rows_between() -> None:
    made = draft()
    for title, rows in made.grids.items():
        made.grids[title] = [["Our company", None, "confidential"], [], [title.upper()], [], *rows]
        made.grids[title].insert(7, [])
        made.grids[title].insert(7, [None, "", "  "])
    assert figures(made) == PLAIN


def test_columns_inserted_and_moved_with_the_persons_own_between() -> None:
    made = draft()
    chance = random.Random(4)
    for title, rows in made.grids.items():
        if title == "Settings":
            continue
        width = len(rows[0])
        order = [*range(width), -1, -2, -3]
        chance.shuffle(order)
        own = {-1: "My remark", -2: None, -3: "Colour"}
        made.grids[title] = [
            [
                own[c] if c < 0 and r == 0 else (f"note {r}" if c == -1 else None) if c < 0 else row[c]
                for c in order
            ]
            for r, row in enumerate(rows)
        ]
    assert figures(made) == PLAIN


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("Cost budget", "  COST\u00a0BUDGET: "),
        ("Cost budget", "Budgeted cost"),
        ("Cost budget", "Cost budget (EUR)"),
        ("Cost budget", "תקציב עלות"),
        ("Line", "WBS*"),
        ("Progress", "% complete"),
        ("Budget hours", "Planned\nhours"),
    ],
)
def test_headings_as_people_write_them(heading: str, written: str) -> None:
    made = draft()
    made.grid("Budget")[0][made.at("Budget", heading)] = written
    assert figures(made) == PLAIN


def test_settings_without_headings_and_shifted() -> None:
    made = draft()
    made.grids["Settings"] = [["Card"], [], *[[None, None, *row] for row in made.grids["Settings"][1:]]]
    assert figures(made) == PLAIN


def test_formatted_blanks_at_the_end_say_nothing() -> None:
    made = draft()
    for title in made.grids:
        made.grids[title] += [[None] * 5, [""] * 5, [" "] * 3] * 40
    assert figures(made) == PLAIN
    assert made.read().problems == ()


def test_month_headings_of_every_kind() -> None:
    made = draft()
    rows = made.grid("Resource plan")
    rows[0][3:] = ["2026-04", "May 2026", "06/2026"]
    assert figures(made) == PLAIN


def test_weeks_of_a_month_are_added() -> None:
    made = draft()
    rows = made.grid("Resource plan")
    at = len(rows[0]) - 3
    rows[0][at:] = ["2026-04-06", "2026-04-13", "2026-05-04"]
    plan = made.read().project.plan
    assert plan is not None
    assert plan.months == (2026 * 12 + 3, 2026 * 12 + 4)
    assert plan.hours[1].tolist() == [90.0, 45.0]


def test_a_month_without_a_year_is_told() -> None:
    made = draft()
    rows = made.grid("Resource plan")
    rows[0][-1] = "June"
    (problem,) = of_kind(made.read(), ProblemKind.NOT_A_DATE)
    assert addresses(problem) == ["Resource plan!F1"]
    assert problem.left_out


def test_a_persons_dashboard_is_not_ours() -> None:
    made = draft()
    made.grids["Dashboard"] = [["My own board"], [1]]
    assert figures(made) == PLAIN
