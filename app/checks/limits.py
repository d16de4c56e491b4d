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
    MAJOR = "major units"  # of the project currency


_POINT = {Unit.SHARE: 0.01, Unit.POINTS: 0.01, Unit.INDEX: 0.01}
_NOISE = 1e-9  # of subtracting floats: a figure at its limit is not beyond it
_RATIOS = {Unit.SHARE, Unit.POINTS}


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

    def takes(self, value: float) -> bool:
        """Whether `value` can be meant: finite, not negative, a share up to 100 %, days up to a century."""
        most = 1.0 if self.unit in _RATIOS else 1e12 if self.unit is Unit.MAJOR else 36_525.0
        return math.isfinite(value) and 0 <= value <= most


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
            inside = _POINT.get(self.limits[severity].unit, 0.0) if stood else 0.0
            limit = self.values[severity]
            if (value < limit + inside - _NOISE) if below else (value > limit - inside + _NOISE):
                return severity
        return None


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
