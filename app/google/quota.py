"""Our shares of Google's quotas, kept in the database so that all processes draw on the same ones.

A minute can see `per_minute + burst` grants, so the two together stay at or below Google's limit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from app.bucket import take
from app.errors import QuotaExhausted
from app.google.deadline import Deadline
from app.google.kinds import Kind
from app.metrics import QUOTA_WAITS

BURST_SHARE = 6  # one part in six of a limit may be used at once, the rest evenly over the minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Google's limits a minute, by kind of request: of one person, and of all our requests together."""

    user: dict[Kind, int]
    project: dict[Kind, int]


class Quota:
    """The buckets of one caller and of the project, asked before each request to Google."""

    def __init__(self, engine: sa.Engine, limits: Limits, *, now: Callable[[], float] = time.time) -> None:
        self._engine, self._limits, self._now = engine, limits, now

    def wait_for(self, caller_key: str, kind: Kind, deadline: Deadline) -> None:
        """Return once both buckets granted this request; raise QuotaExhausted if that can't be in time."""
        for key, limit, whose in (
            (f"user:{caller_key}:{kind}", self._limits.user[kind], "your account"),
            (f"project:{kind}", self._limits.project[kind], "Plumbline"),
        ):
            self._drain(key, limit, kind=kind, whose=whose, deadline=deadline)

    def _drain(self, key: str, limit: int, *, kind: Kind, whose: str, deadline: Deadline) -> None:
        burst = max(limit // BURST_SHARE, 1)
        while wait := take(self._engine, key, per_minute=limit - burst, burst=burst, now=self._now()):
            if not deadline.nap(wait):
                raise QuotaExhausted(
                    f"The requests a minute that Google allows {whose} are used up.", retry_after=wait
                )
            QUOTA_WAITS.labels(kind).inc(wait)
