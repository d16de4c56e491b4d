"""Which workbooks are refreshed by night, when, and who answers for it.

A schedule belongs to the workspace: it outlives whoever made it, as long as some editor of the workbook
confirms it. Nothing is dropped unsaid: what may not go on is paused, with a reason.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.store.tables import schedule

AT_ONCE = 500  # ids in one question: databases limit them
ACTIVE, PAUSED = "active", "paused"
DONE, FAILED, UNCHANGED = "done", "failed", "unchanged"
LEFT_ALONE = "left-alone"  # unchanged as far as Drive had told: it is asked once more


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRow:
    """A schedule as stored; `days` are ISO weekdays in order (`12345`), `outcome` that of the last night."""

    workbook_id: str
    workspace: str
    title: str
    hour: int
    zone: str
    days: str
    state: str = ACTIVE
    reason: str = ""
    next_at: datetime | None
    failures: int = 0
    outcome: str = ""
    looked_at: datetime | None = None
    service_account: str
    confirmed_sub: str
    confirmed_by: str
    confirmed_at: datetime
    made_sub: str
    made_by: str
    made_at: datetime

    @property
    def active(self) -> bool:
        """Not paused."""
        return self.state == ACTIVE


def put(db: sa.Connection, row: ScheduleRow) -> None:
    """The workbook's schedule from now on, in place of any before."""
    db.execute(sa.delete(schedule).where(schedule.c.workbook_id == row.workbook_id))
    db.execute(sa.insert(schedule).values(_values(row)))


def find(db: sa.Connection, workbook_id: str) -> ScheduleRow | None:
    """By workbook."""
    row = db.execute(sa.select(schedule).where(schedule.c.workbook_id == workbook_id)).first()
    return None if row is None else _row(row)


def remove(db: sa.Connection, workbook_id: str) -> bool:
    """No schedule any more; False when there was none."""
    return db.execute(sa.delete(schedule).where(schedule.c.workbook_id == workbook_id)).rowcount == 1


def due(db: sa.Connection, at: datetime, *, most: int) -> list[ScheduleRow]:
    """Active schedules whose moment has come, the longest due first."""
    return _rows(db, schedule.c.state == ACTIVE, schedule.c.next_at <= at, most=most)


def all_of(db: sa.Connection, *, workspace: str | None = None, state: str | None = None) -> list[ScheduleRow]:
    """Every schedule, or those of one workspace or in one state."""
    where = []
    if workspace is not None:
        where.append(schedule.c.workspace == workspace)
    if state is not None:
        where.append(schedule.c.state == state)
    return _rows(db, *where)


def workspaces(db: sa.Connection, workbook_ids: Collection[str]) -> dict[str, str]:
    """By workbook where it belongs, of those of these that have a schedule."""
    asked = sa.select(schedule.c.workbook_id, schedule.c.workspace)
    ids = sorted(workbook_ids)
    return {
        row[0]: row[1]
        for start in range(0, len(ids), AT_ONCE)
        for row in db.execute(asked.where(schedule.c.workbook_id.in_(ids[start : start + AT_ONCE])))
    }


def active_ids(db: sa.Connection) -> set[str]:
    """The workbooks which the night may open: those registered and not paused, and no other."""
    return set(db.scalars(sa.select(schedule.c.workbook_id).where(schedule.c.state == ACTIVE)))


def unconfirmed_since(db: sa.Connection, moment: datetime, *, most: int) -> list[ScheduleRow]:
    """Active schedules which no editor has confirmed since that moment."""
    return _rows(db, schedule.c.state == ACTIVE, schedule.c.confirmed_at < moment, most=most)


def accounts_in_use(db: sa.Connection) -> dict[str, int]:
    """How many active schedules each service account has."""
    counted = sa.select(schedule.c.service_account, sa.func.count()).where(schedule.c.state == ACTIVE)
    return {row[0]: row[1] for row in db.execute(counted.group_by(schedule.c.service_account))}


