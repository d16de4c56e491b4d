"""The eight performance factors and the cost forecasts they give.

Arrays of any one shape, broadcast together; NaN is undefined (the caller knows the reason). Money in
any one unit. Source: the forecasting methods of ProTrack (OR-AS; Vandevoorde and Vanhoucke, A
comparison of different project duration forecasting methods, 2006), PMI Practice Standard for EVM.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FACTORS = ("1", "CPI", "SPI", "SPI(t)", "SCI", "SCI(t)", "0.8 CPI + 0.2 SPI", "0.8 CPI + 0.2 SPI(t)")


def index(over: Floats, under: Floats) -> Floats:
    """over / under; undefined (NaN) where under <= 0: CPI = EV/AC, SPI = EV/PV, SPI(t) = ES/AT."""
    return np.asarray(over / positive(under))


def positive(values: Floats) -> Floats:
    """`values` where they are above 0; undefined (NaN) elsewhere, so that dividing by them is."""
    return np.where(np.greater(values, 0), values, np.nan)


def performance_factors(cpi: Floats, spi: Floats, spi_t: Floats) -> Mapping[str, Floats]:
    """Factor by name, in the order of FACTORS; SCI = CPI x SPI, SCI(t) = CPI x SPI(t)."""
    return {
        "1": np.ones_like(cpi),
        "CPI": cpi,
        "SPI": spi,
        "SPI(t)": spi_t,
        "SCI": cpi * spi,
        "SCI(t)": cpi * spi_t,
        "0.8 CPI + 0.2 SPI": 0.8 * cpi + 0.2 * spi,
        "0.8 CPI + 0.2 SPI(t)": 0.8 * cpi + 0.2 * spi_t,
    }


def eac_by_factor(bac: Floats, ev: Floats, ac: Floats, factor: Floats) -> Floats:
    """EAC = AC + (BAC - EV) / PF; AC once EV >= BAC.

    Undefined while work remains and the factor is undefined or <= 0 (no value earned yet).
    """
    return eac_at_pace(np.maximum(bac - ev, 0.0), ac, 1.0 / positive(factor))


def eac_at_pace(left: Floats, ac: Floats, cost: Floats) -> Floats:
    """AC + `left` x `cost`, the work left (0 or more) at what a unit of it costs, 1 / PF; AC when none is."""
    return np.where(left > 0, ac + left * cost, ac)


def recent_index(ev: Floats, ac: Floats, months: int) -> Floats:
    """CPI of the last `months` months: increment of EV over increment of AC, cumulative along the last axis.

    Shape (..., t) in, (...) out. Undefined: fewer months than that, or no cost booked in them.
    """
    if ev.shape[-1] < months:
        return np.full(ev.shape[:-1], np.nan)
    before = np.zeros(ev.shape[:-1]), np.zeros(ac.shape[:-1])
    if ev.shape[-1] > months:
        before = ev[..., -months - 1], ac[..., -months - 1]
    return index(ev[..., -1] - before[0], ac[..., -1] - before[1])
