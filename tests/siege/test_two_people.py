"""People who refresh one workbook at the same moment: one run for all who may start one, and its result."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.siege.fortress import UNLIMITED, Fortress, fortress
from tests.siege.same import log_rows, stamp_of
from tests.support.sandbox import ANA, BEN, CHIARA, NOOR
from tests.workbook.books import SMALL

Json = dict[str, Any]
# The first to come reads for so long that the others arrive meanwhile.
BUSY = {"service": "sheets", "kind": "read", "times": 1, "latency_ms": 900}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fortress]:
    with fortress(tmp_path_factory.mktemp("two"), **UNLIMITED) as running:
        yield running


@pytest.fixture
def book(held: Fortress) -> str:
    """Ana's, and Ben's to edit, Chiara's to read."""
    made = held.workbook(SMALL)
    for email, role in ((BEN, "writer"), (CHIARA, "reader")):
        answer = requests.post(
            f"{held.google}/drive/v3/files/{made}/permissions?sendNotificationEmail=false",
            headers={"Authorization": f"Bearer {held.token(ANA).access_token}"},
            json={"type": "user", "role": role, "emailAddress": email},
            timeout=30,
        )
        assert answer.ok, answer.text
    for email in (ANA, BEN, CHIARA, NOOR):
        held.token(email)
    held.handle("DELETE", "requests")
    return made


def at_once(held: Fortress, book: str, *emails: str, first: str = "") -> list[requests.Response]:
    """Everybody clicks at the same moment, or right after the `first`; their answers in this order."""
    answers: dict[int, requests.Response] = {}
    held.faults([BUSY])
    gate = threading.Barrier(len(emails))

    def click(place: int, email: str) -> None:
        gate.wait()
        answers[place] = held.ended(held.click(book, email), email)

    threads = [threading.Thread(target=click, args=(place, email)) for place, email in enumerate(emails)]
    begun = held.click(book, first, Prefer="wait=0") if first else None
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ended = [] if begun is None else [held.ended(begun, first)]
    return ended + [answers[place] for place in range(len(emails))]


def asked(held: Fortress, email: str) -> list[tuple[str, int, bool]]:
    """Kind, status, and whether cells were written, of a person's requests to Sheets."""
    return [
        (entry["kind"], entry["status"], "updateCells" in entry["requests"])
        for entry in held.handle("GET", "requests")
        if entry["service"] == "sheets" and entry["identity"] == email
    ]


def acts(held: Fortress, book: str) -> list[tuple[str, str]]:
    found: Json = held.get(f"/v1/workbooks/{book}/audit").json()
    return [(act["act"].removeprefix("workbook:refresh:"), act["by"]) for act in reversed(found["acts"])]


READ, WRITTEN = ("read", 200, False), ("write", 200, True)
PROVED = ("write", 200, False)  # a mark made and taken away: that one may edit


def test_two_at_once_are_one_run_and_both_get_its_result(held: Fortress, book: str) -> None:
    ana, ben = at_once(held, book, ANA, BEN)
    assert (ana.status_code, ben.status_code) == (200, 200)
    assert ana.json() == ben.json()
    assert ana.json()["state"] == "done"
    runner, joiner = (ANA, BEN) if ana.json()["by"] == ANA else (BEN, ANA)
    assert asked(held, runner) == [READ, WRITTEN]
    assert WRITTEN not in asked(held, joiner)
    assert PROVED in asked(held, joiner)
    assert acts(held, book) == [("started", runner), ("joined", joiner), ("done", runner)]
    whole = held.whole(book)
    assert log_rows(whole) == 1
    assert stamp_of(whole) == ana.json()["run_id"]


def test_many_clicks_of_both_are_one_run_too(held: Fortress, book: str) -> None:
    answers = at_once(held, book, *(ANA, BEN) * 4)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["run_id"] for answer in answers}) == 1
    assert [asked(held, email).count(WRITTEN) for email in (ANA, BEN)].count(0) == 1
    assert log_rows(held.whole(book)) == 1


def test_a_reader_has_no_part_in_an_editors_run(held: Fortress, book: str) -> None:
    ana, chiara = at_once(held, book, CHIARA, first=ANA)
    assert (ana.status_code, ana.json()["state"]) == (200, "done")
    assert (chiara.status_code, chiara.json()["type"]) == (403, "/problems/not-allowed-to-write")
    assert ana.json()["run_id"] not in chiara.text
    assert asked(held, CHIARA) == [("write", 403, False), READ]
    assert asked(held, ANA)[:2] == [READ, WRITTEN]  # what follows is the look at the run's end
    assert acts(held, book) == [("started", ANA), ("refused", CHIARA), ("done", ANA)]


def test_an_editor_has_no_part_in_a_readers_refusal(held: Fortress, book: str) -> None:
    chiara, ben = at_once(held, book, BEN, first=CHIARA)
    refused = chiara.json()["error"] if chiara.status_code == 200 else chiara.json()
    assert refused["type"] == "/problems/not-allowed-to-write"
    assert (ben.status_code, ben.json()["state"], ben.json()["by"]) == (200, "done", BEN)
    assert asked(held, BEN)[-2:] == [READ, WRITTEN]
    assert log_rows(held.whole(book)) == 1


def test_a_stranger_has_no_part_in_it_and_leaves_no_trace(held: Fortress, book: str) -> None:
    ana, noor = at_once(held, book, NOOR, first=ANA)
    assert ana.json()["state"] == "done"
    assert (noor.status_code, noor.json()["type"]) == (404, "/problems/not-found")
    assert ana.json()["run_id"] not in noor.text
    assert acts(held, book) == [("started", ANA), ("done", ANA)]
