"""Calibrated estimate at completion: how finished projects ended from the same point on.

Conformal by fraction complete: the projects' own errors, each left out in turn, are the range.
Source: the reference class of `reference_class.py`; conformal ranks as in Lei et al. 2018.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.forecast.figure import Figure, Undefined
from app.forecast.own_history import Moment, learned
from app.forecast.reference_class import HALF_HALF, LABEL, MATCHED, QUANTILES, TRANSFER_SCALE, Bin

TOO_EARLY, NEARLY_DONE = 0.05, 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """Range of the final cost (or hours), in the unit it was given; all undefined for one reason.

    `point` has no residual added; `p50` is the calibrated figure. `chance_over_budget` is 0..1.
    """

    share_earned: float | None  # the bin: EV 0/100 over BAC to the nearest tenth
    basis: str  # "matched" or "50/50"
    history: str  # whose errors these are
    point: Figure
    p10: Figure
    p50: Figure
    p80: Figure
    p90: Figure
    chance_over_budget: Figure


def calibrated(
    *,
    bac: float,
    ev_finished: float,
    ac_finished: float,
    ev_half: float,
    ac: float,
    matched: bool = True,
    scale: float = TRANSFER_SCALE,
    closed: Sequence[Moment] = (),
) -> Calibrated:
    """Point = A + (BAC - EV) x e^m, m = level + slope x (-ln(EV/A) - centre); quantiles add a residual to m.

    Matched: EV 0/100 (`ev_finished`) against A = actuals on finished lines. Otherwise EV 50/50
    (`ev_half`) against all actuals. Residuals are multiplied by `scale` (1 inside the class). Never below
    AC. Undefined: no budget, under 5 % earned (too early), 95 % or more (nearly done), A or EV not
    above 0.

    `closed`: one's own closed projects, in the unit of the figures; they bring their own `scale`.
    """
    basis = "matched" if matched else "50/50"
    ev, base = (ev_finished, ac_finished) if matched else (ev_half, ac)
    why = _undefined(bac, ev_finished, ev, base)
    if why:
        blank = Figure(None, why)
        return Calibrated(
            share_earned=None, basis=basis, history=LABEL, point=blank, p10=blank, p50=blank, p80=blank,
            p90=blank, chance_over_budget=blank,
        )  # fmt: skip
    history, label = history_bin(ev_finished / bac, matched=matched), LABEL
    if closed:
        own = learned(closed, history, tenth=tenth_of(ev_finished / bac), matched=matched)
        history, scale, label = own.history, own.scale, own.label
    middle = history.level + history.slope * (-math.log(ev / base) - history.centre)

    def ends_at(residual: float) -> float:
        return max(ac, base + (bac - ev) * math.exp(middle + scale * residual))

    finals = base + (bac - ev) * np.exp(middle + scale * history.residuals)
    quantile = {
        name: Figure(ends_at(residual)) for name, residual in zip(QUANTILES, history.quantiles, strict=True)
    }
    return Calibrated(
        share_earned=history.share_earned,
        basis=basis,
        history=label,
        point=Figure(ends_at(0.0)),
        p10=quantile["p10"],
        p50=quantile["p50"],
        p80=quantile["p80"],
        p90=quantile["p90"],
        chance_over_budget=Figure(float(np.mean(np.maximum(finals, ac) > bac))),
    )


def history_bin(share: float, *, matched: bool) -> Bin:
    """The bin of a share earned: nearest tenth, half up, 0.1 to 0.9."""
    return (MATCHED if matched else HALF_HALF)[tenth_of(share) - 1]


def tenth_of(share: float) -> int:
    """Nearest tenth, half up, 1 to 9."""
    return min(9, max(1, math.floor(share * 10 + 0.5 + 1e-9)))


def _undefined(bac: float, ev_finished: float, ev: float, base: float) -> Undefined:
    if bac <= 0:
        return Undefined.NO_BUDGET
    if ev_finished / bac < TOO_EARLY:
        return Undefined.TOO_EARLY
    if ev_finished / bac >= NEARLY_DONE:
        return Undefined.NEARLY_DONE
    if base <= 0:
        return Undefined.NO_COST_BOOKED
    return Undefined.NO_VALUE_EARNED if ev <= 0 else Undefined.DEFINED
