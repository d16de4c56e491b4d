"""Rounding once, on the way out, so that printed parts add to printed totals.

Method: largest remainder (Hamilton). Inputs are float64 in the unit to print in (minor units of
money, hundredths of an hour); results are int64 in that unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NOISE = 1e-6  # units: a figure this close to a whole one is that whole one


def rounded(value: float) -> int:
    """The nearest whole unit, halves away from zero (a sum a hair under a half is a half)."""
    return int(np.copysign(np.floor(abs(value) + 0.5 + _NOISE), value))


def apportioned(total: int, weights: Floats) -> Ints:
    """`total` split in proportion to `weights` (not negative, some above 0), shape (n,); parts add to it.

    Floor each share of the absolute total, give the units left over to the largest fractions, ties
    to the earliest, then put the sign back.
    """
    shares = np.asarray(weights, np.float64) / np.sum(weights) * abs(total)
    return np.asarray(_filled(shares[None, :], np.array([abs(total)], np.int64))[0] * int(np.sign(total)))


def parts(values: Floats, total: int | None = None) -> Ints:
    """`values` as whole units that add to `total` (default: their rounded sum), shape (n,).

    No part moves by a whole unit or more, given a total within n units of the sum. All-negative
    values are split by their absolute values.
    """
    whole = rounded(float(np.sum(values))) if total is None else total
    return np.asarray(rows(np.asarray(values, np.float64)[None, :], np.array([whole], np.int64))[0])


def rows(grid: Floats, totals: Ints) -> Ints:
    """Each row of `grid` (n, m) as whole units that add to its total (n,)."""
    sign = np.where((grid <= 0).all(axis=1), -1, 1)
    return _filled(grid * sign[:, None], totals * sign) * sign[:, None]


@dataclass(frozen=True, slots=True)
class PrintedGrid:
    """A grid of lines by months as printed: cells add to lines, lines add to the total, and the
    printed month totals are the sums of the printed cells."""

    cells: Ints  # (n, m)
    loose: Ints  # (n,): what a line holds outside the months
    lines: Ints  # (n,)
    months: Ints  # (m,)
    total: int


def printed_grid(cells: Floats, loose: Floats | None = None) -> PrintedGrid:
    """Line totals are rounded to the project total, then each line's months to the line.

    `cells` (n, m); `loose` (n,) is the part of each line that has no month (default 0).
    """
    outside = np.zeros(len(cells)) if loose is None else loose
    by_line = cells.sum(axis=1) + outside
    total = rounded(float(by_line.sum()))
    lines = parts(by_line, total)
    whole = rows(np.column_stack([cells, outside]), lines)
    months = whole[:, :-1]
    return PrintedGrid(months, whole[:, -1], lines, months.sum(axis=0), total)


def _filled(values: Floats, totals: Ints) -> Ints:
    """Floors of each row, and the units its total still lacks given to the largest fractions."""
    steady = _steady(values)
    floors = np.floor(steady)
    whole = floors.astype(np.int64)
    lacking = totals - whole.sum(axis=1)
    order = np.argsort(-(steady - floors), axis=1, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(values.shape[1])[None, :], axis=1)
    every, rest = np.divmod(lacking, max(1, values.shape[1]))
    return np.asarray(whole + every[:, None] + (place < rest[:, None]), np.int64)


def _steady(values: Floats) -> Floats:
    near = np.rint(values)
    return np.where(np.abs(values - near) < _NOISE, near, values)
