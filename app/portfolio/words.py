"""Words of the Portfolio and of the digest: counts, money, days."""

from __future__ import annotations

from app.workbook.output.words import money_words
from sheets_schema.spoken import Spoken


def counted(number: int, noun: str) -> str:
    """`1 new red flag`, `3 new red flags`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def whole_money(minor: int, currency: str, digits: int) -> str:
    """`EUR 1,234` from minor units, to the whole unit; the sign in front of the figure."""
    units = (abs(minor) + 10**digits // 2) // 10**digits
    return f"{currency} {'-' if minor < 0 and units else ''}{money_words(units, 0)}".strip()


def in_hours(project: str, hours: str, words: Spoken) -> str:
    """`Harbour lights 120 h`."""
    return words.said("{project} {hours} h", project=project, hours=hours)


def share_words(share: float) -> str:
    """`9.4 %`."""
    return f"{share * 100:.1f} %"
