"""Which workbook gets which project of NetSuite's, and up to when it has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.store.tables import netsuite_link

AT_ONCE = 500  # ids in one question: databases limit them


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """`project`: its full name, as NetSuite shows it. `read_at`: the watermark; None before the first one.

    `error`: the problem document of the last reading, as JSON; "" when it went well.
    """

    workbook_id: str
    project: str
    linked_at: datetime
    read_at: datetime | None = None
    error: str = ""


def put(db: sa.Connection, row: LinkRow) -> None:
    """In place of the workbook's link before: another project is read from its beginning."""
    remove(db, row.workbook_id)
    values = {column.name: getattr(row, column.name) for column in netsuite_link.c}
    db.execute(sa.insert(netsuite_link).values(values | {"error": row.error or None}))


def remove(db: sa.Connection, workbook_id: str) -> bool:
    """Whether there was one."""
    gone = db.execute(sa.delete(netsuite_link).where(netsuite_link.c.workbook_id == workbook_id))
    return bool(gone.rowcount)


def find(db: sa.Connection, workbook_id: str) -> LinkRow | None:
    """The workbook's link."""
    row = db.execute(sa.select(netsuite_link).where(netsuite_link.c.workbook_id == workbook_id)).first()
    return None if row is None else _row(row)


def all_of(db: sa.Connection) -> list[LinkRow]:
    """Every link, by project."""
    found = db.execute(
        sa.select(netsuite_link).order_by(netsuite_link.c.project, netsuite_link.c.workbook_id)
    )
    return [_row(row) for row in found]


def linked(db: sa.Connection, workbook_ids: Collection[str]) -> set[str]:
    """Those of these workbooks that have a link."""
    ids, found = sorted(workbook_ids), set[str]()
    for start in range(0, len(ids), AT_ONCE):
        some = netsuite_link.c.workbook_id.in_(ids[start : start + AT_ONCE])
        found |= set(db.execute(sa.select(netsuite_link.c.workbook_id).where(some)).scalars())
    return found


def went_well(db: sa.Connection, row: LinkRow, *, read_at: datetime) -> bool:
    """Its bookings are in the workbook; False when the link has been changed meanwhile."""
    return _end(db, row, {"read_at": read_at, "error": None})


def failed(db: sa.Connection, row: LinkRow, *, error: str) -> bool:
    """Nothing was imported: the watermark stays."""
    return _end(db, row, {"error": error})


def _end(db: sa.Connection, row: LinkRow, values: dict[str, object]) -> bool:
    same = sa.and_(netsuite_link.c.workbook_id == row.workbook_id, netsuite_link.c.linked_at == row.linked_at)
    return bool(db.execute(sa.update(netsuite_link).where(same).values(values)).rowcount)


def _row(row: sa.Row[tuple[object, ...]]) -> LinkRow:
    found = dict(row._mapping)
    return LinkRow(**(found | {"error": found["error"] or ""}))
