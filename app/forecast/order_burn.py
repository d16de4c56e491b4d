"""Purchase orders as they burn down: what is open, how fast it goes, and what was invoiced beyond it.

Arrays of n orders, shape (n,), money in float64 minor units, all with or all without VAT.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.figure import Figures, Undefined
from app.forecast.ratios import figures, ratio

Floats = NDArray[np.float64]

BURN_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBurn:
    """`remaining` may be negative; `open` is what is still to come, 0 at least and for closed orders."""

    remaining: Floats  # value - invoiced - accrued
    open: Floats
    over: Floats  # invoiced beyond the value, 0 at least
    flagged: NDArray[np.bool_]  # by more than both limits
    burn: Figures  # mean of the last closed months, up to 3, since its first invoice
    months_left: Figures  # open / burn


def burn_down(
    *,
    value: Floats,
    invoiced: Floats,
    accrued: Floats,
    monthly: Floats,
    closed: NDArray[np.bool_] | None = None,
    absolute: float = 0.0,
    relative: float = 0.01,
) -> OrderBurn:
    """`monthly` (n, m): invoiced and accrued in each closed month, oldest first.

    Over-invoicing is flagged when it exceeds both the absolute and the relative limit: cents of rounding
    and of exchange are no overrun. Undefined: burn without a month that has closed since the first invoice;
    months left when the burn is not above 0.
    """
    remaining = value - invoiced - accrued
    still = np.maximum(remaining, 0.0)
    if closed is not None:
        still = np.where(closed, 0.0, still)
    over = np.maximum(invoiced - value, 0.0)
    months = monthly.shape[1]
    begun = monthly != 0
    first = np.where(begun.any(axis=1), begun.argmax(axis=1), months) if months else np.zeros(len(value), int)
    counted = np.minimum(BURN_MONTHS, months - first)
    late = np.arange(months) >= months - counted[:, None]
    burn = ratio(
        np.where(late, monthly, 0.0).sum(axis=1),
        counted.astype(np.float64),
        (counted <= 0, Undefined.NO_BURN),
    )
    positive = burn.values > 0
    left = np.divide(still, burn.values, out=np.full(len(still), np.nan), where=positive)
    return OrderBurn(
        remaining=remaining,
        open=still,
        over=over,
        flagged=(over > absolute) & (over > relative * np.abs(value)),
        burn=burn,
        months_left=figures(left, (~positive, Undefined.NO_BURN)),
    )


def with_commitments(planned: Floats, committed: Floats) -> Floats:
    """Cost still to come where open orders cover planned cost: an order replaces what it covers.

    max(planned, committed), shapes (n,): an order larger than the plan counts in full, a smaller one leaves
    the rest of the plan standing.
    """
    return np.maximum(planned, committed)


def without_vat(amounts: Floats, rate: float) -> Floats:
    """Net of `rate` (0.19 for 19 %), for orders or invoices recorded with VAT."""
    return np.asarray(amounts / (1.0 + rate))
