"""Bottom-up estimate to complete: what each line still costs, month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.actuals import Actuals, to_grid
from app.forecast.grid_sums import line_totals
from app.forecast.months import MonthAxis
from app.forecast.order_burn import with_commitments
from app.forecast.phasing import remaining_shares
from app.forecast.planned_value import PlannedValue
from app.project.blanks import zero_for_blank
from app.project.budgeted import Budgeted, owner_gaps, owner_hour
from app.project.calendar import WorkingCalendar
from app.project.gaps import Gap, Lack
from app.project.line_table import LineTable
from app.project.model import CommercialModel, Project
from app.project.planned import Planned
from app.project.pricing import Pricing

Floats = NDArray[np.float64]

METHODS = DONE, PLAN, BUDGET_LEFT = "done", "plan", "budget left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """What is still to come. Grids have shape (n + 1, m), the last row naming no line; the columns
    beside them, shape (n + 1,), hold what has no month. Money: float64 minor units."""

    cost: Floats
    hours: Floats
    unphased_cost: Floats
    unphased_hours: Floats
    bill: Floats  # (m,): hours x bill rate, all lines together
    unphased_bill: float
    planned_cost: Floats  # (c,): what is still to come of each planned cell
    planned_hours: Floats  # (c,)
    method_code: NDArray[np.int64]  # per line: index into METHODS
    method: tuple[str, ...]  # per line: done | plan | budget left
    gaps: tuple[Gap, ...]  # hours to come that have no bill rate, where time is what is sold

    @property
    def etc_cost(self) -> Floats:
        """(n + 1,)"""
        return line_totals(self.cost) + self.unphased_cost

    @property
    def etc_hours(self) -> Floats:
        """(n + 1,)"""
        return line_totals(self.hours) + self.unphased_hours


def cost_to_complete(
    project: Project,
    pricing: Pricing,
    *,
    lines: LineTable,
    budget: Budgeted,
    planned: Planned,
    booked: Actuals,
    value: PlannedValue,
    axis: MonthAxis,
    calendar: WorkingCalendar,
    committed: Floats | None = None,
) -> Remaining:
    """ETC of every line, phased.

    Finished line: 0. With a resource plan: planned hours of the open months x the rate in force; of
    the month a mid-month status date cuts, max(0, plan - actual) of that month; plus the non-labour
    budget not yet spent. Without: what is left of the budget, max(0, plan - actual), in cost and in
    hours each. Planned hours that name no line stay in the last row. Closed months are never read.
    `committed` (n + 1,): open purchase orders, which replace the non-labour cost they cover; without a
    resource plan and without a non-labour part, whatever of the budget they cover.
    Source: bottom-up ETC, PMI PMBOK; month rule as in month-end practice of services firms.
    """
    n = len(lines)
    row = np.where(planned.line < 0, n, planned.line)
    cell = row * len(axis) + axis.columns(planned.month)
    closed = np.append(lines.done, False)
    amounts = [np.where(closed[row], 0.0, each) for each in (planned.cost, planned.hours, planned.bill)]
    cost, hours = (to_grid(cell, values, n + 1, len(axis)) for values in amounts[:2])
    if axis.split:
        column = axis.open_from
        worked = np.append(budget.splits, False)
        spent = np.where(worked, booked.open_labour_cost, booked.cost[:, column])
        dear, whole = cost[:, column].copy(), hours[:, column].copy()
        cost[:, column] = np.where(closed, 0.0, np.maximum(0.0, dear - spent))
        hours[:, column] = np.where(closed, 0.0, np.maximum(0.0, whole - booked.hours[:, column]))
        kept = np.divide(hours[:, column], whole, out=np.zeros(n + 1), where=whole > 0)
        kept_cost = np.divide(cost[:, column], dear, out=np.zeros(n + 1), where=dear > 0)
        cut = np.flatnonzero(planned.month == axis.open_month)
        for each, share in zip(amounts, (kept_cost, kept, kept), strict=True):
            each[cut] *= share[row[cut]]

    by_plan = ~lines.done & planned.has_plan
    by_budget = ~lines.done & ~planned.has_plan
    spent_cost, spent_hours = line_totals(booked.cost)[:n], line_totals(booked.hours)[:n]
    loose_cost = np.where(by_plan, left(budget.other, booked.other_cost[:n]), 0.0)
    loose_cost[by_budget] = left(budget.cost, spent_cost)[by_budget]
    if committed is not None:
        bought = np.where(budget.splits, left(budget.other, booked.other_cost[:n]), 0.0)
        bought = np.where(by_budget & ~budget.splits, loose_cost, bought)
        beside = np.where(by_budget, np.maximum(loose_cost - bought, 0.0), 0.0)
        covered = beside + with_commitments(bought, committed[:n])
        loose_cost = np.where(~lines.done & (committed[:n] > 0), covered, loose_cost)
    loose_hours = np.where(by_budget, left(budget.hours, spent_hours), 0.0)
    loose = np.flatnonzero((loose_cost != 0) | (loose_hours != 0))
    shares = remaining_shares(
        project, lines, plan=cost[:n], value=value, axis=axis, calendar=calendar, which=loose
    )
    cost[loose] += shares * loose_cost[loose, None]
    hours[loose] += shares * loose_hours[loose, None]
    placed = np.zeros(n, np.bool_)
    placed[loose] = line_totals(shares) > 0

    billed, gaps = _owner_bill(project, pricing, lines, loose_hours, axis)
    loose_bill = loose_hours * billed
    method = np.where(lines.done, 0, np.where(planned.has_plan, 1, 2))
    return Remaining(
        cost=cost,
        hours=hours,
        unphased_cost=np.append(
            np.where(placed, 0.0, loose_cost), 0.0 if committed is None else committed[-1]
        ),
        unphased_hours=np.append(np.where(placed, 0.0, loose_hours), 0.0),
        bill=np.bincount(axis.columns(planned.month), amounts[2], len(axis)) + loose_bill[loose] @ shares,
        planned_cost=amounts[0],
        planned_hours=amounts[1],
        unphased_bill=float(loose_bill[~placed].sum()),
        method_code=method,
        method=tuple([METHODS[code] for code in method.tolist()]),
        gaps=gaps,
    )


def left(budget: Floats, spent: Floats) -> Floats:
    """What is left of a budget, never past zero: max(0, budget - spent).

    A negative budget is a credit to come: what is left of it is never more than the credit itself, so that
    cost booked against the line is not forecast to come back.
    """
    return np.where(
        budget >= 0, np.maximum(budget - spent, 0.0), np.minimum(budget - np.minimum(spent, 0.0), 0.0)
    )


def _owner_bill(
    project: Project, pricing: Pricing, lines: LineTable, hours: Floats, axis: MonthAxis
) -> tuple[Floats, tuple[Gap, ...]]:
    """Bill rate of each line's owner the day after the status date, shape (n,); 0 without one."""
    which = np.flatnonzero(hours != 0)
    day = np.full(len(which), axis.status.toordinal() + 1, np.int64)
    price = owner_hour(pricing, lines, which, day, "bill")
    rates = np.zeros(len(hours))
    rates[which] = zero_for_blank(price.minor)
    if project.settings.commercial_model is not CommercialModel.TIME_AND_MATERIALS:
        return rates, ()
    return rates, owner_gaps(project, pricing, lines, which, hours[which], price, Lack.BILL_RATE)
