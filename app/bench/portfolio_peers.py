"""The portfolio's figures as others would compute them, written apart from Plumbline's own code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.forecast.earned_time import METHODS
from app.forecast.performance import FACTORS

Floats = NDArray[np.float64]

FIGURES = (
    "CPI",
    "SPI",
    "SPI(t)",
    "ES",
    *(f"EAC {name}" for name in FACTORS),
    *(f"EAC(t) {name}" for name in METHODS),
)


def by_groupby_apply(frame: pd.DataFrame, *, on_arrays: bool = False) -> pd.DataFrame:
    """One function a project: columns project, time, pv, ev, ac (cumulative) in, FIGURES out, row for row.

    As people write it, on the group's columns; `on_arrays` takes them out of pandas first, the leanest
    that groupby-apply can be.
    """
    work = _one_project_on_arrays if on_arrays else _one_project
    return frame.groupby("project", sort=False, group_keys=False).apply(work)


def _one_project(rows: pd.DataFrame) -> pd.DataFrame:
    """On pandas columns throughout."""
    pv, ev, ac, at = rows["pv"], rows["ev"], rows["ac"], rows["time"]
    bac, planned, es = _earned_schedule(pv.to_numpy(), ev.to_numpy(), at.to_numpy())
    return pd.DataFrame(_figures(pv, ev, ac, at, pd.Series(es, rows.index), bac, planned, _column_ratio))


def _one_project_on_arrays(rows: pd.DataFrame) -> pd.DataFrame:
    pv, ev, ac, at = (rows[name].to_numpy() for name in ("pv", "ev", "ac", "time"))
    bac, planned, es = _earned_schedule(pv, ev, at)
    return pd.DataFrame(_figures(pv, ev, ac, at, es, bac, planned, _ratio), index=rows.index)


def _earned_schedule(pv: Floats, ev: Floats, at: Floats) -> tuple[float, float, Floats]:
    """BAC, planned duration and ES of one project."""
    bac = pv[-1]
    planned = at[np.argmax(pv >= bac)]
    passed = np.searchsorted(pv, ev, side="right")
    value, clock = np.append(0.0, pv), np.append(0.0, at)
    ahead = np.minimum(passed + 1, len(pv))
    step = value[ahead] - value[passed]
    part = np.divide(ev - value[passed], step, out=np.zeros(len(ev)), where=step > 0)
    return bac, planned, np.where(ev >= bac, planned, clock[passed] + part * (clock[ahead] - clock[passed]))


def by_numpy_pass(pv: Floats, ev: Floats, ac: Floats, times: Floats) -> Mapping[str, Floats]:
    """The same of all projects at once, arrays (p, m): plain array code, nothing cut into slices."""
    p, m = pv.shape
    bac = pv[:, -1:]
    planned = times[np.argmax(pv >= bac, axis=1)][:, None]
    passed = (pv[:, :, None] <= ev[:, None, :]).sum(axis=1)
    value, clock = np.hstack([np.zeros((p, 1)), pv]), np.append(0.0, times)
    ahead = np.minimum(passed + 1, m)
    since, until = np.take_along_axis(value, passed, 1), np.take_along_axis(value, ahead, 1)
    part = np.divide(ev - since, until - since, out=np.zeros((p, m)), where=until > since)
    es = np.where(ev >= bac, planned, clock[passed] + part * (clock[ahead] - clock[passed]))
    return _figures(pv, ev, ac, np.broadcast_to(times, (p, m)), es, bac, planned, _ratio)


def _figures(
    pv: Any, ev: Any, ac: Any, at: Any, es: Any, bac: Any, planned: Any, ratio: Callable[[Any, Any], Any]
) -> dict[str, Any]:
    cpi, spi, spi_t = ratio(ev, ac), ratio(ev, pv), ratio(es, at)
    sci, sci_t = cpi * spi, cpi * spi_t
    factors = (np.ones_like(ev), cpi, spi, spi_t, sci, sci_t, 0.8 * cpi + 0.2 * spi, 0.8 * cpi + 0.2 * spi_t)
    left = bac - ev
    eacs = [np.where(left > 0, ac + ratio(left, factor), ac) for factor in factors]
    ed = at * spi
    to_earn, to_go = np.maximum(planned, at) - ed, planned - es
    durations = (
        planned - (ev - pv) * planned / bac, ratio(planned, spi), ratio(planned, sci),
        at + to_earn, at + ratio(to_earn, spi), at + ratio(to_earn, sci),
        at + to_go, at + ratio(to_go, spi_t), at + ratio(to_go, sci_t),
    )  # fmt: skip
    return dict(zip(FIGURES, (cpi, spi, spi_t, es, *eacs, *durations), strict=True))


def _column_ratio(over: Any, under: pd.Series) -> pd.Series:
    found: pd.Series = (over / under).where(under > 0)
    return found


def _ratio(over: Any, under: Any) -> Floats:
    shape = np.broadcast_shapes(np.shape(over), np.shape(under))
    return np.asarray(np.divide(over, under, out=np.full(shape, np.nan), where=np.greater(under, 0)))
