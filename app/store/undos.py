"""What the last refresh of each workbook replaced, so that it can be taken back: one record a workbook."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.store import bodies
from app.store.tables import run, undo

LARGEST = 4_000_000  # bytes, compressed: what is larger cannot be taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoRow:
    """`run_ids`: the refresh that changed something, and those after it that found nothing to change; none
    once it was taken back."""

    workbook_id: str
    run_ids: tuple[str, ...]
    at: datetime
    body: bytes


def find(db: sa.Connection, workbook_id: str) -> UndoRow | None:
    """The workbook's record."""
    row = db.execute(sa.select(undo).where(undo.c.workbook_id == workbook_id)).first()
    if row is None:
        return None
    return UndoRow(
        workbook_id=row.workbook_id,
        run_ids=tuple(json.loads(row.run_ids)),
        at=row.at,
        body=bodies.unpacked(row.body),
    )


def keep(db: sa.Connection, row: UndoRow) -> None:
    """In place of the record before; none is kept of what is too large."""
    forget(db, row.workbook_id)
    packed = bodies.packed(row.body)
    if len(packed) <= LARGEST:
        values = {"workbook_id": row.workbook_id, "at": row.at, "body": packed}
        db.execute(sa.insert(undo).values(run_ids=json.dumps(row.run_ids), **values))


def forget(db: sa.Connection, workbook_id: str) -> None:
    """There is nothing to take back any more."""
    db.execute(sa.delete(undo).where(undo.c.workbook_id == workbook_id))


def undone(db: sa.Connection, row: UndoRow, *, left: bytes) -> None:
    """The runs count no more: what they found is neither the last result nor compared with. `left`: what
    stays known, a record of no run."""
    db.execute(sa.update(run).where(run.c.id.in_(row.run_ids), run.c.state == "done").values(state="undone"))
    keep(db, UndoRow(workbook_id=row.workbook_id, run_ids=(), at=row.at, body=left))
