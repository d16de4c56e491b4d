"""Where in time the remaining work falls: shares of it by open month."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.forecast.grid_sums import line_totals
from app.forecast.months import MonthAxis
from app.forecast.planned_value import PlannedValue, elapsed
from app.forecast.spread import working_shares
from app.project.calendar import WorkingCalendar
from app.project.line_table import LineTable
from app.project.model import Project

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def remaining_shares(
    project: Project,
    lines: LineTable,
    *,
    plan: Floats,
    value: PlannedValue,
    axis: MonthAxis,
    calendar: WorkingCalendar,
    which: NDArray[np.intp],
) -> Floats:
    """Share by month of the remainder of the k lines `which`, shape (k, m); rows add to 1, unphased to 0.

    First that applies: the line's own plan of the open months, scaled (`plan`, cost by month, (n, m));
    the open months of its phased budget, scaled; the working days from the later of status date
    and start to its finish (the project's finish when it has none). A finish already passed: the first
    open month, since the work is due at once. No finish at all: unphased.
    """
    shares = np.zeros((len(which), len(axis)))
    to_come = 1.0 - elapsed(axis, calendar)
    missing, always = np.ones(len(which), np.bool_), np.ones(len(which), np.bool_)
    for weights, part, usable in (
        (plan, 1.0, always),
        (value.cost_by_month, to_come, value.typed[which]),
    ):
        rows = np.flatnonzero(usable & missing)
        shape = np.maximum(weights[which[rows]] * part, 0.0)
        total = line_totals(shape)
        held = total > 0
        shares[rows[held]] = shape[held] / total[held, None]
        missing[rows[held]] = False

    finish = target_finish(project, lines)[which]
    today = axis.status.toordinal()
    ahead = np.flatnonzero(missing & (finish > today))
    if len(ahead):
        start = np.maximum(lines.start[which[ahead]], today + 1)
        start = np.where(start <= finish[ahead], start, today + 1)
        shares[ahead] = working_shares(calendar, start, finish[ahead], axis.first, axis.end)
    overdue = missing & (finish > 0) & (finish <= today)
    shares[overdue, axis.open_from] = 1.0
    return shares


def target_finish(project: Project, lines: LineTable) -> Ints:
    """Ordinal of the planned finish of each line, else of the project; 0 when there is neither."""
    finish = project.settings.finish
    return np.where(lines.finish > 0, lines.finish, finish.toordinal() if finish else 0)
