"""Everything the sandbox keeps: workbooks and Drive's file records, in one SQLite file.

    store = Store(data_dir)                      # Store(None) keeps all in memory
    file_id = store.create("Budget", owner="ana@northlight.example")
    book = store.spreadsheet(file_id)            # a snapshot: never change it; KeyError when not there
    draft = book.fork()                          # ... change the draft ...
    with store.lock(file_id):                    # hold it from reading the snapshot to committing
        store.commit(draft, by="ana@northlight.example")

    record = store.file(file_id)                 # FileRecord; KeyError when not there
    store.put_file(replace(record, trashed=True))
    store.delete_file(file_id)                   # its workbook or content goes too
    store.files()                                # all records, newest first
    store.content(file_id), store.put_content(file_id, data)   # bytes of a file that is no workbook

Reading needs no lock: a snapshot is whole and stays as it was. The title of a workbook and the name of its
file are one thing: `commit` and `put_file` each carry a change to the other side. Other modules may keep
tables of their own in `store.database`.
"""

from __future__ import annotations

import random
import sqlite3
import string
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

import orjson

from app.sandbox.database import Database
from app.sandbox.file_record import SPREADSHEET, FileRecord
from app.sandbox.grid import defaults, pack
from app.sandbox.grid.cells import Grid
from app.sandbox.grid.spreadsheet import Spreadsheet, fresh

_TABLES = (
    "CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, record BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS contents (id TEXT PRIMARY KEY, data BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS workbooks (id TEXT PRIMARY KEY, head BLOB NOT NULL)",
    """CREATE TABLE IF NOT EXISTS cells (id TEXT NOT NULL, sheet INTEGER NOT NULL, chunk INTEGER NOT NULL,
       data BLOB NOT NULL, PRIMARY KEY (id, sheet, chunk)) WITHOUT ROWID""",
)
_PUT_FILE = """INSERT INTO files (id, record) VALUES (?, ?)
               ON CONFLICT (id) DO UPDATE SET record = excluded.record"""
_PUT_HEAD = "INSERT OR REPLACE INTO workbooks (id, head) VALUES (?, ?)"
_PUT_CHUNK = "INSERT OR REPLACE INTO cells (id, sheet, chunk, data) VALUES (?, ?, ?, ?)"
_DROP_CHUNK = "DELETE FROM cells WHERE id = ? AND sheet = ? AND chunk = ?"
_ALPHABET = string.ascii_letters + string.digits + "-_"
CACHED_WORKBOOKS = 64
_NO_CELLS = Grid()


