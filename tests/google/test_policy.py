"""The rules by themselves: what each lets in and what it does not."""

from __future__ import annotations

import time
from typing import Any

import pytest

from app import errors
from app.google.policy import SPREADSHEETS, judge_access, judge_identity
from tests.support.google_wire import CLIENT, DOMAIN, OTHER_CLIENT, SUB, claims, tokeninfo

HOUR = 3600


def _identity(**changes: Any) -> errors.IdentityError | None:
    return judge_identity(claims(**changes), client_ids={CLIENT}, domains={DOMAIN}, now=time.time())


def _access(**changes: Any) -> errors.IdentityError | None:
    return judge_access(
        tokeninfo(**changes), sub=SUB, client_ids={CLIENT}, scope=SPREADSHEETS, longer_than=60
    )


def test_a_good_caller_comes_in() -> None:
    assert _identity() is None
    assert _identity(azp=...) is None
    assert _identity(iss="accounts.google.com") is None
    assert _access() is None
    assert _access(azp=...) is None


NOW = int(time.time())


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"iss": "https://accounts.google.com.evil.example"}, errors.IdentityRejected),
        ({"iss": "http://accounts.google.com"}, errors.IdentityRejected),
        ({"iss": ["https://accounts.google.com"]}, errors.IdentityRejected),
        ({"iss": ...}, errors.IdentityRejected),
        ({"aud": OTHER_CLIENT}, errors.IdentityRejected),
        ({"aud": [CLIENT]}, errors.IdentityRejected),
        ({"aud": CLIENT.upper()}, errors.IdentityRejected),
        ({"aud": CLIENT[:-1]}, errors.IdentityRejected),
        ({"aud": ""}, errors.IdentityRejected),
        ({"aud": ...}, errors.IdentityRejected),
        ({"azp": OTHER_CLIENT}, errors.IdentityRejected),
        ({"azp": None}, errors.IdentityRejected),
        ({"sub": ...}, errors.IdentityRejected),
        ({"sub": ""}, errors.IdentityRejected),
        ({"sub": "  "}, errors.IdentityRejected),
        ({"sub": 100000000000000000001}, errors.IdentityRejected),
        ({"email": ...}, errors.IdentityRejected),
        ({"email": ["ana@northlight.example"]}, errors.IdentityRejected),
        ({"email_verified": False}, errors.EmailNotVerified),
        ({"email_verified": "true"}, errors.EmailNotVerified),
        ({"email_verified": 1}, errors.EmailNotVerified),
        ({"email_verified": ...}, errors.EmailNotVerified),
        ({"hd": ...}, errors.DomainNotAllowed),
        ({"hd": "evil.example"}, errors.DomainNotAllowed),
        ({"hd": f"sub.{DOMAIN}"}, errors.DomainNotAllowed),
        ({"hd": f"evil{DOMAIN}"}, errors.DomainNotAllowed),
        ({"hd": [DOMAIN]}, errors.DomainNotAllowed),
        ({"hd": True}, errors.DomainNotAllowed),
        ({"exp": NOW - 60, "iat": NOW - HOUR}, errors.IdentityRejected),
        ({"iat": NOW + 600, "exp": NOW + HOUR}, errors.IdentityRejected),
        ({"nbf": NOW + 600}, errors.IdentityRejected),
        ({"nbf": "soon"}, errors.IdentityRejected),
        ({"iat": NOW - 30, "exp": NOW + 10 * 365 * 24 * HOUR}, errors.IdentityRejected),
        ({"iat": NOW - 30, "exp": NOW - 30}, errors.IdentityRejected),
        ({"iat": NOW, "exp": NOW - 5}, errors.IdentityRejected),
        ({"iat": ...}, errors.IdentityRejected),
        ({"exp": ...}, errors.IdentityRejected),
        ({"exp": str(NOW + HOUR)}, errors.IdentityRejected),
        ({"exp": float(NOW + HOUR)}, errors.IdentityRejected),
        ({"exp": True, "iat": False}, errors.IdentityRejected),
        ({"exp": float("inf")}, errors.IdentityRejected),
    ],
)
def test_who_stays_out(changes: dict[str, Any], kind: type[errors.IdentityError]) -> None:
    assert type(_identity(**changes)) is kind


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"aud": OTHER_CLIENT, "azp": OTHER_CLIENT}, errors.AccessTokenOfAnotherClient),
        ({"azp": OTHER_CLIENT}, errors.AccessTokenOfAnotherClient),
        ({"aud": ...}, errors.AccessTokenOfAnotherClient),
        ({"aud": [CLIENT]}, errors.AccessTokenOfAnotherClient),
        ({"sub": "100000000000000000002"}, errors.AccessTokenOfAnother),
        ({"sub": ...}, errors.AccessTokenOfAnother),
        ({"sub": int(SUB)}, errors.AccessTokenOfAnother),
        ({"scope": "openid email"}, errors.MissingScope),
        ({"scope": f"openid {SPREADSHEETS}.readonly"}, errors.MissingScope),
        ({"scope": f"x{SPREADSHEETS}"}, errors.MissingScope),
        ({"scope": ...}, errors.MissingScope),
        ({"expires_in": "60"}, errors.AccessTokenRejected),
        ({"expires_in": "-1"}, errors.AccessTokenRejected),
        ({"expires_in": "soon"}, errors.AccessTokenRejected),
        ({"expires_in": ...}, errors.AccessTokenRejected),
    ],
)
def test_which_access_tokens_are_refused(changes: dict[str, Any], kind: type[errors.IdentityError]) -> None:
    assert type(_access(**changes)) is kind


def test_the_clock_may_be_off_by_ten_seconds() -> None:
    assert _identity(iat=int(time.time()) + 8, exp=int(time.time()) + HOUR) is None
    assert _identity(iat=int(time.time()) - HOUR, exp=int(time.time()) - 8) is None


def test_nobody_comes_in_where_nobody_is_named() -> None:
    now = time.time()
    assert judge_identity(claims(), client_ids=(), domains={DOMAIN}, now=now) is not None
    assert judge_identity(claims(), client_ids={CLIENT}, domains=(), now=now) is not None
