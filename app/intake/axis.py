"""The period axis of a table: across its columns, or down its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from app.intake.columns import Column, Type
from app.intake.frame import Frame
from app.intake.header_rows import merge_at
from app.intake.kinds import NUMERIC, Kind, View
from app.intake.periods import Period, period_of_cell
from app.intake.vocabulary import lexicon
from app.workbook.days import day_of_serial

_GRAINS = ("day", "week", "month", "quarter", "year", "sprint", "milestone")
_SEQUENCE_WORDS = {"week": "W", "month": "M", "year": "Y", "sprint": "S", "milestone": "MS", "day": "D"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossAxis:
    """Periods across: column -> key, of one grain."""

    grain: str
    periods: Mapping[int, str]
    inferred: bool = False  # the year was not written, but taken from the table's dates


@dataclass(frozen=True, slots=True, kw_only=True)
class DownAxis:
    """Periods down the rows of one column."""

    grain: str
    column: int
    first: str
    last: str
    count: int
    fiscal: int | None = None  # calendar month in which the fiscal year starts, where periods are fiscal


def across_axis(
    view: View, frame: Frame, columns: Sequence[Column], lines: Sequence[int]
) -> AcrossAxis | None:
    """The period columns: at least two different periods, over numbers or over nothing."""
    usable = [column for column in columns if column.type in {Type.NUMBER, Type.EMPTY} and not column.percent]
    by_grain: dict[str, dict[int, str]] = {}
    for column in usable:
        period = _combined(column.periods)
        if period:
            by_grain.setdefault(period.grain, {})[column.index] = period.key
    numbered = _numbered(view, frame, usable)
    if numbered and len(numbered.periods) > max((len(found) for found in by_grain.values()), default=0):
        return numbered
    if not by_grain:
        return None
    grain = max(by_grain, key=lambda name: (len(by_grain[name]), _GRAINS.index(name) < 4))
    found = by_grain[grain]
    if len(set(found.values())) < 2:
        return None
    if grain == "day":
        grain, found = _regular(found)
    elif grain == "month":
        days = by_grain.get("day", {})
        found = found | {column: key[:7] for column, key in days.items()}
    inferred = False
    if grain == "month" and any(key.startswith("--") for key in found.values()):
        found, inferred = _with_years(view, columns, lines, found)
    return AcrossAxis(grain=grain, periods=found, inferred=inferred)


def _combined(periods: Sequence[Period]) -> Period | None:
    """One period of the header's rows: a month under a year, a quarter under a year."""
    if not periods:
        return None
    order = {grain: place for place, grain in enumerate(_GRAINS)}
    finest = min(periods, key=lambda period: order[period.grain])
    year = next((period.key for period in periods if period.grain == "year" and period.key.isdigit()), "")
    if year and finest.grain == "month" and finest.key.startswith("--"):
        return replace(finest, key=f"{year}{finest.key[1:]}")
    if year and finest.grain in {"quarter", "week"} and re.fullmatch(r"[QW]\d+", finest.key):
        number = int(finest.key[1:])
        return replace(
            finest, key=f"{year}-Q{number}" if finest.grain == "quarter" else f"{year}-W{number:02d}"
        )
    return finest


def _numbered(view: View, frame: Frame, columns: Sequence[Column]) -> AcrossAxis | None:
    """`1 2 3 4` in one header row over adjacent columns: milestones, weeks or months by the word above."""
    for row in frame.header_rows:
        run: list[int] = []
        for column in columns:
            number = view.numbers[row, column.index]
            if (
                view.kinds[row, column.index] in NUMERIC
                and number == len(run) + 1
                and (not run or column.index > run[-1])
            ):
                run.append(column.index)
        if len(run) >= 28 and (month := _month_of_title(view, frame)):
            return AcrossAxis(grain="day", periods={c: f"{month}-{at:02d}" for at, c in enumerate(run, 1)})
        if len(run) >= 3:
            words = " ".join(
                [
                    frame.title,
                    *(view.text(r, c) for r in frame.header_rows for c in (run[0], *_group(view, r, run[0]))),
                ]
            )
            grain = grain_of_words(words)
            return AcrossAxis(
                grain=grain, periods={c: f"{_SEQUENCE_WORDS[grain]}{at}" for at, c in enumerate(run, 1)}
            )
    return None


