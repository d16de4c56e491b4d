"""Earned schedule and the nine duration forecasts, for many projects and status dates at once.

Times are working time (days or hours, one unit throughout) from the planned start; NaN is undefined.
PD planned duration, AT actual time, ES earned schedule. Source: Lipke, Schedule is different (2003);
the nine forecasts as in ProTrack (OR-AS; Vandevoorde and Vanhoucke 2006).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.forecast.performance import index, positive

Floats = NDArray[np.float64]

METHODS = (
    "PV, 1",
    "PV, SPI",
    "PV, SCI",
    "ED, 1",
    "ED, SPI",
    "ED, SCI",
    "ES, 1",
    "ES, SPI(t)",
    "ES, SCI(t)",
)

_WHOLE = 1 - 1e-12  # a plan that adds up to its budget but for the last bits is a whole plan


def earned_schedule_times(pv: Floats, ev: Floats, bac: Floats, times: Floats) -> tuple[Floats, Floats]:
    """ES of each earned value, and PD of each plan.

    `pv` (p, m): cumulative planned value at the period ends; `times` (p, m) or (m,): those ends; `ev`
    (p, t); `bac` (p,). ES = time(C) + (EV - PV_C) / (PV_C+1 - PV_C) x length of period C+1, C the number
    of period ends with PV <= EV: interpolated, never whole periods. ES = PD once EV >= BAC, PD being
    the end of the first period where PV = BAC (of the last one if none is). Always defined.
    """
    p, m = pv.shape
    ev = np.maximum(ev, 0.0)  # a net credit earns no time
    rising = pv if (pv[:, 1:] >= pv[:, :-1]).all() else np.maximum.accumulate(pv, axis=1)
    ends = np.broadcast_to(times, (p, m))
    whole = rising >= (bac * _WHOLE)[:, None]
    complete = np.where(whole.any(axis=1), whole.argmax(axis=1), m - 1)
    planned = ends[np.arange(p), complete]

    passed = np.zeros(ev.shape, np.int8 if m < 128 else np.int32)  # small, since it is walked m times
    reached = np.empty(ev.shape, np.bool_)
    for period in range(m):
        passed += np.less_equal(rising[:, period, None], ev, out=reached)
    # one more column on either side: before the first period, and a dead end after the last
    value = np.concatenate([np.zeros((p, 1)), rising, np.full((p, 1), np.inf)], axis=1).ravel()
    clock = np.concatenate([np.zeros((p, 1)), ends, ends[:, -1:]], axis=1).ravel()
    at = passed + (np.arange(p) * (m + 2))[:, None]
    below, since = value.take(at), clock.take(at)
    at += 1
    earned = since + (ev - below) / (value.take(at) - below) * (clock.take(at) - since)
    np.maximum(earned, 0.0, out=earned)
    return np.where(ev >= (bac * _WHOLE)[:, None], planned[:, None], earned), planned


def duration_forecasts(
    *, bac: Any, pv: Floats, ev: Floats, planned: Any, actual: Floats, earned: Floats, cpi: Floats
) -> Mapping[str, Floats]:
    """The nine EAC(t) by name, in the order of METHODS; arguments broadcast to one shape.

    Planned value: PD - TV, PD / SPI, PD / SCI, with TV = (EV - PV) x PD / BAC. Earned duration: AT +
    (max(PD, AT) - ED) / PF with ED = AT x SPI and PF = 1, SPI, SCI. Earned schedule: AT + (PD - ES) / PF
    with PF = 1, SPI(t) = ES / AT, SCI(t). Undefined: no BAC, no PV, no AT, or a factor <= 0.
    """
    spi, spi_t = index(ev, pv), index(earned, actual)
    factors = {"SPI": spi, "SCI": spi * cpi, "SPI(t)": spi_t, "SCI(t)": spi_t * cpi}
    return durations_at(
        {name: 1.0 / positive(factor) for name, factor in factors.items()},
        lead=(ev - pv) * planned / positive(bac),
        planned=planned,
        actual=actual,
        earned=earned,
        duration=actual * spi,
    )


def durations_at(
    time: Mapping[str, Floats],
    *,
    lead: Floats,
    planned: Any,
    actual: Floats,
    earned: Floats,
    duration: Floats,
) -> Mapping[str, Floats]:
    """The same from `time`, what a unit of plan takes (1 / PF by factor), TV (`lead`) and ED (`duration`)."""
    to_earn = np.maximum(planned, actual) - duration
    to_go = planned - earned
    return {
        "PV, 1": planned - lead,
        "PV, SPI": planned * time["SPI"],
        "PV, SCI": planned * time["SCI"],
        "ED, 1": actual + to_earn,
        "ED, SPI": actual + to_earn * time["SPI"],
        "ED, SCI": actual + to_earn * time["SCI"],
        "ES, 1": actual + to_go,
        "ES, SPI(t)": actual + to_go * time["SPI(t)"],
        "ES, SCI(t)": actual + to_go * time["SCI(t)"],
    }
