"""Drive's figures can be made to lag behind, as Google's do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from app.sandbox.app import state_of
from tests.support.sandbox import ANA, BEN, RunningSandbox

FIGURES = "version,modifiedTime,lastModifyingUser(emailAddress)"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(sandbox: RunningSandbox) -> Iterator[Clock]:
    store, made = state_of(sandbox.app).store, Clock()
    real, store.clock = store.clock, made
    yield made
    store.clock = real
    sandbox.faults()


def figures(sandbox: RunningSandbox, book: str) -> tuple[int, str, str]:
    told = sandbox.json("GET", f"/drive/v3/files/{book}", params={"fields": FIGURES})
    listed = sandbox.json(
        "GET", "/drive/v3/files", params={"fields": f"files(id,{FIGURES})", "pageSize": 1000}
    )["files"]
    assert next(file for file in listed if file["id"] == book) == {"id": book, **told}
    return int(told["version"]), told["modifiedTime"], told["lastModifyingUser"]["emailAddress"]


def type_into(sandbox: RunningSandbox, book: str, email: str) -> None:
    sandbox.json(
        "PUT",
        f"/v4/spreadsheets/{book}/values/A1",
        as_=email,
        params={"valueInputOption": "RAW"},
        json={"values": [["x"]]},
    )


def test_an_edit_is_told_of_once_the_lag_has_passed(sandbox: RunningSandbox, clock: Clock) -> None:
    book = sandbox.create(writers=[BEN])
    type_into(sandbox, book, ANA)
    before = figures(sandbox, book)
    sandbox.faults(drive_lag_ms=14_000)
    clock.later(60)
    assert figures(sandbox, book) == before
    type_into(sandbox, book, BEN)
    clock.later(13.9)
    assert figures(sandbox, book) == before
    clock.later(0.2)
    version, modified, by = figures(sandbox, book)
    assert version > before[0]
    assert (modified, by) == ("2026-03-02T22:01:00.000Z", BEN)


def test_a_list_of_what_changed_lately_lags_as_well(sandbox: RunningSandbox, clock: Clock) -> None:
    book = sandbox.create()
    clock.later(3600)
    sandbox.faults(drive_lag_ms=14_000)
    type_into(sandbox, book, ANA)
    q = {"q": "modifiedTime > '2026-03-02T22:30:00'", "fields": "files(id)"}
    assert book not in str(sandbox.json("GET", "/drive/v3/files", params=q))
    clock.later(14)
    assert book in str(sandbox.json("GET", "/drive/v3/files", params=q))


def test_two_edits_within_the_lag_are_told_of_one_after_the_other(
    sandbox: RunningSandbox, clock: Clock
) -> None:
    book = sandbox.create(writers=[BEN])
    sandbox.faults(drive_lag_ms=14_000)
    clock.later(60)
    type_into(sandbox, book, ANA)
    clock.later(5)
    type_into(sandbox, book, BEN)
    clock.later(10)
    assert figures(sandbox, book)[2] == ANA
    clock.later(5)
    assert figures(sandbox, book)[2] == BEN


def test_a_new_file_is_told_of_at_once(sandbox: RunningSandbox, clock: Clock) -> None:
    sandbox.faults(drive_lag_ms=14_000)
    book = sandbox.create()
    assert figures(sandbox, book)[0] == 1
