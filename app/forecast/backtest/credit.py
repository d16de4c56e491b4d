"""Bases on which a forecast can stand, and the published factors on each of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from app.forecast.backtest.states import States
from app.forecast.performance import eac_by_factor, index

Floats = NDArray[np.float64]

ZERO_HUNDRED, HALF_HALF, MATCHED = "0/100", "50/50", "matched"
CREDITS = (ZERO_HUNDRED, HALF_HALF, MATCHED)


def credited(states: States, credit: str) -> tuple[Floats, Floats]:
    """(EV, A) at each moment: what is earned and the actuals set against it, shapes (s,).

    0/100 and 50/50 are set against all actuals; matched is 0/100 against those of finished lines.
    """
    return {
        ZERO_HUNDRED: (states.ev_finished, states.ac),
        HALF_HALF: (states.ev_half, states.ac),
        MATCHED: (states.ev_finished, states.ac_finished),
    }[credit]


def published_factors(states: States) -> Mapping[str, Floats]:
    """EAC by PF = 1 and by CPI on each basis, shapes (s,); NaN where undefined. They learn nothing."""
    found = {}
    for credit in CREDITS:
        ev, base = credited(states, credit)
        for name, factor in (("PF=1", np.ones(len(ev))), ("CPI", index(ev, base))):
            found[f"{name}, {credit}"] = eac_by_factor(states.bac, ev, base, factor)
    return found
