"""Who is calling: both of a caller's tokens, checked against Google's keys and against each other."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

import orjson
import requests

from app.errors import (
    AccessTokenRejected,
    CertificatesUnavailable,
    NoAccessToken,
    NoIdentity,
    NotConfigured,
)
from app.google.caller import Caller
from app.google.certificates import Certificates
from app.google.policy import SPREADSHEETS, Admission, judge_access, judge_identity
from app.google.signed import LONGEST_TOKEN, claims_of
from app.google.transport import Wire

REMEMBER_SECONDS, REMEMBER_MOST = 60.0, 2000  # good answers of tokeninfo, by the token's hash
LIFE_LEFT_SECONDS = 60.0  # an access token must live longer than this
TIMEOUT_SECONDS = (3.0, 6.0)
_OPAQUE = re.compile(r"[\w.~+/-]{8,}=*", re.ASCII)


class Identity:
    """Checks callers. Safe to share between threads."""

    def __init__(
        self,
        admission: Admission,
        *,
        certificates_url: str,
        tokeninfo_url: str,
        wire: Wire,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._admission, self._wire, self._now = admission, wire, now
        self._tokeninfo_url = tokeninfo_url
        self._certificates = Certificates(certificates_url, wire)
        self._remembered: OrderedDict[bytes, tuple[float, Mapping[str, Any]]] = OrderedDict()
        self._lock = threading.Lock()

    def caller(
        self, id_token: str, access_token: str, *, known: Callable[[str], None] = lambda _sub: None
    ) -> Caller:
        """The caller behind both tokens, or an IdentityError. The ID token is judged first, on the spot.

        `known` hears who it is before Google is asked about the access token, and may refuse them.
        """
        if not self._admission.client_ids or not self._admission.domains:
            raise NotConfigured("Nobody has been allowed in yet: client ids or domains are not set.")
        if not id_token:
            raise NoIdentity("The request carries no proof of who is calling.")
        if not access_token:
            raise NoAccessToken("The request carries no permission from Google.")
        claims = claims_of(id_token, self._certificates, audience=self._admission.client_ids)
        refusal = judge_identity(
            claims,
            client_ids=self._admission.client_ids,
            domains=self._admission.domains,
            now=self._now(),
        )
        if refusal:
            raise refusal
        known(claims["sub"])
        self._check_access(access_token, claims["sub"])
        return Caller(
            sub=claims["sub"],
            email=claims["email"],
            name=str(claims.get("name", "")),
            access_token=access_token,
        )

    def _check_access(self, token: str, sub: str) -> None:
        if len(token) > LONGEST_TOKEN or not _OPAQUE.fullmatch(token):
            raise AccessTokenRejected("The permission that came along is no token.")
        digest = hashlib.sha256(token.encode()).digest()
        known = self._recall(digest)
        info = known if known is not None else self._ask(token)
        refusal = judge_access(
            info,
            sub=sub,
            client_ids=self._admission.client_ids,
            scope=SPREADSHEETS,
            longer_than=LIFE_LEFT_SECONDS + (REMEMBER_SECONDS if known is None else 0.0),
        )
        if refusal:
            raise refusal
        if known is None:
            self._remember(digest, info)

    def _ask(self, token: str) -> Mapping[str, Any]:
        """Google's tokeninfo; the token travels in the body, so that no log of URLs holds it."""
        try:
            with self._wire.session() as session:
                answer = session.post(
                    self._tokeninfo_url,
                    data={"access_token": token},
                    timeout=TIMEOUT_SECONDS,
                    allow_redirects=False,
                )
            found = orjson.loads(answer.content) if answer.status_code == 200 else {}
        except (requests.exceptions.RequestException, ValueError):
            raise CertificatesUnavailable("Google can't be asked about your permission.") from None
        if answer.status_code in {400, 401}:
            raise AccessTokenRejected("Google does not accept the permission that came along.")
        if not isinstance(found, dict) or not found:
            raise CertificatesUnavailable("Google can't be asked about your permission.")
        return found

    def _recall(self, digest: bytes) -> Mapping[str, Any] | None:
        with self._lock:
            until, info = self._remembered.get(digest, (0.0, {}))
            return info if until > self._now() else None

    def _remember(self, digest: bytes, info: Mapping[str, Any]) -> None:
        with self._lock:
            self._remembered[digest] = (self._now() + REMEMBER_SECONDS, info)
            self._remembered.move_to_end(digest)
            while len(self._remembered) > REMEMBER_MOST:
                self._remembered.popitem(last=False)
