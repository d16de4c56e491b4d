"""What a token signed by Google says, once its signature and audience are checked."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Mapping
from typing import Any

import orjson
from google.auth import exceptions, jwt

from app.errors import IdentityRejected
from app.google.certificates import Certificates
from app.google.policy import SKEW_SECONDS

LONGEST_TOKEN = 8192  # characters; Google's are about 1,200 (ID) and 250 (access)
_JWT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


def claims_of(token: str, certificates: Certificates, *, audience: Collection[str]) -> Mapping[str, Any]:
    """What a well-formed RS256 token says, its signature, times and audience checked; IdentityRejected."""
    if len(token) > LONGEST_TOKEN or not _JWT.fullmatch(token):
        raise IdentityRejected("The proof of who you are is no token.")
    header = _header(token)
    if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str) or "crit" in header:
        raise IdentityRejected("The proof of who you are is not signed as Google signs.")
    known = certificates.holding(header["kid"])
    if header["kid"] not in known:
        raise IdentityRejected("The proof of who you are is not signed with a key of Google's.")
    try:
        claims: Mapping[str, Any] = jwt.decode(  # type: ignore[no-untyped-call] # google-auth has no types here
            token,
            certs={header["kid"]: known[header["kid"]]},
            audience=sorted(audience),
            clock_skew_in_seconds=SKEW_SECONDS,
        )
    except (exceptions.GoogleAuthError, ValueError, TypeError, ArithmeticError, RecursionError):
        # Not chained: the library's texts quote the token.
        raise IdentityRejected("The proof of who you are is forged, expired or for another app.") from None
    return claims


def _header(token: str) -> Mapping[str, Any]:
    encoded = token.split(".", 1)[0]
    try:
        header = orjson.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except ValueError:
        return {}
    return header if isinstance(header, dict) else {}
