"""A portfolio's indices and forecasts: Plumbline beside pandas groupby-apply and one pass of numpy."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.bench.portfolio_peers import FIGURES, by_groupby_apply, by_numpy_pass
from app.bench.row import Row
from app.forecast.portfolio import portfolio_forecasts

PROJECTS, MONTHS = 10_000, 24
GROUPS_TIMED = 1_000  # groupby-apply takes its time for each project alike: a tenth is timed and scaled
TOLERANCE = 1e-9

Floats = NDArray[np.float64]


def portfolio_rows() -> list[Row]:
    """Times all three on the same portfolio and refuses to report when their figures differ."""
    pv, ev, ac, times = portfolio()
    ours, our_ms = _timed(lambda: _ours(pv, ev, ac, times), repeats=9)
    plain, plain_ms = _timed(lambda: by_numpy_pass(pv, ev, ac, times), repeats=3)
    few = slice(0, GROUPS_TIMED)
    frame = as_frame(pv[few], ev[few], ac[few], times)
    grouped, grouped_ms = _timed(lambda: by_groupby_apply(frame), repeats=1)
    lean, lean_ms = _timed(lambda: by_groupby_apply(frame, on_arrays=True), repeats=1)
    scale = PROJECTS / GROUPS_TIMED
    ours_of_few = {name: values[few] for name, values in ours.items()}
    worst = max(
        largest_difference(ours, plain),
        *(largest_difference(ours_of_few, _as_arrays(table)) for table in (grouped, lean)),
    )
    if worst > TOLERANCE:
        raise RuntimeError(f"figures differ by {worst:.3g}: times would compare different things")
    return [
        Row(
            name="portfolio_speedup",
            value=grouped_ms * scale / our_ms,
            unit="times pandas groupby-apply, processor time",
            goal=">= 300",
            underneath={
                "projects": PROJECTS, "months": MONTHS, "figures": len(FIGURES), "plumbline_ms": our_ms,
                "one_numpy_pass_ms": plain_ms, "groupby_apply_ms": grouped_ms * scale,
                "groupby_apply_on_arrays_ms": lean_ms * scale,
                "groupby_apply_timed_projects": GROUPS_TIMED, "largest_relative_difference": worst,
            },
        )
    ]  # fmt: skip


def portfolio(projects: int = PROJECTS, *, seed: int = 7) -> tuple[Floats, Floats, Floats, Floats]:
    """Cumulative PV, EV and AC (projects, months) and the month ends in working days (months,)."""
    chance = np.random.default_rng(seed)
    shape = projects, MONTHS
    work = chance.uniform(1_000, 20_000, shape) * (chance.random(shape) > 0.1)  # some months hold no plan
    pace = chance.uniform(0.5, 1.1, shape)
    pv = np.cumsum(work, axis=1)
    ev = np.minimum(np.cumsum(work * pace, axis=1), pv[:, -1:])
    ac = np.cumsum(work * pace * chance.uniform(0.8, 1.5, shape), axis=1)
    return pv, ev, ac, np.cumsum(chance.integers(19, 24, MONTHS)).astype(np.float64)


def as_frame(pv: Floats, ev: Floats, ac: Floats, times: Floats) -> pd.DataFrame:
    """The same as a table with a row a project and month."""
    project = np.repeat(np.arange(len(pv)), pv.shape[1])
    columns = {"pv": pv.ravel(), "ev": ev.ravel(), "ac": ac.ravel()}
    return pd.DataFrame({"project": project, "time": np.tile(times, len(pv)), **columns})


def largest_difference(ours: Mapping[str, Floats], theirs: Mapping[str, Floats]) -> float:
    """Relative, over all figures; infinite where one is defined and the other is not."""
    worst = 0.0
    for name in FIGURES:
        mine, other = ours[name], theirs[name]
        if (np.isnan(mine) != np.isnan(other)).any():
            return float("inf")
        gap = np.abs(mine - other) / np.maximum(np.abs(other), 1.0)
        worst = max(worst, float(np.nanmax(gap)))
    return worst


def _ours(pv: Floats, ev: Floats, ac: Floats, times: Floats) -> dict[str, Floats]:
    found = portfolio_forecasts(pv=pv, ev=ev, ac=ac, bac=pv[:, -1], times=times)
    columns = (
        found.cpi,
        found.spi,
        found.spi_t,
        found.earned_schedule,
        *found.eac.values(),
        *found.duration.values(),
    )
    return dict(zip(FIGURES, columns, strict=True))


def _as_arrays(table: pd.DataFrame) -> dict[str, Floats]:
    return {name: table[name].to_numpy().reshape(-1, MONTHS) for name in FIGURES}


def _timed(work: Callable[[], Any], *, repeats: int) -> tuple[Any, float]:
    """The result and the median processor time in milliseconds; the first of several warms up."""
    result, taken = work() if repeats > 1 else None, []
    for _ in range(repeats):
        began = time.process_time()
        result = work()
        taken.append((time.process_time() - began) * 1000)
    return result, statistics.median(taken)
