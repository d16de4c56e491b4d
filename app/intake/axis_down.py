"""Periods down the rows of a table: months of a ledger, weeks of a curve, milestones that are dated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from app.intake.axis import DownAxis, grain_of_days, grain_of_words, key_of_day
from app.intake.columns import Column
from app.intake.fiscal import calendar_key, first_month, fiscal_parts
from app.intake.kinds import Kind, View
from app.intake.periods import Period, period_of_cell
from app.intake.role import Role

_NAMES = frozenset({"line_id", "title", "group"})  # columns that may hold periods in words
_NAMED = frozenset({"month", "week", "quarter", "year", "sprint"})


def down_axis(
    view: View, columns: Sequence[Column], roles: Mapping[int, Role], lines: Sequence[int]
) -> DownAxis | None:
    """Periods down the rows: a period column, regular days, or numbered milestones that are dated."""
    listed = any(roles[c.index].name in {"owner", "vendor", "reference", "title"} for c in columns)
    for column in columns:
        role = roles[column.index].name
        if not column.filled or role not in {"period", "date", *_NAMES}:
            continue
        if axis := _periods_down(view, column, columns, role, lines, listed=listed):
            return axis
    return _milestones_down(view, columns, roles, lines)


def _periods_down(
    view: View, column: Column, columns: Sequence[Column], role: str, lines: Sequence[int], *, listed: bool
) -> DownAxis | None:
    starts = first_month(view, column, columns, lines) or 1
    filled = [row for row in lines if view.kinds[row, column.index]]
    told = [
        period for row in filled if (period := _period(view, row, column.index, starts)) and not period.rest
    ]
    if len(filled) < 2 or len(told) < 0.9 * len(filled):
        return None
    grain = Counter(period.grain for period in told).most_common(1)[0][0]
    names = list(dict.fromkeys(period.key for period in told if period.grain == grain))
    if len(names) < 2 or (role in _NAMES and grain not in _NAMED):
        return None
    if grain == "day":
        as_months = _formats_month(view, column, lines)
        days = sorted({date.fromisoformat(name) for name in names})
        grain = (
            "month"
            if as_months or (role == "period" and grain_of_days(days) == "day")
            else grain_of_days(days)
        )
        if not (as_months or role == "period" or _is_regular(days, grain)) or (grain == "day" and listed):
            return None
        names = list(dict.fromkeys(key_of_day(day, grain) for day in days))
    elif grain in {"month", "quarter", "year"} and not names[0].startswith("--"):
        names.sort()
    fiscal = starts if fiscal_parts(view.text(filled[0], column.index)) else None
    return DownAxis(
        grain=grain, column=column.index, first=names[0], last=names[-1], count=len(names), fiscal=fiscal
    )


def _period(view: View, row: int, column: int, starts: int) -> Period | None:
    """The period that a cell names; fiscal ones as calendar months."""
    if parts := fiscal_parts(view.text(row, column)):
        return Period("month", calendar_key(*parts, starts))
    return period_of_cell(view.value(row, column), shows_day=view.look(row, column).shows_day)


def _formats_month(view: View, column: Column, lines: Sequence[int]) -> bool:
    """Whether the days are shown as months."""
    codes = [
        view.look(row, column.index).number_format.lower()
        for row in lines
        if view.kinds[row, column.index] == Kind.DAY
    ][:20]
    return bool(codes) and all(
        "d" not in re.sub(r'\[[^\]]*\]|"[^"]*"', "", code) and "m" in code for code in codes
    )


def _is_regular(days: Sequence[date], grain: str) -> bool:
    if len(days) < 3:
        return False
    gaps = {(b - a).days for a, b in pairwise(days)}
    if grain == "month":
        return all(day.day == days[0].day for day in days) or all(
            (day + timedelta(days=1)).day == 1 for day in days
        )
    if grain == "week":
        return all(gap % 7 == 0 for gap in gaps)
    if grain == "day":
        return gaps <= {1, 2, 3} and len(days) >= 5
    return True


def _milestones_down(
    view: View, columns: Sequence[Column], roles: Mapping[int, Role], lines: Sequence[int]
) -> DownAxis | None:
    """Rows that are invoices or milestones, numbered 1, 2, 3, each with a date and an amount."""
    names = {
        role: [c for c in columns if roles[c.index].name == role]
        for role in ("line_id", "title", "date", "finish")
    }
    if not (names["date"] or names["finish"]) or not names["title"] or len(lines) < 2:
        return None
    title = names["title"][0]
    kinds = [period_of_cell(view.text(row, title.index), shows_day=False) for row in lines]
    told = sum(bool(kind and kind.grain == "milestone") for kind in kinds)
    headed = grain_of_words(title.own) == "milestone" and title.unique > 0.9
    if told < 0.7 * len(lines) and not headed:
        return None
    for column in names["line_id"]:
        numbers = [view.numbers[row, column.index] for row in lines]
        if numbers == list(range(1, len(lines) + 1)):
            return DownAxis(
                grain="milestone", column=column.index, first="MS1", last=f"MS{len(lines)}", count=len(lines)
            )
    keys = [kind.key if kind and kind.grain == "milestone" else f"MS{at}" for at, kind in enumerate(kinds, 1)]
    return DownAxis(grain="milestone", column=title.index, first=keys[0], last=keys[-1], count=len(set(keys)))
