"""Fits one bin of a reference class: what finished projects, seen at the same tenth earned, still cost.

All in log units. x = -ln(EV / A) is how dear the work was so far, y = ln((final - A) / (BAC - EV)) how dear
the rest became; 0 is exactly as planned. The middle of y is m = level + slope x (x - centre): level = median
y, centre = median x, slope = sum dx dy / (sum dx^2 + 1), dy cut to -1..1. Conformal ranks: Lei et al.,
Distribution-free predictive inference for regression (2018).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

RIDGE = 1.0  # draws the slope of a short history to 0, which leaves the class median
REACH = 1.0  # one wild project may move the slope no further than this

_LEAST = 0.001  # a rest of nothing (or less) counts as a thousandth of its plan


def dearness_so_far(ev: Floats, base: Floats) -> Floats:
    """x = -ln(EV / A), A the actuals set against EV; NaN where either is not above 0."""
    known = (ev > 0) & (base > 0)
    ratio = np.divide(base, ev, out=np.ones(len(ev)), where=known)
    return np.asarray(np.where(known, np.log(ratio), np.nan))


def dearness_of_rest(bac: Floats, ev: Floats, base: Floats, final: Floats) -> Floats:
    """y = ln(max(0.001, (final - A) / (BAC - EV))); NaN where EV >= BAC."""
    left = bac - ev
    part = np.divide(final - base, left, out=np.full(len(left), np.nan), where=left > 0)
    return np.asarray(np.log(np.maximum(_LEAST, part)))


def medians(values: Floats, taken: Bools) -> Floats:
    """Median of the `values` (n,) that each row of `taken` (r, n) takes, shape (r,); NaN where none."""
    count = taken.sum(axis=1)
    ranked = np.sort(np.where(taken, values, np.inf), axis=1)
    row = np.arange(len(taken))
    low, high = (
        ranked[row, np.maximum(count - 1, 0) // 2],
        ranked[row, np.minimum(count // 2, len(values) - 1)],
    )
    return np.where(count > 0, (low + high) / 2, np.nan)


def conformal_quantile(residuals: Floats, p: float) -> float | None:
    """The k-th smallest of n residuals: k = ceil(p (n + 1)) from the middle up, floor(p (n + 1)) below.

    `residuals` ascending. Undefined: k outside 1..n: the history is too short for `p` (it takes 9 projects
    for 10 and 90 %, 19 for 5 and 95 %).
    """
    n = len(residuals)
    rank = round(p * (n + 1), 9)  # 0.8 x 40 is 32, not a hair above it
    k = math.ceil(rank) if p >= 0.5 else math.floor(rank)
    return float(residuals[k - 1]) if 1 <= k <= n else None
