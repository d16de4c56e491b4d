"""Values rounded to what a client may see: a number format would hide nothing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def money(minor: float | None, minor_digits: int) -> int | None:
    """Whole major units of an amount in minor units."""
    return None if minor is None else int(_rounded(minor / 10**minor_digits, "1"))


def tenths(value: float | None) -> float | None:
    """One decimal: hours, months."""
    return None if value is None else float(_rounded(value, "0.1"))


def share(value: float | None) -> float | None:
    """Whole hundredths, within 0 and 1."""
    return None if value is None else float(_rounded(min(1.0, max(0.0, value)), "0.01"))


def _rounded(value: float, unit: str) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(unit), ROUND_HALF_UP)
