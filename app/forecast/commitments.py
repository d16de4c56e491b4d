"""Open purchase orders in the project's currency, by order and by line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.order_burn import burn_down, without_vat
from app.project.currency import minor_digits
from app.project.exchange import FOR_FORECAST
from app.project.gaps import Gap, Lack
from app.project.model import Project
from app.project.pricing import Pricing

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitments:
    """The k orders, shape (k,), in the order of the tab. Money: float64 minor units of the project
    currency, without value added tax; 0 where the order's currency has no rate."""

    value: Floats
    invoiced: Floats
    accrued: Floats
    open: Floats  # value - invoiced - accrued, 0 at least
    over: Floats  # invoiced beyond the value, 0 at least
    by_line: Floats  # (n + 1,): what is open; the last names no line of the Budget

    @property
    def total(self) -> float:
        """What is open in all."""
        return float(self.open.sum())


def commitments(project: Project, pricing: Pricing) -> tuple[Commitments | None, tuple[Gap, ...]]:
    """Open = value - invoiced - accrued, at the exchange rate in force on the status date.

    None without purchase orders. Where Settings say that orders hold value added tax it is taken off.
    """
    orders, n = project.purchase_orders, len(project.lines)
    if not orders:
        return None, ()
    currencies = tuple(dict.fromkeys(order.currency for order in orders))
    which = np.array([currencies.index(order.currency) for order in orders], np.int64)
    days = np.full(len(orders), project.settings.status_date.toordinal(), np.int64)
    factor = pricing.exchange.factor(currencies, which, days, tiers=FOR_FORECAST)
    own = project.settings.currency.upper()
    digits = [project.minor_digits if c.upper() == own else minor_digits(c) for c in currencies]
    factor = factor * np.array([10.0 ** (project.minor_digits - each) for each in digits])[which]
    priced = ~np.isnan(factor)
    factor = without_vat(np.where(priced, factor, 0.0), project.settings.order_tax or 0.0)
    value, invoiced, accrued = (
        np.array([getattr(order, name) for order in orders], np.float64) * factor
        for name in ("value", "invoiced", "accrued")
    )
    burn = burn_down(value=value, invoiced=invoiced, accrued=accrued, monthly=np.zeros((len(orders), 0)))
    line = np.array([order.line for order in orders], np.int64)
    made = Commitments(
        value=value,
        invoiced=invoiced,
        accrued=accrued,
        open=burn.open,
        over=burn.over,
        by_line=np.asarray(np.bincount(np.where(line < 0, n, line), burn.open, n + 1), np.float64),
    )
    if priced.all():
        return made, ()
    lacking = np.flatnonzero(~priced)
    gap = Gap(
        lack=Lack.EXCHANGE_RATE,
        tab="purchase_orders",
        field="value",
        subjects=currencies,
        which=which[lacking],
        rows=np.array([orders[index].row for index in lacking], np.int32),
        hours=np.zeros(len(lacking)),
        days=days[lacking],
        amounts=np.array([max(0, orders[index].remaining) for index in lacking], np.int64),
    )
    return made, (gap,)
