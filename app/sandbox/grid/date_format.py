"""Dates, times and durations by a pattern's tokens."""

from __future__ import annotations

from datetime import datetime

from app.sandbox.grid.dates import SECONDS_A_DAY, moment_of
from app.sandbox.grid.locale import Conventions
from app.sandbox.grid.number_pattern import Section


def render_date(section: Section, serial: float, locale: Conventions) -> str:
    """A serial number as a date, time or duration; the plain number where no date exists."""
    fractions = any(token.kind == "fraction_second" for token in section.tokens)
    moment = moment_of(serial, to_second=not fractions)
    if moment is None:
        return str(serial)
    twelve = any(token.kind == "meridiem" for token in section.tokens)
    shown: list[str] = []
    for token in section.tokens:
        if token.kind == "date":
            shown.append(_field(token.text, moment, locale, twelve=twelve))
        elif token.kind == "elapsed":
            shown.append(_elapsed(token.text, serial))
        elif token.kind == "meridiem":
            shown.append(_meridiem(token.text, moment, locale))
        elif token.kind == "fraction_second":
            shown.append(
                "." + f"{moment.microsecond // 1000:03d}"[: len(token.text)].ljust(len(token.text), "0")
            )
        else:
            shown.append(token.text)
    return "".join(shown)


def _field(code: str, moment: datetime, locale: Conventions, *, twelve: bool) -> str:
    letter, width = code[0].lower(), len(code)
    if letter == "y":
        return f"{moment.year % 100:02d}" if width <= 2 else f"{moment.year:04d}"
    if letter == "d":
        return _day(width, moment, locale)
    if letter == "n":
        return f"{moment.minute:0{width}d}"
    if letter == "h":
        hour = (moment.hour % 12 or 12) if twelve else moment.hour
        return f"{hour:02d}" if width >= 2 else str(hour)
    if letter == "s":
        return f"{moment.second:02d}" if width >= 2 else str(moment.second)
    return _month(width, moment, locale)


def _day(width: int, moment: datetime, locale: Conventions) -> str:
    if width <= 2:
        return f"{moment.day:0{width}d}"
    names = locale.days_short if width == 3 else locale.days
    return names[moment.weekday()]


def _month(width: int, moment: datetime, locale: Conventions) -> str:
    if width <= 2:
        return f"{moment.month:0{width}d}"
    name = (locale.months_short if width == 3 else locale.months)[moment.month - 1]
    return name[0] if width == 5 else name


def _elapsed(code: str, serial: float) -> str:
    seconds = round(abs(serial) * SECONDS_A_DAY)
    amount = {"h": seconds // 3600, "m": seconds // 60, "s": seconds}[code[0]]
    return ("-" if serial < 0 else "") + str(amount).rjust(len(code), "0")


def _meridiem(code: str, moment: datetime, locale: Conventions) -> str:
    name = locale.am if moment.hour < 12 else locale.pm
    if code.lower() == "a/p":
        return name[:1].lower() if code[0] == "a" else name[:1]
    return name.upper() if locale.name.startswith("en") else name