class Store:
    """Workbooks and files; safe to use from many threads."""

    def __init__(
        self,
        data_dir: Path | None,
        *,
        seed: int | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        recalculate: Callable[[Spreadsheet], None] = lambda _book: None,
    ) -> None:
        """`seed` makes file ids the same in every run; `recalculate` works out what formulas come to."""
        if data_dir is not None:
            data_dir.mkdir(parents=True, exist_ok=True)
        self.database = Database(data_dir / "sandbox.sqlite" if data_dir else None)
        self.clock = clock
        self._recalculate = recalculate
        self._random = random.Random(seed)  # noqa: S311 - ids, not secrets
        self._guard = RLock()
        self._locks: dict[str, RLock] = {}
        self._cache: OrderedDict[str, Spreadsheet] = OrderedDict()
        with self.database.transaction() as connection:
            for table in _TABLES:
                connection.execute(table)
        self._files: dict[str, FileRecord] = {
            file_id: FileRecord.from_json(orjson.loads(record))
            for file_id, record in self.database.rows("SELECT id, record FROM files ORDER BY rowid")
        }

    # Files

    def new_id(self, length: int = 44) -> str:
        """A file id as Google makes them: 44 characters, the first a 1."""
        with self._guard:
            return "1" + "".join(self._random.choices(_ALPHABET, k=length - 1))

    def files(self) -> list[FileRecord]:
        """All files, newest first."""
        with self._guard:
            return list(reversed(self._files.values()))

    def file(self, file_id: str) -> FileRecord:
        """One file; KeyError when there is none."""
        return self._files[file_id]

    def put_file(self, record: FileRecord) -> None:
        """Add a file record or replace it; a new name becomes its workbook's title."""
        with self._whole(record.file_id) as connection:
            if record.mime_type == SPREADSHEET and self._has_workbook(record.file_id):
                book = self.spreadsheet(record.file_id)
                if book.title != record.name:
                    draft = book.fork()
                    draft.title = record.name
                    self._write(draft)
            connection.execute(_PUT_FILE, (record.file_id, orjson.dumps(record.to_json())))
            with self._guard:
                self._files[record.file_id] = record

    def delete_file(self, file_id: str) -> None:
        """Forget a file with all it holds; KeyError when there is none."""
        with self.lock(file_id), self.database.transaction() as connection:
            for table in ("files", "contents", "workbooks", "cells"):
                connection.execute(f"DELETE FROM {table} WHERE id = ?", (file_id,))  # noqa: S608 - fixed names
            with self._guard:
                del self._files[file_id]
                self._cache.pop(file_id, None)

    def content(self, file_id: str) -> bytes:
        """The bytes of a file that is no workbook; KeyError when it has none."""
        rows = self.database.rows("SELECT data FROM contents WHERE id = ?", (file_id,))
        if not rows:
            raise KeyError(file_id)
        data: bytes = rows[0][0]
        return data

    def put_content(self, file_id: str, data: bytes) -> None:
        """Keep the bytes of a file that is no workbook."""
        with self.database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO contents (id, data) VALUES (?, ?)", (file_id, data))

    # Workbooks

    def lock(self, file_id: str) -> RLock:
        """The one lock of a workbook; whoever means to commit takes it before reading."""
        with self._guard:
            return self._locks.setdefault(file_id, RLock())

    def create(
        self,
        name: str,
        owner: str,
        *,
        file_id: str | None = None,
        locale: str = defaults.LOCALE,
        time_zone: str = defaults.TIME_ZONE,
    ) -> str:
        """A fresh spreadsheet with `Sheet1`; answers its id."""
        file_id = file_id or self.new_id()
        return self.add(fresh(file_id, name, locale=locale, time_zone=time_zone), owner=owner)

    def add(self, book: Spreadsheet, *, owner: str) -> str:
        """Keep a workbook that someone built (a copy, an import) as a new file of `owner`."""
        now = self.clock()
        record = FileRecord(book.spreadsheet_id, book.title, owner, now, now, modified_by=owner)
        self._recalculate(book)
        with self._whole(book.spreadsheet_id):
            self._write(book)
            self.put_file(record)
        return book.spreadsheet_id

    def spreadsheet(self, file_id: str) -> Spreadsheet:
        """The workbook as it stands; KeyError when there is none."""
        with self._guard:
            cached = self._cache.get(file_id)
            if cached is not None:
                self._cache.move_to_end(file_id)
                return cached
        with self.lock(file_id):
            cached = self._cache.get(file_id)
            return cached if cached is not None else self._load(file_id)

    def commit(self, draft: Spreadsheet, *, by: str) -> None:
        """Make a draft the workbook, whole or not at all; its file counts one version more."""
        file_id = draft.spreadsheet_id
        self._recalculate(draft)
        with self._whole(file_id):
            self._write(draft)
            record = self._files[file_id]
            self.put_file(
                replace(
                    record,
                    name=draft.title,
                    modified=self.clock(),
                    modified_by=by,
                    version=record.version + 1,
                )
            )

    @contextmanager
    def _whole(self, file_id: str) -> Iterator[sqlite3.Connection]:
        """A transaction on one file; when it fails, what is held in memory is as before too."""
        with self.lock(file_id):
            before = self._files.get(file_id)
            try:
                with self.database.transaction() as connection:
                    yield connection
            except BaseException:
                with self._guard:
                    self._cache.pop(file_id, None)
                    if before is None:
                        self._files.pop(file_id, None)
                    else:
                        self._files[file_id] = before
                raise

    def packed(self, file_id: str) -> dict[str, bytes]:
        """The stored bytes of a workbook, for tests that compare before and after."""
        parts = {"head": self.database.rows("SELECT head FROM workbooks WHERE id = ?", (file_id,))[0][0]}
        for sheet, chunk, data in self.database.rows(
            "SELECT sheet, chunk, data FROM cells WHERE id = ? ORDER BY sheet, chunk", (file_id,)
        ):
            parts[f"{sheet}/{chunk}"] = data
        return parts

    def _has_workbook(self, file_id: str) -> bool:
        return file_id in self._cache or bool(
            self.database.rows("SELECT 1 FROM workbooks WHERE id = ?", (file_id,))
        )

    def _load(self, file_id: str) -> Spreadsheet:
        heads = self.database.rows("SELECT head FROM workbooks WHERE id = ?", (file_id,))
        if not heads:
            raise KeyError(file_id)
        book = pack.unpack_head(heads[0][0])
        grids = {sheet.sheet_id: sheet.grid for sheet in book.sheets}
        for sheet_id, data in self.database.rows("SELECT sheet, data FROM cells WHERE id = ?", (file_id,)):
            pack.unpack_rows(data, grids[sheet_id])
        self._recalculate(book)
        self._remember(book)
        return book

    def _remember(self, book: Spreadsheet) -> None:
        with self._guard:
            self._cache[book.spreadsheet_id] = book
            self._cache.move_to_end(book.spreadsheet_id)
            while len(self._cache) > CACHED_WORKBOOKS:
                self._cache.popitem(last=False)

    def _write(self, book: Spreadsheet) -> None:
        """Store what differs from the snapshot held so far: the head, and chunks with a changed row."""
        file_id = book.spreadsheet_id
        stored = self.spreadsheet(file_id).sheets if self._has_workbook(file_id) else []
        before = {sheet.sheet_id: sheet.grid for sheet in stored}
        with self.database.transaction() as connection:
            connection.execute(_PUT_HEAD, (file_id, pack.pack_head(book)))
            for gone in before.keys() - {sheet.sheet_id for sheet in book.sheets}:
                connection.execute("DELETE FROM cells WHERE id = ? AND sheet = ?", (file_id, gone))
            for sheet in book.sheets:
                old = before.get(sheet.sheet_id, _NO_CELLS)
                if old is not sheet.grid:
                    place = (file_id, sheet.sheet_id)
                    gone_chunks, changed = pack.changes(old, sheet.grid)
                    connection.executemany(_DROP_CHUNK, [(*place, chunk) for chunk in gone_chunks])
                    connection.executemany(_PUT_CHUNK, [(*place, chunk, data) for chunk, data in changed])
        self._remember(book)

    def close(self) -> None:
        """Give the database file back."""
        self.database.close()
