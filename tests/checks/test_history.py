"""What a run is remembered by, and for how long."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from app.checks.history import KEPT, ReportedMonth, carried_on, rates_by_start, reported_month
from app.forecast.forecast import forecast_project
from tests.support.factory import MONTHS_2026, make_project, rates


def june() -> ReportedMonth:
    project = make_project()
    return reported_month(project, forecast_project(project)[0])


def test_a_month_as_it_stood() -> None:
    month = june()
    assert (month.period, month.month, month.first_month) == ("2026-06", MONTHS_2026[5], MONTHS_2026[0])
    assert (month.ev, month.eac, month.cpi, month.spi) == pytest.approx((66_000_00, 120_000_00, 1, 1))
    assert month.spi_t == pytest.approx(1.0, abs=0.01)
    assert month.time_passed == 129
    assert month.time_earned == pytest.approx(129, abs=0.6)
    assert month.contract_price == 150_000_00
    assert month.actual == month.budget == (10_000_00, 22_000_00, 10_000_00, 8_000_00, 8_000_00, 8_000_00)
    assert month.lines == ("1.1", "1.2", "1.3", "1.4")
    assert month.progress == (1.0, 0.5, 0.0, 1.0)
    assert month.spent == (30_000_00, 24_000_00, 0, 12_000_00)
    assert month.left == (0, 24_000_00, 30_000_00, 0)
    assert month.cost == (30_000_00, 48_000_00, 30_000_00, 12_000_00)
    assert month.rates == {"ana|2026-01-01": 100.0, "ben|2026-01-01": 80.0}


def test_without_an_outlook_nothing_is_known_of_its_pace() -> None:
    project = make_project()
    month = reported_month(project, replace(forecast_project(project)[0], outlook=None))
    assert (month.spi_t, month.time_earned, month.time_passed) == (None, None, None)


def test_it_survives_being_stored() -> None:
    assert ReportedMonth.of_plain(json.loads(json.dumps(june().to_plain()))) == june()
    assert ReportedMonth.of_plain({**json.loads(json.dumps(june().to_plain())), "since": 1}) == june()


def test_a_month_takes_the_place_of_itself_and_of_later_ones() -> None:
    months = [replace(june(), status_date=date(2026, month, 28)) for month in range(1, 8)]
    kept = carried_on(months, replace(june(), ev=1.0))
    assert [month.period for month in kept] == [f"2026-0{month}" for month in (1, 2, 3, 4, 5, 6)]
    assert len(kept) == KEPT + 1
    assert kept[-1].ev == 1.0


def test_of_lines_that_share_an_id_the_first_counts() -> None:
    month = replace(june(), lines=("a", "b", "a"))
    assert month.of_line((1, 2, 3)) == {"a": 1, "b": 2}


def test_rates_that_stand_twice_are_told_apart_by_nothing() -> None:
    twice = [*rates(), replace(rates()[0], cost_rate=99.0), replace(rates()[1], effective_from=None)]
    assert rates_by_start(make_project(rates_=twice)) == {"ben|2026-01-01": 80.0, "ben|": 80.0}
    bare = [replace(rates()[0], cost_rate=None), replace(rates()[1], person="", role=" Lead")]
    assert rates_by_start(make_project(rates_=bare)) == {"lead|2026-01-01": 80.0}
