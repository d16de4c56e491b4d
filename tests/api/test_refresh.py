"""The door of the main job: 200, 202 and poll, joining, clicks sent again, and failures as problems."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from app import errors
from app.api.schemas import RunView, WorkbookView
from app.google.caller import Caller
from app.jobs.interactive import Tell, Work
from app.jobs.runs import Done
from app.project.place import Place
from app.store.runs import RunRow
from tests.jobs.test_runs import DONE
from tests.support.google_wire import ACCESS_TOKEN, FakeGoogle, id_token, tokeninfo
from tests.support.rows import BOOK
from tests.support.service import Service, running_service

REFRESH, BOOK_PATH = f"/v1/workbooks/{BOOK}/refresh", f"/v1/workbooks/{BOOK}"
BEN = (id_token(sub="2", email="ben@northlight.example"), "ya29.ben-s-own")
OPENS = (200, {"spreadsheetId": BOOK, "properties": {"title": "Harbour portal"}})
FORBIDDEN = (403, {"error": {"code": 403, "status": "PERMISSION_DENIED"}})


def quick(row: RunRow, caller: Caller, tell: Tell) -> Done:
    tell("understanding", 2, "Understanding 900 cells")
    return DONE


def failing(error: Exception, *, phase: str = "understanding") -> Work:
    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        tell(phase, 2, "Understanding 900 cells")
        raise error

    return work


class Slow:
    """Stands in the middle of its work until it may go on."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.by: list[str] = []

    def __call__(self, row: RunRow, caller: Caller, tell: Tell) -> Done:
        self.by.append(caller.email)
        tell("forecasting", 3, "Forecasting 42 lines")
        assert self.go.wait(20)
        return DONE


@contextmanager
def service(engine: sa.Engine, work: Work, *sheets: Any, **settings: Any) -> Iterator[Service]:
    google = FakeGoogle(
        info={ACCESS_TOKEN: tokeninfo(), BEN[1]: tokeninfo(sub="2")}, sheets=list(sheets or [OPENS])
    )
    url = engine.url.render_as_string(hide_password=False)
    with running_service(url, google, work=work, **settings) as running:
        yield running


def _ended(running: Service, run_id: str) -> Any:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        row = running.rooms.runs.find(run_id)
        if row and not row.active:
            return row
        time.sleep(0.01)
    raise AssertionError("the run did not end")


def test_a_quick_refresh_answers_at_once(engine: sa.Engine) -> None:
    with service(engine, quick) as running:
        answer = running.ask("POST", REFRESH, json={})
        assert answer.status_code == 200
        view = answer.json()
        assert (view["state"], view["phase"], view["by"]) == ("done", "done", "ana@northlight.example")
        assert view["result"] == {"eac": 2.5}
        assert view["started_at"].endswith("Z")
        assert view["error"] is None
        assert running.google.reached("/v4/") == []  # the work itself proves access: no look beforehand


def test_without_a_body_it_is_the_same(engine: sa.Engine) -> None:
    with service(engine, quick) as running:
        assert running.ask("POST", REFRESH).status_code == 200


def test_a_slow_one_answers_202_and_is_polled(engine: sa.Engine) -> None:
    slow = Slow()
    with service(engine, slow, wait_seconds=0.1) as running:
        answer = running.ask("POST", REFRESH, json={})
        assert answer.status_code == 202
        view = RunView.model_validate(answer.json())
        assert answer.headers["location"] == f"/v1/runs/{view.run_id}"
        assert view.state == "running"
        polled = RunView.model_validate(running.ask("GET", answer.headers["location"]).json())
        assert (polled.phase, polled.progress.step, polled.progress.of) == ("forecasting", 3, 5)
        assert polled.progress.text == "Forecasting 42 lines"
        assert running.google.reached("/v4/") == []  # one's own run under way is not looked up
        workbook = running.ask("GET", BOOK_PATH).json()
        assert workbook["active_run"] == view.run_id
        slow.go.set()
        _ended(running, view.run_id)
        done = running.ask("GET", answer.headers["location"])
        assert (done.status_code, done.json()["state"]) == (200, "done")
        assert running.ask("GET", BOOK_PATH).json()["active_run"] is None


def test_the_caller_may_ask_for_an_earlier_202(engine: sa.Engine) -> None:
    slow = Slow()
    with service(engine, slow) as running:
        begun = time.monotonic()
        answer = running.ask("POST", REFRESH, headers={"Prefer": "respond-async, wait=0"})
        assert answer.status_code == 202
        assert time.monotonic() - begun < 5
        slow.go.set()


