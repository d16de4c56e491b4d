"""Retainer: a fee for being there, earned month by month whatever the work costs.

Fee and revenue in float64 minor units of the project currency; shares 0..1. Source: stand-ready obligation,
satisfied evenly over its term (ASC 606-10-55-184, IFRS 15.B18).
"""

from __future__ import annotations

import calendar as days_of
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.forecast.figure import Figure, Undefined
from app.forecast.figure_algebra import quotient
from app.project.month import Month, first_day, month_of

Floats = NDArray[np.float64]

_NO_TERM = Figure(None, Undefined.NO_TERM)


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day a retainer is paid for, both included; None where the workbook does not say."""

    start: date | None
    finish: date | None

    @property
    def known(self) -> bool:
        """Whether it begins and ends."""
        return self.start is not None and self.finish is not None and self.start <= self.finish

    def months(self, until: date | None = None) -> float:
        """Months of the term, up to and with the day `until`; parts of months by calendar days.

        A whole month counts 1 however long it is; 0 before the term, and without one.
        """
        if self.start is None or self.finish is None:
            return 0.0
        last = self.finish if until is None else min(until, self.finish)
        span = range(month_of(self.start), month_of(last) + 1) if last >= self.start else range(0)
        return sum(_part(month, self.start, last) for month in span)

    def by_month(self, months: tuple[Month, ...]) -> Floats:
        """Share of the term in each of `months`, shape (m,); 0 everywhere without a term."""
        if self.start is None or self.finish is None or not self.known:
            return np.zeros(len(months))
        parts = [_part(month, self.start, self.finish) for month in months]
        return np.array(parts, np.float64) / self.months()


def retainer_price(contract: float | None, monthly_fee: float | None, changes: float, term: Term) -> Figure:
    """The fee over the whole term with `changes`: as agreed, else the monthly fee x months of the term.

    Undefined: neither is typed; a monthly fee without a start and a finish.
    """
    if contract is not None:
        return Figure(contract + changes)
    if monthly_fee is None:
        return Figure(None, Undefined.NO_REVENUE)
    return Figure(monthly_fee * term.months() + changes) if term.known else _NO_TERM


def retainer_revenue(price: Figure, term: Term, status: date) -> Figure:
    """Price x the part of the term that is over at the status date. Undefined: no price, no term."""
    if price.value is None:
        return price
    return Figure(price.value * term.months(status) / term.months()) if term.known else _NO_TERM


def fee_used(bill_value: float, revenue: Figure) -> Figure:
    """What the hours booked would have billed over the fee earned: above 1 more is served than is paid.

    Undefined: no hours at bill rates, no fee earned yet.
    """
    if bill_value <= 0:
        return Figure(None, Undefined.NO_REVENUE)
    return quotient(Figure(bill_value), revenue, Undefined.NO_REVENUE)


def _part(month: Month, first: date, last: date) -> float:
    """Part of the month that lies in first..last, by calendar days, 0..1."""
    begins = first_day(month)
    length = days_of.monthrange(begins.year, begins.month)[1]
    since = max(first.toordinal(), begins.toordinal())
    until = min(last.toordinal() + 1, begins.toordinal() + length)
    return max(0, until - since) / length
