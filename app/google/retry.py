"""Asking again: what is asked again, how often, and how long in between. All of it is written here.

| what Google did | a read | a write |
| --- | --- | --- |
| 429, or our own share of the quota is used up | again | again: it was surely not done |
| no connection was made | again | again: it was surely not done |
| 408, 409, 500 to 599, or an answer that can't be read | again | by the stamp: again if it did not land |
| silence, or a connection cut | again | by the stamp: never again, Google may be at it still |
| any other refusal | told | told |

By the stamp: the mark that each write leaves in the workbook is read, and tells whether that write landed; if
it did, the run goes on. Waits have full jitter: uniform between nothing and a bound that doubles. Nothing is
asked once the run's time is over; only the stamp has seconds of its own, because what became of a write must
be known. A change at Drive has no stamp: in doubt it is asked again if twice comes to the same as once.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.errors import GoogleError, GoogleUnavailable, NotSent, QuotaExhausted, TimedOut
from app.google.deadline import Deadline

T = TypeVar("T")
Draw = Callable[[], float]
"""Numbers in [0, 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often to ask in all, and the bounds of the waits in between, in seconds."""

    attempts: int
    first_seconds: float
    longest_seconds: float

    def pause(self, attempt: int, *, deadline: Deadline, draw: Draw) -> bool:
        """Wait after the attempt numbered so from 0; False when that was the last, or no time is left."""
        if attempt >= self.attempts - 1:
            return False
        return deadline.nap(draw() * min(self.first_seconds * 2**attempt, self.longest_seconds))


READS = Patience(attempts=6, first_seconds=1.0, longest_seconds=32.0)  # as Google advises
WRITES = Patience(attempts=3, first_seconds=1.0, longest_seconds=32.0)  # a person is waiting
STAMP_SECONDS = 20.0  # for finding out what became of a write, beyond the run's own time


def read_again(ask: Callable[[], T], *, deadline: Deadline, draw: Draw = random.random) -> T:
    """The answer of `ask`, which changes nothing, asked again while Google is busy, unavailable or silent."""
    trouble: GoogleError | None = None
    for attempt in range(READS.attempts):
        try:
            return ask()
        except (QuotaExhausted, GoogleUnavailable, TimedOut) as error:
            if trouble and isinstance(error, TimedOut) and not deadline.left:
                raise trouble from error  # what kept us from an answer says more than that time is over
            trouble = error
            if not READS.pause(attempt, deadline=deadline, draw=draw):
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def write_again(
    ask: Callable[[], T], *, repeatable: bool, deadline: Deadline, draw: Draw = random.random
) -> T:
    """The answer of `ask`, which changes something at Drive, asked again when it was surely not done.

    `repeatable`: a second time comes to the same as once (to trash, to delete), so doubt is no obstacle.
    """
    for attempt in range(WRITES.attempts):
        try:
            return ask()
        except (QuotaExhausted, NotSent):
            if not WRITES.pause(attempt, deadline=deadline, draw=draw):
                raise
        except (GoogleUnavailable, TimedOut):
            if not repeatable or not WRITES.pause(attempt, deadline=deadline, draw=draw):
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")
