"""The night as a whole: what is due is queued or, unchanged, left alone; its end; what follows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa
import structlog

from app.jobs.engine import Jobs
from app.jobs.night_runs import NightRuns
from app.jobs.recurrence import latest_by, next_after
from app.jobs.runs import now
from app.jobs.scheduling import rule_of
from app.store import nights, runs, schedules
from app.store.schedules import ScheduleRow

log = structlog.get_logger(__name__)


class WhatChanged(Protocol):
    """Which workbooks may be left alone. In doubt a workbook is refreshed."""

    def unchanged(self, rows: Sequence[ScheduleRow]) -> Collection[str]:
        """Those of these workbooks which a refresh would leave as they are."""

    def edited_after_all(self, rows: Sequence[ScheduleRow], *, asked_at: datetime) -> Collection[str]:
        """Those left alone at `asked_at` which had been edited all the same: Drive tells of edits late."""


SETTLED = timedelta(seconds=60)  # after this long Drive has told of every edit
AT_ONCE = 10_000  # all at once: Drive tells of a thousand files in an answer, of which none twice
QUIET = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


class Night:
    """Begins and ends nights. Everything may be done twice, and by several processes at once."""

    def __init__(self, engine: sa.Engine, jobs: Jobs, queue: NightRuns, *, drive: WhatChanged) -> None:
        self._engine, self._jobs, self._queue, self._drive = engine, jobs, queue, drive

    def start_due(self) -> int:
        """Queue what is due and has changed; returns how many.

        The next time counts from now: nights that were missed are one run. A workbook that is being refreshed
        by a person stays due until that has ended; if it succeeded, the night has nothing left to do there.
        """
        queued = 0
        while rows := self._due():
            moved, more = self._start(rows)
            queued += more
            if moved < len(rows):  # what stays due is for the next tick
                break
        return queued

    def _due(self) -> list[ScheduleRow]:
        with self._engine.connect() as db:
            return schedules.due(db, now(), most=AT_ONCE)

    def _start(self, rows: Sequence[ScheduleRow]) -> tuple[int, int]:
        """How many schedules were moved on, and how many runs queued."""
        at = now()
        fresh = self._refreshed_since(rows, at)
        open_ = [row for row in rows if row.workbook_id not in fresh]
        alone = set(self._drive.unchanged(open_)) if open_ else set()
        moved = queued = 0
        for row in rows:
            next_at = next_after(rule_of(row), at)
            if row.workbook_id in fresh:
                moved += self._move_on(row, next_at=next_at, outcome=schedules.DONE, at=at)
            elif row.workbook_id in alone:
                moved += self._move_on(row, next_at=next_at, outcome=schedules.LEFT_ALONE, at=at)
            elif self._queue.queue(row, next_at=next_at):
                moved += 1
                queued += 1
        if moved:
            log.info("night.queued", queued=queued, moved=moved)
        return moved, queued

    def ask_again(self) -> int:
        """Ask a second time about what was left alone, and queue what had been edited after all; how many."""
        at = now()
        with self._engine.connect() as db:
            rows = schedules.left_alone(db, at - SETTLED)
        asked = [row.looked_at for row in rows if row.looked_at]
        if not asked:
            return 0
        edited = set(self._drive.edited_after_all(rows, asked_at=min(asked)))
        late = [row for row in rows if row.workbook_id in edited]
        queued = [row.workbook_id for row in late if self._queue.queue_again(row)]
        settled = [row.workbook_id for row in rows if row.workbook_id not in edited]
        with self._engine.begin() as db:
            # Neither: somebody is refreshing it at this moment. It is asked about again, in case that fails.
            schedules.reopen(db, queued)
            count = schedules.settle(db, settled, before=at - SETTLED)
            nights.left_alone(db, nights.begun(db, at).id, workbooks=count)
        return len(queued)

    def _refreshed_since(self, rows: Sequence[ScheduleRow], at: datetime) -> set[str]:
        """Workbooks which somebody has refreshed since they came due."""
        with self._engine.connect() as db:
            last = runs.last_done(db, [row.workbook_id for row in rows])
        return {
            row.workbook_id
            for row in rows
            if row.workbook_id in last and last[row.workbook_id] >= latest_by(rule_of(row), at)
        }

    def _move_on(self, row: ScheduleRow, *, next_at: datetime, outcome: str, at: datetime) -> bool:
        with self._engine.begin() as db:
            if not schedules.move_on(db, row, next_at=next_at):
                return False
            nights.begun(db, at)
            schedules.ended(db, row.workbook_id, outcome=outcome, at=at)
        return True

    def end(self) -> bool:
        """End the night whose last run has ended, and queue what follows it; whether there was one.

        Hours close to each other make one night: it goes on while anything is due soon.
        """
        at = now()
        with self._engine.begin() as db:
            night = nights.under_way(db)
            if night is None or nights.still_running(db, night.id):
                return False
            if schedules.left_alone(db, at):  # about which will be asked again
                return False
            if at - night.began_at < LONGEST and schedules.due(db, at + QUIET, most=1):
                return False
            if not nights.end(db, night.id, at=at):
                return False
            self._jobs.queue_follow_up(db, night.id)
        log.info("night.ended", night=night.id)
        return True
