"""Schedules and nights as rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.store import nights, runs, schedules
from app.store.schedules import ScheduleRow
from tests.support.rows import AT, BOOK, run_row

DAY = timedelta(days=1)


def schedule_row(**changes: Any) -> ScheduleRow:
    whole = {
        "workbook_id": BOOK,
        "workspace": "northlight.example",
        "title": "Harbour portal",
        "hour": 2,
        "zone": "Europe/Berlin",
        "days": "12345",
        "next_at": AT,
        "service_account": "night@project.example",
        "confirmed_sub": "1",
        "confirmed_by": "ana@northlight.example",
        "confirmed_at": AT,
        "made_sub": "1",
        "made_by": "ana@northlight.example",
        "made_at": AT,
    }
    return ScheduleRow(**(whole | changes))


def test_a_schedule_comes_back_as_it_went_in_and_is_replaced(engine: sa.Engine) -> None:
    with engine.begin() as db:
        schedules.put(db, schedule_row())
        schedules.put(db, row := schedule_row(hour=4))
        assert schedules.find(db, BOOK) == row
        assert schedules.remove(db, BOOK)
        assert not schedules.remove(db, BOOK)
        assert schedules.find(db, BOOK) is None


def test_due_is_what_is_active_and_whose_moment_has_come(engine: sa.Engine) -> None:
    with engine.begin() as db:
        schedules.put(db, schedule_row(workbook_id="later", next_at=AT + DAY))
        schedules.put(db, schedule_row(workbook_id="now"))
        schedules.put(db, schedule_row(workbook_id="long-ago", next_at=AT - DAY))
        schedules.put(db, schedule_row(workbook_id="paused", next_at=AT - DAY))
        assert schedules.pause(db, "paused", reason="unconfirmed")
        assert not schedules.pause(db, "paused", reason="another")
        assert [row.workbook_id for row in schedules.due(db, AT, most=10)] == ["long-ago", "now"]
        assert [row.workbook_id for row in schedules.due(db, AT, most=1)] == ["long-ago"]
        assert schedules.active_ids(db) == {"later", "now", "long-ago"}
        paused = schedules.find(db, "paused")
        assert paused
        assert (paused.active, paused.reason, paused.next_at) == (False, "unconfirmed", None)
        assert schedules.resume(db, "paused", next_at=AT)
        assert schedules.find(db, "paused") == schedule_row(workbook_id="paused")


def test_only_one_moves_a_schedule_on(engine: sa.Engine) -> None:
    row = schedule_row()
    with engine.begin() as db:
        schedules.put(db, row)
        assert schedules.move_on(db, row, next_at=AT + DAY)
        assert not schedules.move_on(db, row, next_at=AT + DAY)
        assert schedules.due_again(db, BOOK, at=AT)
        assert not schedules.due_again(db, BOOK, at=AT + DAY)  # sooner already
        assert schedules.find(db, BOOK) == row


def test_failures_in_a_row_are_counted(engine: sa.Engine) -> None:
    with engine.begin() as db:
        schedules.put(db, schedule_row())
        for outcome, failures in (("failed", 1), ("failed", 2), ("unchanged", 0), ("failed", 1), ("done", 0)):
            schedules.ended(db, BOOK, outcome=outcome, at=AT, title="Renamed")
            found = schedules.find(db, BOOK)
            assert found
            assert (found.outcome, found.failures, found.looked_at) == (outcome, failures, AT)
            assert found.title == "Renamed"


def test_confirmations_and_accounts(engine: sa.Engine) -> None:
    with engine.begin() as db:
        schedules.put(db, schedule_row())
        schedules.put(db, schedule_row(workbook_id="other", service_account="second@project.example"))
        assert schedules.accounts_in_use(db) == {"night@project.example": 1, "second@project.example": 1}
        assert len(schedules.unconfirmed_since(db, AT + DAY, most=5)) == 2
        assert schedules.confirm(db, BOOK, sub="2", email="ben@northlight.example", at=AT + DAY)
        assert not schedules.confirm(db, "unknown", sub="2", email="ben@northlight.example", at=AT)
        assert [row.workbook_id for row in schedules.unconfirmed_since(db, AT + DAY, most=5)] == ["other"]
        assert len(schedules.all_of(db, workspace="northlight.example")) == 2
        assert schedules.all_of(db, workspace="brightwater.example") == []
        assert schedules.all_of(db, state="paused") == []


def test_one_night_at_a_time_with_its_counts(engine: sa.Engine) -> None:
    with engine.begin() as db:
        night = nights.begun(db, AT)
        assert nights.begun(db, AT + DAY) == night
        nights.left_alone(db, night.id, workbooks=7)
        for number, state in enumerate(("done", "done", "failed", "cancelled")):
            row = run_row(id=str(number) * 32, workbook_id=str(number), mode="nightly", night_id=night.id)
            runs.add(db, row)
            assert nights.still_running(db, night.id) == 1
            runs.change(db, row.id, state=state, ended_at=AT)
        assert nights.end(db, night.id, at=AT + DAY)
        assert not nights.end(db, night.id, at=AT + DAY)
        assert nights.under_way(db) is None
        ended = replace(night, ended_at=AT + DAY, unchanged=7, done=2, failed=1)
        assert nights.find(db, night.id) == ended
        nights.told(db, night.id, at=AT + DAY)
        following = nights.begun(db, AT + DAY)
        assert nights.latest(db, most=2) == [following, replace(ended, told_at=AT + DAY)]
