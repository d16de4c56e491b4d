"""Ways back to a target: each, taken in full, must reach it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forecast.bring_back import BringBack, Lever, Target, to_budget, to_date, to_margin
from app.forecast.figure import Figure, Undefined
from app.forecast.forecast import forecast_project
from app.forecast.position import Position, position
from app.project.calendar import WorkingCalendar
from app.project.model import CommercialModel, Line, Settings
from tests.forecast.build import Entry, project, rate

CALENDAR = WorkingCalendar.of(Settings(status_date=date(2026, 3, 31)))


def at(**more: Any) -> Position:
    """Budget 1,000.00, half earned for 550.00; 120 h at 5.00 are planned: 1,150.00 in the end."""
    figures: dict[str, Any] = {
        "status": date(2026, 3, 31), "bac": 1000_00.0, "ev": 500_00.0, "ac": 550_00.0, "eac": 1150_00.0,
        "cpi": Figure(500 / 550), "spi_t": Figure(0.9), "price": Figure(1200_00.0), "hours_left": 120.0,
        "rate_left": 5_00.0, "finish": date(2026, 6, 30),
    }  # fmt: skip
    return Position(**(figures | more))


def amounts(found: BringBack) -> dict[Lever, float | None]:
    return {way.lever: way.amount.value for way in found.ways}


def test_back_to_budget_by_hand() -> None:
    found = to_budget(at())
    assert (found.target, found.value, found.gap.value, found.met) == (Target.BUDGET, 1000_00, 150_00, False)
    assert amounts(found) == pytest.approx(
        {
            Lever.HOURS: 30,  # 150.00 at 5.00
            Lever.RATE: 375,  # 3.75 instead of 5.00
            Lever.CHANGE_ORDER: 150_00,
            Lever.EFFICIENCY: 500 / 450,  # TCPI
        }
    )
    assert [way.feasible for way in found.ways] == [True, True, True, False]
    assert found.way(Lever.EFFICIENCY).why_not == "more than 0.10 above the efficiency so far"
    assert found.way(Lever.EFFICIENCY).now == Figure(500 / 550)
    assert to_budget(at(cpi=Figure(1.02))).way(Lever.EFFICIENCY).feasible


def test_back_to_another_budget_and_met() -> None:
    assert to_budget(at(), 1150_00).met
    assert to_budget(at(), 1150_00).ways == ()
    assert to_budget(at(), 1100_00).way(Lever.HOURS).amount == Figure(10.0)


def test_what_cannot_be_done_is_said() -> None:
    deep = to_budget(at(), 540_00)  # more than that is spent already
    assert deep.way(Lever.HOURS).why_not == "more than the hours left"
    assert deep.way(Lever.RATE).why_not == "less than nothing an hour"
    assert deep.way(Lever.EFFICIENCY).amount == Figure(None, Undefined.TARGET_SPENT)
    assert deep.way(Lever.CHANGE_ORDER).feasible
    assert (
        to_budget(at(least_rate=4_00.0)).way(Lever.RATE).why_not == "below the cheapest hour on the rate card"
    )
    idle = to_budget(at(hours_left=0.0))
    assert not idle.way(Lever.HOURS).feasible
    assert not idle.way(Lever.RATE).feasible
    done = to_budget(at(ev=1000_00.0))
    assert done.way(Lever.EFFICIENCY).amount == Figure(None, Undefined.COMPLETE)


def test_back_to_a_margin() -> None:
    """Price 1,200.00: 10 % leaves 1,080.00 for cost, 70.00 less than forecast."""
    found = to_margin(at(), 0.10)
    assert found.gap.value == pytest.approx(70_00)
    assert (found.target, found.value) == (Target.MARGIN, 0.10)
    assert amounts(found) == pytest.approx(
        {
            Lever.HOURS: 14,
            Lever.RATE: 5_00 - 70_00 / 120,
            Lever.CHANGE_ORDER: 1150_00 / 0.9 - 1200_00,
            Lever.EFFICIENCY: 500 / 530,
        }
    )
    assert all(way.feasible for way in found.ways)
    assert to_margin(at(), 0.04).met
    unknown = to_margin(at(price=Figure(None, Undefined.NO_REVENUE)), 0.1)
    assert (unknown.gap, unknown.ways, unknown.met) == (Figure(None, Undefined.NO_REVENUE), (), False)
    with pytest.raises(ValueError, match="100 %"):
        to_margin(at(), 1.0)


def test_hours_that_are_billed_cannot_always_be_cut() -> None:
    """At 6.00 a billed hour and 50 %, an hour costs 2.00 more than it may: 550.00 take 275 of 120 h."""
    found = to_margin(at(bill_left=6_00.0), 0.5).way(Lever.HOURS)
    assert found.amount.value == pytest.approx(550_00 / (5_00 - 3_00))
    assert found.why_not == "more than the hours left"
    dear = to_margin(at(bill_left=12_00.0), 0.5).way(Lever.HOURS)
    assert (dear.amount.value, dear.now) == (None, Figure(120.0))
    assert dear.why_not == "an hour left bills more than it takes to reach the target"


def test_back_to_a_date() -> None:
    """April to June has 65 working days; by 12 June there are 53."""
    found = to_date(at(), date(2026, 6, 12), CALENDAR)
    assert found.gap.value == 12
    assert amounts(found) == pytest.approx(
        {Lever.HOURS: 120 * 12 / 65, Lever.RATE: None, Lever.CHANGE_ORDER: 12, Lever.EFFICIENCY: 65 / 53}
    )
    assert not found.way(Lever.RATE).feasible
    assert found.way(Lever.EFFICIENCY).why_not == "more than 0.10 above the efficiency so far"
    assert to_date(at(), date(2026, 6, 30), CALENDAR).met
    assert to_date(at(finish=date(2026, 6, 28)), date(2026, 6, 26), CALENDAR).met  # a weekend is no work
    late = to_date(at(), date(2026, 3, 31), CALENDAR)
    assert [way.feasible for way in late.ways] == [False, False, True, False]
    assert to_date(at(finish=None), date(2026, 6, 1), CALENDAR).gap == Figure(None, Undefined.NO_FINISH)


@given(
    bac=st.integers(1, 10**8),
    earned=st.floats(0, 0.99),
    ac=st.integers(0, 10**8),
    hours=st.floats(0.25, 1e4),
    hour=st.integers(100, 50_000),
    price=st.integers(1, 10**8),
    bill=st.integers(0, 50_000),
    margin=st.floats(-0.2, 0.6),
)
def test_each_way_reaches_the_target(
    bac: int, earned: float, ac: int, hours: float, hour: int, price: int, bill: int, margin: float
) -> None:
    left = hours * hour
    stands = at(
        bac=float(bac), ev=bac * earned, ac=float(ac), eac=ac + left, hours_left=hours, rate_left=float(hour),
        price=Figure(float(price)), bill_left=float(bill),
    )  # fmt: skip
    budget = to_budget(stands)
    if not budget.met:
        for lever, cost in (
            (Lever.HOURS, lambda fewer: ac + (hours - fewer) * hour),
            (Lever.RATE, lambda rate: ac + hours * rate),
            (Lever.EFFICIENCY, lambda index: ac + (bac - stands.ev) / index),
            (Lever.CHANGE_ORDER, lambda more: stands.eac - more),
        ):
            amount = budget.way(lever).amount.value
            assert amount is None or cost(amount) == pytest.approx(bac, rel=1e-9, abs=1e-3), lever
    reached = to_margin(stands, margin)
    if not reached.met:
        fewer = reached.way(Lever.HOURS).amount.value
        if fewer is not None:
            revenue, cost = price - fewer * bill, stands.eac - fewer * hour
            assert revenue - cost == pytest.approx(margin * revenue, rel=1e-6, abs=1e-3 + 1e-9 * fewer * hour)
        more = reached.way(Lever.CHANGE_ORDER).amount.value
        assert more is not None
        assert price + more - stands.eac == pytest.approx(margin * (price + more), rel=1e-6, abs=1e-3)


def forecast_position(**settings: Any) -> Position:
    lines = [
        Line(id="A", cost=1000_00, hours=100, owner="Ana", progress=0.5, finish=date(2026, 5, 29)),
        Line(id="B", cost=900_00, hours=10, other_cost=500_00, owner="Ana", finish=date(2026, 4, 30)),
    ]
    given_project = project(
        lines,
        [Entry(day="2026-03-02", line="A", hours=40, person="Ana", cost=400_00)],
        plan=[("Ana", "", "A", {"2026-05": 60.0})],
        rates=[rate("Ana", 11, 20), rate("Ben", 9, 15), rate("Old", 3, 5, since="2030-01-01")],
        settings=settings,
    )
    return position(given_project, forecast_project(given_project)[0])


def test_the_position_of_a_forecast() -> None:
    """60 h at 11.00 on the line without other costs are what an hour costs; Ben's 9.00 is the cheapest."""
    found = forecast_position(contract_price=3000_00)
    assert found.ac == 400_00
    assert found.hours_left == 70
    assert found.rate_left == pytest.approx(11_00)
    assert found.least_rate == pytest.approx(9_00)
    assert found.bill_left == 0
    assert found.finish == date(2026, 5, 29)
    assert found.price == Figure(3000_00.0)


