"""What is kept of the rate card at a month's end, and what M16 says when it changes afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.checks.history import rates_by_start
from app.project.model import ExchangeRate, Rate
from tests.checks.situations.planting import after, month_end
from tests.support.factory import make_project, plan, rates, settings


def test_two_roles_of_a_person_are_told_apart_by_nothing_and_left_out() -> None:
    card = (("Ana", "Developer", 100.0), ("Ana", "Lead", 120.0), ("Ben", "", 90.0))
    rates = tuple(
        Rate(person=person, role=role, cost_rate=rate, bill_rate=None, currency="EUR", effective_from=None)
        for person, role, rate in card
    )
    assert rates_by_start(replace(make_project(), rates=rates)) == {"ben|": 90.0}


def told(card: list[Rate], then: dict[str, float], **changes: Any) -> list[tuple[float, float, str]]:
    """Money, hours and cells of what M16 says when May closed with the rates `then`; Ben booked 100 h on
    30 April and on 29 May, Ana 300 h until March."""
    found = after(lambda: make_project(rates_=card, **changes), month_end(5, rates=then))()
    return [
        ((flag.stake or 0) / 100, flag.hours or 0, " ".join(map(str, flag.places)))
        for flag in found.flags
        if flag.check == "M16"
    ]


THEN = {"ana|2026-01-01": 100.0, "ben|2026-01-01": 80.0}
APRIL, MAY = date(2026, 4, 15), date(2026, 5, 1)


def bens(cost: float, since: date, **more: Any) -> Rate:
    return replace(rates()[1], cost_rate=cost, effective_from=since, **more)


def test_m16_a_rate_put_in_front_prices_what_is_booked_since() -> None:
    """200 h x (85 - 80), and from May on 100 h x 5."""
    assert told([*rates(), bens(85, APRIL)], THEN) == [(1_000, 200, "Rate card!C4")]
    assert told([*rates(), bens(85, MAY)], THEN) == [(500, 100, "Rate card!C4")]


def test_m16_a_superseded_rate_counts_its_own_days() -> None:
    """80 -> 90 until April is over: 100 h x 10; May keeps its own 82."""
    card = [rates()[0], bens(90, date(2026, 1, 1)), bens(82, MAY)]
    assert told(card, {**THEN, "ben|2026-05-01": 82.0}) == [(1_000, 100, "Rate card!C3")]


def test_m16_a_rate_in_dollars_goes_through_the_exchange_rate() -> None:
    """200 h x 10 x 0.9."""
    dollars = ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=0.9)
    card = [rates()[0], bens(90, date(2026, 1, 1), currency="USD")]
    project = {"exchange_rates_": [dollars], "settings_": settings(thresholds={"A10.off": 1})}
    assert told(card, THEN, **project) == [(1_800, 200, "Rate card!C3")]


def test_m16_the_rate_of_a_role() -> None:
    """Ben is a developer by the plan: 200 h x 5."""
    card = [rates()[0], bens(85, date(2026, 1, 1), person="", role="Developer")]
    plan_ = [replace(row, role="Developer") if row.person == "Ben" else row for row in plan()]
    then = {"ana|2026-01-01": 100.0, "developer|2026-01-01": 80.0}
    assert told(card, then, plan_=plan_) == [(1_000, 200, "Rate card!C3")]


def test_m16_a_day_that_had_no_rate_may_be_given_one() -> None:
    card = [*rates(), bens(80, MAY)]
    assert told(card, {"ana|2026-01-01": 100.0, "ben|2026-05-01": 80.0}) == []


def test_m16_a_first_day_moved_on_leaves_hours_without_their_rate() -> None:
    """The 100 h of April lose 80 each."""
    assert told([rates()[0], bens(80, MAY)], THEN) == [(8_000, 100, "Rate card!C1")]


def test_m16_a_rate_to_come_may_go() -> None:
    assert told(rates(), {**THEN, "ben|2026-09-01": 90.0}) == []
