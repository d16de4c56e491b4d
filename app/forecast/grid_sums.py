"""Sums of grids of lines by months, as products with ones: several times faster than sums along an axis."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def line_totals(grid: Floats) -> Floats:
    """Each line over all months: (n, m) to (n,)."""
    return np.asarray(grid @ np.ones(grid.shape[1]))


def month_totals(grid: Floats) -> Floats:
    """Each month over all lines: (n, m) to (m,)."""
    return np.asarray(np.ones(grid.shape[0]) @ grid)
