"""The days a project does not work: public holidays of a country or region, and days named one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.workbook.days import day_of_text
from app.workbook.notation import Notation

_CODE = re.compile(r"^([A-Z]{2})(?:[-\s]([A-Z0-9]{1,4}))?$")


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days in order, and the parts of the text that name neither a place nor a day."""

    days: tuple[date, ...]
    unread: tuple[str, ...]


def days_off(text: str, notation: Notation, first_year: int, last_year: int) -> DaysOff:
    """Reads `DE-BY, 24 December 2026`: public holidays from `first_year` to `last_year`, and the days named.

    Parts are set apart by commas or semicolons. A place is an ISO country code, with the code of a region
    behind a hyphen (ISO 3166); the days come from the `holidays` library.
    """
    found: set[date] = set()
    unread = []
    for part in (part.strip() for part in re.split(r"[,;\n]", text)):
        if not part:
            continue
        place = _CODE.match(part.upper())
        public = _public_holidays(place[1], place[2], first_year, last_year) if place else None
        day = day_of_text(part, notation, notation.day_first).day if public is None else None
        if public is not None:
            found |= public
        elif day is not None:
            found.add(day)
        else:
            unread.append(part)
    return DaysOff(tuple(sorted(found)), tuple(unread))


@lru_cache(maxsize=256)
def _public_holidays(country: str, region: str | None, first: int, last: int) -> frozenset[date] | None:
    """The public holidays of some years; None for a place the library does not know."""
    import holidays  # half a second that most workbooks need not wait for

    try:
        return frozenset(holidays.country_holidays(country, subdiv=region, years=range(first, last + 1)))
    except NotImplementedError:
        return None
