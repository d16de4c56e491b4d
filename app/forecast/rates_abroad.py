"""What stands in foreign money by line, and at which exchange rate: bookings by month, and purchase orders.

Amounts: float64 minor units of the project currency, four decimals. The line after the last names no line of
the Budget.
"""

from __future__ import annotations

import numpy as np

from app.forecast.result import Forecast
from app.project.model import Project
from app.project.month import Month

_DECIMALS = 4


def paid_abroad(
    project: Project, forecast: Forecast
) -> dict[int, dict[tuple[Month, str], tuple[float, float]]]:
    """By line, month and currency: what is booked in foreign money, and the mean exchange rate in it."""
    booked = forecast.booked
    if booked is None or len(booked.currencies) < 2:
        return {}
    own = project.settings.currency.upper()
    abroad = np.array([name.upper() not in ("", own) for name in booked.currencies], np.bool_)
    known = np.isfinite(booked.exchange) & (booked.exchange > 0) & (booked.cost != 0)
    at = np.flatnonzero(abroad.take(booked.currency) & known)
    line = np.where(booked.line[at] < 0, len(project.lines), booked.line[at])
    keys = np.column_stack([line, booked.month[at], booked.currency[at]])
    which, place = np.unique(keys, axis=0, return_inverse=True)
    cost = np.bincount(place.ravel(), booked.cost[at], len(which))
    units = np.bincount(place.ravel(), booked.cost[at] / booked.exchange[at], len(which))
    found: dict[int, dict[tuple[Month, str], tuple[float, float]]] = {}
    for (number, month, code), amount, unit in zip(
        which.tolist(), cost.tolist(), units.tolist(), strict=True
    ):
        if unit:
            key = month, booked.currencies[code].upper()
            found.setdefault(number, {})[key] = round(amount, _DECIMALS), amount / unit
    return found


def orders_by_line(project: Project, forecast: Forecast) -> dict[int, dict[str, tuple[float, float, float]]]:
    """By line and currency: what is open on orders, what they are worth, and what one unit of theirs is."""
    ordered = forecast.commitments
    if ordered is None:
        return {}
    own = project.settings.currency.upper()
    found: dict[int, dict[str, list[float]]] = {}
    for order, open_, value in zip(
        project.purchase_orders, ordered.open.tolist(), ordered.value.tolist(), strict=True
    ):
        code = order.currency.upper()
        line = order.line if order.line >= 0 else len(project.lines)
        sums = found.setdefault(line, {}).setdefault("" if code in ("", own) else code, [0.0, 0.0, 0.0])
        for place, amount in enumerate((open_, value, order.value)):
            sums[place] += amount
    return {
        line: {
            code: (round(open_, _DECIMALS), round(value, _DECIMALS), value / units if code and units else 1.0)
            for code, (open_, value, units) in each.items()
            if value and (units or not code)
        }
        for line, each in found.items()
    }
