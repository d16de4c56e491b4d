"""Who holds which role on a file, by its permissions and those of the folders above it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from app.sandbox.access import LEVEL_OF_ROLE, Level
from app.sandbox.file_record import FileRecord
from app.sandbox.identity.identity import Identity
from app.sandbox.store import Store

OPENED = """CREATE TABLE IF NOT EXISTS opened_with (
  file_id TEXT NOT NULL, client_id TEXT NOT NULL, PRIMARY KEY (file_id, client_id)) WITHOUT ROWID"""


class FileRoles:
    """Answers `access.Roles` from the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.database.transaction() as connection:
            connection.execute(OPENED)

    def level(self, file_id: str, identity: Identity) -> Level | None:
        """The highest of what the caller holds on the file itself and on any folder above it."""
        held: Level | None = None
        for record in self.with_folders(file_id):
            held = max(held or Level.NONE, _level_on(record, identity))
            if held == Level.OWN:
                break
        return held

    def with_folders(self, file_id: str) -> Iterator[FileRecord]:
        """The file, then every folder above it, each once."""
        waiting, seen = [file_id], set[str]()
        while waiting:
            current = waiting.pop(0)
            if current in seen:
                continue
            seen.add(current)
            try:
                record = self._store.file(current)
            except KeyError:
                continue
            yield record
            waiting.extend(record.parents)

    def opened_with(self, file_id: str, client_id: str) -> bool:
        """Whether the file was made or opened with this client."""
        return bool(
            self._store.database.rows(
                "SELECT 1 FROM opened_with WHERE file_id = ? AND client_id = ?", (file_id, client_id)
            )
        )

    def note_opened(self, file_id: str, client_id: str) -> None:
        """From now on this client's `drive.file` reaches the file."""
        with self._store.database.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO opened_with VALUES (?, ?)", (file_id, client_id))


def _level_on(record: FileRecord, identity: Identity) -> Level:
    if identity.email and record.owner == identity.email:
        return Level.OWN
    levels = (LEVEL_OF_ROLE.get(p["role"], Level.NONE) for p in record.permissions if applies(p, identity))
    return max(levels, default=Level.NONE)


def applies(permission: dict[str, Any], identity: Identity) -> bool:
    """Whether a permission, not expired, is this person's: theirs, their domain's, or anyone's."""
    until = permission.get("expirationTime")
    if until and datetime.fromisoformat(until) <= datetime.now(UTC):
        return False
    match permission["type"]:
        case "anyone":
            return True
        case "domain":
            return bool(identity.person.hosted) and permission.get("domain") == identity.person.hosted
        case _:
            return str(permission.get("emailAddress", "")).lower() == identity.email.lower() != ""
