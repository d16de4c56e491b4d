"""A retainer: revenue by time, backlog, and how much of the fee is used. Money: minor units."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.forecast.figure import Undefined
from app.forecast.finance import commercial_model
from app.forecast.forecast import forecast_project
from app.forecast.result import Forecast
from app.forecast.retainer import Term
from app.project.change_order import ChangeOrder, Status
from app.project.model import CommercialModel, Line
from tests.forecast.build import Entry, month, project, rate

YEAR = {"start": date(2026, 1, 1), "finish": date(2026, 12, 31)}
LINE = Line(id="1", cost=60_000_00, hours=600, start=date(2026, 1, 1), finish=date(2026, 12, 31))


def retained(*, hours: float = 100, status: str = "2026-03-31", **settings: Any) -> Forecast:
    chosen = {"commercial_model": CommercialModel.RETAINER, "monthly_fee": 10_000_00, **YEAR, **settings}
    entries = [Entry(day="2026-02-10", line="1", hours=hours, person="Ana")]
    rates = [rate("Ana", 100.0, 150.0)]
    return forecast_project(project([LINE], entries, status=status, settings=chosen, rates=rates))[0]


def test_revenue_falls_month_by_month_whatever_was_worked() -> None:
    money = retained().finance
    assert money.price.value == pytest.approx(120_000_00)
    assert money.revenue_to_date.value == pytest.approx(30_000_00)
    assert money.backlog.value == pytest.approx(90_000_00)
    assert retained(hours=900).finance.revenue_to_date.value == pytest.approx(30_000_00)


def test_margin_and_fee_used_tell_when_more_is_served_than_paid() -> None:
    money = retained(hours=250).finance
    assert money.margin_to_date.value == pytest.approx(30_000_00 - 25_000_00)
    assert money.fee_used.value == pytest.approx(250 * 150 / 30_000)


def test_part_of_a_month_counts_by_its_days() -> None:
    found = retained(status="2026-02-14", start=date(2026, 1, 16))
    term = 16 / 31 + 11
    assert found.finance.price.value == pytest.approx(10_000_00 * term)
    assert found.finance.revenue_to_date.value == pytest.approx(10_000_00 * (16 / 31 + 14 / 28))


def test_the_months_of_revenue_add_to_the_price() -> None:
    found = retained(start=date(2025, 11, 20), finish=date(2026, 6, 10))
    revenue = found.monthly.revenue
    assert not revenue.why.any()
    assert revenue.values.sum() == pytest.approx(found.finance.price.value)
    by_month = dict(zip(found.monthly.months, revenue.values.tolist(), strict=True))
    assert by_month[month("2026-02")] == pytest.approx(10_000_00)
    assert by_month[month("2025-11")] == pytest.approx(10_000_00 * 11 / 30)


def test_an_agreed_total_goes_before_the_monthly_fee_and_changes_are_added() -> None:
    assert retained(contract_price=100_000_00).finance.price.value == pytest.approx(100_000_00)
    assert retained(approved_changes=6_000_00).finance.price.value == pytest.approx(126_000_00)


def test_a_loss_is_shown_at_once() -> None:
    money = retained(monthly_fee=4_000_00).finance  # 48,000 of fee for 60,000 of cost
    assert money.expected_loss.value == pytest.approx(12_000_00)
    assert money.margin_to_date.value == pytest.approx(-12_000_00)


def test_a_fee_without_a_term_has_no_price_and_says_why() -> None:
    line = replace(LINE, start=None, finish=None)
    settings = {"commercial_model": CommercialModel.RETAINER, "monthly_fee": 10_000_00}
    found = forecast_project(project([line], settings=settings))[0]
    assert found.finance.price.why is Undefined.NO_TERM
    assert set(found.monthly.revenue.why.tolist()) == {int(Undefined.NO_TERM)}
    agreed = {"commercial_model": CommercialModel.RETAINER, "contract_price": 10_000_00}
    found = forecast_project(project([line], settings=agreed))[0]
    assert (found.finance.price.value, found.finance.revenue_to_date.why) == (10_000_00, Undefined.NO_TERM)
    assert set(found.monthly.revenue.why.tolist()) == {int(Undefined.NO_TERM)}


def test_without_fee_and_price_nothing_is_told() -> None:
    assert retained(monthly_fee=None).finance.price.why is Undefined.NO_REVENUE
    assert retained(hours=0).finance.fee_used.why is Undefined.NO_REVENUE


def test_a_monthly_fee_alone_says_that_it_is_a_retainer() -> None:
    assert commercial_model(project([LINE], settings={"monthly_fee": 1})) is CommercialModel.RETAINER
    both = {"monthly_fee": 1, "contract_price": 1}
    assert commercial_model(project([LINE], settings=both)) is CommercialModel.FIXED_PRICE


def test_days_of_a_change_lengthen_the_term() -> None:
    days = ChangeOrder(id="C", days=22, status=Status.APPROVED, line=-1)
    chosen = {"commercial_model": CommercialModel.RETAINER, "monthly_fee": 10_000_00, **YEAR}
    found = forecast_project(project([LINE], settings=chosen, change_orders=(days,)))[0]
    assert found.finish_planned == date(2027, 2, 1)
    assert found.finance.price.value == pytest.approx(10_000_00 * (13 + 1 / 28))


def test_a_term_that_ends_before_it_begins_is_none() -> None:
    term = Term(date(2026, 5, 1), date(2026, 4, 1))
    assert not term.known
    assert term.months() == 0
    assert term.by_month((month("2026-04"),)).tolist() == [0]
