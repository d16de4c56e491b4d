"""What a workbook said and what we made of it, kept once per content."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.store import bodies
from app.store.tables import run, snapshot, snapshot_body

# As text, which both databases understand: SQLAlchemy's own form loads a dialect, 0.1 s of the start.
_KEEP_BODY = sa.text(
    "INSERT INTO snapshot_body (workbook_id, sha256, body) VALUES (:workbook_id, :sha256, :body) "
    "ON CONFLICT DO NOTHING"
).bindparams(sa.bindparam("body", type_=sa.LargeBinary))


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One snapshot; `body` is canonical JSON."""

    id: str
    run_id: str
    taken_at: datetime
    sha256: str
    schema_version: str
    body: bytes


def keep(
    db: sa.Connection, *, workbook_id: str, run_id: str, taken_at: datetime, schema_version: str, body: bytes
) -> str:
    """Store a snapshot, its body only if this content is new to the workbook; returns the content's hash."""
    sha256 = bodies.digest(body)
    db.execute(_KEEP_BODY, {"workbook_id": workbook_id, "sha256": sha256, "body": bodies.packed(body)})
    db.execute(
        sa.insert(snapshot).values(
            id=uuid.uuid4().hex,
            workbook_id=workbook_id,
            run_id=run_id,
            taken_at=taken_at,
            sha256=sha256,
            schema_version=schema_version,
        )
    )
    return sha256


def latest(db: sa.Connection, workbook_id: str) -> Snapshot | None:
    """The snapshot of the workbook's latest run that was done."""
    done = _WITH_BODY.join(run, run.c.id == snapshot.c.run_id).where(
        snapshot.c.workbook_id == workbook_id, run.c.state == "done"
    )
    return _first(db, done.order_by(snapshot.c.taken_at.desc(), snapshot.c.id))


def of_run(db: sa.Connection, run_id: str) -> Snapshot | None:
    """The snapshot of one run."""
    return _first(db, _WITH_BODY.where(snapshot.c.run_id == run_id))


_WITH_BODY = sa.select(snapshot, snapshot_body.c.body).join_from(
    snapshot,
    snapshot_body,
    sa.and_(
        snapshot_body.c.workbook_id == snapshot.c.workbook_id, snapshot_body.c.sha256 == snapshot.c.sha256
    ),
)


def _first(db: sa.Connection, wanted: sa.Select[Any]) -> Snapshot | None:
    row = db.execute(wanted.limit(1)).first()
    if row is None:
        return None
    return Snapshot(
        id=row.id,
        run_id=row.run_id,
        taken_at=row.taken_at,
        sha256=row.sha256,
        schema_version=row.schema_version,
        body=bodies.unpacked(row.body),
    )
