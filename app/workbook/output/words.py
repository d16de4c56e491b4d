"""Words beside figures."""

from __future__ import annotations

from datetime import date


def money_words(units: int, digits: int) -> str:
    """`12,400.00` from minor units, sign dropped."""
    whole, part = divmod(abs(units), 10**digits)
    return f"{whole:,}.{part:0{digits}d}" if digits else f"{whole:,}"


def variance_words(units: int, digits: int) -> str:
    """Budget minus forecast in words: `over by 12,400.00`, `under by 300.00`, `on budget`."""
    if units == 0:
        return "on budget"
    return f"{'over' if units < 0 else 'under'} by {money_words(units, digits)}"


def day_words(day: date) -> str:
    """`31 August 2026`."""
    return f"{day:%-d %B %Y}"


SIGN = "Variance is budget minus forecast: negative is over budget."
