"""Why a month is off its plan: hours, rate, mix, exchange and the rest, by hand. Money: minor units."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from app.forecast.forecast import forecast_project
from app.forecast.month_effects import MonthEffects, exchange_gain, month_effects, month_shares
from app.forecast.roles import RolesAtWork
from app.forecast.spread import working_shares
from app.project.budgeted import price_budget
from app.project.calendar import WorkingCalendar
from app.project.line_table import LineTable
from app.project.model import ExchangeRate, Line, Project
from app.project.pricing import Pricing
from tests.forecast.build import Entry, month, project, rate

MARCH = {"start": date(2026, 3, 1), "finish": date(2026, 3, 31)}
DESIGN = Line(id="D", hours=100, cost=8_000_00, owner="Ana", **MARCH)
BUILD = Line(id="B", hours=200, cost=10_000_00, owner="Bo", **MARCH)
CARD = (rate("Ana", 80.0), rate("Bo", 50.0), rate("Cy", 60.0))


def made(
    entries: list[Entry], lines: tuple[Line, ...] = (DESIGN, BUILD), **more: Any
) -> tuple[Project, MonthEffects]:
    chosen = {"rates": CARD, "status": "2026-03-31", **more}
    whole = project(lines, entries, **chosen)
    forecast, _ = forecast_project(whole)
    pricing, table = Pricing.of(whole), LineTable.of(whole.lines, whole.settings)
    column = list(forecast.monthly.months).index(month("2026-03"))
    gap = float(forecast.monthly.actual_cost[column] - forecast.monthly.budget_cost[column])
    assert forecast.booked is not None
    found = month_effects(
        agreed=price_budget(whole, pricing, table)[0],
        booked=forecast.booked,
        roles=RolesAtWork.of(whole, table),
        month=month("2026-03"),
        share=month_shares(table, WorkingCalendar.of(whole.settings), [month("2026-03")])[:, 0],
        gain=exchange_gain(whole, pricing, table, forecast.booked),
        gap=gap,
    )
    assert found.hours + found.rate + found.mix + found.exchange + found.other == pytest.approx(gap)
    return whole, found


def parts(found: MonthEffects) -> list[float]:
    return [round(value, 2) for value in (found.hours, found.rate, found.mix, found.exchange, found.other)]


def test_hours_rate_and_mix() -> None:
    """20 hours more at 60 on average; Ana 26.7 under her share, Bo 26.7 over; Bo at 55 instead of 50."""
    _, found = made(
        [
            Entry(day="2026-03-31", line="D", person="Ana", hours=80.0),
            Entry(day="2026-03-31", line="B", person="Bo", hours=240.0, cost=13_200_00),
        ]
    )
    assert parts(found) == [1_200_00, 1_200_00, -800_00, 0, 0]
    assert (found.hours_planned, found.hours_worked, found.hours_unplanned) == (300.0, 320.0, 0.0)


def test_one_who_books_nothing_moves_no_rate() -> None:
    """100 hours at 60 on average are missing; that they are the dear ones is mix."""
    _, found = made([Entry(day="2026-03-31", line="B", person="Bo", hours=200.0)])
    assert parts(found) == [-6_000_00, 0, -2_000_00, 0, 0]


def test_one_whom_nobody_planned_is_mix_at_what_they_cost() -> None:
    """Cy at 60 does Ana's 100 hours at 80."""
    _, found = made(
        [
            Entry(day="2026-03-31", line="D", person="Cy", hours=100.0),
            Entry(day="2026-03-31", line="B", person="Bo", hours=200.0),
        ]
    )
    assert parts(found) == [0, 0, -2_000_00, 0, 0]
    assert found.hours_unplanned == 100.0


def test_invoices_are_other_costs_and_exchange_apart() -> None:
    """USD 8,000 at 0.9 on a budget rate of 0.8: 800 is exchange, 6,400 is not planned."""
    rates = (
        ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=0.8, kind="budget"),
        ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=0.9),
    )
    _, found = made(
        [
            Entry(day="2026-03-31", line="D", person="Ana", hours=100.0),
            Entry(day="2026-03-31", line="B", person="Bo", hours=200.0),
            Entry(day="2026-03-10", line="B", cost=8_000_00, currency="USD", kind="invoice"),
        ],
        exchange_rates=rates,
    )
    assert parts(found) == [0, 0, 0, 800_00, 6_400_00]


def test_a_plan_without_hours_is_not_split() -> None:
    bare = tuple(replace(line, hours=None) for line in (DESIGN, BUILD))
    _, found = made([Entry(day="2026-03-31", line="B", person="Bo", hours=200.0)], bare)
    assert (found.split, found.hours_worked) == (False, 0.0)
    assert parts(found) == [0, 0, 0, 0, -8_000_00]


def test_shares_of_a_month_are_those_of_the_whole_plan() -> None:
    phased = Line(
        id="P", cost=9_000_00, months={month("2026-02"): 6_000_00, month("2026-03"): 3_000_00}, **MARCH
    )
    long = Line(id="L", cost=1_000_00, start=date(2026, 2, 16), finish=date(2026, 4, 10))
    whole = project((phased, long, Line(id="N", cost=5_00)), [], rates=CARD, status="2026-03-31")
    calendar = WorkingCalendar.of(whole.settings)
    shares = month_shares(LineTable.of(whole.lines, whole.settings), calendar, [month("2026-03")])[:, 0]
    assert shares[0] == pytest.approx(1 / 3)
    days = [np.array([day.toordinal()], np.int64) for day in (date(2026, 2, 16), date(2026, 4, 10))]
    window = [np.array([day.toordinal()], np.int64) for day in (date(2026, 3, 1), date(2026, 4, 1))]
    assert shares[1] == working_shares(calendar, *days, *window)[0, 0]
    assert shares[2] == 0.0
