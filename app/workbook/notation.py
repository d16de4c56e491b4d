"""How a workbook's locale writes numbers, days and months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol


@dataclass(frozen=True, slots=True, eq=False)  # one object a locale: compared and hashed as itself
class Notation:
    """`decimal` is "." or ","; `months` maps folded names and abbreviations to 1..12."""

    locale: str
    decimal: str
    day_first: bool
    months: Mapping[str, int]


@lru_cache(maxsize=64)
def notation_of(locale: str) -> Notation:
    """The notation of a Sheets locale such as `de_DE`; English (US) when it is unknown."""
    try:
        found = Locale.parse(locale, sep="_")
    except (UnknownLocaleError, ValueError):
        found = Locale("en", "US")
    pattern = str(found.date_formats["short"].pattern)
    return Notation(
        locale=str(found),
        decimal="," if get_decimal_symbol(found) in {",", "٫"} else ".",
        day_first=pattern.find("d") < pattern.find("M"),
        months=_month_names(Locale("en")) | _month_names(found),
    )


def _month_names(locale: Locale) -> dict[str, int]:
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                names[name.casefold().rstrip(".")] = number
    if locale.language == "en":
        names |= {"sept": 9}
    return names
