"""Nights: what was due about the same time, from the first run queued to the last one ended."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.store.tables import night, run


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One night; the counts of runs are made at its end. `told_at`: what follows it was done."""

    id: str
    began_at: datetime
    ended_at: datetime | None
    unchanged: int
    done: int
    failed: int
    told_at: datetime | None


# As text, which both databases understand (see `snapshots`).
_BEGIN = sa.text(
    "INSERT INTO night (id, began_at, under_way, unchanged, done, failed) VALUES (:id, :at, 1, 0, 0, 0) "
    "ON CONFLICT DO NOTHING"
).bindparams(sa.bindparam("at", type_=night.c.began_at.type))


def under_way(db: sa.Connection) -> Night | None:
    """The night that has begun and not ended."""
    return _one(db, night.c.under_way == 1)


def begun(db: sa.Connection, at: datetime) -> Night:
    """The night under way, begun now if there was none."""
    db.execute(_BEGIN, {"id": uuid.uuid4().hex, "at": at})
    found = under_way(db)
    if found is None:
        raise AssertionError("unreachable: there is one, of ours or of another process")
    return found


def find(db: sa.Connection, night_id: str) -> Night | None:
    """By id."""
    return _one(db, night.c.id == night_id)


def latest(db: sa.Connection, *, most: int) -> list[Night]:
    """The latest nights, the latest first."""
    return [_night(row) for row in db.execute(sa.select(night).order_by(night.c.began_at.desc()).limit(most))]


def left_alone(db: sa.Connection, night_id: str, *, workbooks: int) -> None:
    """So many more workbooks had not changed."""
    more = night.c.unchanged + workbooks
    db.execute(sa.update(night).where(night.c.id == night_id).values(unchanged=more))


def still_running(db: sa.Connection, night_id: str) -> int:
    """Its runs that have not ended."""
    active = (run.c.night_id == night_id, run.c.ended_at.is_(None))
    return db.scalar(sa.select(sa.func.count()).select_from(run).where(*active)) or 0


def end(db: sa.Connection, night_id: str, *, at: datetime) -> bool:
    """Its end, with its counts; False when another process was first."""
    states = {
        row[0]: row[1]
        for row in db.execute(
            sa.select(run.c.state, sa.func.count()).where(run.c.night_id == night_id).group_by(run.c.state)
        )
    }
    here = (night.c.id == night_id, night.c.under_way == 1)
    failed = states.get("failed", 0) + states.get("interrupted", 0)
    values = {"under_way": None, "ended_at": at, "done": states.get("done", 0), "failed": failed}
    return db.execute(sa.update(night).where(*here).values(values)).rowcount == 1


def told(db: sa.Connection, night_id: str, *, at: datetime) -> None:
    """What follows a night was done."""
    db.execute(sa.update(night).where(night.c.id == night_id).values(told_at=at))


def _one(db: sa.Connection, *where: sa.ColumnElement[bool]) -> Night | None:
    row = db.execute(sa.select(night).where(*where)).first()
    return None if row is None else _night(row)


def _night(row: Any) -> Night:
    return Night(**{name: getattr(row, name) for name in Night.__slots__})
