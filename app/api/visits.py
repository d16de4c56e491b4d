"""How much of the door one caller may take up: so many requests a minute, and so many at the same time."""

from __future__ import annotations

import threading
from collections import Counter

import sqlalchemy as sa

from app.errors import TooManyRequests
from app.limits import Limit
from app.metrics import LIMITED

# The routes share forty threads: one caller whose requests all wait for Google leaves most of them to others.
AT_ONCE = 12
SOON_SECONDS = 1.0


class Visits:
    """Counts the requests of each caller, in all processes by the minute, in this one at the moment."""

    def __init__(self, engine: sa.Engine, *, per_minute: int, at_once: int = AT_ONCE) -> None:
        self._limit = Limit(
            engine,
            "caller",
            per_minute=per_minute,
            detail="So many requests a minute are more than Plumbline answers one person.",
        )
        self._at_once = at_once
        self._lock = threading.Lock()
        self._here: Counter[str] = Counter()

    def visit(self) -> Visit:
        """One request, to be used as a context; it counts once it is known whose it is."""
        return Visit(self)

    def enter(self, sub: str) -> None:
        """One request more of this caller's; raises TooManyRequests."""
        with self._lock:
            if self._here[sub] >= self._at_once:
                LIMITED.labels("at-once").inc()
                raise TooManyRequests(
                    f"{self._at_once} requests of yours are being answered already.", retry_after=SOON_SECONDS
                )
            self._here[sub] += 1
        try:
            self._limit.take(sub)
        except TooManyRequests:
            self.leave(sub)
            raise

    def leave(self, sub: str) -> None:
        """One request less."""
        with self._lock:
            self._here[sub] -= 1
            if not self._here[sub]:
                del self._here[sub]


class Visit:
    """One request, from the moment its caller is known to its end."""

    def __init__(self, visits: Visits) -> None:
        self._visits, self._sub = visits, ""

    def of(self, sub: str) -> None:
        """It is this caller's; raises TooManyRequests."""
        self._visits.enter(sub)
        self._sub = sub

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        if self._sub:
            self._visits.leave(self._sub)
