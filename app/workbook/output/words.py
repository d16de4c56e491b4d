"""Words beside figures."""

from __future__ import annotations

from datetime import date

from sheets_schema.spoken import ENGLISH, Spoken


def money_words(units: int, digits: int) -> str:
    """`12,400.00` from minor units, sign dropped."""
    whole, part = divmod(abs(units), 10**digits)
    return f"{whole:,}.{part:0{digits}d}" if digits else f"{whole:,}"


def variance_words(units: int, digits: int, words: Spoken = ENGLISH) -> str:
    """Budget minus forecast in words: `over by 12,400.00`, `under by 300.00`, `on budget`."""
    if units == 0:
        return words.said("on budget")
    text = "over by {amount}" if units < 0 else "under by {amount}"
    return words.said(text, amount=money_words(units, digits))


def day_words(day: date, words: Spoken = ENGLISH) -> str:
    """`31 August 2026`."""
    return f"{day:%-d %B %Y}" if words is ENGLISH else words.day(day)


def percent_words(share: float, words: Spoken = ENGLISH) -> str:
    """`12.4 %`."""
    return f"{share * 100:.1f} %" if words is ENGLISH else f"{share * 100:.1f}%"


SIGN = "Variance is budget minus forecast: negative is over budget."
