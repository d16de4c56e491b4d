"""What was asked, in order: kept in memory until it is cleared."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from starlette.requests import HTTPConnection

KEPT = 100_000


@dataclass(slots=True, kw_only=True)
class Entry:
    """One request. `kind` is read or write (identity for the issuer); `bytes` are those of the answer;
    `requests` are the kinds inside a batchUpdate; `status` 0 means that no answer went out.
    """

    method: str
    path: str
    service: str
    kind: str
    method_id: str = ""
    identity: str = ""
    status: int = 0
    bytes: int = 0
    request_bytes: int = 0
    milliseconds: float = 0.0
    at: str = ""
    requests: list[str] = field(default_factory=list)
    fault: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the handle shows it."""
        return {name: getattr(self, name) for name in self.__slots__}


class RequestLog:
    """The last hundred thousand requests."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._lock = Lock()

    def add(self, entry: Entry) -> None:
        """Note one."""
        with self._lock:
            self._entries.append(entry)

    def entries(self) -> list[Entry]:
        """All, oldest first."""
        with self._lock:
            return list(self._entries)

    def clear(self) -> None:
        """Start anew."""
        with self._lock:
            self._entries.clear()


def note_kinds(request: HTTPConnection, requests: Sequence[Mapping[str, Any]]) -> None:
    """Told by a batchUpdate: what it holds, one kind an entry, for the log."""
    request.state.request_kinds = [next(iter(held), "") for held in requests]
