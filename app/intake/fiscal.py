"""Fiscal periods such as `003/2026`, told as calendar months where a date beside them says which they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from app.intake.columns import Column, Type
from app.intake.kinds import DAYS, View
from app.workbook.days import day_of_serial

_PERIOD = re.compile(
    r"^\s*(?:[pP]\s?)?(0?\d{1,2}|0\d\d)\s?[/.\-]\s?((?:19|20)\d\d)\s*$|^\s*((?:19|20)\d\d)\s?[/.\-]\s?(0\d\d)\s*$"
)
_YEAR_FIRST = re.compile(r"^\s*(?:fy)?\s?((?:19|20)\d\d)\s?[\-/ ]?\s?p(\d{1,2})\s*$", re.IGNORECASE)


def fiscal_parts(text: str) -> tuple[int, int] | None:
    """Year and number of the period (1..12); None for what is no fiscal period."""
    if found := _YEAR_FIRST.match(text):
        year, number = int(found[1]), int(found[2])
    elif (found := _PERIOD.match(text)) and len(found[1] or found[4] or "") == 3:
        year, number = int(found[2] or found[3]), int(found[1] or found[4])
    else:
        return None
    return (year, number) if 1 <= number <= 12 else None


def first_month(view: View, column: Column, columns: Sequence[Column], lines: Sequence[int]) -> int | None:
    """The calendar month of period 1, from the days beside the periods; None where none tells."""
    votes: Counter[int] = Counter()
    for other in columns:
        if other.type != Type.DAY:
            continue
        for row in lines[:500]:
            parts = fiscal_parts(view.text(row, column.index))
            if parts and view.kinds[row, other.index] in DAYS:
                month = day_of_serial(float(view.numbers[row, other.index])).month
                votes[(month - parts[1]) % 12 + 1] += 1
    if not votes:
        return None
    month, times = votes.most_common(1)[0]
    return month if times >= 0.8 * sum(votes.values()) else None


def calendar_key(year: int, number: int, starts: int) -> str:
    """The calendar month of a fiscal period; a fiscal year is named by the year in which it ends."""
    month = starts + number - 1
    shift = 1 if starts > 1 else 0
    return f"{year - shift + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}"
