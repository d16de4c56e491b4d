"""Google's quota: reads and writes a minute, per user and per project; off until it is asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Literal, Protocol

from app.sandbox.clock import RealClock, VirtualClock, stamp
from app.sandbox.traffic.quota_refusal import exhausted

MINUTE = 60


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Aware, in UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Requests a minute; None is no limit. Google's own: 60 a user and 300 a project, reads and writes
    apart, for Sheets.
    """

    reads_per_minute_user: int | None = None
    writes_per_minute_user: int | None = None
    reads_per_minute_project: int | None = None
    writes_per_minute_project: int | None = None
    drive_per_minute_user: int | None = None
    drive_per_minute_project: int | None = None
    clock: Literal["real", "virtual"] = "real"


class Quota:
    """Counts by the minute of its clock. A refused request does not count."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._set(Limits())

    def set(self, limits: Limits) -> None:
        """New limits, empty counts; a virtual clock starts at the present time and stands still."""
        with self._lock:
            self._set(limits)

    def _set(self, limits: Limits) -> None:
        self.limits = limits
        real = RealClock()
        self._clock: Clock = VirtualClock(real.now()) if limits.clock == "virtual" else real
        self._minute, self._used = 0, Counter[tuple[str, str]]()

    def advance(self, seconds: float) -> bool:
        """Move the virtual clock on; False when the clock is the real one."""
        with self._lock:
            if isinstance(self._clock, VirtualClock):
                self._clock.advance(seconds)
                return True
            return False

    def take(self, *, service: str, kind: str, user: str) -> None:
        """One request more, or the refusal that Google gives."""
        prefix = f"{kind}s" if service == "sheets" else "drive"
        with self._lock:
            now = self._clock.now()
            minute = int(now.timestamp()) // MINUTE
            if minute != self._minute:
                self._minute = minute
                self._used.clear()
            per_user, per_project = (prefix, user), (prefix, "")
            for whose, key in (("user", per_user), ("project", per_project)):
                limit: int | None = getattr(self.limits, f"{prefix}_per_minute_{whose}")
                if limit is not None and self._used[key] >= limit:
                    window = datetime.fromtimestamp(minute * MINUTE, UTC)
                    raise exhausted(service, kind, whose=whose, limit=limit, window=window)
            self._used[per_user] += 1
            self._used[per_project] += 1

    def to_json(self) -> dict[str, Any]:
        """Limits, the time by the quota's clock, and what this minute has used."""
        with self._lock:
            used = [
                {"bucket": bucket, "user": user or None, "count": count}
                for (bucket, user), count in sorted(self._used.items())
            ]
            return {**asdict(self.limits), "now": stamp(self._clock.now()), "used": used}
