"""A flag's life: since when it stands, whether somebody accepted it, and when it went.

All days are status dates: a refresh of the same data on another day changes none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.checks.flag import Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a flag from before: by the Flags tab, and what people answered there.

    `unread`: what stands under Accepted until and is no day. `answers`: the columns people filled.
    """

    first_seen: date | None = None
    last_seen: date | None = None
    resolved: date | None = None
    accepted_until: date | None = None
    unread: bool = False
    answers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One flag that stands. `accepted_until` is set while it is accepted as it is."""

    first_seen: date
    last_seen: date
    accepted_until: date | None = None
    unread: bool = False
    answers: frozenset[str] = frozenset()

    @property
    def accepted(self) -> bool:
        """Whether it is quiet for now."""
        return self.accepted_until is not None


def lives(
    flags: Iterable[Flag], known: Mapping[str, Known], since: Mapping[str, date], *, status_date: date
) -> dict[str, Life]:
    """By id the life of each flag that stands.

    First seen: by the Flags tab, else by the last refresh (`since`), else now. Accepted: up to the day typed,
    that day included; judged by the status date, as everything is.
    """
    found: dict[str, Life] = {}
    for flag in flags:
        before = known.get(flag.id, Known())
        until = before.accepted_until
        found[flag.id] = Life(
            first_seen=min(before.first_seen or since.get(flag.id, status_date), status_date),
            last_seen=status_date,
            accepted_until=until if until and until >= status_date else None,
            unread=before.unread,
            answers=before.answers,
        )
    return found
