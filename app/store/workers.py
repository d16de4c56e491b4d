"""The processes at work: each writes down, every few seconds, that it is alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.store.tables import worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A process; `id` is new with each start, so a reused pid is not mistaken for it."""

    id: str
    host: str
    pid: int
    beat_at: datetime


def beat(db: sa.Connection, me: Worker) -> None:
    """Say that `me` lives."""
    if db.execute(sa.update(worker).where(worker.c.id == me.id).values(beat_at=me.beat_at)).rowcount == 0:
        db.execute(sa.insert(worker).values(id=me.id, host=me.host, pid=me.pid, beat_at=me.beat_at))


def since(db: sa.Connection, moment: datetime) -> list[Worker]:
    """The processes that have said so since `moment`."""
    rows = db.execute(sa.select(worker).where(worker.c.beat_at > moment))
    return [Worker(id=row.id, host=row.host, pid=row.pid, beat_at=row.beat_at) for row in rows]


def forget(db: sa.Connection, worker_id: str) -> None:
    """A process that ended in good order."""
    db.execute(sa.delete(worker).where(worker.c.id == worker_id))


def forget_before(db: sa.Connection, moment: datetime) -> None:
    """Processes not heard of since `moment`."""
    db.execute(sa.delete(worker).where(worker.c.beat_at < moment))
