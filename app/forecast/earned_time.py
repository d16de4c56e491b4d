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
    rising = np.maximum.accumulate(pv, axis=1)
    ends = np.broadcast_to(times, (p, m))
    whole = rising >= (bac * _WHOLE)[:, None]
    complete = np.where(whole.any(axis=1), whole.argmax(axis=1), m - 1)
    planned = ends[np.arange(p), complete]

    passed = np.zeros(ev.shape, np.int32)
    for period in range(m):
        passed += rising[:, period, None] <= ev
    # one more column on either side: before the first period, and a dead end after the last
    value = np.concatenate([np.zeros((p, 1)), rising, np.full((p, 1), np.inf)], axis=1).ravel()
    clock = np.concatenate([np.zeros((p, 1)), ends, ends[:, -1:]], axis=1).ravel()
    at = passed + (np.arange(p, dtype=np.int32) * np.int32(m + 2))[:, None]
    below, since = value[at], clock[at]
    at += 1
    earned = since + (ev - below) / (value[at] - below) * (clock[at] - since)
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
    spi = _over(ev, pv)
    spi_t = _over(earned, actual)
    sci, sci_t = spi * cpi, spi_t * cpi
    lead = _over((ev - pv) * planned, bac)
    duration = actual * spi
    to_earn = np.maximum(planned, actual) - duration
    to_go = planned - earned
    return {
        "PV, 1": planned - lead,
        "PV, SPI": _over(planned, spi),
        "PV, SCI": _over(planned, sci),
        "ED, 1": actual + to_earn,
        "ED, SPI": actual + _over(to_earn, spi),
        "ED, SCI": actual + _over(to_earn, sci),
        "ES, 1": actual + to_go,
        "ES, SPI(t)": actual + _over(to_go, spi_t),
        "ES, SCI(t)": actual + _over(to_go, sci_t),
    }


def _over(over: Any, under: Any) -> Floats:
    """over / under, undefined where under is not above 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(np.greater(under, 0), np.divide(over, under), np.nan))
