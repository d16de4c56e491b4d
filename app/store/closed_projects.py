"""Closed projects by workspace: how they went, in shares of their budgets, for the forecasts of others."""

from __future__ import annotations

from typing import Any

import orjson
import sqlalchemy as sa

from app.store.tables import closed_project, schedule


def put(db: sa.Connection, workbook_id: str, *, workspace: str, body: dict[str, Any] | None) -> None:
    """The workbook's project is closed and went like this; None: it is open, and says nothing (any more)."""
    db.execute(sa.delete(closed_project).where(closed_project.c.workbook_id == workbook_id))
    if body is not None:
        row = {"workbook_id": workbook_id, "workspace": workspace, "body": orjson.dumps(body).decode()}
        db.execute(sa.insert(closed_project).values(row))


def of(db: sa.Connection, workspace: str, *, but: str) -> list[dict[str, Any]]:
    """Those of the workspace, in the order of their workbooks; all but the workbook `but`."""
    asked = (
        sa.select(closed_project.c.body)
        .where(closed_project.c.workspace == workspace, closed_project.c.workbook_id != but)
        .order_by(closed_project.c.workbook_id)
    )
    return [orjson.loads(body) for body in db.scalars(asked)]


def by_workspace(db: sa.Connection) -> dict[str, dict[str, str]]:
    """All of them, as they are stored, by workspace and workbook."""
    found = dict[str, dict[str, str]]()
    asked = sa.select(closed_project.c.workspace, closed_project.c.workbook_id, closed_project.c.body)
    for workspace, workbook_id, body in db.execute(asked.order_by(closed_project.c.workbook_id)):
        found.setdefault(workspace, {})[workbook_id] = body
    return found


def workspace_of(db: sa.Connection, workbook_id: str, email: str) -> str:
    """Where a workbook belongs: as its schedule says, else the domain of who refreshes it."""
    scheduled = db.scalar(sa.select(schedule.c.workspace).where(schedule.c.workbook_id == workbook_id))
    return scheduled or email.rpartition("@")[2].lower()
