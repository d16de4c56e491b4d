"""Workers that are killed, frozen and replaced in the middle of a night."""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.jobs.runs import now
from app.store import schedules
from app.store.tables import run
from tests.night.crew import ROOT, Crew, all_ended, check_night, crew, nightly_runs, until
from tests.night.house import put_schedule, put_workbook
from tests.support.database_fixtures import ordinarily_on
from tests.support.databases import KINDS
from tests.support.sandbox import RunningSandbox

DAY = timedelta(days=1)


def books_due(engine: sa.Engine, sandbox: RunningSandbox, count: int) -> list[str]:
    with ThreadPoolExecutor(4) as pool:
        books = list(pool.map(lambda _: put_workbook(sandbox), range(count)))
    for book in books:
        put_schedule(engine, book)
    return books


def edit(sandbox: RunningSandbox, book: str, hours: float) -> None:
    """What a person does by day."""
    path = f"/v4/spreadsheets/{book}/values/Actuals!E2?valueInputOption=USER_ENTERED"
    sandbox.json("PUT", path, json={"values": [[hours]]})


def due_again(engine: sa.Engine) -> None:
    """A day has passed, and it is night again."""
    with engine.begin() as db:
        for row in db.execute(sa.select(run.c.id, run.c.created_at)).all():
            db.execute(sa.update(run).where(run.c.id == row.id).values(created_at=row.created_at - DAY))
        for row in schedules.all_of(db):
            assert schedules.due_again(db, row.workbook_id, at=now() - timedelta(hours=1))


def ended(engine: sa.Engine) -> int:
    """How many runs have ended."""
    with engine.connect() as db:
        counted = sa.select(sa.func.count()).select_from(run).where(run.c.ended_at.is_not(None))
        return db.execute(counted).scalar_one()


@pytest.fixture
def workers(database_url: str, sandbox: RunningSandbox) -> Iterator[Crew]:
    with crew(database_url, sandbox) as made:
        yield made
    sandbox.faults()


@ordinarily_on(KINDS[-1])
def test_a_worker_killed_in_the_middle_of_a_night(
    engine: sa.Engine, sandbox: RunningSandbox, workers: Crew
) -> None:
    books = books_due(engine, sandbox, 12)
    sandbox.faults(latency_ms=60)
    first = workers.hire()
    workers.hire(wait=False)
    until(lambda: any(row.state == "running" and row.owner == first.id for row in nightly_runs(engine)))
    workers.kill(first)
    until(lambda: all_ended(engine, len(books)), what=lambda: nightly_runs(engine))
    sandbox.faults()
    took = check_night(engine, sandbox, books)
    assert took["taken_over"] >= 1


@ordinarily_on("sqlite")
@pytest.mark.parametrize("phase", [pytest.param("reading", marks=pytest.mark.soak), "writing"])
def test_a_frozen_worker_that_wakes_does_no_harm(
    engine: sa.Engine, sandbox: RunningSandbox, workers: Crew, phase: str
) -> None:
    (book,) = books_due(engine, sandbox, 1)
    sandbox.faults(latency_ms=700)
    frozen = workers.hire()
    until(lambda: [row for row in nightly_runs(engine) if (row.state, row.phase) == ("running", phase)])
    frozen.send(signal.SIGSTOP)
    workers.hire()
    sandbox.faults()
    until(lambda: all_ended(engine, 1))
    (row,) = nightly_runs(engine)
    assert (row.state, row.resumes) == ("done", 1)
    assert row.owner != frozen.id
    before = sandbox.json("GET", f"/v4/spreadsheets/{book}?includeGridData=true")
    frozen.send(signal.SIGCONT)
    time.sleep(1.5)
    assert sandbox.json("GET", f"/v4/spreadsheets/{book}?includeGridData=true") == before
    check_night(engine, sandbox, [book])
    if phase == "writing":
        return
    # It has come to its senses: it takes what is due next.
    workers.kill(workers.workers[1])
    edit(sandbox, book, 7)
    due_again(engine)
    until(lambda: all_ended(engine, 2), seconds=15, what=lambda: nightly_runs(engine))
    assert nightly_runs(engine)[0].owner == frozen.id
    assert check_night(engine, sandbox, [book], nights=2) == {"runs": 2, "taken_over": 1}


@pytest.mark.soak
def test_a_deployment_in_the_middle_of_a_night(
    engine: sa.Engine, sandbox: RunningSandbox, workers: Crew, tmp_path: Path
) -> None:
    """Runs of the old code end or go on under the new."""
    for part in ("app", "sheets_schema", "tests/night", "tests/siege", "tests/support", "tests/workbook"):
        ignored = shutil.ignore_patterns("__pycache__", "node_modules")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)
    (tmp_path / "tests" / "__init__.py").touch()
    changed = tmp_path / "app" / "jobs" / "workflows.py"
    changed.write_text(changed.read_text("utf-8") + "\nNEWER = True\n", "utf-8")
    books = books_due(engine, sandbox, 12)
    sandbox.faults(latency_ms=100)
    old = workers.hire()
    until(lambda: sum(row.state == "running" for row in nightly_runs(engine)) >= 2)
    new = workers.hire(code=tmp_path, wait=False)
    assert workers.dismiss(old) == 0
    until(lambda: all_ended(engine, len(books)))
    sandbox.faults()
    check_night(engine, sandbox, books)
    assert {row.owner for row in nightly_runs(engine)} == {old.id, new.id}


@pytest.mark.soak
def test_ten_nights_of_two_hundred_workbooks_with_workers_killed_at_random(
    engine: sa.Engine, sandbox: RunningSandbox, workers: Crew
) -> None:
    rng, count, kills = random.Random(20260901), 200, 0
    books = books_due(engine, sandbox, count)
    for _ in range(3):
        workers.hire(wait=False)
    begun = time.monotonic()
    for night in range(1, 11):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda book, night=night: edit(sandbox, book, 10 + night), books))
        if night > 1:
            due_again(engine)
        while not all_ended(engine, night * count):
            # By how far the night has come, not by the clock: a busy machine sees as many deaths as any.
            goal = min(ended(engine) + rng.randint(1, 35), night * count)
            until(lambda goal=goal: ended(engine) >= goal, seconds=900, every=0.1)
            time.sleep(rng.uniform(0, 0.4))
            at_work = [worker for worker in workers.workers if worker.ready.is_set()]
            workers.kill(rng.choice(at_work or workers.workers))
            workers.hire(wait=False)
            kills += 1
        took = check_night(engine, sandbox, books, nights=night)
    print(
        f"\n{engine.dialect.name}: 10 nights of {count} workbooks, three workers, {kills} killed, "
        f"{took['taken_over']} runs taken over, {took['runs']} runs, each once in effect, "
        f"{time.monotonic() - begun:.0f} s"
    )
    assert kills >= 50
