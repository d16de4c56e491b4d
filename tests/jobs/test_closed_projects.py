"""One workbook's closed project shows in the range of another of its workspace, and of no other's."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from app.google.caller import Caller
from app.jobs.refreshing import refreshed
from app.jobs.runs import Runs
from app.store import closed_projects
from app.workbook.book import Book
from app.workbook.plan import WritePlan
from tests.workbook.books import SMALL, draft

ANA = Caller(sub="1", email="ana@northlight.example", access_token="ya29.ana")
EVE = Caller(sub="2", email="eve@elsewhere.example", access_token="ya29.eve")


class Cells:
    """A workbook of these rows; what is written goes nowhere."""

    def __init__(self, rows: dict[str, list[dict[str, Any]]]) -> None:
        self._book = draft(rows).book()

    def read(self) -> Book:
        return self._book

    def write(self, plan: WritePlan) -> None:
        assert plan.written.rows_written > 0


def rows(*, done: bool, status: date, state: str = "") -> dict[str, list[dict[str, Any]]]:
    """The small workbook as at a day: its first line finished, or all of them."""
    made = copy.deepcopy(SMALL)
    made["settings"] = [row for row in made["settings"] if row["key"] != "status_date"]
    made["settings"] += [{"key": "status_date", "value": status}]
    made["settings"] += [{"key": "state", "value": state}] if state else []
    if done:
        made["budget"] = [{**row, "progress": 1.0, "actual_finish": status} for row in made["budget"]]
    return made


def result(engine: sa.Engine, book: str, caller: Caller, **more: Any) -> dict[str, Any]:
    """The result of one run, kept as the service keeps it."""
    runs = Runs(engine)
    row, _ = runs.open_interactive(book, caller, owner="process", text="Reading the workbook")
    done = refreshed(engine, Cells(rows(**more)), row, lambda *_: None)
    assert runs.done(row, done)
    found = orjson.loads(done.result.body)
    assert isinstance(found, dict)
    return found


def history(found: dict[str, Any]) -> str:
    return str(found["figures"]["outlook"]["calibrated"]["cost"]["history"])


def stored(engine: sa.Engine) -> list[dict[str, Any]]:
    with engine.connect() as db:
        return closed_projects.of(db, "northlight.example", but="")


OPEN: dict[str, Any] = {"done": False, "status": date(2026, 3, 31)}
DONE: dict[str, Any] = {"done": True, "status": date(2026, 6, 30)}


def test_a_closed_project_teaches_the_others_of_its_workspace(engine: sa.Engine) -> None:
    assert "not your history" in history(result(engine, "a", ANA, **OPEN))
    assert stored(engine) == []
    result(engine, "a", ANA, **DONE)
    (one,) = stored(engine)
    (point,) = one["points"]
    assert (point["tenth"], point["share"]) == (2, pytest.approx(8000 / 43000.5))
    assert "8000" not in str(one)
    assert history(result(engine, "b", ANA, **OPEN)).startswith("your 1 closed project, too few alone")
    assert history(result(engine, "c", EVE, **OPEN)) == "reference class, not your history"


def test_a_project_never_learns_from_itself_and_may_be_opened_again(engine: sa.Engine) -> None:
    result(engine, "a", ANA, **OPEN)
    result(engine, "a", ANA, **DONE)
    assert history(result(engine, "a", ANA, **OPEN)) == "reference class, not your history"
    assert stored(engine) == []


def test_settings_say_when_it_is_closed(engine: sa.Engine) -> None:
    result(engine, "a", ANA, **OPEN)
    result(engine, "a", ANA, **DONE, state="open")
    assert stored(engine) == []
    result(engine, "a", ANA, **OPEN, state="closed")
    assert len(stored(engine)) == 1
