"""The store: whole commits, snapshots, names and titles as one, a thousand workbooks, many threads."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.sandbox import formulas
from app.sandbox.file_record import FileRecord
from app.sandbox.grid.value import CellError, Formula, Value
from app.sandbox.store import CACHED_WORKBOOKS, Store
from tests.sandbox.sheets.in_process import Sheets

OWNER = "owner@example.com"


def enter(store: Store, file_id: str, values: list[Value], row: int = 0) -> None:
    with store.lock(file_id):
        draft = store.spreadsheet(file_id).fork()
        held = draft.edit(0).grid.for_write(row)
        for column, value in enumerate(values):
            held.set_value(column, value)
        store.commit(draft, by="by@example.com")


def test_every_kind_of_value_survives_a_restart(tmp_path: Path) -> None:
    store = Store(tmp_path)
    file_id = store.create("Book", OWNER)
    values: list[Value] = [1, 1.5, "x", True, Formula("=A1"), CellError("N_A", "m"), None, "é\u2028"]
    enter(store, file_id, values)
    record = store.file(file_id)
    store.close()
    again = Store(tmp_path)
    assert again.spreadsheet(file_id).sheets[0].grid.rows[0].values == values
    assert again.file(file_id) == record
    assert (record.version, record.modified_by) == (2, "by@example.com")


def test_a_snapshot_stays_as_it_was() -> None:
    store = Store(None)
    file_id = store.create("Book", OWNER)
    enter(store, file_id, [1])
    before = store.spreadsheet(file_id)
    enter(store, file_id, [2])
    assert before.sheets[0].grid.value(0, 0) == 1
    assert store.spreadsheet(file_id).sheets[0].grid.value(0, 0) == 2


def test_a_commit_that_fails_changes_neither_bytes_nor_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(None)
    file_id = store.create("Book", OWNER)
    enter(store, file_id, [1])
    before, record = store.packed(file_id), store.file(file_id)

    def fail(*_: Any) -> None:
        raise sqlite3.OperationalError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(FileRecord, "to_json", fail)
        with pytest.raises(sqlite3.OperationalError):
            enter(store, file_id, [2])
    assert store.packed(file_id) == before
    assert store.file(file_id) == record
    assert store.spreadsheet(file_id).sheets[0].grid.value(0, 0) == 1


def test_only_chunks_that_changed_are_written_again() -> None:
    store = Store(None)
    file_id = store.create("Book", OWNER)
    enter(store, file_id, [1], row=0)
    enter(store, file_id, [1], row=900)
    before = store.packed(file_id)
    enter(store, file_id, [2], row=900)
    after = store.packed(file_id)
    assert {name for name in after if after[name] != before[name]} == {"0/3"}


def test_name_and_title_are_one_thing() -> None:
    store = Store(None)
    file_id = store.create("Book", OWNER)
    store.put_file(replace(store.file(file_id), name="Renamed"))
    assert store.spreadsheet(file_id).title == "Renamed"
    sheets = Sheets(store, file_id)
    sheets.batch({"updateSpreadsheetProperties": {"properties": {"title": "Again"}, "fields": "title"}})
    assert store.file(file_id).name == "Again"


def test_what_is_deleted_is_gone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    file_id = store.create("Book", OWNER)
    enter(store, file_id, [1])
    store.delete_file(file_id)
    for ask in (store.file, store.spreadsheet, store.delete_file):
        with pytest.raises(KeyError):
            ask(file_id)
    assert store.database.rows("SELECT * FROM cells") == []


def test_a_thousand_workbooks_in_one_store(tmp_path: Path) -> None:
    store = Store(tmp_path, seed=7, recalculate=formulas.recalculate)
    ids = [store.create(f"Book {n}", OWNER) for n in range(1_000)]
    for n in range(0, 1_000, 100):
        enter(store, ids[n], [n, Formula("=A1+1")])
    assert len(set(ids)) == len(store.files()) == 1_000
    assert len(store._cache) <= CACHED_WORKBOOKS
    for n in range(0, 1_000, 100):
        assert Sheets(store, ids[n]).values("A1:B1", "UNFORMATTED_VALUE") == [[n, n + 1]]


def test_ids_are_the_same_for_the_same_seed() -> None:
    first, second = (Store(None, seed=3).create("x", OWNER) for _ in range(2))
    assert first == second
    assert (len(first), first[0]) == (44, "1")


def test_writers_in_many_threads_lose_nothing() -> None:
    sheets = Sheets()

    def add(n: int) -> None:
        sheets.ok("POST", "/{id}/values/A1:append", {"values": [[n]]}, valueInputOption="RAW")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(60)))
    assert sorted(row[0] for row in sheets.values("A:A", "UNFORMATTED_VALUE")) == list(range(60))
