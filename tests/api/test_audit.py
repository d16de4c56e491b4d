"""Who did what to a workbook, for those who may edit it: over HTTP, with the sandbox's people and roles."""

from __future__ import annotations

import pytest

from app.api.audit_schemas import AuditView
from tests.support.sandbox import ANA, BEN, CHIARA, NOOR
from tests.support.whole import Whole


def _acts(whole: Whole, as_: str = ANA) -> AuditView:
    answer = whole.ask("GET", f"/v1/workbooks/{whole.book}/audit", as_=as_)
    assert answer.status_code == 200, answer.text
    return AuditView.model_validate(answer.json())


def test_it_tells_who_when_what_and_which_cells(whole: Whole) -> None:
    run_id = whole.refresh().json()["run_id"]
    done, started = _acts(whole).acts
    assert (started.act, started.by, started.run_id) == ("workbook:refresh:started", ANA, run_id)
    assert (done.act, done.by, done.run_id) == ("workbook:refresh:done", ANA, run_id)
    assert done.text.startswith("Refreshed: ")
    assert " on 6 tabs written" in done.text
    assert started.at <= done.at
    wrote = {one.tab: one for one in done.touched if one.what == "values"}
    assert set(wrote) == {"Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"}
    assert all(one.cells and one.before != one.after for one in wrote.values())
    assert {one.tab for one in done.touched if one.what == "highlights"} & {"Budget", "Actuals"}


def test_before_is_what_was_after(whole: Whole) -> None:
    """Hashes join up: what a refresh finds is what the one before it left, cell by cell."""
    whole.refresh()
    whole.type("Budget", "H5", 123_456)
    whole.refresh()
    whole.type("Budget", "H5", 123_457)
    whole.refresh()
    newest, _, middle, *_ = _acts(whole).acts
    after = {(one.tab, tuple(one.cells)): one.after for one in middle.touched}
    before = {(one.tab, tuple(one.cells)): one.before for one in newest.touched}
    same = after.keys() & before.keys()
    assert same
    assert all(after[key] == before[key] for key in same)


def test_a_refresh_that_changed_nothing_touched_nothing(whole: Whole) -> None:
    whole.refresh()
    whole.refresh()
    newest = _acts(whole).acts[0]
    assert newest.touched == []
    assert "nothing had changed" in newest.text


def test_only_for_those_who_may_edit(whole: Whole) -> None:
    whole.refresh()
    whole.share(BEN, "writer")
    whole.share(CHIARA, "commenter")
    assert _acts(whole, BEN).acts
    told = whole.ask("GET", f"/v1/workbooks/{whole.book}/audit", as_=CHIARA)
    assert (told.status_code, told.json()["type"]) == (403, "/problems/not-allowed-to-write")
    assert "may edit it" in told.json()["detail"]
    missing = whole.ask("GET", f"/v1/workbooks/{whole.book[::-1]}/audit", as_=NOOR)
    stranger = whole.ask("GET", f"/v1/workbooks/{whole.book}/audit", as_=NOOR)
    assert (stranger.status_code, stranger.json()) == (404, missing.json())


def test_the_proof_leaves_nothing_behind(whole: Whole) -> None:
    whole.refresh()
    before = whole.spreadsheet()
    whole.sandbox.clear_requests()
    _acts(whole)
    assert whole.sheets() == [("write", 200)]
    assert whole.spreadsheet() == before


@pytest.mark.usefixtures("short_hold")
def test_the_proof_is_asked_again_while_google_is_busy(whole: Whole) -> None:
    whole.refresh()
    whole.sandbox.clear_requests()
    whole.sandbox.faults(
        {"kind": "write", "status": 429, "times": 1},
        {"kind": "write", "status": 503, "times": 1, "after_commit": True},
    )
    _acts(whole)
    assert whole.sheets() == [("write", 429), ("write", 503), ("write", 200)]


def test_a_stranger_cannot_write_into_it(whole: Whole) -> None:
    whole.refresh()
    assert whole.refresh(as_=NOOR).status_code == 404
    assert {act.by for act in _acts(whole).acts} == {ANA}


def test_a_readers_attempt_is_part_of_it(whole: Whole) -> None:
    whole.share(CHIARA, "reader")
    assert whole.refresh(as_=CHIARA).status_code == 403
    newest = _acts(whole).acts[0]
    assert (newest.by, newest.act, newest.error) == (
        CHIARA,
        "workbook:refresh:refused",
        "not-allowed-to-write",
    )


def test_the_latest_come_first_and_no_more_than_asked_for(whole: Whole) -> None:
    for _ in range(2):
        whole.refresh()
    answer = whole.ask("GET", f"/v1/workbooks/{whole.book}/audit?most=3")
    times = [act["at"] for act in answer.json()["acts"]]
    assert len(times) == 3
    assert times == sorted(times, reverse=True)
    for wrong in (0, 501, "many"):
        assert whole.ask("GET", f"/v1/workbooks/{whole.book}/audit?most={wrong}").status_code == 422
