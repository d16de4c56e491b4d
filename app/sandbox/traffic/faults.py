"""Trouble on demand: which requests to spoil, how, and how often."""

from __future__ import annotations

import fnmatch
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Literal

from app.sandbox.errors import ApiError
from app.sandbox.refusals import drive_error
from app.sandbox.traffic.quota_refusal import GOOGLES_LIMIT, exhausted

Ending = int | Literal["cut", "timeout"] | None
TEXT = {
    400: "Request contains an invalid argument.",
    403: "The caller does not have permission",
    404: "Requested entity was not found.",
    409: "The operation was aborted.",
    500: "Internal error encountered.",
    502: "Bad gateway.",
    503: "The service is currently unavailable.",
    504: "Deadline expired before operation could complete.",
}
DRIVE_REASON = {400: "badRequest", 403: "forbidden", 404: "notFound", 500: "internalError"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a rule looks at: `method` is the HTTP verb, `method_id` Google's name of the method."""

    method: str
    path: str
    service: str
    kind: str
    method_id: str


@dataclass(slots=True, kw_only=True)
class Rule:
    """Spoils requests that fit everything it names, `times` times (None: until taken away).

    `status`: an HTTP status, "cut" (the connection is closed without an answer) or "timeout" (no answer
    at all until `hold_ms` have passed, then cut); None answers as usual. `after_commit`: the request is
    carried out first, and only its answer is lost. `path` is a shell pattern, or part of the path.
    """

    kind: str | None = None
    service: str | None = None
    method: str | None = None
    path: str | None = None
    status: Ending = None
    times: int | None = 1
    after_commit: bool = False
    latency_ms: float = 0
    body_ms: float = 0
    hold_ms: float = 300_000

    def fits(self, asked: Asked) -> bool:
        """Whether this request is meant."""
        return (
            self.kind in {None, "any", asked.kind}
            and self.service in {None, asked.service}
            and (self.method is None or self.method in {asked.method, asked.method_id})
            and (self.path is None or self.path in asked.path or fnmatch.fnmatch(asked.path, self.path))
        )


class Faults:
    """Every rule in force; `latency_ms` for Sheets and Drive, `body_ms` (the time a body takes) for all.

    `drive_lag_ms`: how long Drive's version, time and author of a change stand still after it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self.latency_ms, self.body_ms, self.drive_lag_ms = 0.0, 0.0, 0.0
        self._rules: list[Rule] = []

    def set(self, *, latency_ms: float, body_ms: float, rules: list[Rule], drive_lag_ms: float = 0.0) -> None:
        """Put these in place of whatever was."""
        with self._lock:
            self.drive_lag_ms = drive_lag_ms
            self.latency_ms, self.body_ms, self._rules = latency_ms, body_ms, rules

    def take(self, asked: Asked) -> Rule | None:
        """The first rule that fits, used up by one."""
        if not self._rules:
            return None
        with self._lock:
            rule = next((rule for rule in self._rules if rule.times != 0 and rule.fits(asked)), None)
            if rule is not None and rule.times is not None:
                rule.times -= 1
            return rule

    def to_json(self) -> dict[str, Any]:
        """What is in force; `times` counts down."""
        with self._lock:
            return {
                "latency_ms": self.latency_ms,
                "body_ms": self.body_ms,
                "drive_lag_ms": self.drive_lag_ms,
                "fail": [asdict(rule) for rule in self._rules],
            }


def spoiled(status: int, asked: Asked) -> ApiError:
    """The refusal for a status, in the shape of the service that was asked."""
    if status == 429:
        limit, window = GOOGLES_LIMIT["user"], datetime.now(UTC).replace(second=0, microsecond=0)
        return exhausted(asked.service, asked.kind, whose="user", limit=limit, window=window)
    text = TEXT.get(status, "Unknown error.")
    if asked.service == "drive":
        return drive_error(status, text, DRIVE_REASON.get(status, "backendError"))
    return ApiError(status, text)
