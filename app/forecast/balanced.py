"""A grid rounded so that its rows and its columns add up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.forecast.rounding import rows

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def balanced_grid(cells: Floats, row_totals: Ints, column_totals: Ints) -> Ints:
    """`cells` (n, m) as whole units whose rows add to `row_totals` and whose columns add to `column_totals`.

    Rows are rounded first (largest remainder); what a column then has too much moves, inside a row,
    to a column that has too little: first between cells that stay within a unit of the truth.
    The two totals must have one sum.
    """
    grid = rows(cells, row_totals)
    for strict in (True, False):
        excess = grid.sum(axis=0) - column_totals
        for source in np.flatnonzero(excess > 0):
            for target in np.flatnonzero(excess < 0):
                wanted = int(min(excess[source], -excess[target]))
                if wanted <= 0:
                    continue
                moved = _movable(cells, grid, int(source), int(target), strict=strict)[:wanted]
                grid[moved, source] -= 1
                grid[moved, target] += 1
                excess[source] -= len(moved)
                excess[target] += len(moved)
    return grid


def _movable(cells: Floats, grid: Ints, source: int, target: int, *, strict: bool) -> NDArray[np.intp]:
    """Rows from which a unit can move from `source` to `target`, the ones it suits best first."""
    over, under = grid[:, source] - cells[:, source], cells[:, target] - grid[:, target]
    fits = (
        (over > 0) & (under > 0)
        if strict
        else (np.abs(cells[:, source]) >= 1) & (np.abs(cells[:, target]) >= 1)
    )
    order = np.argsort(-(over + under), kind="stable")
    return np.asarray(order[fits[order]])
