"""Dates as Sheets counts them: days since 1899-12-30, the time of day as a fraction."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

_EPOCH = date(1899, 12, 30)
_EPOCH_TIME = datetime(1899, 12, 30, tzinfo=UTC)
SECONDS_A_DAY = 86_400
_LAST_SERIAL = (date.max - _EPOCH).days
_FIRST_SERIAL = (date.min - _EPOCH).days


def serial_of(day: date) -> int:
    """2020-01-01 → 43831."""
    return (day - _EPOCH).days


def day_fraction(hours: int, minutes: int, seconds: float = 0) -> float:
    """A time of day, or a duration, in days."""
    return (hours * 3600 + minutes * 60 + seconds) / SECONDS_A_DAY


def moment_of(serial: float, *, to_second: bool = True) -> datetime | None:
    """The moment of a serial, rounded to the second or millisecond; None outside years 1 to 9999."""
    if not _FIRST_SERIAL <= serial < _LAST_SERIAL:
        return None
    units = SECONDS_A_DAY if to_second else SECONDS_A_DAY * 1000
    ticks = round(serial * units)
    return _EPOCH_TIME + (timedelta(seconds=ticks) if to_second else timedelta(milliseconds=ticks))
