"""Asking SuiteQL for one page, again while NetSuite is busy, away or silent: asking changes nothing there.

| what NetSuite did | |
| --- | --- |
| 429: the account's limit on requests at once, shared by all | again, after the time it names, with jitter |
| 408, 5xx, silence, an answer cut short or contradicting itself | again, after a wait with full jitter |
| 401 | once more with a new token, then told |
| 400 | told, with NetSuite's own words |
| 403 or any other refusal | told |

Where it was asked again in vain it is left alone for a while, and whoever asks is told so at once.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import NetSuiteQueryRefused, NetSuiteSignInRefused, NetSuiteUnavailable
from app.google.deadline import Deadline
from app.google.retry import Draw, Patience
from app.google.transport import Wire
from app.intake.netsuite.connection import Connection
from app.intake.netsuite.exchange import Answer, post
from app.intake.netsuite.respite import Respite
from app.intake.netsuite.sign_in import BUSY, SignIn

LARGEST_PAGE = 1000
PATIENCE = Patience(attempts=6, first_seconds=1.0, longest_seconds=32.0)
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer. `total`: how many rows the whole query has, as NetSuite counts at this moment."""

    rows: tuple[Row, ...]
    more: bool
    total: int


class SuiteQL:
    """One account's SuiteQL. Safe to share between threads; `at_once` requests are under way at most."""

    def __init__(
        self,
        connection: Connection,
        sign_in: SignIn,
        *,
        wire: Wire,
        at_once: int = 1,
        patience: Patience = PATIENCE,
        draw: Draw = random.random,
        respite: Respite | None = None,
    ) -> None:
        self._url, self._sign_in, self._wire = connection.query_url, sign_in, wire
        self._patience, self._draw = patience, draw
        self._respite = respite or Respite()
        self._places = threading.BoundedSemaphore(at_once)

    def page(self, query: str, *, offset: int = 0, limit: int = LARGEST_PAGE, deadline: Deadline) -> Page:
        """`offset` must be a multiple of `limit`. Raises a NetSuiteError."""
        renewed, asked_at = False, self._respite.now()
        for attempt in range(self._patience.attempts):
            self._respite.check()  # by now another may have asked in vain
            try:
                token = self._sign_in.token(deadline)
                answer = self._post(token, query, offset=offset, limit=limit, deadline=deadline)
                if answer.status == 401 and not renewed:
                    renewed = True
                    self._sign_in.forget(token)
                    token = self._sign_in.token(deadline)
                    answer = self._post(token, query, offset=offset, limit=limit, deadline=deadline)
                page = _page(answer, offset=offset, limit=limit)
            except NetSuiteUnavailable as trouble:
                if not self._wait(attempt, trouble.retry_after or 0.0, deadline):
                    if attempt:  # once may have been for want of time
                        self._respite.begin(asked_at)
                    raise
            else:
                self._respite.over()
                return page
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _post(self, token: str, query: str, *, offset: int, limit: int, deadline: Deadline) -> Answer:
        if not self._places.acquire(timeout=deadline.left):
            raise NetSuiteUnavailable("The time there was ran out while other requests were under way.")
        try:
            with self._wire.session(token) as session:
                return post(
                    session,
                    self._url,
                    deadline=deadline,
                    params={"limit": limit, "offset": offset},
                    json={"q": query},
                    headers={"Prefer": "transient"},
                )
        finally:
            self._places.release()

    def _wait(self, attempt: int, told: float, deadline: Deadline) -> bool:
        """What NetSuite asks for, and by chance something on top, so that not all come back together."""
        if attempt < self._patience.attempts - 1 and told and not deadline.nap(told):
            return False
        return self._patience.pause(attempt, deadline=deadline, draw=self._draw)


def _page(answer: Answer, *, offset: int, limit: int) -> Page:
    """Raises NetSuiteUnavailable for what may be better the next time."""
    if answer.status in BUSY or answer.status >= 500:
        busy = answer.status == 429
        raise NetSuiteUnavailable(
            "NetSuite allows no further request at the moment." if busy else "NetSuite is not available.",
            retry_after=answer.retry_after,
        )
    if answer.status == 400:
        raise NetSuiteQueryRefused(_detail(answer) or "NetSuite refused the query.")
    if answer.status != 200:
        raise NetSuiteSignInRefused(f"NetSuite refused the request ({answer.status}).")
    found = answer.json()
    items, more, total = found.get("items"), found.get("hasMore"), found.get("totalResults")
    if (
        not isinstance(items, list)
        or not all(isinstance(item, dict) for item in items)
        or not isinstance(more, bool)
        or not isinstance(total, int)
        or found.get("count") != len(items)
        or found.get("offset") != offset
        or len(items) > limit
        or (more and len(items) != limit)
        or (not more and offset + len(items) != total)
    ):
        raise NetSuiteUnavailable("NetSuite gave a page that contradicts itself.")
    return Page(rows=tuple(_row(item) for item in items), more=more, total=total)


def _row(item: Mapping[str, Any]) -> Row:
    """Without the links; what is null is left out by NetSuite, and here as well. Text stays as it came."""
    return {
        name: ("T" if value else "F") if isinstance(value, bool) else str(value)
        for name, value in item.items()
        if name != "links" and value is not None
    }


def _detail(answer: Answer) -> str:
    """What NetSuite says of a query of ours: names of tables and columns, no data."""
    try:
        told = answer.json().get("o:errorDetails")
    except NetSuiteUnavailable:
        return ""
    first = told[0] if isinstance(told, list) and told else None
    detail = first.get("detail") if isinstance(first, dict) else None
    return f"NetSuite refused the query: {detail[:300]}" if isinstance(detail, str) else ""
