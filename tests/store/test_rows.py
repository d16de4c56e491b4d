"""Runs, results, snapshots and audit as rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from app.store import audit, bodies, runs, snapshots, workers
from app.store.audit import Act, AuditRow
from app.store.runs import NewResult
from app.store.workers import Worker
from tests.support.rows import AT, BOOK, run_row


def _done(db: sa.Connection, run_id: str, *, minutes: int = 0, body: bytes = b"{}") -> None:
    at = AT + timedelta(minutes=minutes)
    runs.add(db, run_row(id=run_id, created_at=at))
    assert runs.change(db, run_id, state="done", phase="done", ended_at=at)
    runs.keep_result(
        db, run_id, NewResult(body=body, status_date=date(2026, 8, 31), eac=2.5, bac=2.0, colour="red")
    )


def test_a_run_comes_back_as_it_went_in(engine: sa.Engine) -> None:
    row = run_row(text="Überstunden lesen")
    with engine.begin() as db:
        runs.add(db, row)
    with engine.connect() as db:
        assert runs.find(db, row.id) == row
        assert runs.active(db, BOOK) == row
        assert runs.find(db, "0" * 32) is None


def test_times_are_utc_whatever_zone_they_came_in(engine: sa.Engine) -> None:
    local = datetime(2026, 9, 1, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    with engine.begin() as db:
        runs.add(db, run_row(created_at=local))
        found = runs.active(db, BOOK)
    assert found
    assert found.created_at == datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
    assert found.created_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(engine: sa.Engine) -> None:
    with engine.begin() as db, pytest.raises(StatementError, match="without a zone"):
        runs.add(db, run_row(created_at=datetime(2026, 9, 1)))  # noqa: DTZ001 - what is refused


def test_one_active_run_a_workbook(engine: sa.Engine) -> None:
    with engine.begin() as db:
        runs.add(db, run_row(id="a" * 32))
    with pytest.raises(IntegrityError), engine.begin() as db:
        runs.add(db, run_row(id="b" * 32))
    with engine.begin() as db:
        runs.add(db, run_row(id="c" * 32, workbook_id="another"))
        assert runs.change(db, "a" * 32, state="done")
        runs.add(db, run_row(id="d" * 32))


def test_an_end_is_final(engine: sa.Engine) -> None:
    with engine.begin() as db:
        runs.add(db, run_row(id="a" * 32))
        assert runs.change(db, "a" * 32, state="failed")
        assert not runs.change(db, "a" * 32, state="done")
        assert not runs.change(db, "a" * 32, text="still here")
        found = runs.find(db, "a" * 32)
    assert found
    assert (found.state, found.active) == ("failed", False)


def test_a_click_is_one_run_for_its_person(engine: sa.Engine) -> None:
    with engine.begin() as db:
        runs.add(db, run_row(id="a" * 32, idempotency_key="click", state="done"))
        runs.add(db, run_row(id="b" * 32, idempotency_key="click", state="done", by_sub="another"))
        found = runs.by_key(db, sub="another", key="click")
        assert found
        assert found.id == "b" * 32
    with pytest.raises(IntegrityError), engine.begin() as db:
        runs.add(db, run_row(id="c" * 32, idempotency_key="click", state="done"))


def test_results_are_kept_byte_by_byte(engine: sa.Engine) -> None:
    body = bodies.canonical({"b": [1.1, None], "a": "żółć"})
    assert body == '{"a":"żółć","b":[1.1,null]}'.encode()
    with engine.begin() as db:
        _done(db, "a" * 32, body=body)
        assert runs.result_body(db, "a" * 32) == body
        assert runs.result_body(db, "b" * 32) is None


def test_an_undefined_number_is_never_stored() -> None:
    with pytest.raises(ValueError, match="Out of range float"):
        bodies.canonical({"cpi": float("nan")})


def test_last_is_the_latest_result_whatever_failed_since(engine: sa.Engine) -> None:
    with engine.begin() as db:
        runs.add(db, run_row(id="f" * 32, state="failed", phase="understanding"))
        first = runs.last(db, BOOK)
        assert first
        assert first.id == "f" * 32  # nothing better yet
        _done(db, "a" * 32, minutes=1)
        _done(db, "b" * 32, minutes=2)
        late = AT + timedelta(minutes=3)
        runs.add(db, run_row(id="c" * 32, state="failed", phase="writing", created_at=late))
        found = runs.last(db, BOOK)
        assert found
        assert found.id == "b" * 32
        assert [one.run.id[0] for one in runs.history(db, BOOK, most=10)] == ["c", "b", "a", "f"]
        newest, second = runs.history(db, BOOK, most=2)
    assert (newest.status_date, newest.eac, newest.colour) == (None, None, None)
    assert (second.status_date, second.eac, second.bac) == (date(2026, 8, 31), 2.5, 2.0)


def test_who_never_read_the_workbook_leaves_no_trace_in_its_history(engine: sa.Engine) -> None:
    with engine.begin() as db:
        runs.add(db, run_row(id="a" * 32, state="failed", phase="reading"))
        assert runs.last(db, BOOK) is None
        assert runs.history(db, BOOK, most=10) == []


def test_one_content_is_stored_once(engine: sa.Engine) -> None:
    with engine.begin() as db:
        for minutes, (run_id, body) in enumerate([("a" * 32, b"1"), ("b" * 32, b"1"), ("c" * 32, b"2")]):
            _done(db, run_id, minutes=minutes)
            snapshots.keep(
                db,
                workbook_id=BOOK,
                run_id=run_id,
                taken_at=AT + timedelta(minutes=minutes),
                schema_version="1",
                body=body,
            )
        assert db.execute(sa.text("SELECT count(*) FROM snapshot_body")).scalar() == 2
        assert db.execute(sa.text("SELECT count(*) FROM snapshot")).scalar() == 3
        latest = snapshots.latest(db, BOOK)
        assert snapshots.latest(db, "another") is None
    assert latest
    assert (latest.run_id, latest.body, latest.sha256) == ("c" * 32, b"2", bodies.digest(b"2"))


def test_runs_of_the_dead_and_of_old_are_interrupted(engine: sa.Engine) -> None:
    late = AT + timedelta(hours=2)
    with engine.begin() as db:
        runs.add(db, run_row(id="a" * 32, workbook_id="one", owner="living", created_at=late))
        runs.add(db, run_row(id="b" * 32, workbook_id="two", owner="dead", created_at=late))
        runs.add(db, run_row(id="c" * 32, workbook_id="three", owner="living", created_at=AT))
        ended = runs.interrupt(
            db, living=["living"], begun_before=AT + timedelta(hours=1), at=late, error="{}"
        )
        assert {row.id[0] for row in ended} == {"b", "c"}
        assert runs.active(db, "one")
        assert not runs.interrupt(
            db, living=["living"], begun_before=AT + timedelta(hours=1), at=late, error="{}"
        )
        found = runs.find(db, "b" * 32)
    assert found
    assert (found.state, found.error, found.ended_at) == ("interrupted", "{}", late)


def test_the_audit_is_kept_in_order(engine: sa.Engine) -> None:
    rows = [
        AuditRow(
            at=AT + timedelta(minutes=minutes),
            actor_sub="1",
            actor_email="ana@northlight.example",
            act=Act.REFRESH_DONE,
            workbook_id=BOOK,
            run_id="a" * 32,
            details={"rows_written": minutes},
        )
        for minutes in range(3)
    ]
    with engine.begin() as db:
        for row in rows:
            audit.add(db, row)
        assert audit.of_workbook(db, BOOK, most=2) == [rows[2], rows[1]]


def test_processes_give_signs_of_life(engine: sa.Engine) -> None:
    me = Worker(id="w" * 32, host="here", pid=7, beat_at=AT)
    with engine.begin() as db:
        workers.beat(db, me)
        workers.beat(db, Worker(id=me.id, host="here", pid=7, beat_at=AT + timedelta(seconds=15)))
        assert [one.beat_at for one in workers.since(db, AT)] == [AT + timedelta(seconds=15)]
        assert workers.since(db, AT + timedelta(minutes=1)) == []
        workers.forget(db, me.id)
        assert workers.since(db, AT - timedelta(days=1)) == []


def _act(act: Act, *, minutes: int = 0, run_id: str | None = None, book: str = BOOK) -> AuditRow:
    return AuditRow(
        at=AT + timedelta(minutes=minutes),
        actor_sub="1",
        actor_email="ana@northlight.example",
        act=act,
        workbook_id=book,
        run_id=run_id,
        details={},
    )


def test_a_workbooks_history_leaves_out_those_who_never_read_it(engine: sa.Engine) -> None:
    with engine.begin() as db:
        runs.add(db, run_row(id="a" * 32, state="failed", phase="reading"))
        runs.add(db, run_row(id="b" * 32, state="done", phase="done"))
        audit.add(db, _act(Act.REFRESH_REFUSED, run_id="a" * 32))
        audit.add(db, _act(Act.REFRESH_DONE, run_id="b" * 32, minutes=1))
        audit.add(db, _act(Act.REFRESH_DONE, minutes=2))  # without a run
        audit.add(db, _act(Act.REFRESH_DONE, minutes=3, book="another"))
        assert [act.run_id for act in audit.of_workbook(db, BOOK, most=10)] == [None, "b" * 32]
        assert len(audit.latest(db, most=10)) == 4
        assert len(audit.latest(db, workbook_id=BOOK, since=AT + timedelta(minutes=1), most=10)) == 2


TAMPERING = {
    "change": "UPDATE audit SET actor_email = 'nobody@example.com'",
    "change nothing": "UPDATE audit SET actor_email = actor_email WHERE id IS NOT NULL",
    "remove": "DELETE FROM audit",
}
SQLITE = {
    "replace": "INSERT OR REPLACE INTO audit SELECT id, at, 'x', 'x', act, 'x', run_id, details FROM audit",
    "ignore": "UPDATE OR IGNORE audit SET actor_email = 'nobody@example.com'",
    "overwrite": "UPDATE OR REPLACE audit SET id = 'x'",
    "upsert": "INSERT INTO audit SELECT * FROM audit WHERE 1 ON CONFLICT (id) DO UPDATE SET actor_sub = 'x'",
}
POSTGRESQL = {
    "truncate": "TRUNCATE audit",
    "truncate with all": "TRUNCATE audit, run CASCADE",
    "upsert": "INSERT INTO audit SELECT * FROM audit ON CONFLICT (id) DO UPDATE SET actor_sub = 'x'",
    "merge": "MERGE INTO audit USING audit old ON audit.id = old.id WHEN MATCHED THEN DELETE",
}


def test_nobody_changes_the_audit(engine: sa.Engine) -> None:
    """The database itself refuses, whatever program asks."""
    with engine.begin() as db:
        audit.add(db, _act(Act.REFRESH_DONE))
    own = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[engine.dialect.name]
    for statement in (TAMPERING | own).values():
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as db:
            db.execute(sa.text(statement))
        with engine.connect() as db:
            assert audit.latest(db, most=10) == [_act(Act.REFRESH_DONE)]


def test_errors_of_the_database_do_not_show_values(engine: sa.Engine) -> None:
    with pytest.raises(DBAPIError) as caught, engine.begin() as db:
        db.execute(sa.text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "ya29.secret-value"})
    assert "ya29" not in str(caught.value)
