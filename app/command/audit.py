"""`plumbline audit`: who did what, from the database, for the operator: refusals and strangers included."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.table import Table

from app.jobs.acts import said
from app.settings import Settings
from app.store import audit
from app.store.audit import AuditRow
from app.store.engine import make_engine


def print_audit(workbook_id: str | None, *, days: float | None, most: int, as_json: bool) -> None:
    """The latest acts, the latest first: a line of JSON each, or a table."""
    engine = make_engine(Settings().database)
    since = datetime.now(UTC) - timedelta(days=days) if days is not None else None
    with engine.connect() as db:
        rows = audit.latest(db, workbook_id=workbook_id, since=since, most=most)
    engine.dispose()
    console = Console(soft_wrap=True)
    if as_json:
        for row in rows:
            console.print(_json(row), markup=False, highlight=False)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("When (UTC)", "Who", "What", "Workbook", "Run"):
        table.add_column(heading)
    for row in rows:
        when = row.at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
        table.add_row(when, row.actor_email, said(row), row.workbook_id, row.run_id or "")
    console.print(table)


def _json(row: AuditRow) -> str:
    return json.dumps({**asdict(row), "at": row.at.isoformat(), "act": row.act.value})
