"""Runs whose process died are ended, by whoever is alive."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import timedelta

import sqlalchemy as sa

from app.jobs.runs import Runs, now
from app.jobs.upkeep import Upkeep
from app.store import audit, runs, workers
from app.store.audit import Act
from app.store.workers import Worker
from tests.jobs.test_runs import ANA
from tests.support.rows import BOOK, run_row

DIES = """
import os, sys
from app.google.caller import Caller
from app.jobs.runs import Runs
from app.jobs.upkeep import Upkeep
from app.store.engine import make_engine
engine = make_engine(sys.argv[1])
upkeep = Upkeep(engine)
upkeep.start()
caller = Caller(sub="1", email="ana@northlight.example", access_token="ya29.ana")
Runs(engine).open_interactive(sys.argv[2], caller, owner=upkeep.worker_id, text="Reading")
print("open", flush=True)
sys.stdin.read()
"""


def test_after_a_crash_the_next_start_ends_the_run(engine: sa.Engine, database_url: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", DIES, database_url, BOOK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        upkeep = Upkeep(engine)
        upkeep.beat()
        assert upkeep.reap() == []  # it lives
        process.kill()
        process.wait(10)
        (ended,) = upkeep.reap()
    found = Runs(engine).find(ended)
    assert found
    assert found.state == "interrupted"
    problem = json.loads(found.error or "")
    assert problem["type"] == "/problems/interrupted"
    with engine.connect() as db:
        act, _ = audit.latest(db, workbook_id=BOOK, most=10)
        assert runs.active(db, BOOK) is None
    assert act.act is Act.REFRESH_INTERRUPTED


def test_a_process_elsewhere_is_dead_after_a_minute_of_silence(engine: sa.Engine) -> None:
    upkeep = Upkeep(engine)
    upkeep.beat()
    with engine.begin() as db:
        for name, age in (("silent", 61), ("alive", 50)):
            workers.beat(db, Worker(id=name, host="elsewhere", pid=1, beat_at=now() - timedelta(seconds=age)))
            runs.add(db, run_row(id=name[0] * 32, workbook_id=name, owner=name, created_at=now()))
    assert upkeep.reap() == ["s" * 32]


def test_a_reused_process_number_is_not_taken_for_the_dead(engine: sa.Engine) -> None:
    """In a container every start is process 1 of the same host."""
    upkeep = Upkeep(engine)
    upkeep.beat()
    with engine.begin() as db:
        me = workers.since(db, now() - timedelta(seconds=5))[0]
        workers.beat(db, Worker(id="before", host=me.host, pid=me.pid, beat_at=now()))
        runs.add(db, run_row(owner="before", created_at=now()))
    assert upkeep.reap() == ["9" * 32]


def test_the_thread_beats_until_it_is_stopped(engine: sa.Engine) -> None:
    upkeep = Upkeep(engine, beat_seconds=0.01)
    upkeep.start()
    with engine.connect() as db:
        first = workers.since(db, now() - timedelta(seconds=5))[0].beat_at
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with engine.connect() as db:
            if workers.since(db, now() - timedelta(seconds=5))[0].beat_at > first:
                break
        time.sleep(0.01)
    else:
        raise AssertionError("no second beat")
    upkeep.stop()
    with engine.connect() as db:
        assert workers.since(db, now() - timedelta(days=1)) == []


def test_ones_own_runs_are_left_alone(engine: sa.Engine) -> None:
    upkeep = Upkeep(engine)
    upkeep.beat()
    Runs(engine).open_interactive(BOOK, ANA, owner=upkeep.worker_id, text="Reading")
    assert upkeep.reap() == []
