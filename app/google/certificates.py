"""Google's public certificates, fetched when needed and kept as long as Google says."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping

import orjson
import requests

from app.errors import CertificatesUnavailable
from app.google.transport import Wire

SHORTEST_SECONDS, LONGEST_SECONDS = 300.0, 86_400.0  # what we make of Cache-Control's max-age
STALE_SECONDS = 86_400.0  # how long old certificates serve on while Google can't be asked
# An unknown key may mean new keys, or garbage: asking more often than this helps only the garbage.
AGAIN_SECONDS = 30.0
AGAIN_WITHOUT_SECONDS = 2.0  # while there is nothing to go by at all
TIMEOUT_SECONDS = (3.0, 4.0)


class Certificates:
    """`{key id: PEM}`, shared by all threads."""

    def __init__(self, url: str, wire: Wire, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._url, self._wire, self._clock = url, wire, clock
        self._lock = threading.Lock()
        self._known: Mapping[str, str] = {}
        self._fresh_until = self._usable_until = float("-inf")
        self._asked_at = float("-inf")

    def holding(self, key_id: str) -> Mapping[str, str]:
        """The certificates, fetched anew if they are old, or lack this key and were not just fetched."""
        if self._clock() < self._fresh_until and key_id in self._known:
            return self._known
        with self._lock:
            now = self._clock()
            stale = now >= self._fresh_until
            if (stale or key_id not in self._known) and now - self._asked_at >= self._pause(now):
                self._asked_at = now
                self._fetch(now)
            if now >= self._usable_until:
                raise CertificatesUnavailable(
                    "Google's certificates can't be had, so no sign-in can be checked."
                )
            return self._known

    def _pause(self, now: float) -> float:
        return AGAIN_SECONDS if now < self._usable_until else AGAIN_WITHOUT_SECONDS

    def _fetch(self, now: float) -> None:
        """Replace what is known, or keep it when Google can't be asked."""
        try:
            with self._wire.session() as session:
                answer = session.get(self._url, timeout=TIMEOUT_SECONDS, allow_redirects=False)
            found = orjson.loads(answer.content) if answer.status_code == 200 else None
        except (requests.exceptions.RequestException, OSError, ValueError):
            return
        if (
            not isinstance(found, dict)
            or not found
            or not all(isinstance(pem, str) for pem in found.values())
        ):
            return
        age = re.search(r"max-age=(\d{1,9})", answer.headers.get("Cache-Control", ""))
        seconds = min(max(float(age[1]) if age else 0.0, SHORTEST_SECONDS), LONGEST_SECONDS)
        self._known = found
        self._fresh_until, self._usable_until = now + seconds, now + seconds + STALE_SECONDS
