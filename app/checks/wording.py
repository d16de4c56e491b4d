"""Figures in words: how money, hours, shares and lists read in a flag."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for one project. Money comes in minor units of `currency`, which has `digits` decimals."""

    currency: str
    digits: int
    scale: int = field(init=False)  # minor units in one major unit

    def __post_init__(self) -> None:
        object.__setattr__(self, "scale", 10**self.digits)

    def money(self, minor: float) -> str:
        """`EUR 412,300`: the first amount of a text."""
        return f"{self.currency} {self.amount(minor)}".strip()

    def amount(self, minor: float) -> str:
        """`412,300`: a further amount of the same text; below 1,000 with its decimals (`84.50`)."""
        major = minor / self.scale
        size = abs(major)
        whole = math.floor(size + 0.5 + _NOISE)  # as on the tabs
        if size >= 1000 or abs(size - whole) * self.scale < 0.5:
            return f"{whole if major >= 0 else -whole:,}"
        return f"{major:,.{self.digits}f}"

    def apart(self, first: float, second: float) -> tuple[str, str]:
        """`EUR 12,000` and `11,500`; with their decimals where they would read alike and are not."""
        told, other = self.amount(first), self.amount(second)
        if told == other and abs(first - second) >= 0.5:
            told, other = (f"{minor / self.scale:,.{self.digits}f}" for minor in (first, second))
        return f"{self.currency} {told}".strip(), other


def hours(value: float) -> str:
    """`460.0 hours`."""
    return f"{value:,.1f} {'hour' if abs(value - 1) < 0.05 else 'hours'}"


def percent(share: float) -> str:
    """0.142 -> `14.2 %`."""
    return f"{share * 100 + 0.0:,.1f} %"


def percent_beside(share: float, limit: str) -> str:
    """`share` as a percentage, with a second decimal where it would read as the `limit` it is beyond."""
    told = percent(share)
    return f"{share * 100:,.2f} %" if told == limit else told


def points(share: float) -> str:
    """0.02 -> `2.0 points`."""
    return f"{share * 100 + 0.0:,.1f} points"


def index(value: float) -> str:
    """`0.87`, an index such as CPI."""
    return f"{value:,.2f}"


def working_days(value: float) -> str:
    """`12 working days`, `1 working day`."""
    return counted(round(value), "working day")


def counted(number: int, one: str, many: str = "") -> str:
    """`1 entry`, `4 entries`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def ago(working: int, passed: timedelta) -> str:
    """`3 working days ago`; where no working day has passed since, the days of the calendar."""
    if working > 0:
        return f"{counted(working, 'working day')} ago"
    return "yesterday" if passed.days == 1 else f"{counted(passed.days, 'day')} ago"


def listed(names: Iterable[str], most: int = 3, *, of: int = 0) -> str:
    """`a, b and c`; beyond `most` names `a, b, c and 4 more`. `of`: how many there are, when more."""
    all_names: Sequence[str] = tuple(names)
    shown, count = list(all_names[:most]), max(of, len(all_names))
    if count > most:
        shown.append(f"{count - most} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def either(names: Sequence[str], most: int = 3) -> str:
    """`a, b or c`, of the first few."""
    return " or ".join(part for part in (", ".join(names[:most][:-1]), *names[:most][-1:]) if part)
