"""`plumbline audit`: from the service's own database, refusals included."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.jobs.runs import now
from app.store import audit
from app.store.audit import Act, AuditRow
from app.store.engine import make_engine
from app.store.migrate import upgrade
from tests.support.rows import BOOK


@pytest.fixture
def _database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'p.db'}"
    monkeypatch.setenv("PLUMBLINE_DATABASE_URL", url)
    upgrade(url)
    engine = make_engine(url)
    touched = [{"tab": "Forecast", "what": "values", "cells": ["A1"], "more": 0, "before": "0", "after": "1"}]
    with engine.begin() as db:
        for days, book, act, details in (
            (3, BOOK, Act.REFRESH_REFUSED, {"error": "not-found"}),
            (2, BOOK, Act.REFRESH_DONE, {"rows_written": 1, "highlights": 2, "touched": touched}),
            (0, "another", Act.REFRESH_STARTED, {}),
        ):
            at = now() - timedelta(days=days)
            person = {"actor_sub": "1", "actor_email": "ana@northlight.example"}
            audit.add(db, AuditRow(at=at, act=act, workbook_id=book, run_id=None, details=details, **person))
    engine.dispose()


def _asked(*arguments: str) -> str:
    told = CliRunner().invoke(app, ["audit", *arguments], env={"COLUMNS": "200"})
    assert told.exit_code == 0, told.output
    return told.output


@pytest.mark.usefixtures("_database")
def test_a_table_for_people() -> None:
    lines = _asked().splitlines()
    assert len(lines) == 4
    assert "Started a refresh" in lines[1]
    assert "Refreshed: 1 row on 1 tab written, 2 cells highlighted" in lines[2]
    assert "Was refused a refresh: not found, or not yours" in lines[3]
    assert all("ana@northlight.example" in line for line in lines[1:])


@pytest.mark.usefixtures("_database")
def test_a_line_of_json_an_act() -> None:
    acts = [json.loads(line) for line in _asked("--json", BOOK).splitlines()]
    assert [act["act"] for act in acts] == ["workbook:refresh:done", "workbook:refresh:refused"]
    assert acts[0]["actor_sub"] == "1"
    assert acts[0]["details"]["rows_written"] == 1


@pytest.mark.usefixtures("_database")
def test_the_last_days_and_no_more_than_asked_for() -> None:
    assert len(_asked("--json", "--days", "1").splitlines()) == 1
    assert len(_asked("--json", "--most", "2").splitlines()) == 2
