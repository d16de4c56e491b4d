"""Actuals to the status date, summed by line and month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.months import MonthAxis
from app.project.booked import Booked

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actuals:
    """Grids of shape (n + 1, m): n lines, then what names no line. Money in float64 minor units."""

    cost: Floats
    hours: Floats
    other_cost: Floats  # (n + 1,): what is not people's time, to date
    open_labour_cost: Floats  # (n + 1,): people's time in the first month not closed
    bill: Floats  # (m,): hours x bill rate, all lines together


def actuals(booked: Booked, axis: MonthAxis, lines: int) -> Actuals:
    """Sum the entries into grids; matched and unmatched together are the whole ledger to date."""
    n, m = lines + 1, len(axis)
    row = np.where(booked.line < 0, lines, booked.line)
    column = axis.columns(booked.month)
    cell = row * m + column
    cost = to_grid(cell, booked.cost, n, m)
    bought = np.flatnonzero(~booked.labour)
    late = bought[column[bought] == axis.open_from]
    return Actuals(
        cost=cost,
        hours=to_grid(cell, booked.hours, n, m),
        other_cost=np.asarray(np.bincount(row[bought], booked.cost[bought], n), np.float64),
        open_labour_cost=cost[:, axis.open_from] - np.bincount(row[late], booked.cost[late], n),
        bill=np.asarray(np.bincount(column, booked.bill, m), np.float64),
    )


def to_grid(cell: NDArray[np.int64], values: Floats, rows: int, columns: int) -> Floats:
    """Sums of `values` by flat cell number, as a grid."""
    return np.asarray(np.bincount(cell, values, rows * columns), np.float64).reshape(rows, columns)