def test_two_people_are_one_run_and_both_get_its_result(engine: sa.Engine) -> None:
    slow = Slow()
    with service(engine, slow, wait_seconds=0.1) as running:
        first = running.ask("POST", REFRESH).json()
        second = running.ask("POST", REFRESH, tokens=BEN)
        assert (second.status_code, second.json()["run_id"]) == (202, first["run_id"])
        slow.go.set()
        _ended(running, first["run_id"])
        for tokens in (None, BEN):
            view = running.ask("GET", f"/v1/runs/{first['run_id']}", tokens=tokens).json()
            assert view["result"] == {"eac": 2.5}
    assert slow.by == ["ana@northlight.example"]


def test_who_may_not_open_the_workbook_joins_nothing(engine: sa.Engine) -> None:
    slow = Slow()
    with service(engine, slow, FORBIDDEN, wait_seconds=0.1) as running:
        first = running.ask("POST", REFRESH).json()
        told = running.ask("POST", REFRESH, tokens=BEN)
        assert (told.status_code, told.json()["type"]) == (404, "/problems/not-found")
        assert first["run_id"] not in told.text
        slow.go.set()


def test_somebody_elses_failure_is_not_mine(engine: sa.Engine) -> None:
    """Ben can't write, and his run fails while Ana waits in it: then hers is worked on."""
    waiting = threading.Event()

    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        tell("writing", 5, "Writing")
        if caller.sub == "2":
            assert waiting.wait(20)
            time.sleep(0.2)
            raise errors.NotAllowedToWrite
        return DONE

    with service(engine, work) as running:
        first = running.ask("POST", REFRESH, tokens=BEN, headers={"Prefer": "wait=0"}).json()
        waiting.set()
        mine = running.ask("POST", REFRESH)
        assert (mine.status_code, mine.json()["state"]) == (200, "done")
        assert mine.json()["run_id"] != first["run_id"]
        assert _ended(running, first["run_id"]).state == "failed"


def test_a_click_sent_again_is_not_a_second_refresh(engine: sa.Engine) -> None:
    with service(engine, quick) as running:
        key = {"Idempotency-Key": "click-0001"}
        first = running.ask("POST", REFRESH, headers=key).json()
        again = running.ask("POST", REFRESH, headers=key).json()
        other = running.ask("POST", REFRESH, headers={"Idempotency-Key": "click-0002"}).json()
        assert again == first
        assert other["run_id"] != first["run_id"]
        elsewhere = running.ask("POST", f"/v1/workbooks/{BOOK[::-1]}/refresh", headers=key)
        assert (elsewhere.status_code, elsewhere.json()["type"]) == (409, "/problems/key-used-elsewhere")


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (errors.NoBudgetTab("None of the 2 tabs is a Budget."), 422, "no-budget-tab"),
        (errors.NotYoursOrNotThere(), 404, "not-found"),
        (errors.NotAllowedToWrite(), 403, "not-allowed-to-write"),
        (errors.TokenRejected(), 401, "token-rejected"),
        (errors.QuotaExhausted(retry_after=11.5), 429, "quota-exhausted"),
        (errors.TooLarge(), 413, "too-large"),
        (errors.GoogleUnavailable(), 503, "google-unavailable"),
        (errors.TimedOut(), 504, "timed-out"),
        (errors.ChangedUnderUs(["rows were added to 'Budget'"], landed=True), 409, "changed-under-us"),
        (RuntimeError("ya29.secret-of-the-inside"), 500, "internal"),
    ],
)
def test_a_failure_is_a_problem_that_names_its_run(
    engine: sa.Engine, error: Exception, status: int, slug: str
) -> None:
    with service(engine, failing(error)) as running:
        key = {"Idempotency-Key": "click-0001"}
        answer = running.ask("POST", REFRESH, headers=key)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        problem = answer.json()
        assert (problem["type"], problem["status"]) == (f"/problems/{slug}", status)
        assert problem["unchanged"]
        assert problem["mend"]
        assert "ya29" not in answer.text
        assert answer.headers.get("retry-after") == ("12" if status == 429 else None)
        assert running.ask("POST", REFRESH, headers=key).json() == problem  # the same click, the same answer
        view = RunView.model_validate(running.ask("GET", f"/v1/runs/{problem['run']}").json())
        assert view.state == "failed"
        assert view.error
        assert view.error.type == f"/problems/{slug}"
        assert view.result is None


