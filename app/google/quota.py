"""Our shares of Google's quotas, kept in the database so that all processes draw on the same ones.

A minute can see `per_minute + burst` grants, so the two together stay at or below Google's limit.

| bucket | people | the night |
| --- | --- | --- |
| of one user | 5 parts of 6 evenly, 1 at once | 29 of 30 evenly, 1 at once: the account is its own |
| of the project | 9 parts of 10 evenly, 1 at once | the same bucket, but only while it is full |

So whatever the night does, one part in ten of the project's limit is there for people at once, and whoever
clicks goes first. Where Google refuses all the same, since others draw on the same limits, the bucket it
names holds for a moment and then runs slower for all processes, and back to its pace bit by bit.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from app.bucket import Rate, slow_down, take
from app.errors import QuotaExhausted
from app.google.deadline import Deadline
from app.google.kinds import Kind, Whose
from app.metrics import QUOTA_REFUSALS, QUOTA_WAITS

USER_BURST, PROJECT_BURST, NIGHT_BURST = 6, 10, 30  # one part in so many may be used at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Google's limits a minute, by kind of request: of one person, and of all our requests together."""

    user: dict[Kind, int]
    project: dict[Kind, int]


class Quota:
    """The buckets of one caller and of the project, asked before each request to Google.

    `by_night`: takes what the night may have.
    """

    def __init__(
        self,
        engine: sa.Engine,
        limits: Limits,
        *,
        by_night: bool = False,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._engine, self._limits, self._by_night, self._now = engine, limits, by_night, now

    def wait_for(self, caller_key: str, kind: Kind, deadline: Deadline) -> None:
        """Return once both buckets granted this request; raise QuotaExhausted if that can't be in time."""
        for whose in ("user", "project"):
            self._drain(whose, caller_key, kind, deadline)

    def refused(self, caller_key: str, kind: Kind, whose: Whose) -> None:
        """Google refused a request as one too many: the pace goes down for everybody."""
        QUOTA_REFUSALS.labels(kind, whose).inc()
        of_all = rate_of(self._limits.project[kind], PROJECT_BURST)  # people's: it holds for them, too
        rate = self._rate(whose, kind) if whose == "user" else of_all
        slow_down(self._engine, _key(whose, caller_key, kind), rate=rate, now=self._now())

    def _drain(self, whose: Whose, caller_key: str, kind: Kind, deadline: Deadline) -> None:
        key, rate = _key(whose, caller_key, kind), self._rate(whose, kind)
        while wait := take(self._engine, key, rate=rate, now=self._now()):
            if not deadline.nap(wait):
                name = "your account" if whose == "user" else "Plumbline"
                raise QuotaExhausted(
                    f"The requests a minute that Google allows {name} are used up.", retry_after=wait
                )
            QUOTA_WAITS.labels(kind).inc(wait)

    def _rate(self, whose: Whose, kind: Kind) -> Rate:
        if whose == "user":
            return rate_of(self._limits.user[kind], NIGHT_BURST if self._by_night else USER_BURST)
        rate = rate_of(self._limits.project[kind], PROJECT_BURST)
        return Rate(rate.per_minute, burst=1) if self._by_night else rate


def rate_of(limit: int, part: int) -> Rate:
    """A limit as an even pace and what may come at once, which together never exceed it."""
    burst = max(math.floor(limit / part), 1)
    return Rate(max(limit - burst, 1), burst=burst)


def _key(whose: Whose, caller_key: str, kind: Kind) -> str:
    return f"user:{caller_key}:{kind}" if whose == "user" else f"project:{kind}"
