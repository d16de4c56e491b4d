"""A run from its start to its end, as rows. One transaction a step; an end is final.

`now` is the service's one clock.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.errors import (
    AppError,
    KeyUsedElsewhere,
    NotAllowedToWrite,
    NotYoursOrNotThere,
    PermissionNotGranted,
    RunEndedMeanwhile,
    TokenRejected,
)
from app.google.caller import Caller
from app.store import audit, bodies, closed_projects, runs, schedules, seen, snapshots, undos
from app.store.audit import Act, AuditRow
from app.store.runs import NewResult, RunRow
from app.store.seen import SeenRow
from app.store.undos import UndoRow

if TYPE_CHECKING:
    from app.forecast.lived import Ended

LONGEST_TEXT = 300
NOBODY = "nightly"  # who is behind what is done by night: no person
REFUSALS = (NotYoursOrNotThere, NotAllowedToWrite, PermissionNotGranted, TokenRejected)
"""What Google says to those who may not do this."""


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a refresh leaves behind: its result, the snapshot, and what the audit says of it.

    `seen`: what a refresh by night saw, by which the next one knows whether there is anything to do.
    `ended`: how the project went, once it is closed. `undo`: what was replaced, and whether that carries on
    the record before, because nothing changed this time.
    """

    result: NewResult
    snapshot: bytes
    schema_version: str
    title: str = ""
    seen: SeenRow | None = None
    ended: Ended | None = None
    undo: tuple[bytes, bool] | None = None
    audit: Mapping[str, Any] = field(default_factory=dict)


class Runs:
    """Runs in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def open_interactive(
        self, workbook_id: str, caller: Caller, *, owner: str, text: str, key: str | None = None
    ) -> tuple[RunRow, bool]:
        """The run that this click starts or joins, and whether it is new.

        A click's key brings back the run it once started; otherwise an active run of the workbook is joined.
        """
        row = RunRow(
            id=uuid.uuid4().hex,
            workbook_id=workbook_id,
            mode="interactive",
            state="running",
            owner=owner,
            by_sub=caller.sub,
            by_email=caller.email,
            idempotency_key=key,
            phase="reading",
            step=1,
            text=text[:LONGEST_TEXT],
            error=None,
            created_at=now(),
            ended_at=None,
        )
        try:
            with self._engine.begin() as db:
                _overtake(db, workbook_id, at=row.created_at)
                runs.add(db, row)
                audit.add(db, audit_of(row, row.created_at, Act.REFRESH_STARTED, {}))
        except IntegrityError:
            return self._in_the_way(workbook_id, caller, key), False
        return row, True

    def _in_the_way(self, workbook_id: str, caller: Caller, key: str | None) -> RunRow:
        with self._engine.connect() as db:
            known = runs.by_key(db, sub=caller.sub, key=key) if key else None
            found = known or runs.active(db, workbook_id)
        if known and known.workbook_id != workbook_id:
            raise KeyUsedElsewhere("The key of this click belongs to a refresh of another workbook.")
        if found is None:
            raise RunEndedMeanwhile("Another refresh of this workbook ended while yours was starting.")
        return found

    def joined(self, row: RunRow, caller: Caller) -> None:
        """Somebody else waits for this run, too, and may see what comes of it."""
        self._of_another(row, caller, Act.REFRESH_JOINED, {})

    def turned_away(self, row: RunRow, caller: Caller, error: AppError) -> None:
        """Somebody else wanted this run, too, and may not."""
        self._of_another(row, caller, Act.REFRESH_REFUSED, {"error": error.slug})

    def _of_another(self, row: RunRow, caller: Caller, act: Act, details: Mapping[str, Any]) -> None:
        told = replace(audit_of(row, now(), act, details), actor_sub=caller.sub, actor_email=caller.email)
        with self._engine.begin() as db:
            audit.add(db, told)

    def tell(self, run_id: str, *, phase: str, step: int, text: str) -> bool:
        """Progress; False once the run has ended: then nothing may be written any more."""
        with self._engine.begin() as db:
            return runs.change(db, run_id, phase=phase, step=step, text=text[:LONGEST_TEXT])

    def done(self, row: RunRow, done: Done) -> bool:
        """The end of a refresh that succeeded: result, snapshot and audit with it, or none of them."""
        at = now()
        with self._engine.begin() as db:
            if not keep_done(db, row, done, at=at):
                return False
            # Who has just written to it may edit it: that is what keeps its schedule going.
            schedules.confirm(db, row.workbook_id, sub=row.by_sub, email=row.by_email, at=at)
        return True

    def failed(self, row: RunRow, error: AppError) -> bool:
        """The end of a refresh that did not succeed."""
        at = now()
        with self._engine.begin() as db:
            document = bodies.canonical(error.document(run=row.id)).decode()
            if not runs.change(db, row.id, state="failed", ended_at=at, error=document):
                return False
            act = Act.REFRESH_REFUSED if isinstance(error, REFUSALS) else Act.REFRESH_FAILED
            audit.add(db, audit_of(row, at, act, {"error": error.slug}))
        return True

    def find(self, run_id: str) -> RunRow | None:
        """By id."""
        with self._engine.connect() as db:
            return runs.find(db, run_id)

    def result_of(self, run_id: str) -> bytes | None:
        """The result's JSON, None when the run gave none."""
        with self._engine.connect() as db:
            return runs.result_body(db, run_id)


