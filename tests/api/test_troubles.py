"""What can go wrong at Google, each kind by name, over HTTP: told plainly, and what is told is true.

Random schedules of all of these are elsewhere; here each is met once, and its words are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.errors import NOTHING_CHANGED, WHOLE_OR_NOT
from app.store.engine import make_engine
from tests.support.sandbox import CHIARA, NOOR, RunningSandbox
from tests.support.whole import Whole, running_whole

LATER = "When last looked at, nothing in the workbook was changed."


@dataclass(frozen=True)
class Trouble:
    """`fail`: the sandbox's faults. `landed`: whether the write is in the workbook in the end."""

    status: int
    slug: str
    unchanged: str
    landed: bool
    says: str
    fail: tuple[dict[str, Any], ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


READ, WRITE = {"kind": "read"}, {"kind": "write"}
TROUBLES = {
    "quota on reading": Trouble(
        429, "quota-exhausted", NOTHING_CHANGED, False, "requests a minute",
        ({**READ, "status": 429, "times": None},), {"run_seconds": 2},
    ),
    "quota on writing": Trouble(
        429, "quota-exhausted", NOTHING_CHANGED, False, "requests a minute",
        ({**WRITE, "status": 429, "times": None},), {"run_seconds": 3},
    ),
    "Google is down": Trouble(
        503, "google-unavailable", NOTHING_CHANGED, False, "not available",
        ({**READ, "status": 503, "times": None},), {"run_seconds": 2},
    ),
    "Google is down for writes": Trouble(
        503, "google-unavailable", NOTHING_CHANGED, False, "not available",
        ({**WRITE, "status": 503, "times": None},), {"run_seconds": 3},
    ),
    "down after writing, and can't be asked": Trouble(
        503, "google-unavailable", WHOLE_OR_NOT, True, "not available",
        ({**WRITE, "status": 503, "after_commit": True}, {**READ, "status": 403, "times": 1}),
    ),
    "cut while reading": Trouble(
        504, "timed-out", NOTHING_CHANGED, False, "did not answer when the workbook was read",
        ({**READ, "status": "cut", "times": None},), {"run_seconds": 2},
    ),
    "timed out and not written": Trouble(
        504, "timed-out", LATER, False, "the result is not in the workbook", ({**WRITE, "status": "cut"},)
    ),
    "timed out, and can't be asked": Trouble(
        504, "timed-out", WHOLE_OR_NOT, True, "nor when asked whether it is there",
        ({**WRITE, "status": "cut", "after_commit": True}, {**READ, "status": 403, "times": 1}),
    ),
    "a write too large for Google": Trouble(
        413, "too-large", NOTHING_CHANGED, False, "larger than Google lets an app",
        ({**WRITE, "status": 413},),
    ),
    "too many cells": Trouble(
        413, "too-large", NOTHING_CHANGED, False, "filled cells; 1,000 at most are read at once",
        (), {"largest_workbook_cells": 1000},
    ),
}  # fmt: skip


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    """One kind of database is enough: Google's troubles don't reach it."""
    made = make_engine(f"sqlite:///{tmp_path / 'p.db'}")
    yield made
    made.dispose()


def _landed(whole: Whole) -> bool:
    tabs = whole.spreadsheet()["sheets"]
    return "Forecast" in {tab["properties"]["title"] for tab in tabs}


def _told(answer: Any, trouble: Trouble) -> None:
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (trouble.status, f"/problems/{trouble.slug}")
    assert problem["unchanged"] == trouble.unchanged
    assert trouble.says in problem["detail"]
    assert problem["mend"]
    assert problem["run"]
    assert (trouble.status == 429) == ("retry_after" in problem)


def _reads_the_cells_only_once(fail: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
    """A fault of reads that is meant for the look after the write lets the first read pass."""
    if fail and fail[0]["kind"] == "write":
        return ({"kind": "read", "status": None, "times": 1}, *fail)
    return fail


@pytest.mark.parametrize("kind", TROUBLES)
def test_it_is_told_and_true(engine: sa.Engine, sandbox: RunningSandbox, kind: str) -> None:
    trouble = TROUBLES[kind]
    with running_whole(engine, sandbox, **trouble.more) as whole:
        sandbox.faults(*_reads_the_cells_only_once(trouble.fail))
        answer = whole.refresh()
        sandbox.faults()
        _told(answer, trouble)
        assert _landed(whole) is trouble.landed
        # The run says the same to whoever looks later, and a second click is safe.
        run = whole.ask("GET", f"/v1/runs/{answer.json()['run']}").json()
        assert (run["state"], run["error"]["unchanged"]) == ("failed", trouble.unchanged)
        if not trouble.more:
            assert whole.refresh().status_code == 200
            titles = [tab["properties"]["title"] for tab in whole.spreadsheet()["sheets"]]
            assert len(titles) == len(set(titles))


def test_timed_out_but_written_is_a_result(engine: sa.Engine, sandbox: RunningSandbox) -> None:
    with running_whole(engine, sandbox) as whole:
        sandbox.faults({**WRITE, "status": "cut", "after_commit": True})
        answer = whole.refresh()
        assert (answer.status_code, answer.json()["state"]) == (200, "done")
        assert whole.sheets()[::2] == [("read", 200), ("read", 200)]  # and the write that was cut in between
        assert _landed(whole)


def test_not_yours_and_not_there_are_one(engine: sa.Engine, sandbox: RunningSandbox) -> None:
    with running_whole(engine, sandbox) as whole:
        whole.share(CHIARA, "reader")
        for answer in (whole.refresh(as_=NOOR), whole.refresh(book="x" * 44)):
            assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
            assert answer.json()["unchanged"] == NOTHING_CHANGED
        reader = whole.refresh(as_=CHIARA)
        assert (reader.status_code, reader.json()["type"]) == (403, "/problems/not-allowed-to-write")
        assert not _landed(whole)


def test_out_of_reach(engine: sa.Engine, sandbox: RunningSandbox) -> None:
    """A port on which nobody listens, for Sheets alone: certificates and tokens come from the sandbox."""
    with running_whole(engine, sandbox, run_seconds=2) as whole:
        google = whole.rooms.google
        google._addresses = replace(google._addresses, sheets="http://127.0.0.1:9")
        answer = whole.refresh()
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/google-unreachable")
        assert answer.json()["unchanged"] == NOTHING_CHANGED
