"""How much time is left for a piece of work."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on a monotonic clock; `clock` and `sleep` are given by tests."""

    at: float
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """The moment `seconds` from now."""
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds, never negative."""
        return max(self.at - self.clock(), 0.0)

    def nap(self, seconds: float) -> bool:
        """Sleep `seconds` if that leaves time; False, without sleeping, if it doesn't."""
        if seconds >= self.left:
            return False
        self.sleep(seconds)
        return True
