"""Shares with clients, the reports that went out, and who works on them at this moment."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.store import bodies
from app.store.closed_projects import workspace_of
from app.store.tables import schedule, share, share_hold, share_report

BUILDING, SHARED, PAUSED = "building", "shared", "paused"
REVOKED, EXPIRED, FAILED = "revoked", "expired", "failed"
OPEN = (SHARED, PAUSED)
SENDING, PUBLISHED, WITHDRAWN = "sending", "published", "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A share as stored. `number` is that of the last report that went out, 0 before the first."""

    id: str
    workbook_id: str
    state: str = BUILDING
    reason: str = ""
    client: str
    title: str = ""
    language: str
    role: str
    recipients: tuple[str, ...]
    sections: tuple[str, ...]
    until: datetime | None
    nightly: bool = False
    service_account: str = ""
    file_id: str = ""
    staging_id: str = ""
    number: int = 0
    owner_sub: str
    owner_email: str
    made_at: datetime
    changed_at: datetime

    @property
    def open(self) -> bool:
        """Somebody can still look at it, or is about to again."""
        return self.state in OPEN

    def over(self, at: datetime) -> bool:
        """Its time is over, and Google lets nobody in any more."""
        return self.until is not None and self.until <= at


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report that went out, or was about to; `bundle` is its JSON as bytes."""

    share_id: str
    number: int
    state: str = SENDING
    sha256: str
    bundle: bytes
    status_date: date
    schema_version: str
    rules_version: str
    scan: dict[str, Any]
    by_email: str
    at: datetime


def add(db: sa.Connection, row: ShareRow) -> None:
    """A new one."""
    db.execute(sa.insert(share).values(_values(row)))


def change(db: sa.Connection, share_id: str, *, at: datetime, **values: Any) -> None:
    """Set these columns."""
    for name in ("recipients", "sections"):
        if name in values:
            values[name] = json.dumps(list(values[name]))
    db.execute(sa.update(share).where(share.c.id == share_id).values(changed_at=at, **values))


def change_open(
    db: sa.Connection, share_id: str, *, at: datetime, states: Iterable[str] = OPEN, **values: Any
) -> bool:
    """Set these columns if it is still in one of these states, as a rule open; whether it was."""
    where = (share.c.id == share_id, share.c.state.in_(tuple(states)))
    return bool(db.execute(sa.update(share).where(*where).values(changed_at=at, **values)).rowcount == 1)


def find(db: sa.Connection, share_id: str) -> ShareRow | None:
    """By id."""
    row = db.execute(sa.select(share).where(share.c.id == share_id)).first()
    return None if row is None else _row(row)


def interrupted(db: sa.Connection, at: datetime) -> list[ShareRow]:
    """Those still being made on whose workbook nobody works any more."""
    held = sa.exists().where(share_hold.c.workbook_id == share.c.workbook_id, share_hold.c.until > at)
    asked = sa.select(share).where(share.c.state == BUILDING, ~held)
    return [_row(row) for row in db.execute(asked.order_by(share.c.made_at))]


def of_workbook(db: sa.Connection, workbook_id: str) -> list[ShareRow]:
    """Of one workbook, the latest first."""
    asked = sa.select(share).where(share.c.workbook_id == workbook_id)
    return [_row(row) for row in db.execute(asked.order_by(share.c.made_at.desc(), share.c.id))]


def by_night(db: sa.Connection, workbook_id: str | None = None) -> list[ShareRow]:
    """Those that are published anew by night and are neither paused nor over."""
    where = [share.c.state == SHARED, share.c.nightly.is_(True)]
    if workbook_id is not None:
        where.append(share.c.workbook_id == workbook_id)
    return [_row(row) for row in db.execute(sa.select(share).where(*where).order_by(share.c.id))]


def open_for(db: sa.Connection, service_account: str) -> list[ShareRow]:
    """Those that are open and that this account may look at."""
    where = (share.c.state.in_(OPEN), share.c.service_account == service_account)
    return [_row(row) for row in db.execute(sa.select(share).where(*where).order_by(share.c.id))]


def over(db: sa.Connection, at: datetime) -> list[ShareRow]:
    """Those whose time has come and that are still open."""
    asked = sa.select(share).where(share.c.state.in_(OPEN), share.c.until <= at)
    return [_row(row) for row in db.execute(asked.order_by(share.c.until))]


def other_clients(db: sa.Connection, workbook_id: str, client: str, *, email: str) -> list[str]:
    """Names of clients of the workspace's other workbooks; `email`: of who shares this one.

    Another workspace's clients are nobody's business here, not even by what is refused.
    """
    ours = workspace_of(db, workbook_id, email)
    belongs = schedule.c.workbook_id == share.c.workbook_id
    asked = (
        sa.select(share.c.client, share.c.owner_email, schedule.c.workspace)
        .select_from(share.outerjoin(schedule, belongs))
        .where(share.c.workbook_id != workbook_id, share.c.client != "")
        .distinct()
    )
    named = (
        (row.client, row.workspace or row.owner_email.rpartition("@")[2].lower()) for row in db.execute(asked)
    )
    return sorted({name for name, theirs in named if theirs == ours and name.casefold() != client.casefold()})


def put_report(db: sa.Connection, row: ReportRow) -> None:
    """A report that is about to go out; one of the same number that never did gives way."""
    same = (share_report.c.share_id == row.share_id, share_report.c.number == row.number)
    db.execute(sa.delete(share_report).where(*same, share_report.c.state != PUBLISHED))
    db.execute(
        sa.insert(share_report).values(
            share_id=row.share_id,
            number=row.number,
            state=row.state,
            sha256=row.sha256,
            body=bodies.packed(row.bundle),
            status_date=row.status_date,
            schema_version=row.schema_version,
            rules_version=row.rules_version,
            scan=json.dumps(row.scan, sort_keys=True),
            by_email=row.by_email,
            at=row.at,
        )
    )


def settle_report(db: sa.Connection, share_id: str, number: int, *, state: str) -> None:
    """What became of it."""
    here = (share_report.c.share_id == share_id, share_report.c.number == number)
    db.execute(sa.update(share_report).where(*here).values(state=state))


def reports(db: sa.Connection, share_id: str, *, state: str | None = None) -> list[ReportRow]:
    """Of one share, the latest first."""
    where = [share_report.c.share_id == share_id]
    if state is not None:
        where.append(share_report.c.state == state)
    rows = db.execute(sa.select(share_report).where(*where).order_by(share_report.c.number.desc()))
    return [_report(row) for row in rows]


def hold(db: sa.Connection, workbook_id: str, *, at: datetime, seconds: float) -> str | None:
    """The right to work on the shares of a workbook, for so long at most; None: somebody else has it."""
    owner = uuid.uuid4().hex
    until = at + timedelta(seconds=seconds)
    over_ = (share_hold.c.workbook_id == workbook_id, share_hold.c.until <= at)
    db.execute(sa.delete(share_hold).where(*over_))
    db.execute(_HOLD, {"workbook_id": workbook_id, "owner": owner, "until": until})
    held = db.scalar(sa.select(share_hold.c.owner).where(share_hold.c.workbook_id == workbook_id))
    return owner if held == owner else None


def let_go(db: sa.Connection, owner: str) -> None:
    """No longer working on them."""
    db.execute(sa.delete(share_hold).where(share_hold.c.owner == owner))


_HOLD = sa.text(
    "INSERT INTO share_hold (workbook_id, owner, until) VALUES (:workbook_id, :owner, :until) "
    "ON CONFLICT DO NOTHING"
).bindparams(sa.bindparam("until", type_=share_hold.c.until.type))


def _values(row: ShareRow) -> dict[str, Any]:
    values = {column.name: getattr(row, column.name) for column in share.c}
    return {**values, "recipients": json.dumps(row.recipients), "sections": json.dumps(row.sections)}


def _row(row: Any) -> ShareRow:
    values = {column.name: getattr(row, column.name) for column in share.c}
    lists: Iterable[str] = ("recipients", "sections")
    return ShareRow(**{**values, **{name: tuple(json.loads(values[name])) for name in lists}})


def _report(row: Any) -> ReportRow:
    return ReportRow(
        share_id=row.share_id,
        number=row.number,
        state=row.state,
        sha256=row.sha256,
        bundle=bodies.unpacked(row.body),
        status_date=row.status_date,
        schema_version=row.schema_version,
        rules_version=row.rules_version,
        scan=json.loads(row.scan),
        by_email=row.by_email,
        at=row.at,
    )
