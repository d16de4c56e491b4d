"""What time it is here: injected everywhere, so that a test may turn it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Aware, in UTC."""
        return datetime.now(UTC)


class VirtualClock:
    """Stands still until it is moved on."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Aware, in UTC."""
        with self._lock:
            return self._now

    def advance(self, seconds: float) -> datetime:
        """Move on, and say what time it is then."""
        with self._lock:
            self._now += timedelta(seconds=seconds)
            return self._now


def stamp(moment: datetime) -> str:
    """RFC 3339 with milliseconds, as Drive writes times: 2023-07-20T08:47:44.700Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
