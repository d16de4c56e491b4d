"""Change orders in the budget: original, approved and current, pending ones apart, phased by month.

Orders in whole minor units, so that months add to the order and orders to the budget.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.forecast.rounding import apportioned
from app.project.change_order import ChangeOrder, Phasing
from app.project.month import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Cost, price and days of some orders together."""

    cost: float = 0
    price: float = 0
    days: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetStates:
    """original + approved = current; `pending` is in none of them."""

    original: Amounts
    approved: Amounts
    current: Amounts
    pending: Amounts


def budget_states(original: Amounts, orders: Iterable[ChangeOrder], status_date: date) -> BudgetStates:
    """The budget as at the status date: an order counts from its approval on, a pending one never."""
    known = tuple(orders)
    approved = _together(order for order in known if order.counts(status_date))
    return BudgetStates(
        original=original,
        approved=approved,
        current=Amounts(
            cost=original.cost + approved.cost,
            price=original.price + approved.price,
            days=original.days + approved.days,
        ),
        pending=_together(order for order in known if order.waits(status_date)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Phased:
    """An amount by month; months + unphased = the amount."""

    months: Mapping[Month, int]
    unphased: int = 0


def phased(order: ChangeOrder, months: Sequence[Month]) -> Phased:
    """Cost of the order over `months`, oldest first: those from its approval to the finish.

    First or last: all in that month. Equal: by largest remainder, ties to the earliest. Explicit: as
    typed, in whatever month; what the typed months do not hold is unphased. No months: unphased.
    """
    if order.phasing is Phasing.EXPLICIT:
        return Phased(months=dict(order.months), unphased=order.cost - sum(order.months.values()))
    if not months:
        return Phased(months={}, unphased=order.cost)
    if order.phasing is Phasing.EQUAL:
        shares = apportioned(order.cost, np.ones(len(months))).tolist()
        return Phased(months=dict(zip(months, shares, strict=True)))
    return Phased(months={months[0 if order.phasing is Phasing.FIRST else -1]: order.cost})


def _together(orders: Iterable[ChangeOrder]) -> Amounts:
    some = tuple(orders)
    return Amounts(
        cost=sum(order.cost for order in some),
        price=sum(order.price for order in some),
        days=sum(order.days for order in some),
    )
