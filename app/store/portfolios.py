"""Which workbook is a workspace's Portfolio, and how its last building went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.store.tables import portfolio

WRITTEN, UNCHANGED, FAILED = "written", "unchanged", "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRow:
    """A registration; `outcome` "" until it was built once, `error` a slug while the last building failed."""

    workspace: str
    workbook_id: str
    service_account: str
    registered_at: datetime
    outcome: str = ""
    error: str = ""
    looked_at: datetime | None = None
    written_at: datetime | None = None


def put(db: sa.Connection, row: PortfolioRow) -> None:
    """The workspace's Portfolio from now on, in place of any before; an IntegrityError when the workbook is
    that of another workspace."""
    db.execute(sa.delete(portfolio).where(portfolio.c.workspace == row.workspace))
    db.execute(sa.insert(portfolio).values({c.name: getattr(row, c.name) for c in portfolio.c}))


def remove(db: sa.Connection, workspace: str) -> bool:
    """None any more; False when there was none."""
    return db.execute(sa.delete(portfolio).where(portfolio.c.workspace == workspace)).rowcount == 1


def all_of(db: sa.Connection) -> list[PortfolioRow]:
    """Every registration, by workspace."""
    return [_row(row) for row in db.execute(sa.select(portfolio).order_by(portfolio.c.workspace))]


def find(db: sa.Connection, workspace: str) -> PortfolioRow | None:
    """By workspace."""
    row = db.execute(sa.select(portfolio).where(portfolio.c.workspace == workspace)).first()
    return None if row is None else _row(row)


def built(db: sa.Connection, row: PortfolioRow, *, outcome: str, at: datetime, error: str = "") -> None:
    """How building it went."""
    values: dict[str, Any] = {"outcome": outcome, "error": error, "looked_at": at}
    if outcome == WRITTEN:
        values["written_at"] = at
    here = (portfolio.c.workspace == row.workspace, portfolio.c.workbook_id == row.workbook_id)
    db.execute(sa.update(portfolio).where(*here).values(values))


def _row(row: Any) -> PortfolioRow:
    return PortfolioRow(**{column.name: getattr(row, column.name) for column in portfolio.c})
