"""Columns of figures that are undefined for stated reasons: the first reason that holds is given."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.forecast.figure import Figures, Undefined

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def figures(values: Floats, *reasons: tuple[Bools, Undefined]) -> Figures:
    """`values`, blank (NaN) wherever one of `reasons` holds; shapes (n,)."""
    why = np.zeros(len(values), np.int8)
    for holds, reason in reversed(reasons):
        np.putmask(why, holds, reason)
    return Figures(np.where(why == 0, values, np.nan), why)


def divided(over: Floats, under: Floats) -> Floats:
    """over / under, shapes (n,); infinite or NaN where the divisor is 0, for the caller to set aside."""
    with np.errstate(divide="ignore", invalid="ignore"):  # many times faster than dividing where it can be
        return over / under


def ratio(over: Floats, under: Floats, *reasons: tuple[Bools, Undefined]) -> Figures:
    """over / under with its undefined cases; a zero divisor must be covered by a reason."""
    return figures(divided(over, under), *reasons)


def depends(values: Floats, *on: Figures, reasons: tuple[tuple[Bools, Undefined], ...] = ()) -> Figures:
    """`values` computed from other figures: undefined where they are, for the first one's reason."""
    why = np.zeros(len(values), np.int8)
    for holds, reason in reversed(reasons):
        np.putmask(why, holds, reason)
    for figure in reversed(on):
        why = np.where(figure.why != 0, figure.why, why).astype(np.int8)
    return Figures(np.where(why == 0, values, np.nan), why)
