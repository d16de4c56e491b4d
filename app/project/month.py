"""Calendar months as plain integers, so that they can index arrays."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

Month = int
"""year * 12 + (month - 1); 2026-01 is 24312."""


def month_of(day: date) -> Month:
    """The month that holds `day`."""
    return day.year * 12 + day.month - 1


@lru_cache  # a project has some dozens of months, told again and again
def first_day(month: Month) -> date:
    """The first day of `month`."""
    return date(month // 12, month % 12 + 1, 1)


@lru_cache
def last_day(month: Month) -> date:
    """The last day of `month`."""
    year, index = divmod(month, 12)
    return date(year, index + 1, calendar.monthrange(year, index + 1)[1])


@lru_cache
def label(month: Month) -> str:
    """`2026-01`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
