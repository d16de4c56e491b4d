"""The service before a stand-in for all of Google, over HTTP: real tokens, permissions and workbooks."""

from __future__ import annotations

import pytest

from app.api.schemas import RunView
from tests.support.sandbox import (
    ANA,
    BEN,
    CHIARA,
    NOOR,
    SAM,
    SERVICE_ACCOUNT,
)
from tests.support.whole import Whole


def test_first_and_later_refreshes_are_one_read_and_one_write(whole: Whole) -> None:
    first = RunView.model_validate(whole.refresh().json())
    assert whole.sheets() == [("read", 200), ("write", 200)]
    second = RunView.model_validate(whole.refresh().json())
    assert whole.sheets() == [("read", 200), ("write", 200)]
    assert first.result
    assert second.result
    assert first.result.written.tabs_created
    assert first.result.written.rows_written > 0
    assert (second.result.written.rows_written, second.result.written.tabs_created) == (0, [])
    assert second.result.figures == first.result.figures


def test_who_may_do_what(whole: Whole) -> None:
    whole.share(BEN, "writer")
    whole.share(CHIARA, "commenter")
    whole.share(NOOR, "reader")
    run_id = whole.refresh(as_=BEN).json()["run_id"]
    for person in (ANA, BEN, CHIARA, NOOR):
        assert whole.ask("GET", f"/v1/runs/{run_id}", as_=person).status_code == 200
    for person in (CHIARA, NOOR):  # they can read: so they are told what they lack
        answer = whole.refresh(as_=person)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed-to-write")
    history = whole.ask("GET", f"/v1/workbooks/{whole.book}").json()["history"]
    assert [one["by"] for one in history if one["state"] == "done"] == [BEN]


def test_a_stranger_learns_nothing(whole: Whole) -> None:
    run_id = whole.refresh().json()["run_id"]
    whole.sheets()
    missing = whole.ask("GET", f"/v1/workbooks/{whole.book[::-1]}", as_=BEN)
    for method, path in (
        ("POST", f"/v1/workbooks/{whole.book}/refresh"),
        ("GET", f"/v1/workbooks/{whole.book}"),
    ):
        answer = whole.ask(method, path, as_=BEN)
        assert answer.status_code == 404
        assert {**answer.json(), "run": None} == {**missing.json(), "run": None}
    assert whole.ask("GET", f"/v1/runs/{run_id}", as_=BEN).status_code == 404
    assert whole.ask("GET", f"/v1/workbooks/{whole.book}").json()["history"][0]["by"] == ANA


def test_a_stranger_cannot_even_use_what_the_service_account_may(whole: Whole) -> None:
    whole.share(SERVICE_ACCOUNT, "writer")
    whole.sandbox.clear_requests()
    assert whole.refresh(as_=BEN).status_code == 404
    assert whole.ask("GET", f"/v1/workbooks/{whole.book}", as_=BEN).status_code == 404
    assert {entry["identity"] for entry in whole.sandbox.requests("sheets")} == {BEN}


def test_taken_away_is_gone_at_once(whole: Whole) -> None:
    permission = whole.share(BEN, "writer")
    run_id = whole.refresh(as_=BEN).json()["run_id"]
    whole.sandbox.call("DELETE", f"/drive/v3/files/{whole.book}/permissions/{permission}")
    assert whole.ask("GET", f"/v1/runs/{run_id}", as_=BEN).status_code == 404
    assert whole.refresh(as_=BEN).status_code == 404


def test_a_personal_account_stays_out(whole: Whole) -> None:
    whole.share(SAM, "writer")
    whole.sandbox.clear_requests()
    answer = whole.refresh(as_=SAM)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/organisation-not-allowed")
    assert whole.sheets() == []


def test_tokens_of_two_people(whole: Whole) -> None:
    headers = {
        "Authorization": f"Bearer {whole.sandbox.token(ANA).id_token}",
        "X-Google-Access-Token": whole.sandbox.token(BEN).access_token,
    }
    answer = whole.client.get(f"/v1/workbooks/{whole.book}", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/two-accounts")


@pytest.mark.parametrize("after_commit", [False, True])
def test_a_write_that_ends_in_503_lands_once(whole: Whole, after_commit: bool) -> None:
    whole.sandbox.faults({"kind": "write", "status": 503, "times": 1, "after_commit": after_commit})
    answer = whole.refresh()
    assert answer.status_code == 200, answer.text
    again = [] if after_commit else [("write", 200)]
    assert whole.sheets() == [("read", 200), ("write", 503), ("read", 200), *again]
    second = whole.refresh().json()["result"]["written"]
    assert (second["rows_written"], second["tabs_created"]) == (0, [])


@pytest.mark.usefixtures("short_hold")
def test_reads_are_asked_again(whole: Whole) -> None:
    whole.sandbox.faults({"kind": "read", "status": 429, "times": 1})
    assert whole.refresh().status_code == 200
    assert whole.sheets() == [("read", 429), ("read", 200), ("write", 200)]


def test_a_workbook_that_is_not_there(whole: Whole) -> None:
    answer = whole.ask("POST", f"/v1/workbooks/{'x' * 44}/refresh", json={})
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


def test_an_empty_workbook(whole: Whole) -> None:
    book = whole.sandbox.create("Nothing yet")
    answer = whole.ask("POST", f"/v1/workbooks/{book}/refresh", json={})
    assert answer.status_code == 422
    assert answer.json()["unchanged"] == "Nothing in the workbook was changed."
    assert answer.json()["mend"]
