"""Earned-value measures of many rows at once, on one basis (cost or hours).

Source: standard earned value management (PMI Practice Standard; AACE RP 80R). Every input and
result has shape (n,); cost in float64 minor units, hours in working hours. Variance is budget minus
actual or forecast: negative is bad. Nothing is rounded, and nothing is computed from a rounded figure.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.forecast.figure import Figures, Undefined
from app.forecast.ratios import depends, divided, figures, ratio
from app.forecast.result import Measures

Floats = NDArray[np.float64]


def measures(
    *, bac: Floats, pv: Figures, ev: Floats, ac: Floats, etc: Floats, eac_floor: Floats, ac_finished: Floats
) -> Measures:
    """All measures from the six sums they rest on; each formula below states its undefined cases."""
    eac = ac + etc
    cpi = cost_performance(ev, ac)
    return Measures(
        bac=bac,
        pv=pv,
        ev=ev,
        ac=ac,
        etc=etc,
        eac=eac,
        eac_pf1=eac_at_plan(bac, ev, ac),
        eac_cpi=eac_at_cpi(bac, ev, ac, cpi),
        eac_floor=eac_floor,
        vac=bac - eac,
        vac_percent=ratio(bac - eac, bac, (bac == 0, Undefined.NO_BUDGET)),
        cv=ev - ac,
        cv_percent=ratio(ev - ac, ev, (ev == 0, Undefined.NO_VALUE_EARNED)),
        sv=depends(ev - pv.values, pv),
        cpi=cpi,
        spi=schedule_performance(ev, pv),
        tcpi_bac=to_complete_performance(bac, ev, ac, bac),
        tcpi_eac=to_complete_performance(bac, ev, ac, eac),
        percent_complete=ratio(ev, bac, (bac == 0, Undefined.NO_BUDGET)),
        percent_spent=ratio(ac, bac, (bac == 0, Undefined.NO_BUDGET)),
        ac_finished=ac_finished,
    )


def cost_performance(ev: Floats, ac: Floats) -> Figures:
    """CPI = EV / AC. Undefined: AC = 0 (no cost booked), AC < 0 (net credit)."""
    return ratio(ev, ac, (ac == 0, Undefined.NO_COST_BOOKED), (ac < 0, Undefined.NET_CREDIT))


def schedule_performance(ev: Floats, pv: Figures) -> Figures:
    """SPI = EV / PV. Undefined: PV = 0 (nothing planned yet) or PV itself undefined."""
    return depends(divided(ev, pv.values), pv, reasons=((pv.values == 0, Undefined.NOTHING_PLANNED_YET),))


def eac_at_plan(bac: Floats, ev: Floats, ac: Floats) -> Figures:
    """EAC with PF = 1: AC + (BAC - EV); AC once EV >= BAC. Always defined."""
    return figures(ac + np.maximum(bac - ev, 0))


def eac_at_cpi(bac: Floats, ev: Floats, ac: Floats, cpi: Figures) -> Figures:
    """EAC with PF = CPI: AC + (BAC - EV) / CPI; AC once EV >= BAC.

    Undefined while work remains: CPI undefined (its reason), CPI <= 0 (no value earned yet).
    """
    left = bac - ev
    complete = left <= 0
    return figures(
        np.where(complete, ac, ac + divided(left, cpi.values)),
        (~complete & (cpi.why == Undefined.NO_COST_BOOKED), Undefined.NO_COST_BOOKED),
        (~complete & (cpi.why == Undefined.NET_CREDIT), Undefined.NET_CREDIT),
        (~complete & ~(cpi.values > 0), Undefined.NO_VALUE_EARNED),
    )


def to_complete_performance(bac: Floats, ev: Floats, ac: Floats, target: Floats) -> Figures:
    """TCPI(X) = (BAC - EV) / (X - AC), X the target (BAC or EAC): efficiency needed on what is left.

    Undefined: EV >= BAC (complete), AC >= X (target already spent).
    """
    return ratio(
        bac - ev, target - ac, (ev >= bac, Undefined.COMPLETE), (ac >= target, Undefined.TARGET_SPENT)
    )
