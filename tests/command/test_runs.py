"""The night's commands: `plumbline runs`, `plumbline runs retry`, `plumbline worker`."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from app.cli import app
from app.command.worker import work
from app.errors import NoStatusDate
from app.jobs import engine as night_engine
from app.jobs.engine import Jobs
from app.jobs.night_runs import NightRuns
from app.jobs.recurrence import next_after
from app.jobs.scheduling import rule_of
from app.settings import Settings
from app.store import schedules
from tests.night.house import put_schedule
from tests.support.database_fixtures import database_url, engine, template

__all__ = ["database_url", "engine", "template"]


@pytest.fixture
def at(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> sa.Engine:
    """The commands' own database."""
    url = engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("PLUMBLINE_DATABASE_URL", url)
    night_engine.migrate(url)
    return engine


def said(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def lines(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said("runs", "--json", *words).stdout.splitlines()]


def fail(at: sa.Engine, book: str) -> str:
    """A night in which this workbook was not refreshed; the run."""
    night = NightRuns(at, Jobs(at), owner="worker")
    row = put_schedule(at, book, title=f"Project {book}")
    queued = night.queue(row, next_at=next_after(rule_of(row), row.made_at))
    assert queued
    taken = night.take(queued.id)
    assert taken
    assert night.failed(taken, NoStatusDate())
    return queued.id


def test_runs_are_listed_with_why_they_failed(at: sa.Engine) -> None:
    run_id = fail(at, "book")
    (line,) = lines()
    assert (line["run"], line["workbook"], line["title"]) == (run_id, "book", "Project book")
    assert (line["state"], line["error"], line["taken_over"]) == ("failed", "no-status-date", 0)
    assert lines("--state", "done") == []
    assert [one["run"] for one in lines("--state", "failed")] == [run_id]
    assert "failed" in said("runs").stdout


def test_failed_ones_are_tried_again_ahead_of_the_others(at: sa.Engine) -> None:
    fail(at, "book")
    fail(at, "paused")
    with at.begin() as db:
        schedules.pause(db, "paused", reason="not-shared")
    again = said("runs", "retry", "--failed")
    assert (again.exit_code, again.stdout) == (0, "book: queued\n")
    assert [one["workbook"] for one in lines("--state", "queued")] == ["book"]
    (job,) = Jobs(at)._client.list_workflows(status="ENQUEUED", name="nightly_refresh", sort_desc=True)[:1]
    assert job.priority == night_engine.URGENT
    twice = said("runs", "retry", "book", "paused", "unknown")
    assert twice.exit_code == 1
    assert twice.stdout.splitlines() == [
        "book: is being refreshed already",
        "paused: paused: not-shared",
        "unknown: not refreshed by night",
    ]


def test_a_worker_without_a_service_account_says_so(at: sa.Engine) -> None:
    assert work(Settings()) == 1
