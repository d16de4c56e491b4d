"""Earned value at earlier month ends, by hand: 100.00 a line, planned evenly over January to April 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.forecast.earned_history import earned_by_month_end
from app.forecast.months import MonthAxis
from app.forecast.planned_value import planned_value
from app.project.booked import price_ledger
from app.project.budgeted import price_budget
from app.project.calendar import WorkingCalendar
from app.project.line_table import LineTable
from app.project.model import CreditingRule, Line
from app.project.planned import price_plan
from app.project.pricing import Pricing
from tests.forecast.build import month, project

JANUARY_31, FEBRUARY_28, MARCH_31 = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)
PLAN = {month(f"2026-0{n}"): 25_00 for n in range(1, 5)}
WHOLE, HALF = CreditingRule.ZERO_HUNDRED, CreditingRule.FIFTY_FIFTY
EFFORT, PERCENT, MILESTONES = CreditingRule.EFFORT, CreditingRule.PERCENT, CreditingRule.MILESTONES


def line(
    rule: CreditingRule, *, start: date | None = None, finish: date | None = None, progress: float = 0.0
) -> Line:
    return Line(
        id="1", cost=100_00, months=PLAN, rule=rule, progress=progress, actual_start=start,
        actual_finish=finish,
    )  # fmt: skip


def history(*lines: Line) -> list[float] | None:
    given = project(lines)
    pricing, calendar = Pricing.of(given), WorkingCalendar.of(given.settings)
    table = LineTable.of(given.lines, given.settings)
    budget = price_budget(given, pricing, table)[0]
    axis = MonthAxis.of(given, table, price_ledger(given, pricing)[0], price_plan(given, pricing)[0])
    value = planned_value(table, budget, axis, calendar)
    found = earned_by_month_end(table, budget.cost, value, axis)
    return None if found is None else [each / 100 for each in found.tolist()]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (line(WHOLE, finish=FEBRUARY_28), [0, 100, 100]),
        (line(WHOLE, start=JANUARY_31), [0, 0, 0]),
        (line(HALF, start=JANUARY_31, finish=MARCH_31), [50, 50, 100]),
        (line(HALF, start=date(2026, 2, 1)), [0, 50, 50]),
        (line(HALF, finish=FEBRUARY_28), [0, 100, 100]),  # whenever it began
        (line(EFFORT, start=JANUARY_31), [25, 50, 75]),
        (line(EFFORT, progress=0.3), [25, 50, 75]),  # follows its plan, dated or not
        (line(EFFORT, finish=FEBRUARY_28), [25, 100, 100]),
        (line(PERCENT), [0, 0, 0]),
        (line(PERCENT, progress=0.3), None),
        (line(PERCENT, start=JANUARY_31), None),
        (line(MILESTONES, start=JANUARY_31), None),
        (line(HALF, progress=0.3), None),  # begun, nobody knows when
        (line(WHOLE, progress=1.0), None),  # done, nobody knows when
        (line(EFFORT, progress=1.0), [25, 50, 75]),
    ],
)
def test_each_rule_back_in_time(given: Line, expected: list[float] | None) -> None:
    assert history(given) == expected


def test_lines_add_up_and_one_without_a_budget_hides_nothing() -> None:
    told, untold = line(HALF, start=JANUARY_31), line(PERCENT, progress=0.3)
    assert history(told, replace(told, rule=EFFORT)) == [75, 100, 125]
    assert history(told, untold) is None
    assert history(told, replace(untold, cost=0, months={})) == [50, 50, 50]
    assert history(told, Line(id="2", cost=50_00, rule=EFFORT)) == [50, 50, 50]  # nothing to follow
