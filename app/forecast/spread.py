"""An even spread over the working days from a first to a last day."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.project.calendar import WorkingCalendar

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def working_shares(calendar: WorkingCalendar, first: Ints, last: Ints, begin: Ints, end: Ints) -> Floats:
    """Share of the working days first..last (both included) in each window begin..end (end excluded).

    `first`, `last`: ordinals, shape (n,), first <= last; `begin`, `end`: shape (m,); result (n, m). A
    span without any working day (a weekend) is spread over its calendar days.
    """
    since, until = calendar.before(first), calendar.before(last + 1)
    shares = _overlap(since, until, calendar.before(begin), calendar.before(end))
    idle = np.flatnonzero(since == until)
    if len(idle):
        shares[idle] = _overlap(first[idle], last[idle] + 1, begin, end)
    return shares


def _overlap(since: NDArray[Any], until: NDArray[Any], begin: NDArray[Any], end: NDArray[Any]) -> Floats:
    since, until, begin, end = (days.astype(np.float64) for days in (since, until, begin, end))
    shared = np.minimum(until[:, None], end)
    shared -= np.maximum(since[:, None], begin)
    np.maximum(shared, 0.0, out=shared)
    shared /= np.maximum(until - since, 1)[:, None]
    return shared