def _keep_undo(db: sa.Connection, row: RunRow, done: Done, at: datetime) -> None:
    if done.undo is None:
        undos.forget(db, row.workbook_id)
        return
    body, goes_on = done.undo
    known = undos.find(db, row.workbook_id) if goes_on else None
    run_ids = (*(known.run_ids if known else ()), row.id)
    undos.keep(db, UndoRow(workbook_id=row.workbook_id, run_ids=run_ids, at=at, body=body))


def keep_done(
    db: sa.Connection, row: RunRow, done: Done, *, at: datetime, held_by: str | None = None
) -> bool:
    """End a run that succeeded; False, and nothing kept, when it has ended or is not held by `held_by`."""
    if not runs.change(db, row.id, held_by=held_by, state="done", phase="done", ended_at=at):
        return False
    runs.keep_result(db, row.id, done.result)
    _keep_undo(db, row, done, at)
    if done.seen is not None:
        seen.put(db, done.seen)
    workspace = closed_projects.workspace_of(db, row.workbook_id, row.by_email)
    body = done.ended.to_plain() if done.ended else None
    closed_projects.put(db, row.workbook_id, workspace=workspace, body=body)
    sha256 = snapshots.keep(
        db,
        workbook_id=row.workbook_id,
        run_id=row.id,
        taken_at=at,
        schema_version=done.schema_version,
        body=done.snapshot,
    )
    details = {**done.audit, "snapshot": sha256, "result": bodies.digest(done.result.body)}
    audit.add(db, audit_of(row, at, Act.REFRESH_DONE, details))
    return True


def _overtake(db: sa.Connection, workbook_id: str, *, at: datetime) -> None:
    """A person goes before the night: a nightly run that still waits gives way. Its schedule stays due, so
    that the workbook is not missed if the person's refresh does not succeed."""
    waiting = runs.give_way(db, workbook_id, at=at)
    if waiting and waiting.due_at:
        schedules.due_again(db, workbook_id, at=waiting.due_at)


def audit_of(row: RunRow, at: datetime, act: Act, details: Mapping[str, Any]) -> AuditRow:
    """An act of the run's own person, or of the night."""
    return AuditRow(
        at=at,
        actor_sub=row.by_sub,
        actor_email=row.by_email,
        act=act,
        workbook_id=row.workbook_id,
        run_id=row.id,
        details=details,
    )
