"""What the performance table compares gives the same figures."""

from __future__ import annotations

import numpy as np
import pytest

from app.bench.forecast_cost import as_table, pivot
from app.bench.large_project import ACTUALS, LINES, large_project
from app.bench.portfolio import MONTHS, as_frame, largest_difference, portfolio
from app.bench.portfolio_peers import FIGURES, by_groupby_apply, by_numpy_pass
from app.forecast.forecast import forecast_project
from app.forecast.portfolio import portfolio_forecasts


def test_all_three_give_the_same_figures() -> None:
    pv, ev, ac, times = portfolio(60)
    found = portfolio_forecasts(pv=pv, ev=ev, ac=ac, bac=pv[:, -1], times=times)
    columns = (found.cpi, found.spi, found.spi_t, found.earned_schedule)
    ours = dict(zip(FIGURES, (*columns, *found.eac.values(), *found.duration.values()), strict=True))
    assert largest_difference(ours, by_numpy_pass(pv, ev, ac, times)) < 1e-9
    frame = as_frame(pv, ev, ac, times)
    for on_arrays in (False, True):
        table = by_groupby_apply(frame, on_arrays=on_arrays)
        theirs = {name: table[name].to_numpy().reshape(-1, MONTHS) for name in FIGURES}
        assert largest_difference(ours, theirs) < 1e-9
    assert np.isnan(ours["SPI"]).any()  # some have nothing planned in the first month


def test_a_difference_is_seen() -> None:
    pv, ev, ac, times = portfolio(5)
    plain = by_numpy_pass(pv, ev, ac, times)
    moved = dict(plain) | {"CPI": plain["CPI"] * (1 + 1e-6)}
    assert largest_difference(moved, plain) == pytest.approx(1e-6, rel=0.5)
    blank = dict(plain) | {"CPI": np.full_like(plain["CPI"], np.nan)}
    assert largest_difference(blank, plain) == float("inf")


def test_the_large_project_has_everything_on() -> None:
    project = large_project()
    forecast, problems = forecast_project(project)
    assert (len(project.lines), len(project.ledger)) == (LINES, ACTUALS)
    assert {str(problem.kind) for problem in problems} == {"after-status-date", "unknown-line"}
    assert len(set(forecast.states.rule)) == 4
    assert set(forecast.states.method) == {"done", "plan", "budget left"}
    assert forecast.cost.unmatched.ac[0] > 0
    table = pivot(as_table(project))
    assert table.to_numpy().sum() == pytest.approx(project.ledger.hours.sum())
