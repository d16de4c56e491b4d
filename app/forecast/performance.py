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
    shape = np.broadcast_shapes(np.shape(over), np.shape(under))
    return np.asarray(np.divide(over, under, out=np.full(shape, np.nan), where=np.greater(under, 0)))


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
    left = np.maximum(bac - ev, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = np.where(factor > 0, left / factor, np.nan)
    return np.where(left > 0, ac + rest, ac)


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