def test_billed_hours_of_a_position() -> None:
    model = CommercialModel.TIME_AND_MATERIALS
    assert forecast_position(commercial_model=model).bill_left == pytest.approx(20_00)
    assert forecast_position(commercial_model=model, contract_price=900_00).bill_left == 0  # past the cap


def test_hours_that_carry_no_cost_make_no_hour_cheaper() -> None:
    """40 h left for 400.00, and 60 h of nobody with a rate beside them: 10.00 an hour, not 4.00."""
    lines = [
        Line(id="A", cost=400_00, hours=40, finish=date(2026, 5, 29)),
        Line(id="B", hours=60, finish=date(2026, 5, 29)),
    ]
    given_project = project(lines)
    found = position(given_project, forecast_project(given_project)[0])
    assert (found.hours_left, found.rate_left) == (100, pytest.approx(10_00))
    assert found.spi_t == Figure(None, Undefined.NO_PLANNED_VALUE)  # no starts: nothing is planned in time


def test_a_cent_over_is_over_and_half_an_hour_is_time() -> None:
    assert amounts(to_budget(at(), 1149_99))[Lever.CHANGE_ORDER] == 1
    assert amounts(to_margin(at(price=Figure(1149_99.0)), 0.0))[Lever.CHANGE_ORDER] == 1
    assert to_budget(at(hours_left=0.5), 1149_00).way(Lever.HOURS).amount == Figure(0.2)
    assert to_budget(at(hours_left=0.5), 1149_00).way(Lever.RATE).amount == Figure(300.0)
    assert to_budget(at(rate_left=0.5), 1149_99).way(Lever.HOURS).amount == Figure(2.0)
    assert to_budget(at(rate_left=0.5), 1149_99).way(Lever.RATE).amount == Figure(0.5 - 1 / 120)


