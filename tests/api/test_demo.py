"""A refresh of the demo through the whole service, Google scripted: two requests, and faults on the way."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import orjson
import pytest
import requests
import sqlalchemy as sa

from app.api.schemas import ResultView, RunView, WorkbookView
from app.store import audit, snapshots
from tests.support.demo_answer import TITLE, DemoBook
from tests.support.google_wire import ACCESS_TOKEN, EMAIL, Asked, FakeGoogle, id_token
from tests.support.rows import BOOK
from tests.support.service import Service, running_service

REFRESH = f"/v1/workbooks/{BOOK}/refresh"
FORBIDDEN = (403, {"error": {"code": 403, "status": "PERMISSION_DENIED"}})


@contextmanager
def service(engine: sa.Engine, *sheets: Any, **settings: Any) -> Iterator[Service]:
    url = engine.url.render_as_string(hide_password=False)
    with running_service(url, FakeGoogle(sheets=list(sheets)), **settings) as running:
        yield running


def _kinds(running: Service) -> list[str]:
    return [asked.method for asked in running.google.reached("/v4/")]


def test_one_read_and_one_write(engine: sa.Engine) -> None:
    book = DemoBook()
    with service(engine, book) as running:
        first = running.ask("POST", REFRESH, json={})
        assert first.status_code == 200, first.text
        assert _kinds(running) == ["GET", "POST"]
        view = RunView.model_validate(first.json())
        second = running.ask("POST", REFRESH, json={})
        assert _kinds(running) == ["GET", "POST"] * 2
        workbook = WorkbookView.model_validate(running.ask("GET", f"/v1/workbooks/{BOOK}").json())
    result = view.result
    assert result
    assert (result.workbook.title, result.project.currency) == (TITLE, "EUR")
    assert result.changes.first
    assert result.written.tabs_created
    again = RunView.model_validate(second.json()).result
    assert again
    assert not again.changes.first
    assert (again.changes.eac_change, again.changes.new_flags) == (0.0, [])
    assert workbook.last
    assert workbook.last.result == again
    assert [one.eac for one in workbook.history] == [result.figures.cost["eac"]] * 2


def test_figures_are_whole_and_undefined_ones_have_reasons(engine: sa.Engine) -> None:
    with service(engine, DemoBook()) as running:
        result = ResultView.model_validate(running.ask("POST", REFRESH).json()["result"])
    figures = result.figures
    cost = figures.cost
    assert cost["eac"] is not None
    assert cost["bac"] is not None
    assert cost["vac"] == pytest.approx(cost["bac"] - cost["eac"])
    assert set(figures.by_rule) == {"0/100", "50/50"}
    spent = sum(month["actual_cost"] or 0 for month in figures.by_month.values())
    assert spent == pytest.approx(cost["ac"])
    assert sum(one["cost"] or 0 for one in figures.by_person.values()) <= spent + 1e-6
    nulls = {
        f"{basis}.{name}"
        for basis in ("cost", "hours", "finance")
        for name, value in getattr(figures, basis).items()
        if value is None
    }
    assert nulls <= set(figures.reasons)
    assert {path for path in figures.reasons if path.split(".")[0] in {"cost", "hours", "finance"}} <= nulls
    assert all(figures.reasons.values())


def test_the_headline_has_words_and_values(engine: sa.Engine) -> None:
    with service(engine, DemoBook()) as running:
        result = running.ask("POST", REFRESH).json()["result"]
    headline = {one["key"]: one for one in result["headline"]}
    assert list(headline) == ["eac", "bac", "ac", "margin_at_completion", "finish", "months_left"]
    assert headline["eac"]["value"] == result["figures"]["cost"]["eac"]
    assert headline["eac"]["text"] == f"EUR {headline['eac']['value']:,.2f}"
    assert headline["eac"]["note"].startswith(("over by ", "under by "))
    assert date.fromisoformat(headline["finish"]["value"])


def test_what_is_remembered_and_audited(engine: sa.Engine) -> None:
    with service(engine, DemoBook()) as running:
        run_id = running.ask("POST", REFRESH).json()["run_id"]
        running.ask("POST", REFRESH)
    with engine.connect() as db:
        newest, _, first, started = audit.of_workbook(db, BOOK, most=10)
        stored = snapshots.latest(db, BOOK)
        bodies = db.execute(sa.text("SELECT count(*) FROM snapshot_body")).scalar()
    assert (first.run_id, first.actor_email, first.act) == (run_id, EMAIL, "workbook:refresh:done")
    assert (started.run_id, started.act) == (run_id, "workbook:refresh:started")
    assert first.details["rows_written"] > 0
    assert newest.details["snapshot"] == first.details["snapshot"]
    assert stored
    assert "at" not in orjson.loads(stored.body)
    assert bodies == 1  # the same content, once


def test_no_token_is_left_anywhere(
    engine: sa.Engine, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = id_token()
    caplog.set_level(logging.DEBUG)
    with service(engine, DemoBook(), FORBIDDEN) as running:
        told = running.ask("POST", REFRESH, tokens=(identity, ACCESS_TOKEN)).text
        told += running.ask("POST", REFRESH, tokens=(identity, ACCESS_TOKEN)).text
        told += running.client.get("/metrics").text
    with engine.connect() as db:
        for table in sa.inspect(engine).get_table_names():
            told += "".join(str(row) for row in db.execute(sa.text(f"SELECT * FROM {table}")))
    told += caplog.text + "".join(capsys.readouterr())
    assert "request.answered" in told
    for secret in (identity, identity.split(".")[2], ACCESS_TOKEN):
        assert secret not in told
    assert all(ACCESS_TOKEN not in asked.url and identity not in asked.url for asked in running.google.asked)


@pytest.mark.parametrize(
    ("book", "slug"),
    [
        (DemoBook(without=("budget",)), "no-budget-tab"),
        (DemoBook(changes={"status_date": None}), "no-status-date"),
    ],
)
def test_a_workbook_with_nothing_to_forecast_is_not_written(
    engine: sa.Engine, book: DemoBook, slug: str
) -> None:
    with service(engine, book) as running:
        answer = running.ask("POST", REFRESH)
        assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{slug}")
        assert _kinds(running) == ["GET"]
    assert book.writes == []


class Troubled(DemoBook):
    """Writes meet `troubles`, one each; a trouble may first let the write land."""

    def __init__(self, *troubles: Any, lands: bool = False) -> None:
        super().__init__()
        self._troubles, self._lands = list(troubles), lands

    def write(self, asked: Asked) -> Any:
        if not self._troubles:
            return super().write(asked)
        if self._lands:
            super().write(asked)
        trouble = self._troubles.pop(0)
        if isinstance(trouble, Exception):
            raise trouble
        return trouble


DOWN, BUSY = (503, {}), (429, {})


@pytest.mark.usefixtures("short_hold")
@pytest.mark.parametrize(
    ("trouble", "lands", "requests_", "writes"),
    [
        (DOWN, True, ["GET", "POST", "GET"], 1),  # landed: the stamp says so, and nothing is sent again
        (DOWN, False, ["GET", "POST", "GET", "POST"], 1),
        (BUSY, False, ["GET", "POST", "POST"], 1),  # refused for certain: no need to look
        (requests.exceptions.ReadTimeout(), True, ["GET", "POST", "GET"], 1),
        (requests.exceptions.ConnectTimeout(), False, ["GET", "POST", "POST"], 1),
    ],
)
def test_a_write_in_trouble_lands_once(
    engine: sa.Engine, trouble: Any, lands: bool, requests_: list[str], writes: int
) -> None:
    book = Troubled(trouble, lands=lands)
    with service(engine, book) as running:
        assert running.ask("POST", REFRESH).status_code == 200
        assert _kinds(running) == requests_
    assert len(book.writes) == writes


def test_silence_without_a_trace_is_told_and_not_sent_again(engine: sa.Engine) -> None:
    book = Troubled(requests.exceptions.ReadTimeout())
    with service(engine, book) as running:
        answer = running.ask("POST", REFRESH)
        assert (answer.status_code, answer.json()["type"]) == (504, "/problems/timed-out")
        assert answer.json()["unchanged"] == "When last looked at, nothing in the workbook was changed."
        assert _kinds(running) == ["GET", "POST", "GET"]
    assert book.writes == []


def test_silence_all_round_claims_nothing(engine: sa.Engine) -> None:
    silence = requests.exceptions.ReadTimeout()
    book = DemoBook()
    with service(engine, book, silence, (403, {})) as running:
        answer = running.ask("POST", REFRESH)
        assert answer.status_code == 504
        assert "whole or not at all" in answer.json()["unchanged"]


def test_trouble_that_stays_is_told(engine: sa.Engine) -> None:
    book = Troubled(DOWN, DOWN, DOWN)
    with service(engine, book) as running:
        answer = running.ask("POST", REFRESH)
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/google-unavailable")
        assert _kinds(running) == ["GET", *["POST", "GET"] * 3]
    assert book.writes == []


def test_a_reader_is_told_that_they_may_not_edit(engine: sa.Engine) -> None:
    with service(engine, DemoBook(), FORBIDDEN) as running:
        answer = running.ask("POST", REFRESH)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed-to-write")
        assert _kinds(running) == ["GET", "POST"]
