"""How a series goes on: numbers by their step, dates by a day, names with a number, months and days."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from app.sandbox.grid.locale import Conventions
from app.sandbox.grid.value import Value, number

Series = Callable[[int], Value]
"""The value at a place counted from the first of the known ones; it may be negative."""
_NUMBERED = re.compile(r"(.*?)([0-9]+)\Z", re.DOTALL)


def continue_series(
    values: Sequence[Value], locale: Conventions, *, are_dates: bool, alternate: bool
) -> Series:
    """The series that known values start; repeating them where they start none."""
    for find in (_numeric, _numbered_text, _named):
        series = find(values, locale, are_dates=are_dates, alternate=alternate)
        if series is not None:
            return series
    return lambda place: values[place % len(values)]


def _numeric(
    values: Sequence[Value], _locale: Conventions, *, are_dates: bool, alternate: bool
) -> Series | None:
    numbers = [float(v) for v in values if type(v) is int or type(v) is float]
    if len(numbers) != len(values):
        return None
    if len(numbers) == 1:
        if are_dates == alternate:
            return None
        return lambda place: number(numbers[0] + place)
    steps = [second - first for first, second in pairwise(numbers)]
    if alternate:
        return None
    if all(abs(step - steps[0]) < 1e-9 * max(1.0, abs(steps[0])) for step in steps):
        return lambda place: number(numbers[0] + place * steps[0])
    slope, base = _fitted(numbers)
    return lambda place: number(base + slope * place)


def _fitted(numbers: Sequence[float]) -> tuple[float, float]:
    """Slope and start of the straight line nearest to the numbers."""
    count = len(numbers)
    middle, mean = (count - 1) / 2, sum(numbers) / count
    spread = sum((i - middle) ** 2 for i in range(count))
    slope = sum((i - middle) * (value - mean) for i, value in enumerate(numbers)) / spread
    return slope, mean - slope * middle


def _numbered_text(
    values: Sequence[Value], _locale: Conventions, *, are_dates: bool, alternate: bool
) -> Series | None:
    if are_dates or alternate:
        return None
    matches = [_NUMBERED.match(value) if isinstance(value, str) else None for value in values]
    if not all(matches):
        return None
    found = [(match[1], int(match[2]), match[2]) for match in matches if match is not None]
    if len({prefix for prefix, _, _ in found}) != 1:
        return None
    steps = {second[1] - first[1] for first, second in pairwise(found)} or {1}
    if len(steps) != 1:
        return None
    prefix, first, spelled = found[0]
    step, width = steps.pop(), len(spelled) if spelled.startswith("0") else 0
    return lambda place: f"{prefix}{max(first + place * step, 0):0{width}d}"


def _named(
    values: Sequence[Value], locale: Conventions, *, are_dates: bool, alternate: bool
) -> Series | None:
    if are_dates or alternate:
        return None
    for names in (locale.months, locale.months_short, locale.days, locale.days_short):
        folded = [name.casefold() for name in names]
        places = [
            folded.index(v.casefold()) if isinstance(v, str) and v.casefold() in folded else -1
            for v in values
        ]
        if -1 in places:
            continue
        steps = {(second - first) % len(names) for first, second in pairwise(places)} or {1}
        if len(steps) == 1:
            step, first = steps.pop(), places[0]
            return lambda place, names=names, first=first, step=step: names[
                (first + place * step) % len(names)
            ]  # type: ignore[misc]
    return None
