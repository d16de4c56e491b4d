"""Actuals to the status date, summed by line and month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.grid_sums import line_totals
from app.forecast.months import MonthAxis
from app.project.booked import Booked

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actuals:
    """Grids of shape (n + 1, m): n lines, then what names no line. Money in float64 minor units."""

    cost: Floats
    hours: Floats
    labour_cost: Floats  # the part that is people's time
    bill: Floats  # (m,): hours x bill rate, all lines together

    @property
    def other_cost(self) -> Floats:
        """What is not people's time, to date, shape (n + 1,)."""
        return line_totals(self.cost) - line_totals(self.labour_cost)


def actuals(booked: Booked, axis: MonthAxis, lines: int) -> Actuals:
    """Sum the entries into grids; matched and unmatched together are the whole ledger to date."""
    row = np.where(booked.line < 0, lines, booked.line)
    column = axis.columns(booked.month)
    cell = row * len(axis) + column
    cost = to_grid(cell, booked.cost, lines + 1, len(axis))
    return Actuals(
        cost=cost,
        hours=to_grid(cell, booked.hours, lines + 1, len(axis)),
        labour_cost=cost
        if booked.labour.all()
        else to_grid(cell, np.where(booked.labour, booked.cost, 0.0), lines + 1, len(axis)),
        bill=np.bincount(column, booked.bill, len(axis)).astype(np.float64),
    )


def to_grid(cell: NDArray[np.int64], values: Floats, rows: int, columns: int) -> Floats:
    """Sums of `values` by flat cell number, as a grid."""
    return np.bincount(cell, values, rows * columns).astype(np.float64).reshape(rows, columns)
