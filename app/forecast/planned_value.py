"""Planned value: what the budget says should be done by when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.figure import Figures, Undefined
from app.forecast.months import MonthAxis
from app.forecast.ratios import figures
from app.forecast.spread import working_shares
from app.project.budgeted import Budgeted
from app.project.calendar import WorkingCalendar
from app.project.line_table import LineTable

Floats = NDArray[np.float64]

_LONG_AGO = 1  # a day before every month axis: what is planned then is planned in none of its months


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedValue:
    """The plan of the n lines over m months. Money in minor units, hours in working hours.

    `share` is the part of a line's budget planned up to the status date (NaN where it cannot be
    phased). A line without budget has a planned value of 0 whatever its dates.
    """

    cost: Figures  # (n,)
    hours: Figures  # (n,)
    share: Figures  # (n,)
    cost_by_month: Floats  # (n, m), not cumulative, 0 where a line cannot be phased
    project_hours: Floats  # (m,): hours of all lines
    typed: NDArray[np.bool_]  # (n,): the line has month columns


def planned_value(
    lines: LineTable, budget: Budgeted, axis: MonthAxis, calendar: WorkingCalendar
) -> PlannedValue:
    """PV of a line: its month columns, else its cost spread over the working days start..finish.

    The month of a mid-month status date counts the part of it that lies on or before that day, by
    working days. Hours follow the shape of the cost. Undefined: neither months nor both dates (or
    a finish before the start) while there is a budget. Source: PMI Practice Standard for EVM.
    """
    total = np.bincount(lines.phased_line, lines.phased_cost, len(lines))
    typed = total != 0
    dated = ~typed & (lines.start > 0) & (lines.finish >= lines.start)
    phased = typed | dated
    first, last = (np.where(dated, days, _LONG_AGO) for days in (lines.start, lines.finish))
    shares = working_shares(calendar, first, last, axis.first, axis.end)
    cells = typed[lines.phased_line]
    at = lines.phased_line[cells], axis.columns(lines.phased_month[cells])
    shares[at] = lines.phased_cost[cells] / total[at[0]]

    due = shares @ elapsed(axis, calendar)
    if axis.split:  # dates know the day; months only know their own working days
        ever, today = np.ones(1, np.int64), np.array([axis.status.toordinal() + 1], np.int64)
        due = np.where(dated, working_shares(calendar, first, last, ever, today)[:, 0], due)
    due[~phased] = 0.0
    project_hours = budget.hours @ shares
    whole = np.where(typed, total, budget.cost)
    by_month = np.multiply(shares, whole[:, None], out=shares)
    by_month[at] = lines.phased_cost[cells]
    cost = whole * due
    unknown = (~phased, Undefined.NO_PLANNED_VALUE)
    return PlannedValue(
        cost=figures(cost, (~phased & (budget.cost != 0), Undefined.NO_PLANNED_VALUE)),
        hours=figures(budget.hours * due, (~phased & (budget.hours != 0), Undefined.NO_PLANNED_VALUE)),
        share=figures(due, unknown),
        cost_by_month=by_month,
        project_hours=project_hours,
        typed=typed,
    )


def elapsed(axis: MonthAxis, calendar: WorkingCalendar) -> Floats:
    """Share of each month's working days on or before the status date, shape (m,): 1 closed, 0 to come."""
    today = np.array([axis.status.toordinal() + 1], np.int64)
    return working_shares(calendar, axis.first, axis.end - 1, np.ones(1, np.int64), today)[:, 0]
