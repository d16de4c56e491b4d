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
    """Gives out, looks up and revokes access tokens."""

    def __init__(self, database: Database, people: People) -> None:
        self._database, self._people = database, people
        with database.transaction() as connection:
            connection.execute(SCHEMA)

    def give(self, identity: Identity, *, expires: datetime) -> str:
        """A new token; one that expires in the past is refused from the first use on."""
        token = "ya29." + secrets.token_urlsafe(48)
        scopes = " ".join(sorted(identity.scopes))
        row = (token, identity.email, scopes, identity.client_id, expires.timestamp())
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO access_tokens VALUES (?, ?, ?, ?, ?)", row)
        return token

    def find(self, token: str) -> Grant | None:
        """The grant, expired or not; None for an unknown or revoked token."""
        rows = self._database.rows(
            "SELECT email, scopes, client_id, expires FROM access_tokens WHERE token = ?", (token,)
        )
        person = self._people.find(rows[0][0]) if rows else None
        if person is None:
            return None
        _, scopes, client_id, expires = rows[0]
        identity = Identity(person=person, scopes=frozenset(scopes.split()), client_id=client_id)
        return Grant(identity=identity, expires=expires)

    def revoke(self, token: str) -> bool:
        """Whether there was anything to revoke."""
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM access_tokens WHERE token = ?", (token,)).rowcount > 0
