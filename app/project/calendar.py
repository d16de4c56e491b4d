"""Working days: which days count, and how many lie between two others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.project.model import Settings

Ints = NDArray[np.int64]

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST = np.datetime64("0001-01-01", "D")  # ordinal 1: numpy counts backwards differently, so never do


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """A working week with its holidays. Days are proleptic ordinals (`date.toordinal`)."""

    days: np.busdaycalendar

    @classmethod
    def of(cls, settings: Settings) -> WorkingCalendar:
        """The project's week (Monday is 0) and days off; an empty week counts as Monday to Friday."""
        week = set(settings.working_days) or {0, 1, 2, 3, 4}
        mask = [day in week for day in range(7)]
        off = np.array([day.toordinal() - _EPOCH for day in settings.holidays], "datetime64[D]")
        return cls(np.busdaycalendar(weekmask=mask, holidays=off))

    def before(self, days: NDArray[Any]) -> Ints:
        """Working days before each day, since 0001-01-01: differences count the days between."""
        asked = (np.asarray(days, np.int64) - _EPOCH).astype("datetime64[D]")
        return np.asarray(np.busday_count(_FIRST, asked, busdaycal=self.days), np.int64)

    def between(self, first: date, last: date) -> int:
        """Working days from `first` to `last`, both included; 0 when `last` is earlier."""
        ends = self.before(np.array([first.toordinal(), last.toordinal() + 1]))
        return max(0, int(ends[1] - ends[0]))

    def after(self, start: date, days: float) -> date:
        """The working day on which `days` working days from `start` are over (the first for 0 or less)."""
        more = max(0, int(np.ceil(days - 1e-9)) - 1)
        day = np.busday_offset(np.datetime64(start, "D"), more, roll="forward", busdaycal=self.days)
        return date.fromordinal(int(day.astype(np.int64)) + _EPOCH)

    def all_after(self, start: date, days: NDArray[np.float64]) -> Ints:
        """Ordinals of the days that `after` gives for each of `days`, shape (n,)."""
        more = np.maximum(0, np.ceil(days - 1e-9).astype(np.int64) - 1)
        found = np.busday_offset(np.datetime64(start, "D"), more, roll="forward", busdaycal=self.days)
        return np.asarray(found.astype(np.int64) + _EPOCH)

    def moved(self, day: int, days: float) -> int:
        """Ordinal of the working day `days` working days after `day` (before it where negative).

        Parts of a day count whole; from a day off it goes on from the working day before it.
        """
        whole = int(np.copysign(np.ceil(abs(days) - 1e-9), days))
        asked = np.datetime64(day - _EPOCH, "D")
        found = np.busday_offset(asked, whole, roll="backward", busdaycal=self.days)
        return int(found.astype(np.int64)) + _EPOCH

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked."""
        return bool(np.is_busday(np.datetime64(day, "D"), busdaycal=self.days))

    def last_working_days(self, days: Ints) -> Ints:
        """Each of the days, or the working day before it."""
        asked = (days - _EPOCH).astype("datetime64[D]")
        rolled = np.busday_offset(asked, 0, roll="backward", busdaycal=self.days)
        return np.asarray(rolled.astype(np.int64) + _EPOCH, np.int64)

    def last_working(self, day: date) -> date:
        """`day`, or the working day before it."""
        rolled = np.busday_offset(np.datetime64(day, "D"), 0, roll="backward", busdaycal=self.days)
        return date.fromordinal(int(rolled.astype(np.int64)) + _EPOCH)
