"""The budget as changed: approved change orders on the lines they name, in the months they fall in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.forecast.change_orders import Amounts, BudgetStates, budget_states, phased
from app.forecast.spread import working_shares
from app.project.budgeted import Budgeted
from app.project.calendar import WorkingCalendar
from app.project.change_order import ChangeOrder
from app.project.line_table import LineTable
from app.project.model import Project
from app.project.month import Month, first_day, last_day, month_of


def changed_budget(
    project: Project, agreed: LineTable, lines: LineTable, budget: Budgeted, calendar: WorkingCalendar
) -> tuple[LineTable, Budgeted]:
    """The lines and their budgets with every approved order added to the line it names.

    `agreed`: the lines with the finishes first planned, `lines` with those that orders have moved. The
    order's money falls in its months from its approval on: months before it are never touched. A line that
    is spread by its dates gets months for it, and what was planned after the approval goes on to the moved
    finish; month columns stay as typed. A line that has neither stays without. An order that names no line
    of the Budget is in no line's budget.
    """
    status = project.settings.status_date
    by_line: dict[int, list[ChangeOrder]] = {}
    for order in project.change_orders:
        if order.line >= 0 and (order.cost or order.days) and order.counts(status):
            by_line.setdefault(order.line, []).append(order)
    if not by_line:
        return lines, budget
    cost = budget.cost.copy()
    kept = ~np.isin(lines.phased_line, list(by_line))
    phased_line, phased_month = lines.phased_line[kept].tolist(), lines.phased_month[kept].tolist()
    phased_cost = lines.phased_cost[kept].tolist()
    for line, orders in by_line.items():
        since = min(order.approved_on or status for order in orders)
        finish = int(lines.finish[line])
        months = _months(agreed, line, float(budget.cost[line]), calendar, since, finish)
        cost[line] += sum(order.cost for order in orders)
        if months:
            last = max(*months, month_of(date.fromordinal(finish)) if finish > 0 else 0)
            for order in filter(lambda order: order.cost, orders):
                for month, amount in phased(
                    order, _its_months(order, min(months), last, status)
                ).months.items():
                    months[month] = months.get(month, 0.0) + amount
        phased_line += [line] * len(months)
        phased_month += months
        phased_cost += months.values()
    changed = replace(
        lines,
        phased_line=np.array(phased_line, np.int64),
        phased_month=np.array(phased_month, np.int64),
        phased_cost=np.array(phased_cost, np.float64),
    )
    return changed, replace(budget, cost=cost)


def states_of_budget(project: Project, original: Budgeted) -> BudgetStates | None:
    """Original, approved, current and pending; None where the workbook has no change orders.

    `original`: the budgets as the Budget tab has them. Price: the contract's, 0 without one. An approved
    order counts its cost only on a line of the Budget.
    """
    if not project.change_orders:
        return None
    placed = [
        order if order.line >= 0 else replace(order, cost=0) if order.counts(_status(project)) else order
        for order in project.change_orders
    ]
    first = Amounts(cost=float(original.cost.sum()), price=project.settings.contract_price or 0)
    return budget_states(first, placed, _status(project))


def _status(project: Project) -> date:
    return project.settings.status_date


def _months(
    lines: LineTable, line: int, cost: float, calendar: WorkingCalendar, since: date, finish: int
) -> dict[Month, float]:
    """The line's budget by month: its month columns, else spread over its working days; {} without either.

    What lies after the day `since` is spread to the moved `finish`.
    """
    mine = np.flatnonzero(lines.phased_line == line)
    if len(mine) and lines.phased_cost[mine].any():
        return dict(zip(lines.phased_month[mine].tolist(), lines.phased_cost[mine].tolist(), strict=True))
    start, first_finish = int(lines.start[line]), int(lines.finish[line])
    if start <= 0 or first_finish < start:
        return {}
    cut = max(since.toordinal(), start - 1)
    whole = float(_shares(calendar, start, first_finish, [start], [cut + 1])[0])
    if finish == first_finish or cut >= finish or whole >= 1:
        return _spread(start, first_finish, cost, calendar)
    months = _spread(start, cut, cost * whole, calendar) if cut >= start else {}
    for month, amount in _spread(cut + 1, finish, cost * (1.0 - whole), calendar).items():
        months[month] = months.get(month, 0.0) + amount
    return months


def _spread(start: int, finish: int, cost: float, calendar: WorkingCalendar) -> dict[Month, float]:
    """Money by month over the working days start..finish."""
    months = range(month_of(date.fromordinal(start)), month_of(date.fromordinal(finish)) + 1)
    begins = [first_day(month).toordinal() for month in months]
    ends = [last_day(month).toordinal() + 1 for month in months]
    return dict(zip(months, (_shares(calendar, start, finish, begins, ends) * cost).tolist(), strict=True))


def _shares(
    calendar: WorkingCalendar, start: int, finish: int, begins: Sequence[int], ends: Sequence[int]
) -> NDArray[np.float64]:
    """Share of the working days start..finish in each window, shape (windows,)."""
    first, last, begin, end = (np.array(days, np.int64) for days in ([start], [finish], begins, ends))
    return np.asarray(working_shares(calendar, first, last, begin, end)[0])


def _its_months(order: ChangeOrder, first: Month, last: Month, status: date) -> list[Month]:
    """From its approval (the status date, where that is not known) to the line's last month; one at least."""
    begin = max(first, month_of(order.approved_on or status))
    return list(range(begin, max(last, begin) + 1))
