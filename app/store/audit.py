"""Who did what, when, to which workbook. Rows are added and read: nothing here changes or removes one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.store import bodies
from app.store.tables import audit


class Act(StrEnum):
    """`subject:object:action`."""

    REFRESH_DONE = "workbook:refresh:done"
    REFRESH_FAILED = "workbook:refresh:failed"
    REFRESH_INTERRUPTED = "workbook:refresh:interrupted"


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
    """The latest acts, the latest first."""
    rows = db.execute(
        sa.select(audit)
        .where(audit.c.workbook_id == workbook_id)
        .order_by(audit.c.at.desc(), audit.c.id)
        .limit(most)
    )
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
