"""Every index and every statistical forecast of many projects, at every month, in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.earned_time import duration_forecasts, earned_schedule_times
from app.forecast.performance import eac_by_factor, index, performance_factors

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioForecasts:
    """Arrays of shape (projects, months), NaN where undefined; money and time in the units given."""

    cpi: Floats
    spi: Floats
    spi_t: Floats
    earned_schedule: Floats
    eac: Mapping[str, Floats]  # by performance factor
    duration: Mapping[str, Floats]  # by method and factor


def portfolio_forecasts(
    *, pv: Floats, ev: Floats, ac: Floats, bac: Floats, times: Floats
) -> PortfolioForecasts:
    """Cumulative `pv`, `ev`, `ac` (p, m) at the month ends `times` (m,), status taken at each of them.

    `bac` (p,). Times are working time from the common planned start.
    """
    earned, planned = earned_schedule_times(pv, ev, bac, times)
    actual = np.broadcast_to(times, ev.shape)
    budget = bac[:, None]
    cpi, spi, spi_t = index(ev, ac), index(ev, pv), index(earned, actual)
    return PortfolioForecasts(
        cpi=cpi,
        spi=spi,
        spi_t=spi_t,
        earned_schedule=earned,
        eac={
            name: eac_by_factor(budget, ev, ac, factor)
            for name, factor in performance_factors(cpi, spi, spi_t).items()
        },
        duration=duration_forecasts(
            bac=budget, pv=pv, ev=ev, planned=planned[:, None], actual=actual, earned=earned, cpi=cpi
        ),
    )
