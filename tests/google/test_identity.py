"""Both tokens against a scripted Google: what is asked of it, and how seldom."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest
import requests

from app import errors
from app.google.certificates import Certificates
from app.google.identity import Identity
from app.google.policy import Admission
from app.google.transport import Wire
from tests.support.google_wire import (
    ACCESS_TOKEN,
    CLIENT,
    DOMAIN,
    EMAIL,
    SUB,
    FakeGoogle,
    id_token,
    key,
    tokeninfo,
)

CERTS, INFO = "https://www.googleapis.com/oauth2/v1/certs", "https://www.googleapis.com/oauth2/v3/tokeninfo"


def _identity(google: FakeGoogle, **changes: Any) -> Identity:
    admission = Admission(client_ids=frozenset({CLIENT}), domains=frozenset({DOMAIN}))
    return Identity(
        changes.pop("admission", admission),
        certificates_url=CERTS,
        tokeninfo_url=INFO,
        wire=Wire(google),
        **changes,
    )


def test_a_good_caller_is_known_by_number_and_address() -> None:
    caller = _identity(FakeGoogle()).caller(id_token(), ACCESS_TOKEN)
    assert (caller.sub, caller.email, caller.name) == (SUB, EMAIL, "Ana Ruiz")
    assert caller.access_token == ACCESS_TOKEN
    assert ACCESS_TOKEN not in repr(caller)
    assert SUB not in caller.quota_key


def test_certificates_are_fetched_once_and_tokeninfo_once_a_minute() -> None:
    google, clock = FakeGoogle(), [time.time()]
    identity = _identity(google, now=lambda: clock[0])
    token = id_token()
    for _ in range(8):
        identity.caller(token, ACCESS_TOKEN)
    assert len(google.reached("certs")) == 1
    assert len(google.reached("tokeninfo")) == 1
    clock[0] += 61
    identity.caller(token, ACCESS_TOKEN)
    assert len(google.reached("tokeninfo")) == 2
    assert len(google.reached("certs")) == 1


def test_tokeninfo_is_posted_so_that_no_address_holds_the_token() -> None:
    google = FakeGoogle()
    _identity(google).caller(id_token(), ACCESS_TOKEN)
    (asked,) = google.reached("tokeninfo")
    assert asked.method == "POST"
    assert ACCESS_TOKEN not in asked.url
    assert ACCESS_TOKEN.encode() in asked.body
    assert "Authorization" not in asked.headers


def test_a_refusal_is_never_remembered() -> None:
    google = FakeGoogle(info={ACCESS_TOKEN: tokeninfo(scope="openid")})
    identity = _identity(google)
    with pytest.raises(errors.MissingScope):
        identity.caller(id_token(), ACCESS_TOKEN)
    google.info[ACCESS_TOKEN] = tokeninfo()
    assert identity.caller(id_token(), ACCESS_TOKEN).sub == SUB


def test_a_remembered_token_still_has_to_be_the_callers() -> None:
    identity = _identity(FakeGoogle())
    identity.caller(id_token(), ACCESS_TOKEN)
    with pytest.raises(errors.AccessTokenOfAnother):
        identity.caller(id_token(sub="100000000000000000002"), ACCESS_TOKEN)


def test_a_bad_identity_asks_google_for_nothing_about_the_access_token() -> None:
    google = FakeGoogle()
    with pytest.raises(errors.DomainNotAllowed):
        _identity(google).caller(id_token(hd="evil.example"), ACCESS_TOKEN)
    assert google.reached("tokeninfo") == []


@pytest.mark.parametrize(
    "admission",
    [
        Admission(client_ids=frozenset(), domains=frozenset({DOMAIN})),
        Admission(client_ids=frozenset({CLIENT}), domains=frozenset()),
    ],
)
def test_nobody_comes_in_before_it_is_set_up(admission: Admission) -> None:
    google = FakeGoogle()
    with pytest.raises(errors.NotConfigured):
        _identity(google, admission=admission).caller(id_token(), ACCESS_TOKEN)
    assert google.asked == []


@pytest.mark.parametrize(
    "answer", [(500, {}), (200, []), (200, b"no JSON"), (302, {}), requests.exceptions.ReadTimeout()]
)
def test_google_out_of_reach_lets_nobody_in(answer: Any) -> None:
    with pytest.raises(errors.CertificatesUnavailable):
        _identity(FakeGoogle(tokeninfo=answer)).caller(id_token(), ACCESS_TOKEN)
    with pytest.raises(errors.CertificatesUnavailable):
        _identity(FakeGoogle(certificates=answer)).caller(id_token(), ACCESS_TOKEN)


def test_old_certificates_serve_on_for_a_day() -> None:
    google, clock = FakeGoogle(), [0.0]
    certificates = Certificates(CERTS, Wire(google), clock=lambda: clock[0])
    assert key().id in certificates.holding(key().id)
    google.certificates = (500, {})
    clock[0] = 30_000.0  # older than the 20,000 s that Google said
    assert key().id in certificates.holding(key().id)
    clock[0] = 20_000.0 + 86_401.0
    with pytest.raises(errors.CertificatesUnavailable):
        certificates.holding(key().id)


def test_an_unknown_key_is_looked_up_but_not_by_everybody_who_sends_garbage() -> None:
    google, clock = FakeGoogle(), [0.0]
    certificates = Certificates(CERTS, Wire(google), clock=lambda: clock[0])
    certificates.holding(key().id)
    for _ in range(50):
        assert "unknown" not in certificates.holding("unknown")
    assert len(google.reached("certs")) == 1
    clock[0] = 31.0
    google.certificates = (200, {"unknown": key("another").certificate})
    assert "unknown" in certificates.holding("unknown")


def test_a_new_key_of_googles_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    google = FakeGoogle(certificates=(200, {"rotated-key": key("rotated").certificate}))
    claims = json.loads(_payload(id_token()))
    assert _identity(google).caller(key("rotated").sign(claims), ACCESS_TOKEN).sub == SUB


def test_what_the_library_says_of_a_token_goes_nowhere() -> None:
    token = id_token() + "x"
    with pytest.raises(errors.IdentityRejected) as caught:
        _identity(FakeGoogle()).caller(token, ACCESS_TOKEN)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert token[:20] not in str(caught.value)


def _payload(token: str) -> bytes:
    encoded = token.split(".")[1]
    return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