def _month_of_title(view: View, frame: Frame) -> str:
    """The month that the title or the tab names, for headings that are days of the month."""
    for text in (frame.title, view.sheet.name):
        period = period_of_cell(text, shows_day=False)
        if period and period.grain == "month" and not period.key.startswith("-"):
            return period.key
    return ""


def _group(view: View, row: int, column: int) -> tuple[int, ...]:
    box = merge_at(view, row, column)
    if box:
        return (box.column,)
    left = [other for other in view.filled(row) if other < column]
    return (left[-1],) if left and not view.kinds[row, column] else ()


def grain_of_words(text: str) -> str:
    """The grain that a heading speaks of; months where it says nothing."""
    votes = Counter(
        hit.concept for hit in lexicon("units", "periods").hits(text) if hit.concept in _SEQUENCE_WORDS
    )
    if re.search(
        r"billing|invoice|payment|milestone|factur|revenue item|hito|jalon|оплат|תשלום", text.lower()
    ):
        votes["milestone"] += 2
    return votes.most_common(1)[0][0] if votes else "month"


def _regular(found: Mapping[int, str]) -> tuple[str, dict[int, str]]:
    """Days in the header: months when a month apart, weeks, quarters, years, else days."""
    days = {column: date.fromisoformat(key) for column, key in found.items()}
    distinct = sorted(set(days.values()))
    grain = grain_of_days(distinct)
    return grain, {column: key_of_day(day, grain) for column, day in days.items()}


def key_of_day(day: date, grain: str) -> str:
    """How a period of that grain is named by a day in it; weeks and days by the day itself."""
    if grain == "month":
        return f"{day:%Y-%m}"
    if grain == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return str(day.year) if grain == "year" else day.isoformat()


def grain_of_days(distinct: Sequence[date]) -> str:
    """The grain of days in order, by how far apart they are."""
    if len(distinct) < 2:
        return "month" if distinct and distinct[0].day == 1 else "day"
    gaps = [(b - a).days for a, b in pairwise(distinct)]
    usual = float(np.median(gaps))
    ends = all(day.day == 1 or (day + timedelta(days=1)).day == 1 for day in distinct)
    months = len({(day.year, day.month) for day in distinct}) == len(distinct)
    if 27 <= usual <= 32 and (ends or months):
        return "month"
    if 5 <= usual <= 9:
        return "week"
    if 88 <= usual <= 93:
        return "quarter"
    if 360 <= usual <= 370:
        return "year"
    return "month" if ends and usual > 27 else "day"


def _with_years(
    view: View, columns: Sequence[Column], lines: Sequence[int], found: Mapping[int, str]
) -> tuple[dict[int, str], bool]:
    """Months without a year take it from the table's first date; the year turns where months start over."""
    starts = [
        view.numbers[row, column.index]
        for column in columns
        if column.type == Type.DAY
        for row in lines
        if view.kinds[row, column.index] in {Kind.DAY, Kind.DAY_TEXT}
    ]
    written = [int(key[:4]) for key in found.values() if not key.startswith("--")]
    if not starts and not written:
        return dict(found), False
    first = day_of_serial(float(np.nanmin(starts))) if starts else date(written[0], 1, 1)
    year, before, made = first.year, 0, {}
    measures = len(found) // max(1, len(set(found.values())))
    for column in sorted(found):
        key = found[column]
        if not key.startswith("--"):
            year, before, made[column] = int(key[:4]), int(key[5:7]), key
            continue
        month = int(key[2:])
        if not before and starts and month > first.month + 6:
            year -= 1
        if before and month < before and (measures < 2 or before - month > 5):
            year += 1
        made[column], before = f"{year}-{month:02d}", month
    return made, True
