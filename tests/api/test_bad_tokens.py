"""More than forty kinds of bad token: each refused with the right status, none reaching Sheets."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import make_template
from tests.support.google_wire import (
    ACCESS_TOKEN,
    CLIENT,
    OTHER_CLIENT,
    FakeGoogle,
    claims,
    id_token,
    key,
    tokeninfo,
)
from tests.support.rows import BOOK
from tests.support.service import Service, running_service

NOW = int(time.time())
HOUR = 3600


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def with_header(**header: Any) -> str:
    """Ana's claims under another header, signed with Google's key all the same."""
    signed = f"{part({'alg': 'RS256', 'kid': key().id, 'typ': 'JWT'} | header)}.{part(claims())}"
    from google.auth import crypt

    return f"{signed}.{part(crypt.RSASigner.from_string(key().private).sign(signed.encode()))}"


def hs256_with_the_public_key() -> str:
    signed = f"{part({'alg': 'HS256', 'kid': key().id, 'typ': 'JWT'})}.{part(claims())}"
    mac = hmac.new(key().certificate.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{part(mac)}"


def spliced() -> str:
    """Somebody else's claims under Ana's signature."""
    head, _, signature = id_token().split(".")
    return f"{head}.{part(claims(sub='2'))}.{signature}"


NONE = {"alg": "none", "kid": key().id}

IDENTITY: dict[str, tuple[Callable[[], str], int]] = {
    "empty": (lambda: "", 401),
    "a word": (lambda: "garbage", 401),
    "two parts": (lambda: ".".join(id_token().split(".")[:2]), 401),
    "four parts": (lambda: id_token() + ".x", 401),
    "empty parts": (lambda: "..", 401),
    "an access token": (lambda: ACCESS_TOKEN, 401),
    "header no JSON": (lambda: f"{part(b'{{')}.{part(claims())}.{part(b'x')}", 401),
    "header a list": (lambda: f"{part([])}.{part(claims())}.{part(b'x')}", 401),
    "claims a list": (lambda: _signed_raw(b"[]"), 401),
    "claims no JSON": (lambda: _signed_raw(b"nonsense"), 401),
    "claims nested deeply": (lambda: _signed_raw(b"[" * 2500), 401),
    "oversized": (lambda: id_token(name="x" * 9000), 401),
    "characters outside base64": (lambda: id_token()[:-4] + "=+/ ", 401),
    "algorithm none": (lambda: f"{part(NONE)}.{part(claims())}.{part(b'x')}", 401),
    "algorithm none, unsigned": (lambda: f"{part(NONE)}.{part(claims())}.", 401),
    "HS256 with the public key": (hs256_with_the_public_key, 401),
    "algorithm RS512": (lambda: with_header(alg="RS512"), 401),
    "algorithm ES256": (lambda: with_header(alg="ES256"), 401),
    "algorithm in small letters": (lambda: with_header(alg="rs256"), 401),
    "algorithm a list": (lambda: with_header(alg=["RS256"]), 401),
    "no key id": (lambda: with_header(kid=None), 401),
    "unknown key id": (lambda: with_header(kid="unknown"), 401),
    "key id a number": (lambda: with_header(kid=7), 401),
    "critical extension": (lambda: with_header(crit=["exp"]), 401),
    "another's key": (lambda: key("forger").sign(claims()), 401),
    "another's key under Google's id": (lambda: key("forger").sign(claims(), kid=key().id), 401),
    "signature cut": (lambda: id_token()[:-10], 401),
    "signature of other claims": (spliced, 401),
    "expired": (lambda: id_token(iat=NOW - 2 * HOUR, exp=NOW - HOUR), 401),
    "not yet issued": (lambda: id_token(iat=NOW + 600, exp=NOW + HOUR), 401),
    "not yet valid": (lambda: id_token(nbf=NOW + 600), 401),
    "valid for ten years": (lambda: id_token(exp=NOW + 10 * 365 * 24 * HOUR), 401),
    "no expiry": (lambda: id_token(exp=...), 401),
    "expiry as text": (lambda: id_token(exp=str(NOW + HOUR)), 401),
    "expiry infinite": (lambda: _signed_raw(json.dumps(claims(exp=float("inf"))).encode()), 401),
    "wrong issuer": (lambda: id_token(iss="https://evil.example"), 401),
    "issuer that begins right": (lambda: id_token(iss="https://accounts.google.com.evil.example"), 401),
    "wrong audience": (lambda: id_token(aud=OTHER_CLIENT), 401),
    "list of audiences": (lambda: id_token(aud=[CLIENT, OTHER_CLIENT]), 401),
    "no audience": (lambda: id_token(aud=...), 401),
    "given to another app": (lambda: id_token(azp=OTHER_CLIENT), 401),
    "no subject": (lambda: id_token(sub=...), 401),
    "no e-mail": (lambda: id_token(email=...), 401),
    "e-mail not verified": (lambda: id_token(email_verified=False), 403),
    "e-mail verified as text": (lambda: id_token(email_verified="true"), 403),
    "personal account": (lambda: id_token(hd=...), 403),
    "wrong domain": (lambda: id_token(hd="evil.example"), 403),
    "sub-domain": (lambda: id_token(hd="a.northlight.example"), 403),
    "somebody else's identity": (lambda: id_token(sub="100000000000000000009"), 403),
}  # fmt: skip

ACCESS: dict[str, tuple[str, int]] = {
    "empty": ("", 401),
    "unknown": ("ya29.unknown-to-google", 401),
    "an ID token": ("eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl", 401),
    "with a line break": ("ya29.the-caller\tsown", 401),
    "too short": ("ya29", 401),
    "oversized": ("ya29." + "x" * 9000, 401),
    "of another person": ("ya29.of-another-person", 403),
    "of nobody": ("ya29.of-nobody", 403),
    "given to another app": ("ya29.given-to-another-app", 403),
    "given to another app on our behalf": ("ya29.authorised-party-another", 403),
    "without the scope": ("ya29.without-the-scope", 403),
    "for reading only": ("ya29.for-reading-only", 403),
    "about to expire": ("ya29.about-to-expire", 401),
}
INFO = {
    ACCESS_TOKEN: tokeninfo(),
    "ya29.of-another-person": tokeninfo(sub="100000000000000000002"),
    "ya29.of-nobody": tokeninfo(sub=...),
    "ya29.given-to-another-app": tokeninfo(aud=OTHER_CLIENT, azp=OTHER_CLIENT),
    "ya29.authorised-party-another": tokeninfo(azp=OTHER_CLIENT),
    "ya29.without-the-scope": tokeninfo(scope="openid https://www.googleapis.com/auth/userinfo.email"),
    "ya29.for-reading-only": tokeninfo(scope="https://www.googleapis.com/auth/spreadsheets.readonly"),
    "ya29.about-to-expire": tokeninfo(expires_in="30"),
}
DOORS = [
    ("POST", f"/v1/workbooks/{BOOK}/refresh"),
    ("GET", f"/v1/workbooks/{BOOK}"),
    ("GET", f"/v1/workbooks/{BOOK}/audit"),
    ("GET", "/v1/runs/" + "9" * 32),
]


def _signed_raw(payload: bytes) -> str:
    """Google's signature over claims that are none."""
    from google.auth import crypt

    signed = f"{part({'alg': 'RS256', 'kid': key().id})}.{part(payload)}"
    return f"{signed}.{part(crypt.RSASigner.from_string(key().private).sign(signed.encode()))}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder: Path = tmp_path_factory.mktemp("service")
    google = FakeGoogle(info=INFO)
    with running_service(f"sqlite:///{make_template('sqlite', folder)}", google) as running:
        yield running


