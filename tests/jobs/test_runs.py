"""A run from its start to its end, on both kinds of database."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from app import errors
from app.google.caller import Caller
from app.jobs.runs import Done, Runs
from app.store import audit, snapshots
from app.store import runs as rows
from app.store.audit import Act
from app.store.runs import NewResult, RunRow
from tests.support.rows import BOOK

ANA = Caller(sub="1", email="ana@northlight.example", access_token="ya29.ana")
BEN = Caller(sub="2", email="ben@northlight.example", access_token="ya29.ben")
RESULT = NewResult(body=b'{"eac":2.5}', status_date=date(2026, 8, 31), eac=2.5, bac=2.0, colour="red")
DONE = Done(result=RESULT, snapshot=b'{"lines":[]}', schema_version="1", audit={"rows_written": 3})


def _open(
    runs: Runs, caller: Caller = ANA, *, book: str = BOOK, key: str | None = None
) -> tuple[RunRow, bool]:
    return runs.open_interactive(book, caller, owner="process", text="Reading the workbook", key=key)


def test_ten_clicks_at_once_are_one_run(engine: sa.Engine) -> None:
    runs = Runs(engine)
    with ThreadPoolExecutor(10) as threads:
        opened = list(threads.map(lambda _: _open(runs), range(10)))
    assert len({row.id for row, _ in opened}) == 1
    assert sum(new for _, new in opened) == 1


def test_the_next_click_after_the_end_is_a_new_run(engine: sa.Engine) -> None:
    runs = Runs(engine)
    first, _ = _open(runs)
    assert runs.done(first, DONE)
    second, new = _open(runs)
    assert new
    assert second.id != first.id


def test_a_click_sent_again_brings_back_its_run(engine: sa.Engine) -> None:
    runs = Runs(engine)
    first, _ = _open(runs, key="click-1")
    assert _open(runs, key="click-1") == (first, False)
    runs.done(first, DONE)
    again, new = _open(runs, key="click-1")
    assert (again.id, again.state, new) == (first.id, "done", False)
    other, new = _open(runs, BEN, key="click-1")  # another person's click of the same name
    assert new
    assert other.id != first.id


def test_a_click_belongs_to_one_workbook(engine: sa.Engine) -> None:
    runs = Runs(engine)
    _open(runs, key="click-1")
    with pytest.raises(errors.KeyUsedElsewhere):
        _open(runs, book="another-workbook", key="click-1")


def test_the_end_writes_result_snapshot_and_audit(engine: sa.Engine) -> None:
    runs = Runs(engine)
    row, _ = _open(runs)
    assert runs.tell(row.id, phase="forecasting", step=3, text="Forecasting 42 lines")
    assert runs.done(row, DONE)
    found = runs.find(row.id)
    assert found
    assert (found.state, found.phase, found.error) == ("done", "done", None)
    assert found.ended_at
    assert runs.result_of(row.id) == RESULT.body
    with engine.connect() as db:
        snapshot = snapshots.latest(db, BOOK)
        act, started = audit.of_workbook(db, BOOK, most=10)
    assert snapshot
    assert (snapshot.run_id, snapshot.body) == (row.id, DONE.snapshot)
    assert (act.act, act.actor_sub, act.actor_email, act.run_id) == (Act.REFRESH_DONE, "1", ANA.email, row.id)
    assert (started.act, started.run_id) == (Act.REFRESH_STARTED, row.id)
    assert act.details["rows_written"] == 3
    assert act.details["snapshot"] == snapshot.sha256


def test_after_the_end_nothing_moves(engine: sa.Engine) -> None:
    runs = Runs(engine)
    row, _ = _open(runs)
    assert runs.failed(row, errors.NoBudgetTab("None of the 2 tabs is a Budget."))
    assert not runs.done(row, DONE)
    assert not runs.failed(row, errors.Unexpected())
    assert not runs.tell(row.id, phase="writing", step=5, text="Writing")
    assert runs.result_of(row.id) is None
    with engine.connect() as db:
        acts = audit.latest(db, workbook_id=BOOK, most=10)
        assert [act.act for act in acts] == [Act.REFRESH_FAILED, Act.REFRESH_STARTED]


@pytest.mark.parametrize(
    ("error", "act"),
    [
        (errors.NotYoursOrNotThere(), Act.REFRESH_REFUSED),
        (errors.NotAllowedToWrite(), Act.REFRESH_REFUSED),
        (errors.GoogleUnavailable(), Act.REFRESH_FAILED),
    ],
)
def test_a_refusal_is_told_from_a_failure(engine: sa.Engine, error: errors.AppError, act: Act) -> None:
    runs = Runs(engine)
    row, _ = _open(runs)
    runs.failed(row, error)
    with engine.connect() as db:
        assert audit.latest(db, most=1)[0].act is act
        assert audit.of_workbook(db, BOOK, most=10) == []  # it was never read: not part of its history


def test_a_failure_is_kept_as_the_problem_it_is(engine: sa.Engine) -> None:
    runs = Runs(engine)
    row, _ = _open(runs)
    runs.failed(row, errors.QuotaExhausted("Used up.", retry_after=11.2))
    found = runs.find(row.id)
    assert found
    problem = json.loads(found.error or "")
    assert problem["type"] == "/problems/quota-exhausted"
    assert (problem["status"], problem["retry_after"], problem["run"]) == (429, 12, row.id)
    assert problem["unchanged"] == errors.NOTHING_CHANGED


def test_a_result_that_cannot_be_stored_leaves_the_run_open(engine: sa.Engine) -> None:
    """All or nothing: then the failure can still be written down."""
    runs = Runs(engine)
    row, _ = _open(runs)
    with pytest.raises(ValueError, match="Out of range"):
        runs.done(row, Done(result=RESULT, snapshot=b"1", schema_version="1", audit={"x": float("nan")}))
    with engine.connect() as db:
        assert rows.active(db, BOOK)
        assert snapshots.latest(db, BOOK) is None
    assert runs.failed(row, errors.Unexpected())


def test_long_texts_are_cut(engine: sa.Engine) -> None:
    runs = Runs(engine)
    row, _ = _open(runs)
    runs.tell(row.id, phase="reading", step=1, text="x" * 1000)
    found = runs.find(row.id)
    assert found
    assert found.text == "x" * 300
