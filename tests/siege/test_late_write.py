"""A refresh was told to have timed out, and its write lands late: never over what is newer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.siege.fortress import UNLIMITED, Fortress, fortress
from tests.siege.play import TABLES
from tests.siege.same import difference, log_rows, plain, stamp_of
from tests.siege.told import Told, told

Json = dict[str, Any]
RUN_SECONDS, LATE_SECONDS = 1.5, 5.0
LATE = {"service": "sheets", "kind": "write", "times": 1, "latency_ms": LATE_SECONDS * 1000}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fortress]:
    settings = UNLIMITED | {"PLUMBLINE_RUN_SECONDS": str(RUN_SECONDS)}
    with fortress(tmp_path_factory.mktemp("late"), **settings) as running:
        yield running


def refreshed(held: Fortress) -> str:
    """A workbook with a result, and a figure typed since."""
    book = held.workbook(TABLES)
    assert told(held.ended(held.click(book))) is Told.WRITTEN
    held.put(book, "Budget!K3", [0.55])
    return book


def given_up(held: Fortress, book: str) -> float:
    """A click whose write takes too long; when, on the clock, the write will have landed."""
    held.handle("DELETE", "requests")
    held.faults([LATE])
    begun = time.monotonic()
    assert told(held.ended(held.click(book))) is Told.LOOKED
    held.faults()
    return begun + LATE_SECONDS + 1.0


def writes(held: Fortress) -> list[int]:
    return [one["status"] for one in held.handle("GET", "requests") if one["kind"] == "write"]


def wait_until(moment: float) -> None:
    time.sleep(max(moment - time.monotonic(), 0))


def test_after_a_newer_refresh_nothing_of_it_lands(held: Fortress) -> None:
    book = refreshed(held)
    landing = given_up(held, book)
    held.put(book, "Budget!K3", [0.8])
    newer = held.ended(held.click(book)).json()
    assert newer["state"] == "done"
    held.put(book, "Budget!B3", ["Renamed since"])
    before = held.whole(book)
    assert writes(held)[-1] == 200
    assert time.monotonic() < landing - 1.0, "the machine was too slow for this to be a test"
    wait_until(landing)
    assert 400 in writes(held)
    assert held.whole(book) == before
    assert stamp_of(before) == newer["run_id"]
    assert held.get(f"/v1/workbooks/{book}").json()["last"]["run_id"] == newer["run_id"]


def test_after_newer_edits_it_is_what_it_says_and_the_next_click_counts_them(held: Fortress) -> None:
    book, control = refreshed(held), refreshed(held)
    landing = given_up(held, book)
    assert told(held.ended(held.click(control))) is Told.WRITTEN
    for each in (book, control):
        held.put(each, "Budget!K3", [0.8])
    before = held.whole(book)
    wait_until(landing)
    after = held.whole(book)
    given_up_run = held.get(f"/v1/workbooks/{book}").json()["history"][0]
    assert stamp_of(after) == given_up_run["run_id"]  # whose result it is, stands in the workbook
    assert log_rows(after) == log_rows(before) + 1
    assert persons(after) == persons(before)
    for each in (book, control):
        assert told(held.ended(held.click(each))) is Told.WRITTEN
    assert not difference(plain(held.whole(book)), plain(held.whole(control)))
    assert held.ended(held.click(book)).json()["result"]["written"]["rows_written"] == 0


def persons(whole: Json) -> list[Json]:
    """What people typed, by tab."""
    return [
        sheet["data"]
        for sheet in whole["sheets"]
        if sheet["properties"]["title"] in {"Settings", "Budget", "Actuals"}
    ]
