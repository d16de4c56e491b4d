"""Blank numbers: NaN in a column of amounts says that nothing was typed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def zero_for_blank(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """`values` with 0 in the place of NaN, for sums over what is known."""
    return np.where(np.isnan(values), 0.0, values)
