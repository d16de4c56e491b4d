"""The month axis of a forecast: every calendar month that holds plan, actuals or remaining work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.project.booked import Booked
from app.project.line_table import PLAUSIBLE_DAYS, LineTable
from app.project.model import Project
from app.project.month import Month, first_day, last_day, month_of
from app.project.planned import Planned

Ints = NDArray[np.int64]

_STRAY = 36  # entries dated further before everything else get a month of their own, not a filled gap


@dataclass(frozen=True, slots=True)
class MonthAxis:
    """m months, oldest first. Neighbours are contiguous but for strays before the project's time.

    `first` and `end` are ordinals of each month's first day and of the day after its last.
    `open_from` is the first column that is not closed at the status date (a month is closed when
    its last day is on or before it); `split` says that this column's month has begun.
    """

    months: tuple[Month, ...]
    first: Ints
    end: Ints
    status: date
    open_from: int
    split: bool

    def __len__(self) -> int:
        return len(self.months)

    @property
    def open_month(self) -> Month:
        """The first month not closed."""
        return self.months[self.open_from]

    def columns(self, months: Ints) -> Ints:
        """Column of each month; the months must be on the axis."""
        return np.searchsorted(np.array(self.months, np.int64), months)

    @classmethod
    def of(cls, project: Project, lines: LineTable, booked: Booked, planned: Planned) -> MonthAxis:
        """The axis of one project; the status month and the one after it are always there."""
        settings = project.settings
        status = month_of(settings.status_date)
        core = {status, status + 1, *(month for line in project.lines for month in line.months)}
        core.update(_months_of(lines.start), _months_of(lines.finish), planned.month.tolist())
        if project.plan is not None:
            filled = np.flatnonzero((~np.isnan(project.plan.hours)).any(axis=0))
            core.update(project.plan.months[column] for column in filled)
        if settings.finish and abs((settings.finish - settings.status_date).days) <= PLAUSIBLE_DAYS:
            core.add(month_of(settings.finish))
        actual = set(booked.month.tolist())
        begin = min(core)
        near = {month for month in actual if month >= begin - _STRAY}
        strays = sorted(actual - near)
        months = (*strays, *range(min(core | near), max(core | near) + 1))
        first = np.array([first_day(month).toordinal() for month in months], np.int64)
        end = np.array([last_day(month).toordinal() + 1 for month in months], np.int64)
        split = last_day(status) > settings.status_date
        open_from = months.index(status if split else status + 1)
        return cls(months, first, end, settings.status_date, open_from, split)


def _months_of(days: Ints) -> set[Month]:
    return {month_of(date.fromordinal(day)) for day in np.unique(days[days > 0]).tolist()}
