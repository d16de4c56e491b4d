"""Thresholds of a check: their defaults, what Settings says instead, and how a figure is graded by them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.checks.flag import Severity
from app.checks.wording import counted, hours, index, percent, points


class Unit(StrEnum):
    """What a threshold measures."""

    SHARE = "share"  # 0.05 is 5 %
    POINTS = "points"  # a difference of two shares: 0.02 is 2 points
    INDEX = "index"  # 0.95
    DAYS = "days"
    WORKING_DAYS = "working days"
    MONTHS = "months"
    HOURS = "hours"
    TIMES = "times"
    SWITCH = "yes or no"  # 1 or 0
    MAJOR = "major units"  # of the project currency


_POINT = {Unit.SHARE: 0.01, Unit.POINTS: 0.01, Unit.INDEX: 0.01}
_NOISE = 1e-9  # of subtracting floats: a figure at its limit is not beyond it
_MOST = {Unit.SHARE: 1.0, Unit.POINTS: 1.0, Unit.INDEX: 3.0, Unit.MAJOR: 1e12}
_WHOLE_DAYS = {Unit.DAYS, Unit.WORKING_DAYS}
_OF_THE_WHOLE = 3.0
_A_CENTURY = 36_525.0
_HOW = {
    Unit.SHARE: "a share as 5 % or 0.05, from 0 to 100 %",
    Unit.POINTS: "points as 2 % or 0.02, from 0 to 100 %",
    Unit.INDEX: "an index such as 0.95, from 0 to 3",
    Unit.DAYS: "a number of days such as 30: 0, or from half a day on",
    Unit.WORKING_DAYS: "a number of working days such as 10: 0, or from half a day on",
    Unit.MONTHS: "a number of months such as 3, nothing below 0",
    Unit.HOURS: "a number of hours such as 8, nothing below 0",
    Unit.TIMES: "how many times as much, such as 5, nothing below 0",
    Unit.MAJOR: "an amount such as 1,000, nothing below 0",
    Unit.SWITCH: "1, TRUE or yes to switch it on, 0, FALSE or no to switch it off",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One threshold: its default and its unit."""

    default: float
    unit: Unit

    def text(self, value: float) -> str:
        """`value` in words, such as `5.0 %`."""
        match self.unit:
            case Unit.SHARE:
                return percent(value)
            case Unit.POINTS:
                return points(value)
            case Unit.INDEX:
                return index(value)
            case Unit.HOURS:
                return hours(value)
            case Unit.DAYS | Unit.WORKING_DAYS | Unit.MONTHS:
                return counted(round(value), self.unit.removesuffix("s"))
            case Unit.MAJOR:
                return f"{value:,.0f}"
            case Unit.TIMES:
                return f"{value:g} times"
            case Unit.SWITCH:
                return "yes" if value else "no"

    def takes(self, value: float) -> bool:
        """Whether `value` can be meant: finite, not negative, a share up to 100 % or 300 % of a whole, an
        index up to 3, days up to a century and no mere part of one, a switch 1 or 0."""
        if self.unit is Unit.SWITCH:
            return value in (0.0, 1.0)
        if self.unit in _WHOLE_DAYS and 0 < value < 0.5:
            return False
        most = _OF_THE_WHOLE if self._of_the_whole else _MOST.get(self.unit, _A_CENTURY)
        return math.isfinite(value) and 0 <= value <= most

    @property
    def how(self) -> str:
        """How it is typed, such as `a share as 5 % or 0.05`."""
        return "a share as 110 % or 1.1, from 0 to 300 %" if self._of_the_whole else _HOW[self.unit]

    @property
    def _of_the_whole(self) -> bool:
        return self.unit is Unit.SHARE and self.default >= 0.8  # drawn of an order, hours of a month


SWITCH = Limit(0, Unit.SWITCH)
"""`V1.off` and the like."""


def share(default: float) -> Limit:
    """A limit on a share of something: 0.05 is 5 %."""
    return Limit(default, Unit.SHARE)


def in_points(default: float) -> Limit:
    """A limit on a difference of two shares: 0.02 is 2 points."""
    return Limit(default, Unit.POINTS)


def index_of(default: float) -> Limit:
    """A limit on an index such as CPI."""
    return Limit(default, Unit.INDEX)


def in_days(default: float) -> Limit:
    """A limit in calendar days."""
    return Limit(default, Unit.DAYS)


def in_working_days(default: float) -> Limit:
    """A limit in working days."""
    return Limit(default, Unit.WORKING_DAYS)


def in_hours(default: float) -> Limit:
    """A limit in working hours."""
    return Limit(default, Unit.HOURS)


def in_months(default: float) -> Limit:
    """A limit in months."""
    return Limit(default, Unit.MONTHS)


def times(default: float) -> Limit:
    """A limit on how many times as much."""
    return Limit(default, Unit.TIMES)


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds in force for one check of one project."""

    values: Mapping[str, float]
    limits: Mapping[str, Limit]

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    def text(self, name: str) -> str:
        """The threshold in words."""
        return self.limits[name].text(self.values[name])

    def grade(self, value: float, *, below: bool = False, was: Severity | None = None) -> Severity | None:
        """RED or AMBER when `value` is beyond the limit of that name (above it, or `below` it).

        A flag that already stood (`was`) clears only 1 point inside its limit.
        """
        for severity in (Severity.RED, Severity.AMBER):
            if severity not in self.values:
                continue
            stood = was is Severity.RED or (was is not None and was is severity)
            if self.beyond(severity, value, below=below, stood=stood):
                return severity
        return None

    def beyond(self, name: str, value: float, *, below: bool = False, stood: bool = False) -> bool:
        """Whether `value` is above the limit of that name, or `below` it.

        For a flag that `stood`, 1 point inside it is beyond it still; of a limit under 2 points, half of it.
        """
        limit = self.values[name]
        inside = min(_POINT.get(self.limits[name].unit, 0.0), abs(limit) / 2) if stood else 0.0
        return (value < limit + inside - _NOISE) if below else (value > limit - inside + _NOISE)


def by_default(limits: Mapping[str, Limit]) -> Limits:
    """The thresholds where Settings says nothing."""
    return Limits({name: limit.default for name, limit in limits.items()}, limits)


def in_force(limits: Mapping[str, Limit], check: str, typed: Mapping[str, float]) -> Limits:
    """Defaults, overridden by the settings `<check>.<name>` that can be meant."""
    values = {}
    for name, limit in limits.items():
        value = typed.get(f"{check}.{name}".casefold())
        values[name] = value if value is not None and limit.takes(value) else limit.default
    return Limits(values, limits)
