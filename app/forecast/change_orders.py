"""Change orders in the budget: original, approved and current, pending ones apart, phased by month.

Money in whole minor units, so that months add to the order and orders to the budget.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

from app.forecast.rounding import apportioned
from app.project.month import Month


class Status(StrEnum):
    """Where an order stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class Phasing(StrEnum):
    """In which of its months an order's money falls."""

    FIRST = "first"
    EQUAL = "equal"
    LAST = "last"
    EXPLICIT = "explicit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrder:
    """A change of scope: minor units and days, negative for a reduction."""

    id: str
    cost: int = 0
    price: int = 0
    days: int = 0
    status: Status = Status.PENDING
    approved_on: date | None = None
    phasing: Phasing = Phasing.EQUAL
    months: Mapping[Month, int] = field(default_factory=dict)  # cost by month, where explicit

    def counts(self, status_date: date) -> bool:
        """Approved, and not later than the status date; without a date of approval it counts."""
        approved = self.status is Status.APPROVED
        return approved and (self.approved_on is None or self.approved_on <= status_date)

    def waits(self, status_date: date) -> bool:
        """Neither counted yet nor rejected."""
        return self.status is not Status.REJECTED and not self.counts(status_date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Cost, price and days of some orders together."""

    cost: int = 0
    price: int = 0
    days: int = 0


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
