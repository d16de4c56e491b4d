"""Schedules as people and the night change them: each change with its line in the audit."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog

from app.errors import AppError
from app.google.caller import Caller
from app.jobs.pauses import UNCONFIRMED, WORKSPACE, Reason, reason_after
from app.jobs.recurrence import Rule, next_after
from app.jobs.runs import NOBODY, now
from app.store import audit, schedules
from app.store.audit import Act, AuditRow
from app.store.runs import RunRow
from app.store.schedules import ScheduleRow

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 500


def rule_of(row: ScheduleRow) -> Rule:
    """When it is due."""
    return Rule(hour=row.hour, zone=row.zone, days=row.days)


class Scheduling:
    """Schedules in one database. `confirm_within`: how long one lives on the word of one editor."""

    def __init__(self, engine: sa.Engine, *, confirm_within: timedelta) -> None:
        self._engine, self.confirm_within = engine, confirm_within

    def find(self, workbook_id: str) -> ScheduleRow | None:
        """The workbook's schedule."""
        with self._engine.connect() as db:
            return schedules.find(db, workbook_id)

    def put(
        self, workbook_id: str, rule: Rule, caller: Caller, *, workspace: str, title: str, account: str
    ) -> ScheduleRow:
        """From now on so, on the word of a caller who has just shown that they may edit the workbook."""
        at = now()
        with self._engine.begin() as db:
            before = schedules.find(db, workbook_id)
            row = ScheduleRow(
                workbook_id=workbook_id,
                workspace=workspace,
                title=title[:300],
                hour=rule.hour,
                zone=rule.zone,
                days=rule.days,
                next_at=next_after(rule, at),
                outcome=before.outcome if before else "",
                looked_at=before.looked_at if before else None,
                service_account=account,
                confirmed_sub=caller.sub,
                confirmed_by=caller.email,
                confirmed_at=at,
                made_sub=before.made_sub if before else caller.sub,
                made_by=before.made_by if before else caller.email,
                made_at=before.made_at if before else at,
            )
            schedules.put(db, row)
            _noted(db, row, at, Act.SCHEDULE_SET, caller)
        return row

    def remove(self, workbook_id: str, caller: Caller) -> bool:
        """No more by night; False when it wasn't anyway."""
        with self._engine.begin() as db:
            row = schedules.find(db, workbook_id)
            if row is None:
                return False
            schedules.remove(db, workbook_id)
            _noted(db, row, now(), Act.SCHEDULE_REMOVED, caller)
        return True

    def refused(self, workbook_id: str, caller: Caller, error: AppError) -> None:
        """Somebody wanted to change a schedule, and may not. Noted where there is one: nobody writes into
        the history of a workbook that isn't theirs."""
        with self._engine.begin() as db:
            if row := schedules.find(db, workbook_id):
                _noted(db, row, now(), Act.SCHEDULE_REFUSED, caller, error=error.slug)

    def confirm(self, workbook_id: str, caller: Caller) -> None:
        """An editor has just shown that they are one: the schedule lives on."""
        at = now()
        with self._engine.begin() as db:
            if schedules.confirm(db, workbook_id, sub=caller.sub, email=caller.email, at=at):
                row = schedules.find(db, workbook_id)
                if row is not None:
                    _noted(db, row, at, Act.SCHEDULE_CONFIRMED, caller)

    def pause(self, row: ScheduleRow, reason: Reason) -> bool:
        """Not by night any more, until somebody mends it; False when it was paused or taken away already."""
        with self._engine.begin() as db:
            if not schedules.pause(db, row.workbook_id, reason=reason.slug):
                return False
            _noted(db, row, now(), Act.SCHEDULE_PAUSED, None, reason=reason.slug)
        log.warning("schedule.paused", reason=reason.slug)
        return True

    def after_failure(self, run: RunRow, error: AppError) -> None:
        """Pause what can't succeed until somebody gives the night its rights back."""
        reason, row = reason_after(error), self.find(run.workbook_id)
        if reason and row:
            self.pause(row, reason)

    def pause_unconfirmed(self) -> int:
        """Pause what no editor has confirmed for too long; returns how many."""
        with self._engine.connect() as db:
            stale = schedules.unconfirmed_since(db, now() - self.confirm_within, most=MOST_AT_ONCE)
        return sum(self.pause(row, UNCONFIRMED) for row in stale)

    def pause_others(self, domains: frozenset[str]) -> int:
        """Pause the schedules of organisations that may not come in any more; returns how many."""
        with self._engine.connect() as db:
            active = schedules.all_of(db, state=schedules.ACTIVE)
        return sum(self.pause(row, WORKSPACE) for row in active if row.workspace not in domains)


def _noted(
    db: sa.Connection, row: ScheduleRow, at: datetime, act: Act, caller: Caller | None, **more: str
) -> None:
    """In the audit; without a caller the night itself did it."""
    details = {"hour": row.hour, "zone": row.zone, "days": row.days, **more}
    audit.add(
        db,
        AuditRow(
            at=at,
            actor_sub=caller.sub if caller else NOBODY,
            actor_email=caller.email if caller else row.service_account,
            act=act,
            workbook_id=row.workbook_id,
            run_id=None,
            details=details,
        ),
    )
