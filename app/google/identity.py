"""Who is calling: both of a caller's tokens, checked against Google's keys and against each other."""

from __future__ import annotations

import base64
import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

import orjson
import requests
from google.auth import exceptions, jwt

from app.errors import (
    AccessTokenRejected,
    CertificatesUnavailable,
    IdentityRejected,
    NoAccessToken,
    NoIdentity,
    NotConfigured,
)
from app.google.caller import Caller
from app.google.certificates import Certificates
from app.google.policy import SKEW_SECONDS, SPREADSHEETS, Admission, judge_access, judge_identity
from app.google.transport import Wire

LONGEST_TOKEN = 8192  # characters; Google's are about 1,200 (ID) and 250 (access)
REMEMBER_SECONDS, REMEMBER_MOST = 60.0, 2000  # good answers of tokeninfo, by the token's hash
LIFE_LEFT_SECONDS = 60.0  # an access token must live longer than this
TIMEOUT_SECONDS = (3.0, 6.0)
_JWT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
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
        claims = self._claims(id_token)
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

    def _claims(self, token: str) -> Mapping[str, Any]:
        """What a well-formed RS256 token says, its signature, times and audience checked."""
        if len(token) > LONGEST_TOKEN or not _JWT.fullmatch(token):
            raise IdentityRejected("The proof of who you are is no token.")
        header = _header(token)
        if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str) or "crit" in header:
            raise IdentityRejected("The proof of who you are is not signed as Google signs.")
        certificates = self._certificates.holding(header["kid"])
        if header["kid"] not in certificates:
            raise IdentityRejected("The proof of who you are is not signed with a key of Google's.")
        try:
            claims: Mapping[str, Any] = jwt.decode(  # type: ignore[no-untyped-call]
                token,
                certs={header["kid"]: certificates[header["kid"]]},
                audience=sorted(self._admission.client_ids),
                clock_skew_in_seconds=SKEW_SECONDS,
            )
        except (exceptions.GoogleAuthError, ValueError, TypeError, ArithmeticError, RecursionError):
            # Not chained: the library's texts quote the token.
            raise IdentityRejected(
                "The proof of who you are is forged, expired or for another app."
            ) from None
        return claims

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


def _header(token: str) -> Mapping[str, Any]:
    encoded = token.split(".", 1)[0]
    try:
        header = orjson.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except ValueError:
        return {}
    return header if isinstance(header, dict) else {}
