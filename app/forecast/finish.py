"""When the work ends: of each line and of the project."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.forecast.cost_to_complete import Remaining
from app.forecast.months import STRAY, MonthAxis
from app.forecast.phasing import target_finish
from app.forecast.planned_value import PlannedValue
from app.project.booked import Booked
from app.project.budgeted import Budgeted
from app.project.calendar import WorkingCalendar
from app.project.line_table import LineTable
from app.project.model import Project
from app.project.month import first_day

Ints = NDArray[np.int64]


def line_finishes(
    project: Project, lines: LineTable, remaining: Remaining, axis: MonthAxis, calendar: WorkingCalendar
) -> Ints:
    """Ordinal of the day each line ends, shape (n,); 0 when it cannot be told.

    Finished: its actual finish (0 when only progress says so). Open: the last month that holds
    remaining work; in it the planned finish if it falls there, else the month's last working day.
    """
    n = len(lines)
    holds = (remaining.cost[:n] > 0) | (remaining.hours[:n] > 0)
    last = (holds * np.arange(1, len(axis) + 1, dtype=np.int16)).max(axis=1, initial=0).astype(np.int64) - 1
    month_end = calendar.last_working_days(axis.end - 1)
    target = target_finish(project, lines)
    inside = (target >= axis.first[last]) & (target < axis.end[last]) & (target > axis.status.toordinal())
    ending = np.where(inside, target, month_end[last])
    return np.where(lines.done, lines.actual_finish, np.where(last >= 0, ending, 0)).astype(np.int64)


def project_finish(
    finishes: Ints,
    lines: LineTable,
    budget: Budgeted,
    remaining: Remaining,
    axis: MonthAxis,
    calendar: WorkingCalendar,
) -> int:
    """Ordinal of the last day that holds remaining work; of the last actual finish when all is done.

    Work that names no line goes to the last working day of its month.
    0 when some remaining work has no month, or when a line with a budget is open and nothing tells
    when it ends.
    """
    if (remaining.unphased_cost > 0).any() or (remaining.unphased_hours > 0).any():
        return 0
    last = int(finishes.max()) if len(finishes) else 0
    loose = np.flatnonzero((remaining.cost[-1] > 0) | (remaining.hours[-1] > 0))
    if len(loose):
        last = max(last, int(calendar.last_working_days(axis.end[loose[-1:]] - 1)[0]))
    unfinished = ~lines.done & ((budget.cost != 0) | (budget.hours != 0))
    if unfinished.any() and last <= axis.status.toordinal():
        return 0
    return last


def first_work(lines: LineTable, booked: Booked, axis: MonthAxis) -> date | None:
    """The earliest actual start or booking of people's time; None before there is any.

    Bookings in stray months, years before all others, are slips of the keyboard; so are starts as far back.
    """
    gaps = np.flatnonzero(np.diff(np.array(axis.months, np.int64)) > 1)
    at = gaps[-1] + 1 if len(gaps) else 0
    known = first_day(axis.months[at] - STRAY).toordinal()  # a start may lie before all that has a month
    labour = booked.day[booked.labour]
    days = np.append(lines.actual_start[lines.actual_start >= known], labour[labour >= axis.first[at]])
    return date.fromordinal(int(days.min())) if len(days) else None


def planned_span(
    project: Project, lines: LineTable, value: PlannedValue, axis: MonthAxis
) -> tuple[date | None, date | None]:
    """The project's planned start and finish: as set, else of its lines, else of its phased months."""
    starts, finishes = lines.start[lines.start > 0], lines.finish[lines.finish > 0]
    months = np.flatnonzero(value.cost_by_month.any(axis=0))
    start, finish = project.settings.start, project.settings.finish
    if start is None and (len(starts) or len(months)):
        start = date.fromordinal(int(starts.min() if len(starts) else axis.first[months[0]]))
    if finish is None and (len(finishes) or len(months)):
        finish = date.fromordinal(int(finishes.max() if len(finishes) else axis.end[months[-1]] - 1))
    return start, finish
