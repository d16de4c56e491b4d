"""Access tokens: opaque, with scopes and an expiry, remembered until they are revoked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from app.sandbox.database import Database
from app.sandbox.identity.identity import Identity
from app.sandbox.identity.people import People

SCHEMA = """
CREATE TABLE IF NOT EXISTS access_tokens (
  token TEXT PRIMARY KEY, email TEXT NOT NULL, scopes TEXT NOT NULL, client_id TEXT NOT NULL,
  expires REAL NOT NULL
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What was granted with a token; `expires` in seconds since 1970."""

    identity: Identity
    expires: float


class Tokens:
    """Gives out, looks up and revokes access tokens; looking up never waits for the database."""

    def __init__(self, database: Database, people: People) -> None:
        self._database = database
        with database.transaction() as connection:
            connection.execute(SCHEMA)
        self._grants: dict[str, Grant] = {}
        for token, email, scopes, client_id, expires in database.rows("SELECT * FROM access_tokens"):
            person = people.find(email)
            if person is not None:
                identity = Identity(person=person, scopes=frozenset(scopes.split()), client_id=client_id)
                self._grants[token] = Grant(identity=identity, expires=expires)

    def give(self, identity: Identity, *, expires: datetime) -> str:
        """A new token; one that expires in the past is refused from the first use on."""
        token = "ya29." + secrets.token_urlsafe(48)
        grant = Grant(identity=identity, expires=expires.timestamp())
        scopes = " ".join(sorted(identity.scopes))
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO access_tokens VALUES (?, ?, ?, ?, ?)",
                (token, identity.email, scopes, identity.client_id, grant.expires),
            )
        self._grants[token] = grant
        return token

    def find(self, token: str) -> Grant | None:
        """The grant, expired or not; None for an unknown or revoked token."""
        return self._grants.get(token)

    def revoke(self, token: str) -> bool:
        """Whether there was anything to revoke."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM access_tokens WHERE token = ?", (token,))
        return self._grants.pop(token, None) is not None
