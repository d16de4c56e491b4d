"""Why the forecast differs from the budget: hours, mix, rate, exchange, to the cent. Money: minor units."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forecast.cost_effects import EFFECTS, CostEffects
from app.forecast.forecast import forecast_project
from app.forecast.result import Forecast
from app.forecast.roles import NO_PERSON
from app.forecast.rounding import rounded
from app.project.change_order import ChangeOrder, Status
from app.project.model import ExchangeRate, Line
from tests.forecast.build import Entry, project, rate

DAYS = {"start": date(2026, 1, 1), "finish": date(2026, 6, 30)}
DESIGN = Line(id="D", hours=100, cost=8_000_00, owner="Ana", **DAYS)
BUILD = Line(id="B", hours=200, cost=10_000_00, owner="Bo", **DAYS)
CARD = (
    rate("Ana", 80.0, role="Architect"),
    rate("Bo", 50.0, role="Engineer"),
    rate("Cy", 60.0, role="Engineer"),
)


def made(
    entries: list[Entry], lines: tuple[Line, ...] = (DESIGN, BUILD), **more: Any
) -> tuple[Forecast, CostEffects]:
    chosen = {"rates": CARD, **more}
    forecast, _ = forecast_project(project(lines, entries, **chosen))
    assert forecast.effects
    return forecast, forecast.effects


def by_role(found: CostEffects, role: str) -> dict[str, float]:
    at = found.roles.index(role)
    return {name: round(float(getattr(found.effects, name)[at]), 4) for name in (*EFFECTS, "total")}


def summed(found: CostEffects) -> float:
    return float(found.effects.total.sum()) + found.other + found.other_exchange


def test_more_hours_and_a_dearer_rate_of_one_role() -> None:
    line = Line(id="B", hours=200, cost=10_000_00, owner="Bo", actual_finish=date(2026, 3, 20), **DAYS)
    forecast, found = made([Entry(day="2026-02-02", line="B", hours=220, person="Cy")], (line,))
    assert by_role(found, "Engineer") == {
        "volume": 20 * 50_00, "mix": 0, "rate": 220 * 10_00, "exchange": 0, "unplanned": 0, "total": 3_200_00,
    }  # fmt: skip
    assert summed(found) == pytest.approx(-float(forecast.cost.project.vac[0]))


def test_the_same_hours_by_dearer_people_are_mix() -> None:
    done = {"actual_finish": date(2026, 3, 20), **DAYS}
    lines = tuple(
        Line(id=name, hours=100, cost=cost, owner=who, **done)
        for name, cost, who in (("D", 8_000_00, "Ana"), ("B", 5_000_00, "Bo"))
    )
    entries = [
        Entry(day="2026-02-02", line="D", hours=150, person="Ana"),
        Entry(day="2026-02-02", line="B", hours=50, person="Bo"),
    ]
    _, found = made(entries, lines)
    assert by_role(found, "Architect")["mix"] == 50 * 80_00
    assert by_role(found, "Engineer")["mix"] == -50 * 50_00
    assert float(found.effects.volume.sum()) == pytest.approx(0)


def test_work_to_come_counts_with_what_is_booked() -> None:
    plan = [("Cy", "", "B", {"2026-04": 60.0}), ("", "Architect", "D", {"2026-05": 30.0})]
    entries = [Entry(day="2026-02-02", line="B", hours=180, person="Bo")]
    card = (*CARD, rate("", 80.0, role="Architect"))
    forecast, found = made(entries, plan=plan, rates=card)
    assert by_role(found, "Engineer")["rate"] == pytest.approx(60 * 10_00)
    assert found.hours_forecast[found.roles.index("Engineer")] == 240
    assert found.hours_forecast[found.roles.index("Architect")] == 30
    assert summed(found) == pytest.approx(-float(forecast.cost.project.vac[0]))


def test_what_is_left_of_a_budget_goes_at_the_rate_of_the_budget() -> None:
    _, found = made([Entry(day="2026-02-02", line="B", hours=50, person="Cy")])
    engineer = by_role(found, "Engineer")
    assert engineer["volume"] + engineer["mix"] == pytest.approx(0)
    assert engineer["rate"] == pytest.approx(50 * 10_00 + (7_000_00 - 150 * 50_00))  # 3,000 spent, 7,000 left


def test_the_month_a_status_date_cuts() -> None:
    plan = [("Cy", "", "B", {"2026-03": 60.0, "2026-04": 10.0})]
    entries = [Entry(day="2026-03-04", line="B", hours=25, person="Cy")]
    forecast, found = made(entries, plan=plan, status="2026-03-16")
    assert found.hours_forecast[found.roles.index("Engineer")] == 70  # 25 booked, 35 of March, 10 of April
    assert summed(found) == pytest.approx(-float(forecast.cost.project.vac[0]))


def test_exchange_apart_from_rate() -> None:
    rates = (
        ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=0.8, kind="budget"),
        ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=1.0, kind="closing"),
    )
    line = Line(id="B", hours=100, owner="Bo", actual_finish=date(2026, 3, 20), **DAYS)
    card = (rate("Bo", 50.0, role="Engineer", currency="USD"),)
    entries = [
        Entry(day="2026-02-02", line="B", hours=110, person="Bo"),
        Entry(day="2026-02-02", line="B", cost=1_000_00, currency="USD"),
    ]
    forecast, found = made(entries, (line,), rates=card, exchange_rates=rates)
    assert forecast.cost.project.bac[0] == pytest.approx(4_000_00)
    engineer = by_role(found, "Engineer")
    assert (engineer["volume"], engineer["rate"]) == (400_00, 0)
    assert engineer["exchange"] == pytest.approx(110 * 50_00 * 0.2)
    assert found.other_exchange == pytest.approx(200_00)
    assert found.other == pytest.approx(800_00)


def test_a_role_nobody_planned_and_time_of_nobody() -> None:
    entries = [
        Entry(day="2026-02-02", line="D", hours=10, person="Di"),
        Entry(day="2026-02-02", line="D", hours=2, cost=300_00),
    ]
    _, found = made(entries, rates=(*CARD, rate("Di", 90.0)))
    assert by_role(found, "Di")["unplanned"] == 900_00
    assert by_role(found, NO_PERSON)["unplanned"] == 300_00


def test_change_orders_bought_things_and_other_lines_are_other_cost() -> None:
    change = ChangeOrder(id="C", cost=700_00, line=0, status=Status.APPROVED)
    bought = Line(id="X", cost=1_000_00, actual_finish=date(2026, 2, 1))
    entries = [
        Entry(day="2026-02-02", line="X", cost=1_500_00),
        Entry(day="2026-02-02", line="?", cost=40_00),
    ]
    forecast, found = made(entries, (DESIGN, BUILD, bought), change_orders=(change,))
    assert summed(found) == pytest.approx(-float(forecast.cost.project.vac[0]))
    assert found.other == pytest.approx(540_00)  # the change is in budget and forecast alike


def test_without_budgeted_hours_there_is_nothing_to_split() -> None:
    forecast, _ = forecast_project(project([Line(id="X", cost=1_000_00)]))
    assert forecast.effects is None


hours = st.floats(-20, 200, allow_nan=False).map(lambda value: round(value, 2))


@given(
    st.lists(
        st.tuples(st.sampled_from("DBX?"), hours, st.sampled_from(["Ana", "Bo", "Cy", "Di", ""])), max_size=8
    ),
    st.lists(
        st.tuples(st.sampled_from("DBX"), st.floats(0.1, 90), st.sampled_from(["Ana", "Cy"])), max_size=4
    ),
    st.booleans(),
    st.sampled_from(["2026-03-31", "2026-03-16"]),
)
def test_effects_add_to_the_variance_to_the_cent(
    booked: list[tuple[str, float, str]], planned: list[tuple[str, float, str]], done: bool, status: str
) -> None:
    lines = (DESIGN, BUILD, Line(id="X", cost=900_00, progress=1.0 if done else None))
    entries = [Entry(day="2026-02-02", line=line, hours=each, person=who) for line, each, who in booked]
    plan = [(who, "", line, {"2026-03": each, "2026-05": each}) for line, each, who in planned] or None
    money = (
        ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=0.8, kind="budget"),
        ExchangeRate(currency="USD", effective_from=date(2026, 2, 1), rate=1.07),
    )
    card = (*CARD[:2], rate("Cy", 61.3, role="Engineer", currency="USD"), rate("Di", 33.3))
    forecast, found = made(entries, lines, plan=plan, rates=card, exchange_rates=money, status=status)
    variance = -float(forecast.cost.project.vac[0])
    assert summed(found) == pytest.approx(variance, abs=1e-3)
    total = rounded(variance)
    grid, other, exchange = found.whole(total)
    assert int(grid.sum()) + other + exchange == total
    exact = np.column_stack([getattr(found.effects, name) for name in EFFECTS])
    assert (np.abs(grid - exact) <= 1.001).all()
