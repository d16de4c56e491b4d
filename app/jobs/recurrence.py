"""When a schedule is due: an hour of the day on some weekdays, by the clocks of a place. Pure: no clock.

One run a day it names, whatever the clocks do. An hour that is left out (clocks go forward) becomes the first
moment after the gap; an hour that comes twice (clocks go back) counts the first time. Several nights missed
are one: the next time is always asked for from now.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EVERY_DAY = "1234567"
DAY = timedelta(days=1)
_FARTHEST = 9  # days from a moment to the next time: a week, and the two that zones and gaps may add


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`hour` 0 to 23; `days`: ISO weekdays in order, 1 Monday to 7 Sunday; ValueError when it is none."""

    hour: int
    zone: str
    days: str = EVERY_DAY

    def __post_init__(self) -> None:
        if not 0 <= self.hour <= 23:
            raise ValueError(f"{self.hour} is no hour from 0 to 23")
        if not self.days or self.days != "".join(sorted(set(self.days) & set(EVERY_DAY))):
            raise ValueError(f"{self.days!r} are no weekdays from 1 to 7, each once and in order")
        zone_of(self.zone)


def next_after(rule: Rule, moment: datetime) -> datetime:
    """The first time after `moment`, in UTC."""
    return next(found for found in _times(rule, moment, step=1) if found > moment)


def latest_by(rule: Rule, moment: datetime) -> datetime:
    """The last time at or before `moment`, in UTC."""
    return next(found for found in _times(rule, moment, step=-1) if found <= moment)


def zone_of(name: str) -> ZoneInfo:
    """An IANA zone; ValueError when there is none of that name."""
    if "/" in name or name == "UTC":  # other files lie beside the zones: Factory, localtime
        with suppress(ZoneInfoNotFoundError, ValueError, OSError):
            return ZoneInfo(name)
    raise ValueError(f"{name!r} is no time zone such as Europe/Berlin")


def _times(rule: Rule, moment: datetime, *, step: int) -> Iterator[datetime]:
    """The rule's times around `moment`, from just on its other side."""
    zone = zone_of(rule.zone)
    day = moment.astimezone(zone).date() - step * DAY
    for _ in range(2 * _FARTHEST):
        if str(day.isoweekday()) in rule.days:
            yield _at(day, rule.hour, zone)
        day += step * DAY


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """Of an hour left out, the offset before the gap gives the moment at which the gap ends or later."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC)
