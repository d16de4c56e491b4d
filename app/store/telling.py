"""What people were told, and the messages on their way: remembered first, sent by one process at a time.

A message is kept in the same transaction that remembers its crossings as told, so none is lost between; each
of its deliveries is claimed before it is tried, so no two processes try it at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from app.store import bodies
from app.store.tables import delivery, message, told

DIGEST, HEARTBEAT = "digest", "heartbeat"
WAITING, SENDING, SENT, MOVED = "waiting", "sending", "sent", "moved"

Marks = Collection[tuple[str, str]]
"""(workbook id, crossing's mark)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A message as stored; `body` is JSON."""

    id: str
    workspace: str
    kind: str
    night_id: str
    made_at: datetime
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message on its way to one channel, which is known by a hash. `next_at`: when it is tried (again);
    while it is being sent, when that counts as having failed."""

    message_id: str
    channel: str
    label: str
    state: str
    attempts: int
    next_at: datetime
    sent_at: datetime | None
    error: str


def known(db: sa.Connection, workspace: str) -> set[tuple[str, str]]:
    """All that was told and is still so."""
    asked = sa.select(told.c.workbook_id, told.c.crossing).where(told.c.workspace == workspace)
    return {(row.workbook_id, row.crossing) for row in db.execute(asked)}


def remember(db: sa.Connection, workspace: str, *, begun: Marks, ended: Marks, at: datetime) -> None:
    """More that was told, and what has ended; an IntegrityError when another process told it just now."""
    for workbook_id, crossing in sorted(ended):
        here = (told.c.workspace == workspace, told.c.workbook_id == workbook_id)
        db.execute(sa.delete(told).where(*here, told.c.crossing == crossing))
    rows = [
        {"workspace": workspace, "workbook_id": workbook_id, "crossing": crossing, "since": at}
        for workbook_id, crossing in sorted(begun)
    ]
    if rows:
        db.execute(sa.insert(told), rows)


def told_workspaces(db: sa.Connection) -> list[str]:
    """Those of which anything was told that is still so."""
    return list(db.scalars(sa.select(told.c.workspace).distinct().order_by(told.c.workspace)))


def has_message(db: sa.Connection, *, workspace: str, kind: str, night_id: str) -> bool:
    """Whether that night's message was made already."""
    here = (message.c.workspace == workspace, message.c.kind == kind, message.c.night_id == night_id)
    return db.scalar(sa.select(message.c.id).where(*here)) is not None


def keep(
    db: sa.Connection,
    *,
    workspace: str,
    kind: str,
    night_id: str,
    body: bytes,
    channels: Iterable[tuple[str, str]],
    at: datetime,
) -> str:
    """A message with a delivery for each of `channels` (key, label), due now; its id. An IntegrityError when
    another process made that night's just now."""
    made = uuid.uuid4().hex
    db.execute(
        sa.insert(message).values(
            id=made,
            workspace=workspace,
            kind=kind,
            night_id=night_id,
            made_at=at,
            body=bodies.packed(body),
        )
    )
    for key, label in channels:
        deliver(db, made, key=key, label=label, at=at)
    return made


def deliver(db: sa.Connection, message_id: str, *, key: str, label: str, at: datetime) -> None:
    """One delivery more, due at `at`."""
    db.execute(
        sa.insert(delivery).values(
            message_id=message_id,
            channel=key,
            label=label[:80],
            state=WAITING,
            attempts=0,
            next_at=at,
            error="",
        )
    )


def due(db: sa.Connection, at: datetime, *, most: int) -> list[Delivery]:
    """What is to be tried, and what was being sent by a process that must have died, the oldest first."""
    here = (delivery.c.state.in_((WAITING, SENDING)), delivery.c.next_at <= at)
    asked = sa.select(delivery).where(*here).order_by(delivery.c.next_at, delivery.c.message_id).limit(most)
    return [_delivery(row) for row in db.execute(asked)]


def claim(db: sa.Connection, one: Delivery, *, until: datetime) -> Delivery | None:
    """The delivery, ours to try until then; None when another process has it."""
    attempts = one.attempts + 1
    if not _change(db, one, state=SENDING, attempts=attempts, next_at=until):
        return None
    return replace(one, state=SENDING, attempts=attempts, next_at=until)


def sent(db: sa.Connection, one: Delivery, *, at: datetime) -> bool:
    """It was taken."""
    return _change(db, one, state=SENT, sent_at=at, error="")


def again(db: sa.Connection, one: Delivery, *, next_at: datetime, error: str) -> bool:
    """It was not taken: tried again then."""
    return _change(db, one, state=WAITING, next_at=next_at, error=error[:120])


def moved(db: sa.Connection, one: Delivery) -> bool:
    """Its channel is no more: other deliveries take its place."""
    return _change(db, one, state=MOVED)


def message_of(db: sa.Connection, message_id: str) -> MessageRow | None:
    """By id."""
    row = db.execute(sa.select(message).where(message.c.id == message_id)).first()
    if row is None:
        return None
    return MessageRow(
        id=row.id,
        workspace=row.workspace,
        kind=row.kind,
        night_id=row.night_id,
        made_at=row.made_at,
        body=bodies.unpacked(row.body),
    )


def deliveries_of(db: sa.Connection, message_id: str) -> list[Delivery]:
    """Those of one message."""
    asked = sa.select(delivery).where(delivery.c.message_id == message_id).order_by(delivery.c.label)
    return [_delivery(row) for row in db.execute(asked)]


def latest(db: sa.Connection, *, most: int) -> list[tuple[MessageRow, list[Delivery]]]:
    """The latest messages with their deliveries, for the operator."""
    ids = db.scalars(sa.select(message.c.id).order_by(message.c.made_at.desc()).limit(most)).all()
    found = ((message_of(db, one), deliveries_of(db, one)) for one in ids)
    return [(row, deliveries) for row, deliveries in found if row is not None]


def forget_before(db: sa.Connection, moment: datetime) -> int:
    """Messages made before then of which nothing is on its way any more; how many."""
    open_ = sa.select(delivery.c.message_id).where(delivery.c.state.in_((WAITING, SENDING)))
    old = sa.select(message.c.id).where(message.c.made_at < moment, message.c.id.not_in(open_))
    ids = list(db.scalars(old))
    for one in ids:
        db.execute(sa.delete(delivery).where(delivery.c.message_id == one))
        db.execute(sa.delete(message).where(message.c.id == one))
    return len(ids)


def _change(db: sa.Connection, one: Delivery, **values: object) -> bool:
    """Only while it is as it was found: the same try of the same process."""
    here = (
        delivery.c.message_id == one.message_id,
        delivery.c.channel == one.channel,
        delivery.c.state == one.state,
        delivery.c.attempts == one.attempts,
    )
    return db.execute(sa.update(delivery).where(*here).values(values)).rowcount == 1


def _delivery(row: object) -> Delivery:
    return Delivery(**{name: getattr(row, name) for name in Delivery.__slots__})
