"""The results that were the latest at a moment, of all registered workbooks of a workspace at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.store.tables import result, run, schedule


@dataclass(frozen=True, slots=True)
class ResultAt:
    """A run that gave a result, and when it ended."""

    run_id: str
    at: datetime


def as_at(db: sa.Connection, workspace: str, moment: datetime | None = None) -> dict[str, ResultAt]:
    """By workbook the latest run with a result that had ended by `moment` (None: until now)."""
    latest = sa.func.row_number().over(
        partition_by=run.c.workbook_id, order_by=(run.c.ended_at.desc(), run.c.id)
    )
    mine = sa.select(schedule.c.workbook_id).where(schedule.c.workspace == workspace)
    where = [run.c.state == "done", run.c.ended_at.is_not(None), run.c.workbook_id.in_(mine)]
    if moment is not None:
        where.append(run.c.ended_at <= moment)
    ranked = (
        sa.select(run.c.workbook_id, run.c.id, run.c.ended_at, latest.label("place"))
        .join_from(run, result, result.c.run_id == run.c.id)
        .where(*where)
        .subquery()
    )
    asked = sa.select(ranked.c.workbook_id, ranked.c.id, ranked.c.ended_at).where(ranked.c.place == 1)
    return {row.workbook_id: ResultAt(row.id, row.ended_at) for row in db.execute(asked)}


def last_failure(db: sa.Connection, workbook_id: str) -> str | None:
    """The problem document of the latest nightly run that failed."""
    asked = (
        sa.select(run.c.error)
        .where(
            run.c.workbook_id == workbook_id,
            run.c.mode == "nightly",
            run.c.state.in_(("failed", "interrupted")),
        )
        .order_by(run.c.created_at.desc())
        .limit(1)
    )
    return db.scalar(asked)


def workspaces(db: sa.Connection) -> list[str]:
    """Every workspace that has a registered workbook."""
    return list(db.scalars(sa.select(schedule.c.workspace).distinct().order_by(schedule.c.workspace)))
