"""Undo over HTTP: cell by cell as before, refused with reasons, for editors alone; one read and one write."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.sandbox import ANA, BEN, NOOR
from tests.support.whole import Whole


def undo(whole: Whole, as_: str = ANA) -> Any:
    return whole.ask("POST", f"/v1/workbooks/{whole.book}/undo", as_=as_, json={})


def shown(whole: Whole) -> Any:
    """Everything but whose turn it is to write."""
    found = whole.spreadsheet()
    marks = found.get("developerMetadata", [])
    found["developerMetadata"] = [mark for mark in marks if mark["metadataKey"] != "plumbline.turn"]
    return found


def test_the_first_refresh_is_taken_back_whole(whole: Whole) -> None:
    before = shown(whole)
    whole.refresh()
    whole.sheets()
    answer = undo(whole)
    assert answer.status_code == 200, answer.text
    assert whole.sheets() == [("read", 200), ("write", 200)]
    assert answer.json()["tabs_deleted"] == ["Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"]
    assert shown(whole) == before
    book = whole.ask("GET", f"/v1/workbooks/{whole.book}").json()
    assert book["last"] is None
    assert [entry["state"] for entry in book["history"]] == ["undone"]
    acts = whole.ask("GET", f"/v1/workbooks/{whole.book}/audit").json()["acts"]
    assert (acts[0]["act"], acts[0]["by"], acts[0]["text"]) == (
        "workbook:refresh:undone",
        ANA,
        "Undid the last refresh",
    )
    again = undo(whole)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/nothing-to-undo")


def test_a_later_refresh_is_taken_back_to_the_one_before(whole: Whole) -> None:
    first = whole.refresh().json()
    whole.type("Budget", "G3", 99_000)
    before = shown(whole)
    whole.refresh()
    whole.refresh()  # changes nothing: the last change is still the one to take back
    answer = undo(whole)
    assert answer.status_code == 200, answer.text
    assert shown(whole) == before
    assert whole.ask("GET", f"/v1/workbooks/{whole.book}").json()["last"]["run_id"] == first["run_id"]
    moved = whole.refresh().json()["result"]["changes"]
    assert moved["movement"]["start"] == pytest.approx(first["result"]["figures"]["cost"]["eac"], abs=0.01)


def test_refused_where_somebody_changed_what_would_be_put_back(whole: Whole) -> None:
    whole.refresh()
    whole.type("Budget", "G3", 99_000)
    whole.refresh()
    whole.type("Log", "H3", "mine now")
    before = shown(whole)
    answer = undo(whole)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/cannot-undo")
    assert "Log!H3 was changed" in answer.json()["detail"]
    assert shown(whole) == before


def test_refused_where_a_tab_it_made_was_written_on(whole: Whole) -> None:
    whole.refresh()
    whole.type("Flags", "J3", "Ben")
    answer = undo(whole)
    assert answer.status_code == 409
    assert "Flags!J3 was filled in, on a tab that the refresh made" in answer.json()["detail"]


def test_for_editors_alone(whole: Whole) -> None:
    whole.refresh()
    whole.share(NOOR, "reader")
    before = shown(whole)
    assert undo(whole, as_=NOOR).json()["type"] == "/problems/not-allowed-to-write"
    assert undo(whole, as_=BEN).status_code in {403, 404}
    assert shown(whole) == before
    whole.share(BEN, "writer")
    assert undo(whole, as_=BEN).status_code == 200


def test_before_any_refresh_there_is_nothing(whole: Whole) -> None:
    answer = undo(whole)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/nothing-to-undo")
