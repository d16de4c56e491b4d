"""What a project says that its tables can't: the terms on which they are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the project says: its currency, its hours a day, and what its lines are called elsewhere."""

    currency: str
    hours_per_day: float = 8.0
    names: frozenset[str] = frozenset()
