"""Why a cost is not what was planned: effects of hours, rate, mix and exchange that add up to it.

An effect is actual minus plan: positive raises cost. Shapes (n,), one element a role, person or line;
hours in working hours, rates in any one money of their own a hour, exchange in project money for one
unit of that; results in project money. Nothing is rounded until `to_the_unit`. Source: flexible
budget variances of management accounting (price and quantity; quantity into volume and mix).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.rounding import rounded, rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Hours, what one costs, and what that money is worth; NaN rate or exchange: not planned at all."""

    hours: Floats
    rate: Floats
    exchange: Floats

    @property
    def cost(self) -> Floats:
        """Hours x rate x exchange; 0 for no hours, whatever the rate."""
        return np.asarray(np.where(self.hours == 0, 0.0, self.hours * self.rate * self.exchange))


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Parts of actual minus plan, shapes (n,): volume + mix + rate + exchange + unplanned = total."""

    volume: Floats  # more or fewer hours in all, spread as planned
    mix: Floats  # the same hours by dearer or cheaper people
    rate: Floats
    exchange: Floats
    unplanned: Floats  # cost of work that has no plan to be held against
    total: Floats

    @property
    def hours(self) -> Floats:
        """Volume + mix: (Ha - Hp) x Rp x Xp."""
        return np.asarray(self.volume + self.mix)


def split(planned: Work, actual: Work) -> Effects:
    """hours = (Ha - Hp) Rp Xp; rate = (Ra - Rp) Ha Xp; exchange = Ha Ra (Xa - Xp).

    With share = Hp / sum Hp: volume = (sum Ha - sum Hp) share Rp Xp, mix = (Ha - sum Ha share) Rp Xp.
    A row without planned rate or exchange is unplanned whole; so is everything when no hours are
    planned. `actual` must be priced wherever it has hours.
    """
    known = ~np.isnan(planned.rate) & ~np.isnan(planned.exchange)
    hp, ha = np.where(known, planned.hours, 0.0), np.where(known, actual.hours, 0.0)
    if hp.sum() == 0:
        known = np.zeros(len(hp), np.bool_)
    cost = actual.cost
    total = cost - np.where(known, planned.cost, 0.0)
    rp, xp = np.where(known, planned.rate, 0.0), np.where(known, planned.exchange, 0.0)
    worked = known & (actual.hours != 0)
    ra, xa = np.where(worked, actual.rate, rp), np.where(worked, actual.exchange, xp)
    share = hp / hp.sum() if hp.sum() else hp
    return Effects(
        volume=(ha.sum() - hp.sum()) * share * rp * xp,
        mix=(ha - ha.sum() * share) * rp * xp,
        rate=(ra - rp) * ha * xp,
        exchange=ha * ra * (xa - xp),
        unplanned=np.where(known, 0.0, total),
        total=total,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignEffects:
    """Parts of actual minus budget of costs in foreign money, shapes (n,): exchange + performance = total."""

    exchange: Floats
    performance: Floats
    total: Floats


def split_foreign(
    *, budget: Floats, budget_rate: Floats, actual: Floats, actual_rate: Floats
) -> ForeignEffects:
    """exchange = actual foreign x (actual rate - budget rate); performance = what is left.

    `budget`, `actual`: foreign money, each at its own rate into project money.
    """
    total = actual * actual_rate - budget * budget_rate
    exchange = actual * (actual_rate - budget_rate)
    return ForeignEffects(exchange=exchange, performance=total - exchange, total=total)


def to_the_unit(*effects: Floats, total: Floats | None = None) -> Ints:
    """Effects as whole minor units that add to the rounded total of each row, shape (n, effects).

    `total` (n,): what the parts must add to once rounded; by default their own sum.
    """
    grid = np.column_stack(effects)
    whole = grid.sum(axis=1) if total is None else total
    return rows(grid, np.array([rounded(float(value)) for value in whole], np.int64))
