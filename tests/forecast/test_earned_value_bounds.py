"""Earned-value measures on their boundaries: at budget, just past it, nothing booked, a net credit."""

from __future__ import annotations

import numpy as np
import pytest

from app.forecast.earned_value import cost_performance, eac_at_cpi, eac_at_plan, to_complete_performance
from app.forecast.figure import Figure, Figures, Undefined
from app.forecast.performance import eac_by_factor, positive, recent_index
from app.forecast.ratios import depends, figures


def _only(found: Figures) -> Figure:
    value = float(found.values[0])
    return Figure(None if np.isnan(value) else value, Undefined(int(found.why[0])))


@pytest.mark.parametrize(
    ("bac", "ev", "ac", "expected"),
    [
        (100, 40, 50, Figure(50 + 60 / 0.8)),
        (100, 40, 0.5, Figure(0.5 + 60 / 80)),  # half a cent is no credit
        (100, 100, 50, Figure(50)),
        (100, 101, 50, Figure(50)),
        (100, 100, 0, Figure(0)),
        (100, 99, 0, Figure(None, Undefined.NO_COST_BOOKED)),
        (100, 99, -1, Figure(None, Undefined.NET_CREDIT)),
        (100, 0, 50, Figure(None, Undefined.NO_VALUE_EARNED)),
    ],
)
def test_eac_at_cpi(bac: float, ev: float, ac: float, expected: Figure) -> None:
    b, e, a = (np.array([float(each)]) for each in (bac, ev, ac))
    assert _only(eac_at_cpi(b, e, a, cost_performance(e, a))) == expected


@pytest.mark.parametrize(("ev", "expected"), [(99, 51), (100, 50), (101, 50)])
def test_eac_at_plan(ev: float, expected: float) -> None:
    assert _only(eac_at_plan(np.array([100.0]), np.array([float(ev)]), np.array([50.0]))) == Figure(expected)


@pytest.mark.parametrize(
    ("ev", "ac", "expected"),
    [
        (40, 50, Figure(1.2)),
        (100, 50, Figure(None, Undefined.COMPLETE)),
        (100, 100, Figure(None, Undefined.COMPLETE)),
        (40, 100, Figure(None, Undefined.TARGET_SPENT)),
        (40, 101, Figure(None, Undefined.TARGET_SPENT)),
    ],
)
def test_efficiency_needed(ev: float, ac: float, expected: Figure) -> None:
    target = np.array([100.0])
    found = to_complete_performance(target, np.array([float(ev)]), np.array([float(ac)]), target)
    assert _only(found) == expected


def test_the_first_reason_that_holds_is_given() -> None:
    yes, one = np.array([True]), np.array([1.0])
    reasons = (yes, Undefined.NO_BUDGET), (yes, Undefined.COMPLETE)
    assert _only(figures(one, *reasons)) == Figure(None, Undefined.NO_BUDGET)
    assert _only(depends(one, reasons=reasons)) == Figure(None, Undefined.NO_BUDGET)
    on = figures(one, (yes, Undefined.NET_CREDIT)), figures(one, (yes, Undefined.COMPLETE))
    assert _only(depends(one, *on, reasons=reasons)) == Figure(None, Undefined.NET_CREDIT)


def test_a_factor_of_nothing_or_less_gives_no_forecast_while_work_remains() -> None:
    assert np.isnan(positive(np.array([0.0, -1.0]))).all()
    left = eac_by_factor(np.full(3, 100.0), np.array([40.0, 40.0, 100.0]), np.full(3, 50.0), np.zeros(3))
    assert np.isnan(left[:2]).all()
    assert left[2] == 50


@pytest.mark.parametrize(("months", "expected"), [(1, 30 / 40), (2, 50 / 60), (3, 60 / 80)])
def test_efficiency_of_the_last_months(months: int, expected: float) -> None:
    ev, ac = np.array([10.0, 30.0, 60.0]), np.array([20.0, 40.0, 80.0])
    assert recent_index(ev, ac, months) == pytest.approx(expected)
    assert np.isnan(recent_index(ev, ac, 4))
