"""The service accounts by which the night reaches workbooks: their names, and tokens of theirs.

A token is given by Google for an assertion signed with the key (RFC 7523), at the `token_uri` that stands in
the key file. Only what works by night may import this: no request reaches it (see the import contracts).
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from google.auth import exceptions
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from app.errors import GoogleUnavailable, ServiceAccountRefused, UnusableKeyFile
from app.google.deadline import Deadline
from app.google.transport import Wire

AUTH = "https://www.googleapis.com/auth/"
SCOPES = (AUTH + "spreadsheets", AUTH + "drive")
LIFE_LEFT_SECONDS = 300.0  # a token must live longer than this: longer than most runs
TIMEOUT_SECONDS = 20.0


class ServiceAccount:
    """One account. Safe to share between threads; its token is asked for once an hour."""

    def __init__(self, key: Mapping[str, Any], *, wire: Wire, now: Callable[[], float] = time.time) -> None:
        """`key` as in the key file; UnusableKeyFile when it is none."""
        try:
            # google-auth has no types here
            self._credentials = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
                dict(key), scopes=SCOPES
            )
        except (ValueError, KeyError, TypeError, exceptions.GoogleAuthError):
            # Not chained: the library's texts may quote the key.
            raise UnusableKeyFile("A key file of a service account can't be used.") from None
        self.email: str = str(self._credentials.service_account_email)
        self._wire, self._now = wire, now
        self._lock = threading.Lock()
        self._token, self._expires = "", 0.0

    @property
    def quota_key(self) -> str:
        """Names the account in the quota's rows. It is one user, whatever it works on."""
        return hashlib.sha256(self.email.encode()).hexdigest()[:32]

    def token(self, deadline: Deadline) -> str:
        """An access token that lives long enough; asked for anew when the one at hand does not."""
        with self._lock:
            if self._expires - self._now() < LIFE_LEFT_SECONDS:
                self._ask(deadline)
            return self._token

    def forget(self) -> None:
        """Google no longer takes the token at hand: another is asked for."""
        with self._lock:
            self._expires = 0.0

    def _ask(self, deadline: Deadline) -> None:
        with self._wire.session() as session:
            request = Request(session)
            seconds = min(TIMEOUT_SECONDS, max(deadline.left, 1.0))

            def within_time(*asked: Any, **more: Any) -> Any:
                return request(*asked, **{**more, "timeout": seconds})

            try:
                self._credentials.refresh(within_time)
            except exceptions.RefreshError as error:
                if error.retryable:
                    raise GoogleUnavailable(
                        "Google gives the service account no token at the moment."
                    ) from None
                raise ServiceAccountRefused(
                    f"Google does not accept the key of the service account {self.email}."
                ) from None
            except exceptions.TransportError:
                raise GoogleUnavailable("Google can't be reached for the service account's token.") from None
        self._token = str(self._credentials.token)
        self._expires = self._now() + _seconds_to(self._credentials)


def accounts_of(files: Iterable[Path], *, wire: Wire) -> tuple[ServiceAccount, ...]:
    """The accounts of these key files, in order of their names, each once."""
    found = (ServiceAccount(_key(file), wire=wire) for file in files)
    return tuple(sorted({account.email: account for account in found}.values(), key=lambda one: one.email))


def _key(file: Path) -> Mapping[str, Any]:
    try:
        key = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        raise UnusableKeyFile(f"{file.name} can't be read as a service account's key file.") from None
    if not isinstance(key, dict):
        raise UnusableKeyFile(f"{file.name} is no key file of a service account.")
    return key


def _seconds_to(credentials: Any) -> float:
    """Until the token expires; google-auth holds the time without a zone, in UTC."""
    from datetime import UTC, datetime

    left = credentials.expiry - datetime.now(UTC).replace(tzinfo=None)
    return float(left.total_seconds())
