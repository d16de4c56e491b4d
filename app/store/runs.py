"""Runs and their results, row by row. One workbook has one active run at most: an index sees to it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.store import bodies
from app.store.tables import result, run

ACTIVE_STATES = ("queued", "running")
_IS_ACTIVE = run.c.state.in_(ACTIVE_STATES)
INTERACTIVE, NIGHTLY = "interactive", "nightly"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run as stored; `error` is a problem document in JSON."""

    id: str
    workbook_id: str
    mode: str
    state: str
    owner: str
    by_sub: str
    by_email: str
    idempotency_key: str | None
    phase: str
    step: int
    text: str
    error: str | None
    created_at: datetime
    ended_at: datetime | None
    resumes: int = 0
    due_at: datetime | None = None
    night_id: str | None = None

    @property
    def active(self) -> bool:
        """Queued or running."""
        return self.state in ACTIVE_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line of a workbook's history; figures in major units, None when the run gave none."""

    run: RunRow
    status_date: date | None
    eac: float | None
    bac: float | None
    colour: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResult:
    """What a finished refresh leaves: its JSON, and what lists show of it."""

    body: bytes
    status_date: date
    eac: float | None
    bac: float | None
    colour: str


def add(db: sa.Connection, row: RunRow) -> None:
    """Raises sqlalchemy's IntegrityError while another run of the workbook is active."""
    db.execute(sa.insert(run).values(**{column.name: getattr(row, column.name) for column in run.c}))


def find(db: sa.Connection, run_id: str) -> RunRow | None:
    """By id."""
    return _one(db, run.c.id == run_id)


def active(db: sa.Connection, workbook_id: str) -> RunRow | None:
    """The workbook's active run."""
    return _one(db, run.c.workbook_id == workbook_id, _IS_ACTIVE)


def by_key(db: sa.Connection, *, sub: str, key: str) -> RunRow | None:
    """The run that this person's click started."""
    return _one(db, run.c.by_sub == sub, run.c.idempotency_key == key)


def change(db: sa.Connection, run_id: str, *, held_by: str | None = None, **values: Any) -> bool:
    """Update a run that is still active; False once it has ended, so an end is final.

    `held_by`: only while that process works on it; False when another has taken it over.
    """
    where = [run.c.id == run_id, _IS_ACTIVE]
    if held_by is not None:
        where.append(run.c.owner == held_by)
    return db.execute(sa.update(run).where(*where).values(**values)).rowcount == 1


def held(db: sa.Connection, run_id: str, owner: str) -> bool:
    """Whether the run is active and that process's."""
    mine = (run.c.id == run_id, run.c.owner == owner, _IS_ACTIVE)
    return db.scalar(sa.select(run.c.id).where(*mine)) is not None


def give_way(db: sa.Connection, workbook_id: str, *, at: datetime) -> RunRow | None:
    """Cancel the workbook's nightly run that still waits for its turn; None when there is none."""
    waiting = _one(db, run.c.workbook_id == workbook_id, run.c.mode == NIGHTLY, run.c.state == "queued")
    if waiting is None:
        return None
    queued = (run.c.id == waiting.id, run.c.state == "queued")
    ended = sa.update(run).where(*queued).values(state="cancelled", ended_at=at)
    return waiting if db.execute(ended).rowcount == 1 else None


def active_nightly(db: sa.Connection) -> list[RunRow]:
    """Nightly runs that wait or are worked on."""
    return [_row(row) for row in db.execute(sa.select(run).where(run.c.mode == NIGHTLY, _IS_ACTIVE))]


def workbooks_done(db: sa.Connection, night_id: str) -> list[str]:
    """Workbooks that were refreshed in a night."""
    done = (run.c.night_id == night_id, run.c.state == "done")
    return list(db.scalars(sa.select(run.c.workbook_id).where(*done).order_by(run.c.workbook_id)))


