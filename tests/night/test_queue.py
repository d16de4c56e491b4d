"""What the night queues and what it leaves, without an engine at work: rows and jobs alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.errors import (
    AppError,
    GoogleUnavailable,
    NoStatusDate,
    NotAllowedToWrite,
    NotYoursOrNotThere,
    QuotaExhausted,
)
from app.google.caller import Caller
from app.google.retry import Patience
from app.jobs import chores as night_chores
from app.jobs.engine import Jobs
from app.jobs.night_runs import NightRuns
from app.jobs.nightly import Nightly
from app.jobs.pauses import NOT_EDITOR, NOT_SHARED, UNCONFIRMED, WORKSPACE
from app.jobs.recurrence import next_after
from app.jobs.runs import Runs, now
from app.jobs.scheduling import rule_of
from app.store import runs, schedules
from app.store.audit import Act
from app.store.runs import RunRow
from tests.jobs.test_runs import DONE
from tests.night.house import House, put_schedule
from tests.support.sandbox import SERVICE_ACCOUNT, RunningSandbox
from tests.support.whole import running_whole

ANA = Caller(sub="1", email="ana@northlight.example", access_token="t")
DAY = timedelta(days=1)
AT_ONCE = Patience(attempts=3, first_seconds=0, longest_seconds=0)


def queued(house: House, book: str = "book") -> RunRow:
    put_schedule(house.engine, book)
    house.tick("start_due")
    (row,) = house.runs(book)
    assert row.state == "queued"
    return row


def click(house: House, book: str = "book") -> tuple[RunRow, bool]:
    return Runs(house.engine).open_interactive(book, ANA, owner="web", text="Reading the workbook")


def own(house: House, owner: str = "worker") -> NightRuns:
    return NightRuns(house.engine, Jobs(house.engine), owner=owner)


def nightly(house: House, *ends: Any) -> Nightly:
    """What works on runs, each attempt ending so: an error, or what is to be kept."""
    left = list(ends)

    def work(row: RunRow) -> Any:
        end = left.pop(0)
        if isinstance(end, Exception):
            raise end
        return end

    after = house.shift._scheduling.after_failure
    return Nightly(own(house), work, after_failure=after, patience=AT_ONCE)


def test_ten_clicks_at_once_are_one_run(house: House) -> None:
    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(lambda _: click(house), range(10)))
    assert len({row.id for row, _ in found}) == 1
    assert sorted(new for _, new in found) == [False] * 9 + [True]


def test_ten_clicks_while_a_nightly_run_waits_are_one_run_and_it_gives_way(house: House) -> None:
    waiting = queued(house)
    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(lambda _: click(house), range(10)))
    assert len({row.id for row, _ in found}) == 1
    assert house.runs()[0].state == "cancelled"
    assert own(house).take(waiting.id) is None


def test_a_click_while_a_nightly_run_is_at_work_joins_it(house: House) -> None:
    row = queued(house)
    assert own(house).take(row.id)
    joined, new = click(house)
    assert (joined.id, new) == (row.id, False)


def test_a_workbook_whose_night_gave_way_is_not_missed(house: House) -> None:
    """The person's refresh failed: the night comes back to it. It succeeded: there is nothing left to do."""
    queued(house)
    mine, _ = click(house)
    house.tick("start_due")  # the click is at work
    assert [row.state for row in house.runs()] == ["cancelled"]
    Runs(house.engine).failed(mine, NoStatusDate())
    house.tick("start_due")
    assert sorted(row.state for row in house.runs()) == ["cancelled", "queued"]
    again, _ = click(house)
    assert Runs(house.engine).done(again, DONE)
    house.tick("start_due")
    assert sorted(row.state for row in house.runs()) == ["cancelled", "cancelled"]
    schedule = house.schedule("book")
    assert schedule.outcome == "done"
    assert schedule.next_at
    assert schedule.next_at > now()


def test_several_processes_at_once_queue_each_workbook_once(house: House) -> None:
    for number in range(20):
        put_schedule(house.engine, f"book-{number}")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: house.tick("start_due"), range(4)))
    assert sorted(row.workbook_id for row in house.runs()) == sorted(f"book-{n}" for n in range(20))
    assert len(house.nights()) == 1


