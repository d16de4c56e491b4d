"""How often something may be asked of this service: fair between people, and shared by all processes.

Google's quota, which must never be overdrawn, is another matter (`app.google.quota`). A limit of our own lets
everybody through while the database can't be asked, and counts that it did.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.bucket import Rate, take
from app.errors import TooManyRequests
from app.google.deadline import Deadline
from app.metrics import LIMITED, LIMITS_OPEN

log = structlog.get_logger(__name__)

BURST_SHARE = 4  # one part in four of a minute's share may come at once
_NO_TIME = Deadline(float("-inf"))


class Limit:
    """So many a minute for each key; `detail` tells whoever is refused why."""

    def __init__(
        self,
        engine: sa.Engine,
        name: str,
        *,
        per_minute: int,
        detail: str,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._engine, self._name, self._detail, self._now = engine, name, detail, now
        burst = max(per_minute // BURST_SHARE, 1)
        self._rate = Rate(max(per_minute - burst, 1), burst)

    def take(self, key: str) -> None:
        """Counts one; raises TooManyRequests, with the seconds to wait, when it is one too many.

        `key` itself, a person's number or a workbook's id, is not kept.
        """
        self.wait_for(key, _NO_TIME)

    def wait_for(self, key: str, deadline: Deadline) -> None:
        """The same, but it waits its turn while there is time."""
        row = f"{self._name}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
        while wait := self._asked(row):
            if not deadline.nap(wait):
                LIMITED.labels(self._name).inc()
                raise TooManyRequests(self._detail, retry_after=wait)

    def _asked(self, row: str) -> float:
        """0.0 when granted, or when the database can't be asked; else the seconds to wait."""
        try:
            return take(self._engine, row, rate=self._rate, now=self._now())
        except SQLAlchemyError:
            LIMITS_OPEN.labels(self._name).inc()
            log.warning("limit.open", limit=self._name)
            return 0.0
