"""Revenue of a period, change orders, rollover and purchase orders, by examples worked by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forecast.change_orders import Amounts, budget_states, phased
from app.forecast.figure import Figure, Undefined
from app.forecast.order_burn import burn_down, with_commitments, without_vat
from app.forecast.revenue_period import Standing, period_revenue
from app.forecast.rollover import Unspent, rolled_over
from app.project.change_order import ChangeOrder, Phasing, Status
from tests.forecast.build import month

APRIL, MAY, JUNE = (month(f"2026-0{n}") for n in (4, 5, 6))
END_OF_MARCH = date(2026, 3, 31)


# --- revenue


def test_catch_up_and_current() -> None:
    """Price 1,000 to 1,100, cost 300 to 420, forecast 800 to 840: 175.00, of which 17.86 of the past."""
    before, now = Standing(price=1000, ac=300, eac=800), Standing(price=1100, ac=420, eac=840)
    assert (before.revenue_to_date.value, now.revenue_to_date.value) == pytest.approx((375, 550))
    found = period_revenue(before, now)
    assert found.catch_up.value == pytest.approx(17.857142857142858, abs=1e-9)
    assert found.current.value == pytest.approx(157.14285714285714, abs=1e-9)
    assert found.period.value == pytest.approx(175, abs=1e-9)


def test_a_dearer_forecast_takes_revenue_back() -> None:
    found = period_revenue(Standing(price=1000, ac=400, eac=800), Standing(price=1000, ac=400, eac=1000))
    assert (found.catch_up.value, found.current.value) == pytest.approx((-100, 0))


def test_what_was_recognised_goes_before_what_should_have_been() -> None:
    found = period_revenue(
        Standing(price=1000, ac=300, eac=800), Standing(price=1000, ac=400, eac=800), recognised=350
    )
    assert (found.catch_up.value, found.current.value) == pytest.approx((25, 125))


def test_revenue_without_a_cost_to_hold_it_against() -> None:
    empty = Standing(price=1000, ac=0, eac=0)
    assert empty.revenue_to_date == Figure(None, Undefined.NO_COST_BOOKED)
    found = period_revenue(empty, Standing(price=1000, ac=10, eac=100))
    assert found.catch_up == found.current == found.period == Figure(None, Undefined.NO_COST_BOOKED)


@given(*[st.floats(1, 1e6)] * 4, st.floats(0, 1), st.floats(0, 1))
def test_the_parts_of_a_period_add_up(
    p0: float, p1: float, e0: float, e1: float, s0: float, s1: float
) -> None:
    before, now = Standing(price=p0, ac=s0 * e0, eac=e0), Standing(price=p1, ac=s1 * e1, eac=e1)
    found = period_revenue(before, now)
    assert found.catch_up.value is not None
    assert found.current.value is not None
    assert found.catch_up.value + found.current.value == pytest.approx(
        now.revenue_to_date.value - before.revenue_to_date.value,
        abs=1e-6,  # type: ignore[operator]
    )


# --- change orders


def test_only_approved_orders_are_in_the_budget() -> None:
    orders = [
        ChangeOrder(
            id="C1", cost=100_00, price=150_00, days=5, status=Status.APPROVED, approved_on=END_OF_MARCH
        ),
        ChangeOrder(id="C2", cost=-30_00, price=-40_00, status=Status.APPROVED),
        ChangeOrder(id="C3", cost=500_00, price=700_00, days=9),
        ChangeOrder(id="C4", cost=7_00, status=Status.APPROVED, approved_on=date(2026, 4, 1)),
        ChangeOrder(id="C5", cost=999_00, status=Status.REJECTED),
    ]
    original = Amounts(cost=1000_00, price=1500_00, days=60)
    march, april = (budget_states(original, orders, day) for day in (END_OF_MARCH, date(2026, 4, 30)))
    assert march.approved == Amounts(cost=70_00, price=110_00, days=5)
    assert march.current == Amounts(cost=1070_00, price=1610_00, days=65)
    assert march.pending == Amounts(cost=507_00, price=700_00, days=9)
    assert march.original == april.original == original
    assert april.approved.cost == 77_00
    assert april.pending.cost == 500_00


@pytest.mark.parametrize(
    ("phasing", "expected"),
    [
        (Phasing.FIRST, {APRIL: 100_00}),
        (Phasing.LAST, {JUNE: 100_00}),
        (Phasing.EQUAL, {APRIL: 33_34, MAY: 33_33, JUNE: 33_33}),
    ],
)
def test_phasing_of_a_change_order(phasing: Phasing, expected: dict[int, int]) -> None:
    order = ChangeOrder(id="C", cost=100_00, phasing=phasing)
    assert phased(order, [APRIL, MAY, JUNE]).months == expected
    assert phased(order, []).unphased == 100_00


def test_typed_months_of_a_change_order_and_what_they_leave() -> None:
    order = ChangeOrder(id="C", cost=100_00, phasing=Phasing.EXPLICIT, months={MAY: 60_00, JUNE: 30_00})
    found = phased(order, [APRIL])
    assert (found.months, found.unphased) == ({MAY: 60_00, JUNE: 30_00}, 10_00)


@given(st.integers(-(10**9), 10**9), st.integers(0, 40), st.sampled_from(Phasing))
def test_a_phased_order_is_whole(cost: int, count: int, phasing: Phasing) -> None:
    found = phased(ChangeOrder(id="C", cost=cost, phasing=phasing), [APRIL + n for n in range(count)])
    assert sum(found.months.values()) + found.unphased == cost


# --- rollover


@pytest.mark.parametrize(
    ("rule", "april", "may", "released"),
    [
        (Unspent.NEXT_MONTH, 155_00, 50_00, 0),
        (Unspent.SPREAD, 136_67, 68_33, 0),
        (Unspent.RELEASE, 100_00, 50_00, 55_00),
    ],
)
def test_rollover_of_what_march_did_not_spend(rule: Unspent, april: int, may: int, released: int) -> None:
    """Forecast 100.00, spent 45.00; 100.00 and 50.00 are planned for April and May."""
    found = rolled_over(55_00, {MAY: 50_00, APRIL: 100_00}, rule)
    assert found.months == {APRIL: april, MAY: may}
    assert list(found.months) == [APRIL, MAY]
    assert found.released == released


def test_rollover_with_nothing_planned_or_nothing_open() -> None:
    assert rolled_over(55_00, {APRIL: 0, MAY: 0}, Unspent.SPREAD).months == {APRIL: 55_00, MAY: 0}
    assert rolled_over(55_00, {}, Unspent.SPREAD).released == 55_00
    assert rolled_over(0, {APRIL: 1}, Unspent.RELEASE).released == 0


@given(
    st.integers(-(10**7), 10**7),
    st.dictionaries(st.integers(APRIL, APRIL + 9), st.integers(-1000, 10**7)),
    st.sampled_from(Unspent),
)
def test_rollover_loses_nothing(unspent: int, plan: dict[int, int], rule: Unspent) -> None:
    found = rolled_over(unspent, plan, rule)
    assert sum(found.months.values()) + found.released == sum(plan.values()) + unspent


# --- purchase orders


def test_purchase_orders_burn_down() -> None:
    one = lambda *values: np.array(values, float)  # noqa: E731
    found = burn_down(
        value=one(1000, 500, 300, 200, 400),
        invoiced=one(400, 503, 330, 0, 100),
        accrued=one(50, 0, 0, 0, 0),
        monthly=np.array(
            [[0, 0, 150, 300], [203, 100, 100, 100], [330, 0, 0, 0], [0, 0, 0, 0], [0, 100, 0, 0]], float
        ),
        closed=np.array([False, False, False, False, True]),
        absolute=5,
    )
    assert found.remaining.tolist() == [550, -3, -30, 200, 300]
    assert found.open.tolist() == [550, 0, 0, 200, 0]  # the last is closed: what is left of it never comes
    assert found.over.tolist() == [0, 3, 30, 0, 0]
    assert found.flagged.tolist() == [False, False, True, False, False]  # 3 is under both limits
    assert [found.burn.at(n).value for n in range(5)] == pytest.approx([225, 100, 0, None, 100 / 3])
    assert found.burn.at(3) == Figure(None, Undefined.NO_BURN)
    assert found.months_left.at(0).value == pytest.approx(550 / 225)
    assert found.months_left.at(2) == found.months_left.at(3) == Figure(None, Undefined.NO_BURN)


def test_over_invoicing_needs_both_limits() -> None:
    one = lambda value: np.array([value], float)  # noqa: E731
    for invoiced, absolute, relative, flagged in (
        (1009, 5, 0.01, False), (1010, 5, 0.01, False), (1011, 5, 0.01, True), (1011, 20, 0.01, False),
        (1005, 5, 0, False), (1000, 0, 0, False),
    ):  # fmt: skip
        found = burn_down(
            value=one(1000), invoiced=one(invoiced), accrued=one(0), monthly=np.zeros((1, 0)),
            absolute=absolute, relative=relative,
        )  # fmt: skip
        assert found.flagged.tolist() == [flagged]
        assert found.burn.at(0) == Figure(None, Undefined.NO_BURN)


def test_an_order_replaces_the_plan_it_covers() -> None:
    assert with_commitments(np.array([500.0, 500, 0]), np.array([600.0, 300, 50])).tolist() == [600, 500, 50]
    assert without_vat(np.array([119.0]), 0.19) == pytest.approx([100])
