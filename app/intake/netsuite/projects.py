"""Which projects NetSuite has bookings of: asked for once, and held for all workbooks of a night."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from app.google.deadline import Deadline
from app.intake.netsuite.paging import Window, read_all
from app.intake.netsuite.source import Source
from app.intake.netsuite.suiteql import SuiteQL

SECONDS = 900.0
ALL = Window()
Names = Mapping[str, Mapping[str, str]]
"""By source: id of a project -> its full name, as NetSuite shows it."""


class Projects:
    """Safe to share between threads."""

    def __init__(
        self,
        suiteql: SuiteQL,
        sources: Mapping[str, Source],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._suiteql, self._sources, self._clock = suiteql, sources, clock
        self._lock = threading.Lock()
        self._names: Names | None = None
        self._read_at = 0.0

    def names(self, about: datetime, deadline: Deadline, *, anew: bool = False) -> Names:
        """Those known, or asked for; `about`: the account's time, about. Raises a NetSuiteError."""
        asked_at = self._clock()
        with self._lock:  # whoever waited for another to ask has the answer
            known = self._names if self._clock() - self._read_at <= SECONDS else None
            if known is None or (anew and self._read_at < asked_at):
                known = {name: self._read(source, about, deadline) for name, source in self._sources.items()}
                self._names, self._read_at = known, self._clock()
        return known

    def _read(self, source: Source, about: datetime, deadline: Deadline) -> dict[str, str]:
        found = read_all(self._suiteql, source.projects, ALL, now=about, deadline=deadline)
        return {row["id"]: row.get("name", row["id"]) for row in found.rows if row.get("id")}
