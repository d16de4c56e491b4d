"""What the role can see: each table is asked for once an hour, with the columns that would be used."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection

from app.errors import NetSuiteQueryRefused
from app.google.deadline import Deadline
from app.intake.netsuite.suiteql import SuiteQL

SECONDS = 3600.0


class Sight:
    """Safe to share between threads."""

    def __init__(self, suiteql: SuiteQL, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._suiteql, self._clock = suiteql, clock
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, frozenset[str]], tuple[float, frozenset[str]]] = {}

    def columns(
        self, table: str, *, needed: Collection[str], useful: Collection[str] = (), deadline: Deadline
    ) -> frozenset[str]:
        """Those of `useful` that are there; raises NetSuiteQueryRefused where one of `needed` is not."""
        key = (table, frozenset({*needed, *useful}))
        with self._lock:
            at, found = self._seen.get(key, (0.0, frozenset()))
            if key not in self._seen or self._clock() - at > SECONDS:
                found = self._look(table, sorted(needed), sorted(useful), deadline)
                self._seen[key] = (self._clock(), found)
        return found

    def _look(self, table: str, needed: list[str], useful: list[str], deadline: Deadline) -> frozenset[str]:
        if self._shows(table, [*needed, *useful], deadline):
            return frozenset(useful)
        self._must_show(table, needed, deadline)
        return frozenset(one for one in useful if self._shows(table, [one], deadline))

    def _must_show(self, table: str, needed: list[str], deadline: Deadline) -> None:
        if self._shows(table, needed, deadline):
            return
        lacking = [one for one in needed if not self._shows(table, [one], deadline)]
        said = f"the columns {', '.join(lacking)} of {table}"
        raise NetSuiteQueryRefused(
            f"The role sees nothing of the table {table}."
            if lacking == needed
            else f"The role does not see {said}."
        )

    def _shows(self, table: str, columns: list[str], deadline: Deadline) -> bool:
        asked = ", ".join(f"x.{column} AS {column}" for column in columns)
        # Tables are named in our code, columns there or in settings, where each was looked at.
        query = f"SELECT {asked} FROM {table} x ORDER BY x.{columns[0]}"  # noqa: S608 # nosec B608
        try:
            self._suiteql.page(query, limit=1, deadline=deadline)
        except NetSuiteQueryRefused:
            return False
        return True
