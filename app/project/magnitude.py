"""How large a project's sums can become at most, so that what has no exact figure is refused in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.project.model import Project

LARGEST = 2**53  # minor units: above it a float no longer tells one cent from the next


def magnitude(project: Project) -> float:
    """An upper bound of every sum of money, in minor units: all amounts, and all hours at the highest rate,
    at the highest exchange rate and credited at the highest progress."""
    ledger = project.ledger
    money = np.abs(ledger.cost.astype(np.float64)).sum() + sum(abs(one) for one in _amounts(project) if one)
    hours = np.abs(ledger.hours).sum() + sum(abs(line.hours or 0) for line in project.lines)
    if project.plan is not None:
        hours += np.nansum(np.abs(project.plan.hours))
    rates = [abs(rate or 0) for one in project.rates for rate in (one.cost_rate, one.bill_rate)]
    dearest = max(rates, default=1.0) * 10.0**project.minor_digits
    exchange = max((abs(one.rate) for one in project.exchange_rates), default=1.0)
    credited = max((abs(line.progress or 0) for line in project.lines), default=1.0)
    bound: float = (money + hours * max(dearest, 1.0)) * max(exchange, 1.0) * max(credited, 1.0)
    return bound


def _amounts(project: Project) -> Iterator[int | None]:
    """Every typed amount but those of the ledger."""
    settings = project.settings
    yield from (
        settings.contract_price,
        settings.monthly_fee,
        settings.approved_changes,
        settings.billed_to_date,
    )
    for line in project.lines:
        yield from (line.cost, line.other_cost, line.revenue, *line.months.values())
    for milestone in project.milestones:
        yield milestone.amount
    for purchase in project.purchase_orders:
        yield from (purchase.value, purchase.invoiced, purchase.accrued)
    for change in project.change_orders:
        yield from (change.cost, change.price, *change.months.values())
    for bill in project.invoices:
        yield bill.amount
    for item in project.items:
        yield item.amount
