"""Tokens of NetSuite's, for a signed assertion: OAuth 2.0 client credentials. They are in memory alone."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable

from app.errors import NetSuiteSignInRefused, NetSuiteUnavailable
from app.google.deadline import Deadline
from app.google.transport import Wire
from app.intake.netsuite.assertion import assertion, key_of
from app.intake.netsuite.connection import Connection
from app.intake.netsuite.exchange import Answer, post

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFE_LEFT_SECONDS = 60.0
BUSY = {408, 429, 500, 502, 503, 504}
_WORD = re.compile(r"[a-z_]{1,40}")


class SignIn:
    """Safe to share between threads. Reads the key file; raises NetSuiteNotSetUp when it can't be used."""

    def __init__(self, connection: Connection, *, wire: Wire, now: Callable[[], float] = time.time) -> None:
        self._connection, self._wire, self._now = connection, wire, now
        self._key = key_of(connection.key_file)
        self._lock = threading.Lock()
        self._token, self._expires = "", 0.0

    def token(self, deadline: Deadline) -> str:
        """An access token that lives a minute at least."""
        with self._lock:
            if self._expires - self._now() < LIFE_LEFT_SECONDS:
                self._ask(deadline)
            return self._token

    def forget(self, token: str) -> None:
        """NetSuite takes this one no longer; one that another thread has got since is kept."""
        with self._lock:
            if token == self._token:
                self._expires = 0.0

    def _ask(self, deadline: Deadline) -> None:
        asked_at = self._now()
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion(self._connection, self._key, now=asked_at),
        }
        with self._wire.session() as session:
            answer = post(session, self._connection.token_url, deadline=deadline, data=form)
        if answer.status in BUSY:
            raise NetSuiteUnavailable(
                "NetSuite gives no token at the moment.", retry_after=answer.retry_after
            )
        if answer.status != 200:
            raise NetSuiteSignInRefused(f"NetSuite gave no token ({answer.status}{_said(answer)}).")
        found = answer.json()
        token, seconds = found.get("access_token"), str(found.get("expires_in", ""))
        if not isinstance(token, str) or not token or not seconds.isdecimal():
            raise NetSuiteUnavailable("NetSuite gave an answer without a token.")
        self._token, self._expires = token, asked_at + int(seconds)


def _said(answer: Answer) -> str:
    """The error's code, such as `invalid_grant`: a word, so that nothing of the request can be in it."""
    try:
        code = answer.json().get("error")
    except NetSuiteUnavailable:
        return ""
    return f", {code}" if isinstance(code, str) and _WORD.fullmatch(code) else ""
