"""Open purchase orders in the cost to come, and change orders in the budget and the price."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forecast.forecast import forecast_project
from app.forecast.result import Forecast
from app.project.change_order import ChangeOrder, Phasing, Status
from app.project.model import ExchangeRate, Line, Project
from app.project.problem import Problem, ProblemKind
from app.project.purchase_order import PurchaseOrder
from tests.forecast.build import Entry, month, project, rate

LABOUR = Line(id="1", cost=100_000, hours=100, start=date(2026, 1, 1), finish=date(2026, 6, 30))
MIXED = Line(
    id="2", cost=150_000, other_cost=50_000, start=date(2026, 1, 1), finish=date(2026, 6, 30), owner="Ana"
)
BOUGHT = Line(id="3", cost=40_000, other_cost=40_000, start=date(2026, 1, 1), finish=date(2026, 6, 30))
LINES = (LABOUR, MIXED, BOUGHT)


def order(value: int, line: int, **more: Any) -> PurchaseOrder:
    return PurchaseOrder(id="PO", value=value, line=line, **{"currency": "EUR", **more})


def with_orders(*orders: PurchaseOrder, **more: Any) -> tuple[Forecast, tuple[Problem, ...]]:
    entries = [Entry(day="2026-02-10", line="3", cost=10_000)]
    return forecast_project(project(LINES, entries, purchase_orders=orders, **more))


def etc(forecast: Forecast) -> list[float]:
    return [round(value, 6) for value in (*forecast.cost.lines.etc, *forecast.cost.unmatched.etc)]


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ((), [100_000, 150_000, 30_000, 0]),
        ((order(20_000, 2),), [100_000, 150_000, 30_000, 0]),  # covers part of what is planned: nothing more
        ((order(70_000, 2, invoiced=10_000),), [100_000, 150_000, 60_000, 0]),  # more than is planned
        ((order(60_000, 1),), [100_000, 160_000, 30_000, 0]),  # beside people's time
        ((order(60_000, 0),), [100_000, 150_000, 30_000, 0]),  # a line that says nothing of other cost
        ((order(20_000, -1, line_name="9"),), [100_000, 150_000, 30_000, 20_000]),
        ((order(20_000, 2, invoiced=25_000),), [100_000, 150_000, 30_000, 0]),  # overdrawn: nothing is open
    ],
)
def test_an_open_order_replaces_what_it_covers(
    orders: tuple[PurchaseOrder, ...], expected: list[float]
) -> None:
    forecast, _ = with_orders(*orders)
    assert etc(forecast) == expected
    assert forecast.cost.project.eac[0] == pytest.approx(10_000 + sum(expected))


def test_with_a_resource_plan_orders_stand_beside_the_hours() -> None:
    plan = [("Ana", "", "2", {"2026-04": 10.0})]
    rates = [rate("Ana", 50.0)]
    forecast, _ = with_orders(order(60_000, 1), plan=plan, rates=rates)
    assert etc(forecast)[1] == 10 * 5_000 + 60_000


def test_a_finished_line_has_nothing_to_come_whatever_is_ordered() -> None:
    done = Line(id="1", cost=1_000, progress=1.0)
    forecast, _ = forecast_project(project([done], purchase_orders=(order(500, 0),)))
    assert etc(forecast) == [0, 0]


def test_orders_in_another_currency_and_with_tax() -> None:
    rates = (ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=0.9),)
    forecast, problems = with_orders(
        order(119_000, 2, currency="USD"), exchange_rates=rates, settings={"order_tax": 0.19}
    )
    assert forecast.commitments
    assert forecast.commitments.total == pytest.approx(90_000)
    assert etc(forecast)[2] == pytest.approx(90_000)
    assert not problems


def test_an_order_without_an_exchange_rate_is_withheld_and_told() -> None:
    forecast, problems = with_orders(order(119_000, 2, currency="USD"))
    assert etc(forecast) == [100_000, 150_000, 30_000, 0]
    (told,) = problems
    assert told.kind is ProblemKind.MISSING_EXCHANGE_RATE
    assert "USD 1,190.00" in told.message


def test_an_order_of_no_line_is_told_with_what_is_open() -> None:
    _, problems = with_orders(order(20_000, -1, line_name="33", invoiced=5_000))
    (told,) = problems
    assert (told.kind, told.subject, told.amount) == (ProblemKind.UNKNOWN_LINE, "33", 15_000)


# --- change orders


def change(cost: int, *, line: int = 0, **more: Any) -> ChangeOrder:
    return ChangeOrder(id="CO", cost=cost, line=line, **{"status": Status.APPROVED, **more})


def changed(*changes: ChangeOrder, lines: tuple[Line, ...] = (LABOUR,), **settings: Any) -> Forecast:
    chosen = {"contract_price": 150_000, **settings}
    return forecast_project(project(lines, settings=chosen, change_orders=changes))[0]


def test_original_approved_current_and_pending() -> None:
    forecast = changed(
        change(20_000, price=26_000, days=5, approved_on=date(2026, 3, 2)),
        change(9_000, price=10_000, status=Status.PENDING),
        change(7_000, price=8_000, approved_on=date(2026, 4, 1)),  # after the status date: pending still
        change(5_000, price=5_000, status=Status.REJECTED),
        approved_changes=999,
    )
    states = forecast.changes
    assert states
    assert [each.cost for each in (states.original, states.approved, states.current, states.pending)] == [
        100_000, 20_000, 120_000, 16_000,
    ]  # fmt: skip
    assert (states.current.price, states.pending.price, states.approved.days) == (176_000, 18_000, 5)
    assert forecast.cost.project.bac[0] == 120_000
    assert forecast.finance.price.value == 176_000  # the tab counts, not what Settings say


def test_without_change_orders_settings_say_what_is_approved() -> None:
    forecast = changed(approved_changes=10_000)
    assert (forecast.changes, forecast.finance.price.value) == (None, 160_000)


def test_an_approved_change_of_no_line_is_told_and_in_no_budget() -> None:
    forecast, problems = forecast_project(project([LABOUR], change_orders=(change(500, line=-1),)))
    assert forecast.cost.project.bac[0] == 100_000
    assert forecast.changes
    assert forecast.changes.current.cost == 100_000
    (told,) = problems
    assert (told.left_out, told.amount) == (True, 500)


JANUARY, MARCH, APRIL, MAY, JUNE = (month(f"2026-0{n}") for n in (1, 3, 4, 5, 6))
TYPED = Line(id="1", cost=60_000, months={month(f"2026-0{n}"): 10_000 for n in range(1, 7)})


@pytest.mark.parametrize(
    ("phasing", "months", "expected"),
    [
        (Phasing.EQUAL, {}, {MARCH: 2_500, APRIL: 2_500, MAY: 2_500, JUNE: 2_500}),
        (Phasing.FIRST, {}, {MARCH: 10_000}),
        (Phasing.LAST, {}, {JUNE: 10_000}),
        (Phasing.EXPLICIT, {APRIL: 4_000, MAY: 6_000}, {APRIL: 4_000, MAY: 6_000}),
    ],
)
def test_months_of_a_change(phasing: Phasing, months: dict[int, int], expected: dict[int, int]) -> None:
    forecast = changed(
        change(10_000, approved_on=date(2026, 3, 16), phasing=phasing, months=months), lines=(TYPED,)
    )
    monthly = forecast.monthly
    added = {
        m: round(amount - 10_000, 6)
        for m, amount in zip(monthly.months, monthly.budget_cost.tolist(), strict=True)
        if m >= JANUARY and amount != 10_000
    }
    assert added == expected


def test_a_line_spread_by_dates_keeps_its_past_months() -> None:
    before = changed().monthly.budget_cost
    after = changed(change(10_000, approved_on=date(2026, 3, 16), phasing=Phasing.LAST)).monthly.budget_cost
    assert (after - before).tolist() == pytest.approx([0, 0, 0, 0, 0, 10_000])


def test_a_change_after_the_lines_end_falls_in_the_month_of_its_approval() -> None:
    line = Line(id="1", cost=20_000, months={JANUARY: 20_000})
    monthly = changed(change(5_000, approved_on=date(2026, 3, 2)), lines=(line,)).monthly
    assert dict(zip(monthly.months, monthly.budget_cost.tolist(), strict=True))[MARCH] == 5_000


@given(st.lists(st.integers(-20_000, 90_000), min_size=1, max_size=5), st.sampled_from(list(Phasing)[:3]))
def test_the_budget_stays_whole(costs: list[int], phasing: Phasing) -> None:
    forecast = changed(*(change(cost, phasing=phasing) for cost in costs), lines=(TYPED,))
    total = 60_000 + sum(costs)
    assert forecast.cost.project.bac[0] == pytest.approx(total)
    assert forecast.monthly.budget_cost.sum() == pytest.approx(total)


@given(st.integers(1, 200_000))
def test_splitting_an_order_changes_nothing(value: int) -> None:
    whole, _ = with_orders(order(value, 2))
    halves, _ = with_orders(order(value // 2, 2), order(value - value // 2, 2))
    assert np.allclose(whole.cost.lines.etc, halves.cost.lines.etc)


def test_no_orders_at_all_leave_the_forecast_as_it_was() -> None:
    plain: Project = project(LINES)
    assert forecast_project(plain)[0].commitments is None


# --- days of change orders

DATED = Line(id="1", cost=120_000, start=date(2026, 1, 1), finish=date(2026, 6, 30))


def moved(*changes: ChangeOrder, line: Line = DATED, **settings: Any) -> Forecast:
    chosen = {"finish": date(2026, 6, 30), **settings}
    return forecast_project(project([line], settings=chosen, change_orders=changes))[0]


def test_approved_days_move_the_finish_of_the_project_and_of_the_line() -> None:
    found = moved(change(0, days=10, approved_on=date(2026, 3, 16)))
    assert found.finish_planned == date(2026, 7, 14)  # ten working days after Tuesday 30 June
    assert found.finish_forecast == date(2026, 7, 14)
    assert moved(change(0, days=10, status=Status.PENDING)).finish_planned == date(2026, 6, 30)


def test_what_was_planned_before_the_approval_stays_and_the_rest_is_spread_on() -> None:
    before = moved().monthly
    after = moved(change(0, days=22, approved_on=date(2026, 2, 28))).monthly
    old = dict(zip(before.months, before.budget_cost.tolist(), strict=True))
    new = dict(zip(after.months, after.budget_cost.tolist(), strict=True))
    assert [new[month(m)] for m in ("2026-01", "2026-02")] == pytest.approx(
        [old[month(m)] for m in ("2026-01", "2026-02")]
    )
    assert new[month("2026-07")] > 0
    assert new[month("2026-06")] < old[month("2026-06")]
    assert sum(new.values()) == pytest.approx(120_000)


def test_a_change_with_days_falls_in_the_months_it_adds_too() -> None:
    found = moved(change(22_000, days=22, phasing=Phasing.LAST, approved_on=date(2026, 3, 2)))
    by_month = dict(zip(found.monthly.months, found.monthly.budget_cost.tolist(), strict=True))
    assert by_month[month("2026-07")] > 22_000
    assert sum(by_month.values()) == pytest.approx(142_000)


def test_fewer_days_end_earlier_but_never_before_the_start() -> None:
    assert moved(change(0, days=-22, approved_on=date(2026, 3, 2))).finish_planned == date(2026, 5, 29)
    found = moved(change(0, days=-500, approved_on=date(2026, 1, 1)), finish=None)
    assert found.finish_planned == date(2026, 1, 1)
    assert found.monthly.budget_cost.sum() == pytest.approx(120_000)


def test_typed_months_stay_as_typed_whatever_days_are_added() -> None:
    found = moved(change(0, days=30, approved_on=date(2026, 3, 2)), line=TYPED)
    assert found.monthly.budget_cost.max() == 10_000


def test_days_nobody_can_have_meant_move_nothing() -> None:
    assert moved(change(0, days=1e12)).finish_planned == date(2026, 6, 30)


@given(st.integers(-200, 400), st.dates(date(2025, 11, 1), date(2026, 3, 31)))
def test_days_never_change_the_budget(days: int, approved: date) -> None:
    found = moved(change(0, days=days, approved_on=approved))
    assert found.monthly.budget_cost.sum() == pytest.approx(120_000)
    assert (found.monthly.budget_cost >= -1e-6).all()


def test_an_order_in_the_projects_own_currency_has_the_projects_minor_units() -> None:
    forecast, _ = with_orders(order(20_000, 2), order(300, 2, currency="eur"), minor_digits=0)
    assert forecast.commitments
    assert forecast.commitments.value.tolist() == [20_000, 300]


def test_an_overdrawn_order_without_an_exchange_rate_leaves_nothing_open() -> None:
    _, problems = with_orders(order(1_000, 2, currency="USD", invoiced=1_500))
    (told,) = problems
    assert told.message.count("USD") == 1  # the currency, and no amount in it