def test_three_nights_of_downtime_are_one_run(house: House) -> None:
    put_schedule(house.engine, "book", next_at=now() - 3 * DAY)
    for _ in range(3):
        house.tick("start_due")
    (row,) = house.runs()
    schedule = house.schedule("book")
    assert schedule.next_at == next_after(rule_of(schedule), row.created_at)


def test_a_refresh_before_the_last_night_does_not_stand_for_it(house: House) -> None:
    """Down for three nights; somebody refreshed on the first day."""
    put_schedule(house.engine, "book", next_at=now() - 3 * DAY)
    mine, _ = click(house)
    assert Runs(house.engine).done(mine, DONE)
    with house.engine.begin() as db:
        db.execute(sa.text("UPDATE run SET created_at = :at"), {"at": "2026-01-01 00:00:00+00:00"})
    house.tick("start_due")
    assert [row.state for row in house.runs()] == ["queued"]


def test_unchanged_is_left_alone_and_asked_about_once_more(house: House) -> None:
    for book in ("calm", "edited", "busy"):
        put_schedule(house.engine, book)
    house.drive.alone, house.drive.edited = {"calm", "edited"}, {"edited"}
    house.tick("start_due")
    assert [row.workbook_id for row in house.runs()] == ["busy"]
    house.tick("ask_again", "end_night")
    assert house.drive.asked == [3]  # not before Drive has had time to tell
    with house.engine.begin() as db:
        later = schedules.due(db, now() + 8 * DAY, most=9)
        for row in later:
            if row.outcome:
                schedules.ended(db, row.workbook_id, outcome=row.outcome, at=now() - timedelta(minutes=2))
    house.tick("ask_again")
    assert house.drive.asked == [3, 2]
    assert sorted(row.workbook_id for row in house.runs()) == ["busy", "edited"]
    assert house.schedule("calm").outcome == "unchanged"
    house.tick("ask_again")
    assert house.drive.asked == [3, 2]
    (night,) = house.nights()
    assert (night.unchanged, night.ended_at) == (1, None)


def test_a_night_ends_once_with_its_counts_and_what_follows_is_queued(house: House) -> None:
    first, second = queued(house, "first"), queued(house, "second")
    house.tick("end_night")
    assert house.nights()[0].ended_at is None
    assert nightly(house, DONE).refresh(first.id) == "done"
    assert nightly(house, NoStatusDate()).refresh(second.id) == "failed"
    house.tick("end_night")
    house.tick("end_night")
    (night,) = house.nights()
    assert (night.done, night.failed) == (1, 1)
    assert night.ended_at
    follow_up = Jobs(house.engine)._client.list_workflows(name="after_night")
    assert [job.workflow_id for job in follow_up] == [f"night-{night.id}"]


def test_a_night_goes_on_while_something_is_due_soon(house: House) -> None:
    row = queued(house)
    put_schedule(house.engine, "soon", next_at=now() + timedelta(minutes=20))
    assert nightly(house, DONE).refresh(row.id) == "done"
    house.tick("end_night")
    assert house.nights()[0].ended_at is None


@pytest.mark.parametrize(
    ("error", "reason"),
    [(NotYoursOrNotThere(), NOT_SHARED), (NotAllowedToWrite(), NOT_EDITOR), (NoStatusDate(), None)],
)
def test_a_failure_is_recorded_and_told_and_lost_rights_pause(
    house: House, error: AppError, reason: Any
) -> None:
    row = queued(house)
    other = queued(house, "other")
    assert nightly(house, error).refresh(row.id) == "failed"
    assert nightly(house, DONE).refresh(other.id) == "done"  # the others go on
    (failed,) = house.runs("book")
    assert failed.state == "failed"
    assert failed.error
    assert error.slug in failed.error
    schedule = house.schedule("book")
    assert (schedule.outcome, schedule.failures) == ("failed", 1)
    assert (schedule.active, schedule.reason) == (reason is None, reason.slug if reason else "")
    acts = [act.act for act in house.acts("book")]
    assert (Act.SCHEDULE_PAUSED in acts) == (reason is not None)
    assert Act.REFRESH_FAILED in acts
    with house.engine.connect() as db:  # a night that could not read it is part of its history
        assert [one.run.id for one in runs.history(db, "book", most=5)] == [row.id]


