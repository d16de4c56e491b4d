"""Who may come in, judged by what the tokens claim: pure rules, no I/O and no clock.

The signature of the ID token has been checked before, by google-auth, which leaves all of the following to
its caller. Nothing claimed is believed to have the right type.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import (
    AccessTokenOfAnother,
    AccessTokenOfAnotherClient,
    AccessTokenRejected,
    DomainNotAllowed,
    EmailNotVerified,
    IdentityError,
    IdentityRejected,
    MissingScope,
)

ISSUERS = frozenset({"https://accounts.google.com", "accounts.google.com"})
LONGEST_LIFE_SECONDS = 3900  # Google's ID tokens live an hour; five minutes for good measure
SKEW_SECONDS = 10
SPREADSHEETS = "https://www.googleapis.com/auth/spreadsheets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Whom we let in; either one empty: nobody. Likewise the operator's scheduler, at its own door."""

    client_ids: frozenset[str]
    domains: frozenset[str]
    scheduler_email: str = ""
    scheduler_audience: str = ""


def judge_identity(
    claims: Mapping[str, Any], *, client_ids: Collection[str], domains: Collection[str], now: float
) -> IdentityError | None:
    """Why the bearer of a signed ID token may not come in; None: they may."""
    if not _times_ok(claims, now):
        return IdentityRejected("The proof of who you are is not of this hour.")
    if not _is_in(claims.get("iss"), ISSUERS):
        return IdentityRejected("The proof of who you are is not from Google.")
    if not _is_in(claims.get("aud"), client_ids) or not _is_in(claims.get("azp", claims["aud"]), client_ids):
        return IdentityRejected("The proof of who you are was made for another app.")
    if not _text(claims.get("sub")) or not _text(claims.get("email")):
        return IdentityRejected("The proof of who you are names nobody.")
    if claims.get("email_verified") is not True:
        return EmailNotVerified("Google has not verified the e-mail address of your account.")
    if not _is_in(claims.get("hd"), domains):
        return DomainNotAllowed(
            "Your account does not belong to an organisation that may use Plumbline here."
        )
    return None


def judge_access(
    info: Mapping[str, Any], *, sub: str, client_ids: Collection[str], scope: str, longer_than: float
) -> IdentityError | None:
    """Why an access token, described by Google's tokeninfo, may not be used for `sub`; None: it may.

    `longer_than`: seconds which the token must still live.
    """
    if not _is_in(info.get("aud"), client_ids) or not _is_in(info.get("azp", info["aud"]), client_ids):
        return AccessTokenOfAnotherClient("The permission that came along was given to another app.")
    if not _text(info.get("sub")) or info["sub"] != sub:
        return AccessTokenOfAnother("The proof of who you are and the permission are of two accounts.")
    if scope not in str(info.get("scope", "")).split():
        return MissingScope("Plumbline was not allowed to see and edit your spreadsheets.")
    if not _seconds(info.get("expires_in")) > longer_than:
        return AccessTokenRejected("The permission that came along is about to expire.")
    return None


def judge_scheduler(claims: Mapping[str, Any], *, email: str, audience: str, now: float) -> bool:
    """Whether a signed ID token is that of the service account `email`, made for `audience`."""
    return (
        _times_ok(claims, now)
        and _is_in(claims.get("iss"), ISSUERS)
        and _is_in(claims.get("aud"), {audience})
        and _is_in(claims.get("email"), {email})
        and claims.get("email_verified") is True
    )


def _times_ok(claims: Mapping[str, Any], now: float) -> bool:
    issued, expires = _time(claims.get("iat")), _time(claims.get("exp"))
    not_before = _time(claims.get("nbf", issued))
    if issued is None or expires is None or not_before is None:
        return False
    return (
        0 < expires - issued <= LONGEST_LIFE_SECONDS
        and max(issued, not_before) - SKEW_SECONDS <= now <= expires + SKEW_SECONDS
    )


def _time(value: object) -> int | None:
    """Seconds since 1970; a boolean is no time."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _is_in(value: object, allowed: Collection[str]) -> bool:
    """Whether `value` is one of them: an exact string, never a list or a part of one."""
    return isinstance(value, str) and value in set(allowed)


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _seconds(value: object) -> float:
    """Tokeninfo's seconds, which arrive as text; -1 when they are no number."""
    try:
        return int(str(value))
    except ValueError:
        return -1
