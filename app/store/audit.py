"""Who did what, when, to which workbook. Rows are added and read: the database refuses all else."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.store import bodies
from app.store.tables import audit, run


class Act(StrEnum):
    """`subject:object:action`."""

    REFRESH_STARTED = "workbook:refresh:started"
    REFRESH_JOINED = "workbook:refresh:joined"
    REFRESH_DONE = "workbook:refresh:done"
    REFRESH_FAILED = "workbook:refresh:failed"
    REFRESH_REFUSED = "workbook:refresh:refused"
    REFRESH_INTERRUPTED = "workbook:refresh:interrupted"
    REFRESH_UNDONE = "workbook:refresh:undone"
    ADOPTED = "workbook:mapping:confirmed"
    ACTUALS_IMPORTED = "workbook:actuals:imported"
    SCHEDULE_SET = "workbook:schedule:set"
    SCHEDULE_REMOVED = "workbook:schedule:removed"
    SCHEDULE_REFUSED = "workbook:schedule:refused"
    SCHEDULE_CONFIRMED = "workbook:schedule:confirmed"
    SCHEDULE_PAUSED = "workbook:schedule:paused"
    SHARE_PREVIEWED = "workbook:share:previewed"
    SHARE_PUBLISHED = "workbook:share:published"
    SHARE_REFUSED = "workbook:share:refused"
    SHARE_FAILED = "workbook:share:failed"
    SHARE_PAUSED = "workbook:share:paused"
    SHARE_REVOKED = "workbook:share:revoked"
    SHARE_EXPIRED = "workbook:share:expired"
    SHARE_SWEPT = "workbook:share:swept"
    NETSUITE_LINKED = "workbook:netsuite:linked"
    NETSUITE_UNLINKED = "workbook:netsuite:unlinked"
    NETSUITE_IMPORTED = "workbook:netsuite:imported"
    NETSUITE_FAILED = "workbook:netsuite:failed"
    PORTFOLIO_REGISTERED = "workspace:portfolio:registered"
    PORTFOLIO_REMOVED = "workspace:portfolio:removed"
    PORTFOLIO_WRITTEN = "workspace:portfolio:written"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One act. `details` holds counts, tabs and hashes: never a cell's content, never a token."""

    at: datetime
    actor_sub: str
    actor_email: str
    act: Act
    workbook_id: str
    run_id: str | None
    details: Mapping[str, Any]


def add(db: sa.Connection, row: AuditRow) -> None:
    """Write it down."""
    db.execute(
        sa.insert(audit).values(
            id=uuid.uuid4().hex,
            at=row.at,
            actor_sub=row.actor_sub,
            actor_email=row.actor_email,
            act=row.act.value,
            workbook_id=row.workbook_id,
            run_id=row.run_id,
            details=bodies.canonical(row.details).decode(),
        )
    )


def of_workbook(db: sa.Connection, workbook_id: str, *, most: int) -> list[AuditRow]:
    """The latest acts on a workbook, the latest first, for those who may edit it.

    Left out are those of runs that never got to read it: nobody can write into a workbook's history by asking
    for what isn't theirs. `latest` has them.
    """
    unread = sa.select(run.c.id).where(run.c.workbook_id == workbook_id, run.c.phase == "reading")
    told = audit.c.run_id.is_(None) | audit.c.run_id.not_in(unread)
    return _rows(db, (audit.c.workbook_id == workbook_id, told), most)


def latest(
    db: sa.Connection, *, workbook_id: str | None = None, since: datetime | None = None, most: int
) -> list[AuditRow]:
    """All latest acts, the latest first, for the operator."""
    where = []
    if workbook_id is not None:
        where.append(audit.c.workbook_id == workbook_id)
    if since is not None:
        where.append(audit.c.at >= since)
    return _rows(db, where, most)


def last_by(db: sa.Connection, workbook_id: str, *, sub: str, acts: Iterable[Act]) -> datetime | None:
    """When this person last did one of these to the workbook."""
    where = (audit.c.workbook_id == workbook_id, audit.c.actor_sub == sub, audit.c.act.in_(list(acts)))
    rows = _rows(db, where, 1)
    return rows[0].at if rows else None


def _rows(db: sa.Connection, where: Iterable[sa.ColumnElement[bool]], most: int) -> list[AuditRow]:
    rows = db.execute(sa.select(audit).where(*where).order_by(audit.c.at.desc(), audit.c.id).limit(most))
    return [
        AuditRow(
            at=row.at,
            actor_sub=row.actor_sub,
            actor_email=row.actor_email,
            act=Act(row.act),
            workbook_id=row.workbook_id,
            run_id=row.run_id,
            details=json.loads(row.details),
        )
        for row in rows
    ]
