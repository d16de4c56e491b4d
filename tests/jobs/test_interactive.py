"""Waiting for a refresh, joining one, and what becomes of those that break."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from app import errors
from app.google.caller import Caller
from app.jobs.interactive import Interactive, Tell
from app.jobs.runs import Done, Runs
from app.store.runs import RunRow
from tests.jobs.test_runs import ANA, BEN, DONE
from tests.support.rows import BOOK

Scene = Callable[[Interactive], Coroutine[Any, Any, None]]


def _play(engine: sa.Engine, work: Callable[..., Done], scene: Scene) -> None:
    async def whole() -> None:
        interactive = Interactive(Runs(engine), work, owner="process", at_once=4, each=1)
        try:
            await scene(interactive)
        finally:
            await asyncio.to_thread(interactive.close)

    asyncio.run(whole())


def _state(engine: sa.Engine, run_id: str) -> RunRow:
    found = Runs(engine).find(run_id)
    assert found
    return found


def test_a_quick_refresh_is_waited_for(engine: sa.Engine) -> None:
    seen: list[tuple[str, str]] = []

    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        tell("forecasting", 3, "Forecasting 42 lines")
        seen.append((row.workbook_id, caller.access_token))
        return DONE

    async def scene(interactive: Interactive) -> None:
        row, new = await interactive.start(BOOK, ANA)
        await interactive.wait(row.id, seconds=10)
        assert new
        assert _state(engine, row.id).state == "done"

    _play(engine, work, scene)
    assert seen == [(BOOK, "ya29.ana")]


def test_a_slow_one_goes_on_after_the_wait_and_is_joined(engine: sa.Engine) -> None:
    go = threading.Event()

    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        tell("writing", 5, "Writing")
        assert go.wait(10)
        return DONE

    async def scene(interactive: Interactive) -> None:
        row, _ = await interactive.start(BOOK, ANA)
        await interactive.wait(row.id, seconds=0.05)
        assert _state(engine, row.id).state == "running"
        joined, new = await interactive.start(BOOK, BEN)
        assert (joined.id, new) == (row.id, False)
        go.set()
        await interactive.wait(row.id, seconds=10)
        assert _state(engine, row.id).state == "done"

    _play(engine, work, scene)


def test_hanging_up_does_not_stop_the_work(engine: sa.Engine) -> None:
    go = threading.Event()

    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        assert go.wait(10)
        return DONE

    async def scene(interactive: Interactive) -> None:
        row, _ = await interactive.start(BOOK, ANA)
        waiting = asyncio.ensure_future(interactive.wait(row.id, seconds=10))
        await asyncio.sleep(0.05)
        waiting.cancel()
        go.set()
        await interactive.wait(row.id, seconds=10)
        assert _state(engine, row.id).state == "done"

    _play(engine, work, scene)


@pytest.mark.parametrize(
    ("fault", "slug"),
    [
        (errors.NoStatusDate("Settings!B4 is blank."), "no-status-date"),
        (ZeroDivisionError("ya29.secret"), "internal"),
        (MemoryError(), "internal"),
    ],
)
def test_whatever_happens_the_run_ends(engine: sa.Engine, fault: Exception, slug: str) -> None:
    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        raise fault

    async def scene(interactive: Interactive) -> None:
        row, _ = await interactive.start(BOOK, ANA)
        await interactive.wait(row.id, seconds=10)
        ended = _state(engine, row.id)
        assert ended.state == "failed"
        assert f"/problems/{slug}" in (ended.error or "")
        assert "ya29" not in (ended.error or "")

    _play(engine, work, scene)


def test_a_failure_is_written_down_once_the_database_answers_again(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused, failed = iter([True, True, False]), Runs.failed

    def sometimes(runs: Runs, row: RunRow, error: errors.AppError) -> bool:
        if next(refused):
            raise sa.exc.OperationalError("UPDATE run", {}, Exception("database is locked"))
        return failed(runs, row, error)

    monkeypatch.setattr(Runs, "failed", sometimes)
    monkeypatch.setattr("app.jobs.interactive.FAIL_PAUSES", (0.0, 0.0, 0.0))

    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        raise errors.NoBudgetTab

    async def scene(interactive: Interactive) -> None:
        row, _ = await interactive.start(BOOK, ANA)
        await interactive.wait(row.id, seconds=10)
        assert _state(engine, row.id).state == "failed"

    _play(engine, work, scene)


def test_work_on_a_run_that_was_ended_stops_at_its_next_step(engine: sa.Engine) -> None:
    ended, reached = threading.Event(), list[str]()

    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        assert ended.wait(10)
        tell("writing", 5, "Writing")
        reached.append("written")
        return DONE

    async def scene(interactive: Interactive) -> None:
        row, _ = await interactive.start(BOOK, ANA)
        Runs(engine).failed(row, errors.Interrupted())
        ended.set()
        await interactive.wait(row.id, seconds=10)

    _play(engine, work, scene)
    assert reached == []


def test_the_log_names_run_and_request(engine: sa.Engine) -> None:
    found: dict[str, Any] = {}

    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        found.update(structlog.contextvars.get_contextvars(), id=row.id)
        return DONE

    async def scene(interactive: Interactive) -> None:
        structlog.contextvars.bind_contextvars(request_id="request-1")
        row, _ = await interactive.start(BOOK, ANA)
        await interactive.wait(row.id, seconds=10)

    _play(engine, work, scene)
    assert (found["request_id"], found["run"]) == ("request-1", found["id"])
