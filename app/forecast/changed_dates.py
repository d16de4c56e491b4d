"""The dates as changed: approved change orders move the finish of the line they name, and the project's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from app.project.calendar import WorkingCalendar
from app.project.line_table import PLAUSIBLE_DAYS, LineTable
from app.project.model import Project


def changed_dates(project: Project, lines: LineTable, calendar: WorkingCalendar) -> tuple[Project, LineTable]:
    """Planned finishes later (or, for negative days, earlier) by the working days of the approved orders.

    The project's typed finish moves by the days of every order that counts; a line's by those of the orders
    that name it, never before its start. Lines without a planned finish and all actual dates stay; so do
    lines that follow: the workbook does not say what follows what.
    """
    orders = [order for order in project.change_orders if order.days and order.counts(_status(project))]
    if not orders:
        return project, lines
    finish = lines.finish.copy()
    by_line: dict[int, float] = {}
    for order in orders:
        if order.line >= 0:
            by_line[order.line] = by_line.get(order.line, 0.0) + order.days
    _move(finish, lines, by_line, calendar)
    settings = project.settings
    if settings.finish:
        end = _moved(settings.finish.toordinal(), sum(order.days for order in orders), calendar)
        settings = replace(settings, finish=date.fromordinal(end))
    return replace(project, settings=settings), replace(lines, finish=finish)


def _status(project: Project) -> date:
    return project.settings.status_date


def _move(
    finish: np.ndarray[tuple[int], np.dtype[np.int64]],
    lines: LineTable,
    by_line: Mapping[int, float],
    calendar: WorkingCalendar,
) -> None:
    for line, days in by_line.items():
        if finish[line] > 0:
            finish[line] = max(_moved(int(finish[line]), days, calendar), int(lines.start[line]))


def _moved(day: int, days: float, calendar: WorkingCalendar) -> int:
    """The ordinal so many working days on; where it stands for a number of days nobody can have meant."""
    return calendar.moved(day, days) if abs(days) <= PLAUSIBLE_DAYS else day
