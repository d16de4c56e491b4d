"""Google as a transport: a script of answers, a throw-away signing key, and a note of what was asked."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from google.auth import crypt, jwt
from requests.adapters import BaseAdapter

CLIENT = "plumbline-addon.apps.googleusercontent.com"
OTHER_CLIENT = "someone-else.apps.googleusercontent.com"
DOMAIN = "northlight.example"
SUB, EMAIL = "100000000000000000001", "ana@northlight.example"
SCOPES = "openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/spreadsheets"
ACCESS_TOKEN = "ya29.the-caller-s-own"


@dataclass(frozen=True)
class Key:
    """An RSA key and its self-signed certificate, both PEM."""

    id: str
    private: str
    certificate: str

    def sign(self, claims: Mapping[str, Any], *, kid: str | None = None) -> str:
        signer = crypt.RSASigner.from_string(self.private, key_id=kid or self.id)
        return bytes(jwt.encode(signer, dict(claims))).decode()


@cache
def key(name: str = "google") -> Key:
    """One key a name, made once a session."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(subject, subject, private.public_key(), x509.random_serial_number())
    certificate = (
        builder.not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .sign(private, hashes.SHA256())
    )
    return Key(
        f"{name}-key",
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        certificate.public_bytes(serialization.Encoding.PEM).decode(),
    )


def claims(**changes: Any) -> dict[str, Any]:
    """What Google says of Ana, now; a change to `...` leaves the claim out."""
    now = int(time.time())
    whole = {
        "iss": "https://accounts.google.com",
        "aud": CLIENT,
        "azp": CLIENT,
        "sub": SUB,
        "email": EMAIL,
        "email_verified": True,
        "hd": DOMAIN,
        "name": "Ana Ruiz",
        "iat": now - 30,
        "exp": now + 3570,
    } | changes
    return {name: value for name, value in whole.items() if value is not ...}


def id_token(**changes: Any) -> str:
    """A good ID token but for `changes`."""
    return key().sign(claims(**changes))


def tokeninfo(**changes: Any) -> dict[str, Any]:
    """What Google says of Ana's access token."""
    whole = {
        "azp": CLIENT,
        "aud": CLIENT,
        "sub": SUB,
        "scope": SCOPES,
        "exp": str(int(time.time()) + 3000),
        "expires_in": "3000",
        "email": EMAIL,
        "email_verified": "true",
        "access_type": "online",
    } | changes
    return {name: value for name, value in whole.items() if value is not ...}


@dataclass
class Asked:
    """One request as it reached the wire."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.url).query)


Answer = tuple[int, Any] | Exception | Callable[[Asked], Any]


@dataclass
class FakeGoogle(BaseAdapter):
    """Answers certificates and tokeninfo; Sheets answers from `sheets`, one a request, the last for ever.

    An answer is (status, JSON or bytes), an exception to raise, or a function that gives either.
    """

    info: dict[str, dict[str, Any]] = field(default_factory=lambda: {ACCESS_TOKEN: tokeninfo()})
    certificates: Answer = (200, ...)
    tokeninfo: Answer | None = None
    sheets: list[Answer] = field(default_factory=lambda: [(404, {})])
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()

    def send(self, request: requests.PreparedRequest, **_more: Any) -> requests.Response:  # type: ignore[override]
        raw = request.body or b""
        body = raw.encode() if isinstance(raw, str) else bytes(raw)
        asked = Asked(str(request.method), str(request.url), dict(request.headers), body)
        with self._lock:
            self.asked.append(asked)
            answer = self._answer(asked)
        while callable(answer):
            answer = answer(asked)
        if isinstance(answer, Exception):
            raise answer
        status, content = answer
        return _response(request, status, content)

    def close(self) -> None:
        pass

    def _answer(self, asked: Asked) -> Answer:
        if asked.path == "/oauth2/v1/certs":
            if self.certificates == (200, ...):
                return 200, {key().id: key().certificate}
            return self.certificates
        if asked.path == "/oauth2/v3/tokeninfo":
            if self.tokeninfo is not None:
                return self.tokeninfo
            token = parse_qs(asked.body.decode()).get("access_token", [""])[0]
            return (200, self.info[token]) if token in self.info else (400, {"error": "invalid_token"})
        return self.sheets.pop(0) if len(self.sheets) > 1 else self.sheets[0]

    def reached(self, part: str) -> list[Asked]:
        """The requests whose path holds `part`."""
        return [asked for asked in self.asked if part in asked.path]


def _response(request: requests.PreparedRequest, status: int, content: Any) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response.headers["Cache-Control"] = "public, max-age=20000"
    response.raw = io.BytesIO(content if isinstance(content, bytes) else json.dumps(content).encode())
    response.request, response.url = request, str(request.url)
    return response