def latest_nightly(
    db: sa.Connection, *, states: Collection[str] = (), since: datetime | None = None, most: int
) -> list[RunRow]:
    """Nightly runs, the latest first."""
    where = [run.c.mode == NIGHTLY]
    if states:
        where.append(run.c.state.in_(states))
    if since is not None:
        where.append(run.c.created_at >= since)
    rows = db.execute(sa.select(run).where(*where).order_by(run.c.created_at.desc(), run.c.id).limit(most))
    return [_row(row) for row in rows]


def last_done(db: sa.Connection, workbook_ids: Collection[str]) -> dict[str, datetime]:
    """When the latest run that was done began, by workbook."""
    begun = sa.select(run.c.workbook_id, sa.func.max(run.c.created_at))
    done = begun.where(run.c.workbook_id.in_(workbook_ids), run.c.state == "done")
    return {row[0]: row[1] for row in db.execute(done.group_by(run.c.workbook_id))}


def interrupt(
    db: sa.Connection, *, living: Collection[str], begun_before: datetime, at: datetime, error: str
) -> list[RunRow]:
    """End the active interactive runs whose process is not among the living, and those begun too long ago;
    returns them as they were."""
    lost = sa.or_(run.c.owner.not_in(living), run.c.created_at < begun_before)
    orphans = (_IS_ACTIVE, run.c.mode == INTERACTIVE, lost)
    found = [_row(row) for row in db.execute(sa.select(run).where(*orphans))]
    return [row for row in found if change(db, row.id, state="interrupted", ended_at=at, error=error)]


def keep_result(db: sa.Connection, run_id: str, new: NewResult) -> None:
    """Store what the run found."""
    db.execute(
        sa.insert(result).values(
            run_id=run_id,
            body=bodies.packed(new.body),
            status_date=new.status_date,
            eac=new.eac,
            bac=new.bac,
            colour=new.colour,
        )
    )


def result_body(db: sa.Connection, run_id: str) -> bytes | None:
    """The result's JSON."""
    blob = db.scalar(sa.select(result.c.body).where(result.c.run_id == run_id))
    return None if blob is None else bodies.unpacked(blob)


def last(db: sa.Connection, workbook_id: str) -> RunRow | None:
    """The latest run that gave a result; if none ever did, the latest that had read the workbook."""
    ended = (*_told(workbook_id), run.c.state != "undone")
    return _one(db, *ended, run.c.state == "done") or _one(db, *ended)


def history(db: sa.Connection, workbook_id: str, *, most: int) -> list[Summary]:
    """Ended runs that had read the workbook, the latest first."""
    rows = db.execute(
        sa.select(run, result.c.status_date, result.c.eac, result.c.bac, result.c.colour)
        .join_from(run, result, result.c.run_id == run.c.id, isouter=True)
        .where(*_told(workbook_id))
        .order_by(run.c.created_at.desc(), run.c.id)
        .limit(most)
    )
    return [
        Summary(run=_row(row), status_date=row.status_date, eac=row.eac, bac=row.bac, colour=row.colour)
        for row in rows
    ]


def _told(workbook_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Ended runs that are part of the workbook's history. One that never got to read the workbook, perhaps
    because its caller may not, is not: nobody can write into a history by asking for what isn't theirs. A
    night that can't is told, and one that gave way to a person's click is not."""
    told = sa.or_(run.c.phase != "reading", run.c.mode == NIGHTLY)
    return (run.c.workbook_id == workbook_id, ~_IS_ACTIVE, run.c.state != "cancelled", told)


def _one(db: sa.Connection, *where: sa.ColumnElement[bool]) -> RunRow | None:
    row = db.execute(sa.select(run).where(*where).order_by(run.c.created_at.desc()).limit(1)).first()
    return None if row is None else _row(row)


def _row(row: Any) -> RunRow:
    return RunRow(**{column.name: getattr(row, column.name) for column in run.c})
