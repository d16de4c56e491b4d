"""A nightly run from its queue to its end, as rows. Whoever takes a run holds it until another takes it over.

A process that was frozen and wakes has lost what it held: it may change nothing of the run any more.
"""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.errors import AppError
from app.jobs.engine import ORDINARY, Jobs
from app.jobs.runs import LONGEST_TEXT, NOBODY, Done, audit_of, keep_done, now
from app.metrics import RUNS
from app.store import audit, bodies, nights, runs, schedules
from app.store.audit import Act
from app.store.runs import NIGHTLY, RunRow
from app.store.schedules import ScheduleRow


class NightRuns:
    """Nightly runs in one database, as the process `owner` works on them."""

    def __init__(self, engine: sa.Engine, jobs: Jobs, *, owner: str) -> None:
        self._engine, self._jobs, self._owner = engine, jobs, owner

    def queue(self, schedule: ScheduleRow, *, next_at: datetime, priority: int = ORDINARY) -> RunRow | None:
        """The run of a schedule that is due, with its job, and the schedule moved on: all of it or nothing.

        None when somebody else was first, or while another run of the workbook is active: then it stays due.
        """
        at = now()
        try:
            with self._engine.begin() as db:
                if not schedules.move_on(db, schedule, next_at=next_at):
                    return None
                return self._add(db, schedule, at, due_at=schedule.next_at, priority=priority)
        except IntegrityError:  # the index that allows one active run a workbook
            return None

    def queue_again(self, schedule: ScheduleRow, *, priority: int = ORDINARY) -> RunRow | None:
        """A run beside the schedule's own times; None while another run of the workbook is active."""
        try:
            with self._engine.begin() as db:
                return self._add(db, schedule, now(), due_at=None, priority=priority)
        except IntegrityError:
            return None

    def _add(
        self,
        db: sa.Connection,
        schedule: ScheduleRow,
        at: datetime,
        *,
        due_at: datetime | None,
        priority: int,
    ) -> RunRow:
        row = RunRow(
            id=uuid.uuid4().hex,
            workbook_id=schedule.workbook_id,
            mode=NIGHTLY,
            state="queued",
            owner="",
            by_sub=NOBODY,
            by_email=schedule.service_account,
            idempotency_key=None,
            phase="reading",
            step=1,
            text="Waiting for its turn",
            error=None,
            created_at=at,
            ended_at=None,
            due_at=due_at,
            night_id=nights.begun(db, at).id,
        )
        runs.add(db, row)
        self._jobs.queue_run(db, row.id, priority=priority)
        return row

    def take(self, run_id: str) -> RunRow | None:
        """The run, ours from now on; None when it has ended or given way, and when the night may not open its
        workbook any more: then it ends here, unopened."""
        text, at = "Reading the workbook", now()
        with self._engine.begin() as db:
            row = runs.find(db, run_id)
            schedule = schedules.find(db, row.workbook_id) if row else None
            if row is None or schedule is None or not schedule.active:
                runs.change(db, run_id, state="cancelled", ended_at=at)
                return None
            began = runs.change(
                db, run_id, state="running", owner=self._owner, phase="reading", step=1, text=text
            )
            if not began:
                return None
            if not row.resumes:
                audit.add(db, audit_of(row, at, Act.REFRESH_STARTED, {}))
            return runs.find(db, run_id)

    def held(self, run_id: str) -> bool:
        """Whether it is ours still."""
        with self._engine.connect() as db:
            return runs.held(db, run_id, self._owner)

    def tell(self, run_id: str, *, phase: str, step: int, text: str) -> bool:
        """Progress; False when it isn't ours any more: then nothing may be written."""
        text = text[:LONGEST_TEXT]
        with self._engine.begin() as db:
            return runs.change(db, run_id, held_by=self._owner, phase=phase, step=step, text=text)

    def done(self, row: RunRow, done: Done) -> bool:
        """Its end, with result, snapshot, audit and the schedule's memory; False when it isn't ours."""
        at = now()
        with self._engine.begin() as db:
            ours = keep_done(db, row, done, at=at, held_by=self._owner)
            if ours:
                title = done.title or None
                schedules.ended(db, row.workbook_id, outcome=schedules.DONE, at=at, title=title)
        if ours:
            RUNS.labels(NIGHTLY, "done").inc()
        return ours

    def failed(self, row: RunRow, error: AppError, *, held: bool = True) -> bool:
        """Its end, without a result; `held`: only while it is ours."""
        at = now()
        document = bodies.canonical(error.document(run=row.id)).decode()
        with self._engine.begin() as db:
            mine = self._owner if held else None
            if not runs.change(db, row.id, held_by=mine, state="failed", ended_at=at, error=document):
                return False
            audit.add(db, audit_of(row, at, Act.REFRESH_FAILED, {"error": error.slug}))
            schedules.ended(db, row.workbook_id, outcome=schedules.FAILED, at=at)
        RUNS.labels(NIGHTLY, error.slug).inc()
        return True
