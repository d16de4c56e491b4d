"""Revenue of one period, cost to cost: what a changed forecast moves of the past, and what is earned now.

Money in any one unit. Source: cumulative catch-up of ASC 606-10-25 and IFRS 15 input methods; the parts are
those that auditors ask for apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.forecast.figure import Figure, Undefined
from app.forecast.finance import percent_complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A contract at one date: price with approved changes, actual cost, estimate at completion."""

    price: float
    ac: float
    eac: float

    @property
    def revenue_to_date(self) -> Figure:
        """Price x AC / EAC, the share at most 1. Undefined: AC < 0 (net credit), EAC <= 0 (no cost)."""
        return _at(self.price, self.ac, self.eac)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRevenue:
    """Revenue between two dates; catch-up + current = period. Negative: revenue is taken back."""

    catch_up: Figure  # on cost of earlier periods, moved by the new forecast or price
    current: Figure  # on the cost of the period itself
    period: Figure


def period_revenue(before: Standing, now: Standing, *, recognised: float | None = None) -> PeriodRevenue:
    """catch-up = P1 x AC0 / EAC1 - R0; current = P1 x (AC1 - AC0) / EAC1.

    `recognised`: R0, what was recognised at the earlier date; by default what `before` gives. Undefined as
    revenue to date is.
    """
    r0 = before.revenue_to_date if recognised is None else Figure(recognised)
    past, whole = _at(now.price, before.ac, now.eac), now.revenue_to_date
    if r0.value is None or past.value is None or whole.value is None:
        blank = Figure(None, Undefined(r0.why or past.why or whole.why))
        return PeriodRevenue(catch_up=blank, current=blank, period=blank)
    return PeriodRevenue(
        catch_up=Figure(past.value - r0.value),
        current=Figure(whole.value - past.value),
        period=Figure(whole.value - r0.value),
    )


def _at(price: float, ac: float, eac: float) -> Figure:
    share = percent_complete(ac, eac)
    return share if share.value is None else Figure(price * share.value)
