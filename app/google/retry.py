"""Asking again: reads only, with full jitter, as long as time is left.

A write is never asked again blindly: who writes knows by the run's stamp whether it landed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

from app.errors import GoogleError, GoogleUnavailable, QuotaExhausted, TimedOut
from app.google.deadline import Deadline

T = TypeVar("T")

ATTEMPTS = 6
FIRST_SECONDS, LONGEST_SECONDS = 1.0, 32.0  # Google's advice: double the wait up to 32 or 64 seconds


def read_again(ask: Callable[[], T], *, deadline: Deadline, draw: Callable[[], float] = random.random) -> T:
    """The answer of `ask`, asked up to six times while Google is busy, unavailable or silent.

    Waits are uniform between 0 and 1, 2, 4 ... 32 s; `draw` gives numbers in [0, 1).
    """
    trouble: GoogleError | None = None
    for attempt in range(ATTEMPTS):
        try:
            return ask()
        except (QuotaExhausted, GoogleUnavailable, TimedOut) as error:
            if trouble and isinstance(error, TimedOut) and not deadline.left:
                raise trouble from error  # what kept us from an answer says more than that time is over
            trouble = error
            longest = min(FIRST_SECONDS * 2**attempt, LONGEST_SECONDS)
            if attempt == ATTEMPTS - 1 or not deadline.nap(draw() * longest):
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")
