"""From the Authorization header to who is asking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qs

from app.sandbox.identity.identity import DEFAULT_SCOPES, Identity
from app.sandbox.identity.people import Person
from app.sandbox.identity.tokens import Tokens
from app.sandbox.refusals import bad_credentials, insufficient_scopes, unregistered_caller
from app.sandbox.traffic.catalogue import Method

NOBODY = Person(email="", name="", kind="person")
API_KEY_CLIENT = "api-key"


class Callers:
    """Tells who asks, or refuses: no token 403, a bad one 401, one without the right scope 403."""

    def __init__(self, tokens: Tokens, *, anybody: Person | None) -> None:
        """`anybody`: whom an unknown token stands for; None when unknown tokens are refused."""
        self._tokens, self._anybody = tokens, anybody

    def admit(
        self,
        headers: Mapping[bytes, bytes],
        query: str,
        *,
        service: str,
        method: Method | None,
        now: datetime,
    ) -> Identity:
        """Who asks, with scopes enough for `method`."""
        token = _bearer(headers, query)
        if token is None:
            return self._by_key(query, service=service, method=method)
        grant = self._tokens.find(token)
        if grant is not None and grant.expires > now.timestamp():
            identity = grant.identity
        elif self._anybody is not None and token:
            identity = Identity(person=self._anybody, scopes=frozenset(DEFAULT_SCOPES), client_id="trusted")
        else:
            raise bad_credentials(service)
        if method is not None and method.scopes and not (method.scopes & identity.scopes):
            raise insufficient_scopes(service, method.method_id)
        return identity

    def _by_key(self, query: str, *, service: str, method: Method | None) -> Identity:
        """An API key stands for nobody: it reads what anyone with the link may read."""
        if not parse_qs(query).get("key"):
            raise unregistered_caller(service)
        if method is None or method.kind != "read":
            raise bad_credentials(service)
        return Identity(person=NOBODY, scopes=frozenset(DEFAULT_SCOPES), client_id=API_KEY_CLIENT)


def _bearer(headers: Mapping[bytes, bytes], query: str) -> str | None:
    """The access token as sent; "" when Authorization holds something else; None when there is none."""
    header = headers.get(b"authorization")
    if header is None:
        return next(iter(parse_qs(query).get("access_token", ())), None)
    scheme, _, token = header.decode("latin-1").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
