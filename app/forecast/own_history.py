"""A workspace's own closed projects in place of the reference class, as far as there are enough of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.forecast.class_fit import (
    REACH,
    RIDGE,
    conformal_quantile,
    dearness_of_rest,
    dearness_so_far,
)
from app.forecast.reference_class import LABEL, TRANSFER_SCALE, Bin

ENOUGH = 20  # closed projects seen at one tenth; their 80 % range takes 9, their 90 % range 19
RANKS = (0.1, 0.5, 0.8, 0.9)

Floats = NDArray[np.float64]


def at_pace(share: float, gone: float) -> float:
    """Working days the rest takes at the pace so far: gone x (1 - share) / share."""
    return gone * (1.0 - share) / share


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A closed project as it once stood, one a project, tenth and basis. Any one unit of money or hours.

    Matched: `ev` by 0/100 and `base` the actuals on finished lines; otherwise `ev` by 50/50 and `base` all
    actuals. `final` is what it cost in the end.
    """

    tenth: int  # 1..9: EV by 0/100 over BAC, to the nearest tenth
    matched: bool
    bac: float
    ev: float
    base: float
    final: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """A closed project as it once stood: tenth (1..9), share earned by 0/100, working days gone, in all."""

    tenth: int
    share: float
    gone: float
    whole: float

    @property
    def slowing(self) -> float | None:
        """ln of days still taken over those the pace so far would have taken; None where nothing was left."""
        left = at_pace(self.share, self.gone) if 0 < self.share < 1 else 0.0
        rest = self.whole - self.gone
        return math.log(rest / left) if rest > 0 and left > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedProjects:
    """The moments of a workspace's closed projects: in money, in hours, and in time."""

    cost: tuple[Moment, ...] = ()
    hours: tuple[Moment, ...] = ()
    pace: tuple[Pace, ...] = ()


NONE_CLOSED = ClosedProjects()


@dataclass(frozen=True, slots=True)
class Learned:
    """The history of one tenth, by how much its residuals are widened, and whose it is."""

    history: Bin
    scale: float
    label: str


def learned(moments: Sequence[Moment], reference: Bin, *, tenth: int, matched: bool) -> Learned:
    """The history to forecast by: one's own from 20 projects on, below that shrunk toward the class.

    With n < 20 projects level, slope and centre are n/20 of one's own and the rest of the class; the spread
    stays the class's, widened for use outside it, since so few errors cannot tell a tail.
    """
    own = _fitted(moments, reference.share_earned, tenth, matched=matched)
    if own is None:
        return Learned(reference, TRANSFER_SCALE, LABEL)
    history, count = own
    if count >= ENOUGH:
        return Learned(history, 1.0, f"your {count} closed projects")
    part = count / ENOUGH
    mixed = replace(
        reference,
        level=part * history.level + (1 - part) * reference.level,
        slope=part * history.slope + (1 - part) * reference.slope,
        centre=part * history.centre + (1 - part) * reference.centre,
    )
    which = "your 1 closed project" if count == 1 else f"your {count} closed projects"
    return Learned(mixed, TRANSFER_SCALE, f"{which}, too few alone: drawn to the {LABEL}")


def _fitted(moments: Sequence[Moment], share: float, tenth: int, *, matched: bool) -> tuple[Bin, int] | None:
    """The bin of one's own projects, and how many they are; None without any."""
    mine = [each for each in moments if each.tenth == tenth and each.matched is matched]
    bac, ev, base, final = (
        np.array([getattr(each, name) for each in mine], np.float64)
        for name in ("bac", "ev", "base", "final")
    )
    x, y = dearness_so_far(ev, base), dearness_of_rest(bac, ev, base, final)
    known = ~(np.isnan(x) | np.isnan(y))
    x, y = x[known], y[known]
    if not len(x):
        return None
    level, slope, centre = _middle(x, y)
    errors = []
    for out in range(len(x)):
        others = np.arange(len(x)) != out
        if not others.any():
            break
        one_level, one_slope, one_centre = _middle(x[others], y[others])
        errors.append(float(y[out] - one_level - one_slope * (x[out] - one_centre)))
    residuals = np.sort(np.array(errors, np.float64))
    found = [conformal_quantile(residuals, p) for p in RANKS]
    p10, p50, p80, p90 = (math.nan if value is None else value for value in found)
    return Bin(share, level, slope, centre, (p10, p50, p80, p90), residuals), len(x)


def _middle(x: Floats, y: Floats) -> tuple[float, float, float]:
    """level = median y; centre = median x; slope = sum dx dy / (sum dx^2 + 1), dy cut to -1..1."""
    level, centre = float(np.median(y)), float(np.median(x))
    run, rise = x - centre, np.clip(y - level, -REACH, REACH)
    return level, float((run * rise).sum() / ((run * run).sum() + RIDGE)), centre