def _refused(service: Service, tokens: tuple[str, str], status: int) -> None:
    for method, path in DOORS:
        answer = service.ask(method, path, tokens=tokens)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.headers.get("www-authenticate") == "Bearer") == (status == 401)
        problem = answer.json()
        assert problem["status"] == status
        assert problem["unchanged"] == "Nothing in the workbook was changed."
        assert problem["mend"]
        for token in tokens:
            assert len(token) < 8 or token not in answer.text
    assert service.google.reached("/v4/") == []


def test_there_are_forty_kinds_at_least() -> None:
    assert len(IDENTITY) + len(ACCESS) >= 40


@pytest.mark.parametrize("kind", IDENTITY)
def test_bad_identity(service: Service, kind: str) -> None:
    made, status = IDENTITY[kind]
    _refused(service, (made(), ACCESS_TOKEN), status)


@pytest.mark.parametrize("kind", ACCESS)
def test_bad_access(service: Service, kind: str) -> None:
    token, status = ACCESS[kind]
    _refused(service, (id_token(), token), status)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Google-Access-Token": ACCESS_TOKEN},
        {"Authorization": "Basic YW5hOnNlY3JldA==", "X-Google-Access-Token": ACCESS_TOKEN},
        {"Authorization": "Bearer", "X-Google-Access-Token": ACCESS_TOKEN},
    ],
)
def test_headers_missing_or_of_another_kind(service: Service, headers: dict[str, str]) -> None:
    for method, path in DOORS:
        assert service.client.request(method, path, headers=headers).status_code == 401
    assert service.google.reached("/v4/") == []


def test_two_of_a_header_are_ambiguous(service: Service) -> None:
    headers = [
        ("Authorization", f"Bearer {id_token()}"),
        ("Authorization", f"Bearer {id_token(sub='2')}"),
        ("X-Google-Access-Token", ACCESS_TOKEN),
    ]
    for method, path in DOORS:
        assert service.client.request(method, path, headers=headers).status_code == 401


def test_tokens_in_the_address_are_not_looked_at(service: Service) -> None:
    where = f"/v1/workbooks/{BOOK}?access_token={ACCESS_TOKEN}&id_token={id_token()}"
    assert service.client.get(where).status_code == 401


def test_good_tokens_do_come_in(service: Service) -> None:
    """Else every refusal above would prove nothing. The scripted Google knows no workbook."""
    answer = service.ask("GET", f"/v1/workbooks/{BOOK}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
    assert len(service.google.reached("/v4/")) == 1
    service.google.asked.clear()


@pytest.mark.parametrize("unset", [{"client_ids": ()}, {"domains": ()}])
def test_unset_configuration_refuses_everyone(tmp_path: Path, unset: dict[str, Any]) -> None:
    with running_service(f"sqlite:///{tmp_path / 'p.db'}", FakeGoogle(), **unset) as service:
        for method, path in DOORS:
            answer = service.ask(method, path)
            assert (answer.status_code, answer.json()["type"]) == (503, "/problems/not-configured")
        assert service.google.asked == []
        ready = service.client.get("/readyz")
        assert (ready.status_code, ready.json()["type"]) == (503, "/problems/not-ready")
        assert "nobody may come in" in ready.json()["checks"]["identity"]
        assert service.client.get("/livez").status_code == 200
