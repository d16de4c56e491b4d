"""What the last refresh by night left of each workbook, and what Drive has told of it since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.store.tables import seen

AT_ONCE = 500  # ids in one question: databases limit them


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """One workbook, as the refresh `run_id` left it.

    `written_from`, `written_until`: around our write, by our clock. `whole`: Google's answer to the write
    showed all tabs of people as they had been read. `steady`: no cell changes by itself.
    `basis`: hash of all else that a result rests on. `version` and `modified_at` are Drive's,
    once it told of our write as the last change.
    """

    workbook_id: str
    run_id: str
    account: str
    written_from: datetime
    written_until: datetime
    whole: bool
    steady: bool
    basis: str
    status_date: date
    version: int | None = None
    modified_at: datetime | None = None


def put(db: sa.Connection, row: SeenRow) -> None:
    """In place of whatever was known of the workbook."""
    forget(db, row.workbook_id)
    db.execute(sa.insert(seen).values({column.name: getattr(row, column.name) for column in seen.c}))


def forget(db: sa.Connection, workbook_id: str) -> None:
    """Nothing is known of it: it will be refreshed."""
    db.execute(sa.delete(seen).where(seen.c.workbook_id == workbook_id))


def of(db: sa.Connection, workbook_ids: Collection[str]) -> dict[str, SeenRow]:
    """Those of these workbooks of which something is known."""
    ids, found = sorted(workbook_ids), dict[str, SeenRow]()
    for start in range(0, len(ids), AT_ONCE):
        rows = db.execute(sa.select(seen).where(seen.c.workbook_id.in_(ids[start : start + AT_ONCE])))
        found |= {row.workbook_id: _row(row) for row in rows}
    return found


def settle(db: sa.Connection, row: SeenRow, *, version: int, modified_at: datetime) -> None:
    """Drive has told of our write as the last change: what it says from now on is held against this."""
    here = (seen.c.workbook_id == row.workbook_id, seen.c.run_id == row.run_id, seen.c.version.is_(None))
    db.execute(sa.update(seen).where(*here).values(version=version, modified_at=modified_at))


def _row(row: Any) -> SeenRow:
    return SeenRow(**{column.name: getattr(row, column.name) for column in seen.c})