def test_a_problem_points_at_its_cell(engine: sa.Engine) -> None:
    place = Place(7, "Settings", 3, 1, 4, 2)
    with service(engine, failing(errors.NoStatusDate("Settings!B4 is blank.", cell=place))) as running:
        problem = running.ask("POST", REFRESH).json()
    assert problem["cell"] == {"sheet_id": 7, "tab": "Settings", "a1": "B4"}
    assert problem["tab"] == "Settings"


def test_last_result_outlives_later_failures(engine: sa.Engine) -> None:
    outcomes = iter([None, errors.NoStatusDate("Settings!B4 is blank.")])

    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        tell("understanding", 2, "Understanding")
        if error := next(outcomes):
            raise error
        return DONE

    with service(engine, work) as running:
        done = running.ask("POST", REFRESH).json()
        assert running.ask("POST", REFRESH).status_code == 422
        view = running.ask("GET", BOOK_PATH).json()
        assert view["last"]["run_id"] == done["run_id"]
        assert [(one["state"], one["eac"], one["colour"]) for one in view["history"]] == [
            ("failed", None, None),
            ("done", 2.5, "red"),
        ]
        assert view["workbook"] == {"id": BOOK, "title": "Harbour portal"}
        assert (view["schedule"], view["shares"]) == (None, [])


def test_before_the_first_refresh_there_is_nothing(engine: sa.Engine) -> None:
    with service(engine, quick) as running:
        view = WorkbookView.model_validate(running.ask("GET", BOOK_PATH).json())
    assert (view.last, view.history, view.active_run) == (None, [], None)


def test_what_is_kept_is_for_those_who_can_open_the_workbook_now(engine: sa.Engine) -> None:
    with service(engine, quick, OPENS) as running:
        run_id = running.ask("POST", REFRESH).json()["run_id"]
        assert running.ask("GET", f"/v1/runs/{run_id}", tokens=BEN).status_code == 200
        running.google.sheets = [FORBIDDEN]  # access was taken away
        for tokens in (None, BEN):
            told = running.ask("GET", f"/v1/runs/{run_id}", tokens=tokens)
            unknown = running.ask("GET", "/v1/runs/" + "0" * 32, tokens=tokens)
            assert told.status_code == 404
            assert told.json() == unknown.json()  # one text: nothing is given away
            assert running.ask("GET", BOOK_PATH, tokens=tokens).status_code == 404


def test_looking_up_uses_the_lookers_own_token(engine: sa.Engine) -> None:
    with service(engine, quick) as running:
        run_id = running.ask("POST", REFRESH).json()["run_id"]
        running.ask("GET", f"/v1/runs/{run_id}", tokens=BEN)
        (asked,) = running.google.reached("/v4/")
    assert asked.headers["Authorization"] == f"Bearer {BEN[1]}"


@pytest.mark.parametrize("answer", [(503, {}), (429, {})])
def test_while_google_cannot_be_asked_nothing_is_shown(engine: sa.Engine, answer: Any) -> None:
    with service(engine, quick, look_seconds=1) as running:
        run_id = running.ask("POST", REFRESH).json()["run_id"]
        running.google.sheets = [answer]
        told = running.ask("GET", f"/v1/runs/{run_id}")
        assert told.status_code == answer[0]
        assert "eac" not in told.text


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("POST", "/v1/workbooks/short/refresh", {}, 422),
        ("POST", f"/v1/workbooks/{BOOK}%2F..%2Fother/refresh", {}, 404),
        ("POST", REFRESH, {"json": {"status_date": "2026-08-31"}}, 422),
        ("POST", REFRESH, {"content": b"{", "headers": {"Content-Type": "application/json"}}, 422),
        ("POST", REFRESH, {"headers": {"Idempotency-Key": "x" * 201}}, 422),
        ("POST", REFRESH, {"headers": {"Idempotency-Key": ""}}, 422),
        ("GET", "/v1/runs/not-a-run", {}, 422),
        ("GET", REFRESH, {}, 405),
        ("DELETE", BOOK_PATH, {}, 405),
        ("GET", "/v1/nothing", {}, 404),
        ("POST", REFRESH, {"content": b" " * 100_000}, 413),
    ],
)
def test_requests_that_do_not_fit(
    engine: sa.Engine, method: str, path: str, more: dict[str, Any], status: int
) -> None:
    with service(engine, quick) as running:
        answer = running.ask(method, path, **more)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert (status == 405) == ("allow" in answer.headers)


def test_errors_of_validation_do_not_echo_what_was_sent(engine: sa.Engine) -> None:
    with service(engine, quick) as running:
        answer = running.ask("POST", REFRESH, json={"secret-field": "secret-value"})
    assert answer.status_code == 422
    assert "secret-value" not in answer.text
