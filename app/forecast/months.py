"""The month axis of a forecast: every calendar month that holds plan, actuals or remaining work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.project.booked import Booked
from app.project.line_table import PLAUSIBLE_DAYS, LineTable
from app.project.model import CommercialModel, Project
from app.project.month import Month, first_day, last_day, month_of
from app.project.planned import Planned

Ints = NDArray[np.int64]

STRAY = 36  # entries dated further before everything else get a month of their own, not a filled gap


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
    column: Ints  # column of each month from the first to the last, 0 for those not on the axis

    def __len__(self) -> int:
        return len(self.months)

    @property
    def open_month(self) -> Month:
        """The first month not closed."""
        return self.months[self.open_from]

    def columns(self, months: Ints) -> Ints:
        """Column of each month; the months must be on the axis."""
        return self.column.take(months - self.months[0])

    @classmethod
    def of(cls, project: Project, lines: LineTable, booked: Booked, planned: Planned) -> MonthAxis:
        """The axis of one project; the status month and the one after it are always there."""
        settings = project.settings
        status = month_of(settings.status_date)
        core = [status, status + 1, *_span(lines.phased_month), *_span(planned.month)]
        for days in (lines.start, lines.finish):
            core += [month_of(date.fromordinal(day)) for day in _span(days[days > 0])]
        if project.plan is not None:
            filled = np.flatnonzero((~np.isnan(project.plan.hours)).any(axis=0))
            core += [project.plan.months[column] for column in filled]
        fee = settings.commercial_model is CommercialModel.RETAINER or settings.monthly_fee is not None
        for day in (settings.finish, settings.start if fee else None):
            if day and abs((day - settings.status_date).days) <= PLAUSIBLE_DAYS:
                core.append(month_of(day))
        stray = booked.month < min(core) - STRAY
        core += _span(booked.month[~stray])
        months = (*np.unique(booked.month[stray]).tolist(), *range(min(core), max(core) + 1))
        numbers = np.array(months, np.int64)
        column = np.zeros(months[-1] - months[0] + 1, np.int64)
        column[numbers - months[0]] = np.arange(len(months))
        first = np.array([first_day(month).toordinal() for month in months], np.int64)
        end = np.array([last_day(month).toordinal() + 1 for month in months], np.int64)
        split = last_day(status) > settings.status_date
        open_from = months.index(status if split else status + 1)
        return cls(months, first, end, settings.status_date, open_from, split, column)


def _span(values: Ints) -> list[int]:
    """The least and the greatest, nothing for none."""
    return [int(values.min()), int(values.max())] if len(values) else []
