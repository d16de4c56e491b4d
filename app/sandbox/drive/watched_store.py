"""The store, with a note of every change of a file: what changes.list tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from app.sandbox.clock import stamp
from app.sandbox.drive.lag import History
from app.sandbox.file_record import FileRecord
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.store import Store

TABLE = """CREATE TABLE IF NOT EXISTS changes (
  number INTEGER PRIMARY KEY AUTOINCREMENT, file_id TEXT NOT NULL, time TEXT NOT NULL,
  people BLOB NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Change:
    """`people`: addresses (or a domain, or "anyone") of those who could see the file before or after."""

    number: int
    file_id: str
    time: str
    people: frozenset[str]


class WatchedStore(Store):
    """Every file record that is put or deleted is a change."""

    def __init__(
        self,
        data_dir: Path | None,
        *,
        seed: int | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        recalculate: Callable[[Spreadsheet], None] = lambda _book: None,
    ) -> None:
        super().__init__(data_dir, seed=seed, clock=clock, recalculate=recalculate)
        self.history = History()
        with self.database.transaction() as connection:
            connection.execute(TABLE)

    def put_file(self, record: FileRecord) -> None:
        """Add a file record or replace it."""
        with self.lock(record.file_id), self.database.transaction():
            before, old = self._people(record.file_id), self._files.get(record.file_id)
            super().put_file(record)
            self._note(record.file_id, before | self._people(record.file_id))
            self.history.note(record, before=old, at=self.clock())

    def delete_file(self, file_id: str) -> None:
        """Forget a file with all it holds."""
        with self.lock(file_id), self.database.transaction():
            before = self._people(file_id)
            super().delete_file(file_id)
            self.history.forget(file_id)
            self._note(file_id, before)

    def changes_after(self, number: int) -> list[Change]:
        """Oldest first."""
        rows = self.database.rows(
            "SELECT number, file_id, time, people FROM changes WHERE number > ? ORDER BY number", (number,)
        )
        return [
            Change(at, file_id, time, frozenset(orjson.loads(people))) for at, file_id, time, people in rows
        ]

    def last_change(self) -> int:
        """The number of the newest; 0 when nothing ever changed."""
        found: int = self.database.rows("SELECT coalesce(max(number), 0) FROM changes")[0][0]
        return found

    def _note(self, file_id: str, people: frozenset[str]) -> None:
        with self.database.transaction() as connection:
            connection.execute(
                "INSERT INTO changes (file_id, time, people) VALUES (?, ?, ?)",
                (file_id, stamp(self.clock()), orjson.dumps(sorted(people))),
            )

    def _people(self, file_id: str) -> frozenset[str]:
        try:
            record = self.file(file_id)
        except KeyError:
            return frozenset()
        named = (p.get("emailAddress") or p.get("domain") or p["type"] for p in record.permissions)
        return frozenset({record.owner, *(str(name).lower() for name in named)})
