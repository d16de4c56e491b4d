"""Time that passes only while all who work are waiting: what takes minutes at Google's pace takes none here.

time_ = VirtualTime(tell=advance_the_sandbox)
with time_.working():                 # in each thread that works
    deadline = time_.deadline(600)    # its naps end when everybody naps and this one is the first to wake
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.google.deadline import Deadline


class VirtualTime:
    """A clock for many threads, in seconds. `tell` hears by how many it is moved on."""

    def __init__(self, tell: Callable[[float], None], *, start: float = 1_000_000.0) -> None:
        self._tell, self._now = tell, start
        self._changed = threading.Condition()
        self._asked = threading.local()
        self._awake = 0
        self._wakes: list[float] = []

    def now(self) -> float:
        """What time it is; a nap that follows counts from here."""
        with self._changed:
            self._asked.at = self._now
            return self._now

    @contextmanager
    def working(self) -> Iterator[None]:
        """This thread works: no time passes unless it naps."""
        with self._changed:
            self._awake += 1
        try:
            yield
        finally:
            with self._changed:
                self._awake -= 1
                self._move_on()

    def deadline(self, seconds: float) -> Deadline:
        """So long from now."""
        return Deadline(self.now() + seconds, clock=self._look, sleep=self._nap)

    def _look(self) -> float:
        with self._changed:
            return self._now

    def _nap(self, seconds: float) -> None:
        with self._changed:
            until = getattr(self._asked, "at", self._now) + seconds
            if until <= self._now:
                return
            self._wakes.append(until)
            self._awake -= 1
            self._move_on()
            while self._now < until:
                self._changed.wait()

    def _move_on(self) -> None:
        """To the first who wakes, if nobody is awake. They count as awake from this moment."""
        if self._awake or not self._wakes:
            return
        wake = min(self._wakes)
        self._tell(wake - self._now)
        self._now = wake
        sleeping = [one for one in self._wakes if one > wake]
        self._awake += len(self._wakes) - len(sleeping)
        self._wakes = sleeping
        self._changed.notify_all()
