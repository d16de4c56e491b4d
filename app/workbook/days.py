"""Days and months as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.project.month import Month, month_of
from app.workbook.cells import plain
from app.workbook.notation import Notation

EPOCH = date(1899, 12, 30).toordinal()  # the serial number 0
_FIRST, _LAST = 20_000, 80_000  # serials taken for days: 1954-10-03 to 2119-01-11

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_PARTS = re.compile(r"^(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?: \d{1,2}:.*)?$")
_DAY_NAME = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[ .\-/]*([^\W\d_]+)\.?[ ,\-/]*(\d{4}|\d{2})$")
_NAME_DAY = re.compile(r"^([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$")
_YEAR_MONTH = re.compile(r"^(\d{4})\s?[-/. ]\s?(\d{1,2})$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})\s?[-/. ]\s?(\d{4})$")
_NAME_YEAR = re.compile(r"^([^\W\d_]+)\.?[ \-/'’]*(\d{4}|\d{2})$")


@dataclass(frozen=True, slots=True)
class DayText:
    """What a text says as a day. `other` is the second reading of 05/06/2026."""

    day: date | None
    other: date | None = None


def is_serial(value: float) -> bool:
    """Whether a number can be a day of a project (1954 to 2119): 2026 or 45 cannot."""
    return _FIRST <= value < _LAST


def day_of_serial(serial: float) -> date:
    """The day of a serial number; the time of day is dropped."""
    return date.fromordinal(EPOCH + int(serial))


def serial_of(day: date) -> int:
    """The serial number of a day."""
    return day.toordinal() - EPOCH


@lru_cache(maxsize=16384)
def day_of_text(text: str, notation: Notation, day_first: bool) -> DayText:
    """Reads ISO days, 31.12.2026, 12/31/2026 and days with month names; `day_first` decides 05/06/2026."""
    bare = plain(text)
    if found := _ISO.match(bare):
        return DayText(_date(int(found[1]), int(found[2]), int(found[3])))
    if found := _PARTS.match(bare):
        first, second, year = int(found[1]), int(found[2]), _year(found[3])
        as_day_first, as_month_first = _date(year, second, first), _date(year, first, second)
        chosen, other = (as_day_first, as_month_first) if day_first else (as_month_first, as_day_first)
        if chosen is None or other is None or chosen == other:
            return DayText(chosen or other)
        return DayText(chosen, other)
    if found := _DAY_NAME.match(bare):
        month = notation.months.get(found[2].casefold())
        return DayText(_date(_year(found[3]), month, int(found[1])) if month else None)
    if found := _NAME_DAY.match(bare):
        month = notation.months.get(found[1].casefold())
        return DayText(_date(int(found[3]), month, int(found[2])) if month else None)
    return DayText(None)


def day_first_by_evidence(texts: list[str]) -> bool | None:
    """What a column's own days tell: a part above 12 is a day. None when nothing tells, or both."""
    first = second = False
    for text in texts:
        if found := _PARTS.match(plain(text)):
            first, second = first or int(found[1]) > 12, second or int(found[2]) > 12
    return first if first != second else None


def month_of_cell(value: object, notation: Notation) -> Month | None:
    """The month that a heading or a period cell names: a real date, `2026-03`, `Mar 2026`, `03/2026`."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        if is_serial(value):
            return month_of(day_of_serial(value))
        year, number = divmod(int(value), 100)  # 202603
        return _month(year, number) if value == int(value) and 1950 <= year <= 2150 else None
    return _month_of_text(value, notation) if isinstance(value, str) else None


@lru_cache(maxsize=4096)
def _month_of_text(text: str, notation: Notation) -> Month | None:
    bare = plain(text)
    if found := _YEAR_MONTH.match(bare):
        return _month(int(found[1]), int(found[2]))
    if found := _MONTH_YEAR.match(bare):
        return _month(int(found[2]), int(found[1]))
    if found := _NAME_YEAR.match(bare):
        number = notation.months.get(found[1].casefold())
        return _month(_year(found[2]), number) if number else None
    if found := _ISO.match(bare):
        return _month(int(found[1]), int(found[2]))
    if len(bare) > 5:
        reading = day_of_text(bare, notation, notation.day_first)
        if reading.day and reading.day.day == 1 and reading.other and reading.other.day != 1:
            return month_of(reading.day)
        if reading.day and not reading.other:
            return month_of(reading.day)
        if reading.other and reading.other.day == 1 and reading.day and reading.day.day != 1:
            return month_of(reading.other)  # a heading names the first of its month
    return None


def names_month_without_year(value: object, notation: Notation) -> bool:
    """Whether a heading is a bare month name: it can't be placed."""
    return isinstance(value, str) and plain(value).casefold().rstrip(".") in notation.months


def _month(year: int, number: int) -> Month | None:
    return year * 12 + number - 1 if 1 <= number <= 12 and 1950 <= year <= 2150 else None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) - (100 if int(text) >= 70 else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
