"""Hours still planned for each person, month by month, beside the hours a month has for one person.

Hours are working hours of the Resource plan in months not closed at the status date (its own month is there
whole). Hours on finished lines are no load, as in check C8; rows that name nobody are left out. Capacity is
the month's working days by the project's calendar times its hours a day. Empty without a Resource plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from app.forecast.result import Forecast
from app.project.calendar import WorkingCalendar
from app.project.model import Project
from app.project.month import Month, first_day, last_day, month_of
from app.project.names import folded


@dataclass(frozen=True, slots=True)
class PeopleAhead:
    """`planned`: person, as first typed -> month -> hours, without zeros. `capacity`: month -> hours."""

    planned: Mapping[str, Mapping[Month, float]] = field(default_factory=dict)
    capacity: Mapping[Month, float] = field(default_factory=dict)


def people_ahead(project: Project, forecast: Forecast) -> PeopleAhead:
    """Everybody's plan from the status date on."""
    plan, status = project.plan, project.settings.status_date
    if plan is None or not len(plan.line):
        return PeopleAhead()
    opening = month_of(status) + (1 if last_day(month_of(status)) <= status else 0)
    done = np.append(forecast.states.done, False)[plan.line]  # -1, no line, is the last
    hours = np.where(done[:, None], 0.0, np.nan_to_num(plan.hours))
    first: dict[str, str] = {}
    planned: dict[str, dict[Month, float]] = {}
    for row, typed in enumerate(plan.person):
        if not (name := typed.strip()):
            continue
        mine = planned.setdefault(first.setdefault(folded(name), name), {})
        for column in np.flatnonzero(hours[row]).tolist():
            month = plan.months[column]
            if month >= opening:
                mine[month] = mine.get(month, 0.0) + float(hours[row, column])
    planned = {person: months for person, months in planned.items() if months}
    months = sorted({month for mine in planned.values() for month in mine})
    calendar, day = WorkingCalendar.of(project.settings), project.settings.hours_per_day
    capacity = {month: calendar.between(first_day(month), last_day(month)) * day for month in months}
    return PeopleAhead(planned, capacity)