def test_each_way_says_what_it_is_measured_against() -> None:
    found = to_budget(at())
    assert [way.now.value for way in found.ways] == [120, 500, 1000_00, 500 / 550]
    nothing_left = to_budget(at(hours_left=0.0))
    assert [way.now.value for way in nothing_left.ways] == [0, 500, 1000_00, 500 / 550]
    free = to_margin(at(rate_left=0.0), 0.5)
    assert [way.now.value for way in free.ways] == [120, 0, 1200_00, 500 / 550]


def test_a_tenth_above_the_efficiency_so_far_can_still_be_reached() -> None:
    """500.00 of work for 500.00 takes 1.00: from 0.90 just feasible. No pace so far is held to be 1."""
    found = to_budget(at(cpi=Figure(0.9)), 1050_00).way(Lever.EFFICIENCY)
    assert (found.amount, found.why_not) == (Figure(1.0), "")
    assert to_budget(at()).way(Lever.RATE).why_not == ""
    unknown = to_date(at(spi_t=Figure(None, Undefined.NOT_STARTED)), date(2026, 6, 12), CALENDAR)
    pace = unknown.way(Lever.EFFICIENCY)
    assert (pace.amount, pace.now) == (Figure(65 / 53), Figure(1.0))
    assert pace.why_not == "more than 0.10 above the efficiency so far"
    unknown = to_budget(at(ac=0.0, cpi=Figure(None, Undefined.NO_COST_BOOKED)), 450_00)
    assert unknown.way(Lever.EFFICIENCY).amount == Figure(500 / 450)  # 1.11 is too much above 1
    assert not unknown.way(Lever.EFFICIENCY).feasible
