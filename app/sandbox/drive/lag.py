"""Drive's figures lag behind: version, time and author of a change stand still for a while after it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from app.sandbox.file_record import FileRecord

if TYPE_CHECKING:
    from app.sandbox.state import State

KEPT = 200  # changes of a file that are remembered


@dataclass(frozen=True, slots=True)
class Figures:
    """What Drive tells of the last change, and since when it is so."""

    since: datetime
    version: int
    modified: datetime
    modified_by: str


class History:
    """The figures of each file as they were, kept in memory: before this start nothing lags."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_file: dict[str, deque[Figures]] = {}

    def note(self, record: FileRecord, *, before: FileRecord | None, at: datetime) -> None:
        """A file has changed."""
        with self._lock:
            held = self._by_file.setdefault(record.file_id, deque(maxlen=KEPT))
            if not held and before is not None:
                held.append(Figures(before.created, before.version, before.modified, before.modified_by))
            held.append(Figures(at, record.version, record.modified, record.modified_by))

    def forget(self, file_id: str) -> None:
        """The file is gone."""
        with self._lock:
            self._by_file.pop(file_id, None)

    def as_of(self, file_id: str, moment: datetime) -> Figures | None:
        """The figures at that moment, or the first ones of a file made later; None without any."""
        with self._lock:
            held = self._by_file.get(file_id)
            if not held:
                return None
            return next((one for one in reversed(held) if one.since <= moment), held[0])


def as_told(state: State, record: FileRecord) -> FileRecord:
    """The file as Drive tells of it now."""
    lag = state.traffic.faults.drive_lag_ms
    if not lag:
        return record
    moment = state.store.clock() - timedelta(milliseconds=lag)
    told = state.store.history.as_of(record.file_id, moment)
    if told is None:
        return record
    return replace(record, version=told.version, modified=told.modified, modified_by=told.modified_by)
