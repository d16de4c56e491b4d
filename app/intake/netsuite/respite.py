"""NetSuite left alone after it failed, so that it does not hold up every workbook of a night in turn."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from app.errors import NetSuiteUnavailable

TIMES = 4
"""How many times as long as finding out took: at most a fifth of the time goes to waiting for nothing."""


class Respite:
    """Safe to share between threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until = 0.0

    def now(self) -> float:
        """Seconds on its clock."""
        return self._clock()

    def begin(self, asked_at: float) -> None:
        """NetSuite was asked from `asked_at` on, several times and in vain."""
        with self._lock:
            now = self._clock()
            self._until = max(self._until, now + TIMES * (now - asked_at))

    def over(self) -> None:
        """NetSuite has answered."""
        with self._lock:
            self._until = 0.0

    def check(self) -> None:
        """Raises NetSuiteUnavailable while it lasts."""
        with self._lock:
            left = self._until - self._clock()
        if left > 0:
            raise NetSuiteUnavailable(
                "NetSuite did not answer a short while ago, and is not asked again yet.", retry_after=left
            )