def test_what_may_be_over_in_a_minute_is_tried_again(house: House) -> None:
    row = queued(house)
    assert nightly(house, GoogleUnavailable(), QuotaExhausted(), DONE).refresh(row.id) == "done"
    row = queued(house, "other")
    assert nightly(house, *[GoogleUnavailable()] * 3).refresh(row.id) == "failed"
    assert house.schedule("other").active


def test_a_fault_of_ours_ends_the_run_and_nothing_else(house: House) -> None:
    row = queued(house)
    assert nightly(house, ZeroDivisionError()).refresh(row.id) == "failed"
    assert '"type":"/problems/internal"' in str(house.runs()[0].error)


def test_a_run_taken_over_is_not_the_first_ones_any_more(house: House) -> None:
    row = queued(house)
    first, second = own(house, "first"), own(house, "second")
    assert first.take(row.id)
    assert second.take(row.id)
    assert not first.held(row.id)
    assert not first.tell(row.id, phase="writing", step=5, text="")
    assert not first.done(row, DONE)
    assert not first.failed(row, NoStatusDate())
    assert second.tell(row.id, phase="writing", step=5, text="")
    assert second.done(row, DONE)
    assert not second.done(row, DONE)
    assert first.take(row.id) is None


@pytest.mark.parametrize("end", ["removed", "paused"])
def test_what_is_no_longer_registered_is_not_opened(house: House, end: str) -> None:
    row = queued(house)
    with house.engine.begin() as db:
        if end == "removed":
            schedules.remove(db, "book")
        else:
            schedules.pause(db, "book", reason=UNCONFIRMED.slug)
    assert nightly(house).refresh(row.id) == "skipped"
    assert house.runs()[0].state == "cancelled"


def test_a_click_through_the_door_joins_the_nightly_run_and_sees_its_end(
    house: House, sandbox: RunningSandbox
) -> None:
    with running_whole(house.engine, sandbox, role="web") as whole:
        row = queued(house, whole.book)
        worker = own(house)
        taken = worker.take(row.id)
        assert taken
        joined = whole.refresh(headers={"Prefer": "wait=0"})
        assert (joined.status_code, joined.json()["run_id"]) == (202, row.id)
        assert worker.done(taken, DONE)
        seen = whole.ask("GET", joined.headers["location"]).json()
        assert (seen["state"], seen["by"]) == ("done", SERVICE_ACCOUNT)
        assert {SERVICE_ACCOUNT, "ana@northlight.example"} == {
            act.actor_email for act in house.acts(whole.book)
        }


def test_a_schedule_nobody_confirms_is_paused_and_told(house: House) -> None:
    put_schedule(house.engine, "forgotten", confirmed_at=now() - 91 * DAY)
    put_schedule(house.engine, "confirmed", confirmed_at=now() - 89 * DAY)
    house.tick("pause_unconfirmed", "pause_unconfirmed", "start_due")
    assert [row.workbook_id for row in house.runs()] == ["confirmed"]
    assert house.schedule("forgotten").reason == UNCONFIRMED.slug
    assert [act.act for act in house.acts("forgotten")] == [Act.SCHEDULE_PAUSED]


def test_an_organisation_that_may_not_come_in_any_more_is_paused(house: House) -> None:
    put_schedule(house.engine, "theirs", workspace="left.example")
    put_schedule(house.engine, "ours")
    house.tick("pause_others", "start_due")
    assert [row.workbook_id for row in house.runs()] == ["ours"]
    assert house.schedule("theirs").reason == WORKSPACE.slug


def test_a_run_whose_job_is_gone_does_not_block_its_workbook(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = queued(house)
    house.tick("settle")
    assert house.runs()[0].active
    monkeypatch.setattr(night_chores, "SETTLED_AFTER", timedelta(0))
    house.tick("settle")
    assert house.runs()[0].active  # its job waits
    Jobs(house.engine)._client.delete_workflows([f"run-{row.id}"])
    house.tick("settle")
    assert house.runs()[0].state == "failed"
    assert house.schedule("book").outcome == "failed"


def test_one_chore_that_fails_stops_no_other(house: House) -> None:
    done = []
    night_chores.attempt("broken", lambda: 1 / 0)
    night_chores.attempt("next", lambda: done.append(1))
    assert done == [1]