def move_on(db: sa.Connection, row: ScheduleRow, *, next_at: datetime) -> bool:
    """The next time after the one in `row`; False when somebody else moved it, paused it or took it away."""
    here = (schedule.c.workbook_id == row.workbook_id, schedule.c.state == ACTIVE)
    moved = sa.update(schedule).where(*here, schedule.c.next_at == row.next_at).values(next_at=next_at)
    return db.execute(moved).rowcount == 1


def due_again(db: sa.Connection, workbook_id: str, *, at: datetime) -> bool:
    """Due at `at` unless it is due sooner: its run gave way to a person's."""
    here = (schedule.c.workbook_id == workbook_id, schedule.c.state == ACTIVE, schedule.c.next_at > at)
    return db.execute(sa.update(schedule).where(*here).values(next_at=at)).rowcount == 1


def ended(
    db: sa.Connection, workbook_id: str, *, outcome: str, at: datetime, title: str | None = None
) -> None:
    """What the night made of it."""
    failures = schedule.c.failures + 1 if outcome == FAILED else 0
    values: dict[str, Any] = {"outcome": outcome, "looked_at": at, "failures": failures}
    if title is not None:
        values["title"] = title
    db.execute(sa.update(schedule).where(schedule.c.workbook_id == workbook_id).values(values))


def left_alone(db: sa.Connection, before: datetime) -> list[ScheduleRow]:
    """Active schedules whose workbook was left alone by then and not asked about again."""
    waiting = (schedule.c.outcome == LEFT_ALONE, schedule.c.looked_at <= before)
    return _rows(db, schedule.c.state == ACTIVE, *waiting)


def reopen(db: sa.Connection, workbook_ids: Collection[str]) -> None:
    """These had been edited after all, and are being refreshed."""
    here = sa.update(schedule).where(schedule.c.workbook_id.in_(workbook_ids))
    db.execute(here.where(schedule.c.outcome == LEFT_ALONE).values(outcome=""))


def settle(db: sa.Connection, workbook_ids: Collection[str], *, before: datetime) -> int:
    """These, left alone by then, had not changed indeed; how many there were."""
    waiting = (schedule.c.outcome == LEFT_ALONE, schedule.c.looked_at <= before)
    here = sa.update(schedule).where(schedule.c.workbook_id.in_(workbook_ids), *waiting)
    return db.execute(here.values(outcome=UNCHANGED, failures=0)).rowcount


def confirm(db: sa.Connection, workbook_id: str, *, sub: str, email: str, at: datetime) -> bool:
    """Somebody has just shown that they may edit it; False when it has no schedule."""
    values = {"confirmed_sub": sub, "confirmed_by": email, "confirmed_at": at}
    here = schedule.c.workbook_id == workbook_id
    return db.execute(sa.update(schedule).where(here).values(values)).rowcount == 1


def pause(db: sa.Connection, workbook_id: str, *, reason: str) -> bool:
    """Not by night any more until somebody mends it; False when it wasn't active."""
    here = (schedule.c.workbook_id == workbook_id, schedule.c.state == ACTIVE)
    values = {"state": PAUSED, "reason": reason, "next_at": None}
    return db.execute(sa.update(schedule).where(*here).values(values)).rowcount == 1


def resume(db: sa.Connection, workbook_id: str, *, next_at: datetime) -> bool:
    """By night again; False when it wasn't paused."""
    here = (schedule.c.workbook_id == workbook_id, schedule.c.state == PAUSED)
    values = {"state": ACTIVE, "reason": "", "next_at": next_at, "failures": 0}
    return db.execute(sa.update(schedule).where(*here).values(values)).rowcount == 1


def _rows(db: sa.Connection, *where: sa.ColumnElement[bool], most: int | None = None) -> list[ScheduleRow]:
    asked = sa.select(schedule).where(*where).order_by(schedule.c.next_at, schedule.c.workbook_id)
    return [_row(row) for row in db.execute(asked.limit(most))]


def _values(row: ScheduleRow) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in schedule.c}


def _row(row: Any) -> ScheduleRow:
    return ScheduleRow(**{column.name: getattr(row, column.name) for column in schedule.c})
