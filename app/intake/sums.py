"""Exact sums over lines: what a cell shows is a decimal, so decimals are added, not floats."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray


def exact_sum(numbers: NDArray[np.float64]) -> Decimal:
    """The sum of the numbers that are there; each float stands for its shortest decimal, to 10 places."""
    total = Decimal(0)
    for number in numbers[~np.isnan(numbers)].tolist():
        total += Decimal(repr(round(number, 10)))
    return total


def leaf_sums(
    numbers: NDArray[np.float64], columns: Sequence[int], lines: Sequence[int]
) -> dict[int, Decimal]:
    """Column -> sum over the lines; a column without any number has none."""
    rows = np.array(lines, dtype=np.intp)
    found = {}
    for column in columns:
        values = numbers[rows, column] if len(rows) else np.zeros(0)
        if (~np.isnan(values)).any():
            found[column] = exact_sum(values)
    return found
