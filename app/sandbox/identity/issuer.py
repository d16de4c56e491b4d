"""The local issuer: what `accounts.google.com` does for this sandbox."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.sandbox.identity.identity import ADDON_CLIENT, DEFAULT_SCOPES, Identity
from app.sandbox.identity.people import People, Person
from app.sandbox.identity.signing import BadSignature, SigningKey, claims_of, kept_key
from app.sandbox.identity.tokens import Tokens

ISSUER = "https://accounts.google.com"
HOUR = 3600
PROJECT_ID = "sandbox-project"
KEY_FILE, MORE_KEYS = "service_account.json", "service_accounts"


class Issuer:
    """Signs ID tokens, gives out access tokens, keeps the service account's key file."""

    def __init__(self, data_dir: Path, *, people: People, tokens: Tokens) -> None:
        self._data_dir = data_dir
        self.people, self.tokens = people, tokens
        self.key: SigningKey = kept_key(data_dir / "issuer.pem", "federated-signon.sandbox")
        account = people.service_account
        self._service_keys = {account.email: kept_key(data_dir / "service_account.pem", account.email)}

    def access_token(
        self,
        person: Person,
        *,
        now: datetime,
        scopes: Collection[str] = DEFAULT_SCOPES,
        client_id: str = ADDON_CLIENT,
        lifetime: int = HOUR,
    ) -> str:
        """An opaque token; `lifetime` in seconds, below zero for one that has expired already."""
        identity = Identity(person=person, scopes=frozenset(scopes), client_id=client_id)
        return self.tokens.give(identity, expires=now + timedelta(seconds=lifetime))

    def id_token(
        self,
        person: Person,
        *,
        now: datetime,
        audience: str = ADDON_CLIENT,
        access_token: str = "",
        lifetime: int = HOUR,
        claims: dict[str, Any] | None = None,
    ) -> str:
        """A signed ID token; `claims` replace or (with None) take away what would stand in it."""
        issued = int(now.timestamp()) + min(lifetime, 0) * 2
        held: dict[str, Any] = {
            "iss": ISSUER,
            "azp": audience,
            "aud": audience,
            "sub": person.subject,
            "hd": person.hosted or None,
            "email": person.email,
            "email_verified": True,
            "at_hash": _half_hash(access_token) if access_token else None,
            "name": person.name if person.kind == "person" else None,
            "iat": issued,
            "exp": issued + abs(lifetime),
        }
        held |= claims or {}
        return self.key.sign({name: value for name, value in held.items() if value is not None})

    def asserted(self, assertion: str) -> tuple[Person, dict[str, Any]]:
        """A service account and the claims of its own assertion; BadSignature when it isn't its own."""
        issuer = str(claims_of(assertion).get("iss", ""))
        account, key = self.people.find(issuer), self._service_keys.get(issuer)
        if account is None or key is None:
            raise BadSignature("no service account's assertion")
        return account, key.verify(assertion)

    def write_key_file(self, public_url: str, account: Person) -> Path:
        """A service account's key, as Google's console hands it out, pointing at this sandbox.

        The first one's is `service_account.json`; others' stand in a folder by their addresses.
        """
        path = self._data_dir / KEY_FILE
        if account.email != self.people.service_account.email:
            path = self._data_dir / MORE_KEYS / f"{account.email}.json"
            self._service_keys[account.email] = kept_key(path.with_suffix(".pem"), account.email)
        key = self._service_keys[account.email]
        path.touch(mode=0o600)
        facts = {
            "type": "service_account",
            "project_id": PROJECT_ID,
            "private_key_id": key.kid,
            "private_key": key.private_pem,
            "client_email": account.email,
            "client_id": account.subject,
            "auth_uri": f"{public_url}/oauth2/auth",
            "token_uri": f"{public_url}/oauth2/token",
            "auth_provider_x509_cert_url": f"{public_url}/oauth2/v1/certs",
            "universe_domain": "googleapis.com",
        }
        path.write_text(json.dumps(facts, indent=2))
        return path


def _half_hash(token: str) -> str:
    """OpenID Connect's `at_hash`: the left half of the token's SHA-256."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()
