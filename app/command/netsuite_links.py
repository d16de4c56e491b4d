"""`plumbline netsuite link`: which workbook gets which project's bookings by night. The operator decides.

Whoever may edit a workbook can type any project's code into it: that alone must not show its costs.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from app.jobs.runs import now
from app.settings import Settings
from app.store import audit, netsuite_links, schedules
from app.store.audit import Act, AuditRow
from app.store.engine import make_engine
from app.store.netsuite_links import LinkRow

OPERATOR = "operator"


def link(settings: Settings, workbook_id: str, project: str) -> int:
    """Link a workbook to a project, by its full name as `check` shows it; the exit status."""
    console, engine, at = _console(), make_engine(settings.database), now()
    row = LinkRow(workbook_id=workbook_id, project=project.strip(), linked_at=at)
    if not row.project or len(row.project) > 400:
        console.print("A project's full name is needed, as `plumbline netsuite check` shows it.")
        return 2
    with engine.begin() as db:
        schedule = schedules.find(db, workbook_id)
        netsuite_links.put(db, row)
        audit.add(db, _act(Act.NETSUITE_LINKED, workbook_id, at, project=row.project))
    console.print(f"{workbook_id}: gets the bookings of {row.project}", markup=False)
    if schedule is None or not schedule.active:
        console.print("It is not refreshed by night: nothing comes before it is.")
    engine.dispose()
    return 0


def unlink(settings: Settings, workbook_id: str) -> int:
    """Take a link off; what was imported stays. The exit status."""
    engine, at = make_engine(settings.database), now()
    with engine.begin() as db:
        there = netsuite_links.remove(db, workbook_id)
        if there:
            audit.add(db, _act(Act.NETSUITE_UNLINKED, workbook_id, at))
    engine.dispose()
    _console().print(f"{workbook_id}: {'gets no bookings any more' if there else 'is not linked'}")
    return 0 if there else 1


def print_links(settings: Settings, *, as_json: bool) -> None:
    """Every link, with its last reading: a line of JSON each, or a table."""
    engine, console = make_engine(settings.database), _console()
    with engine.connect() as db:
        found = netsuite_links.all_of(db)
    engine.dispose()
    if as_json:
        for row in found:
            console.print(json.dumps(_facts(row), ensure_ascii=False), markup=False)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Project", "Read until (UTC)", "Last trouble", "Workbook"):
        table.add_column(heading)
    for row in found:
        facts = _facts(row)
        read = f"{row.read_at:%Y-%m-%d %H:%M}" if row.read_at else ""
        table.add_row(row.project, read, facts["error"], row.workbook_id)
    console.print(table)


def _facts(row: LinkRow) -> dict[str, Any]:
    times = {"linked_at": row.linked_at.isoformat(), "read_at": row.read_at and row.read_at.isoformat()}
    return asdict(row) | times | {"error": json.loads(row.error)["detail"] if row.error else ""}


def _act(act: Act, workbook_id: str, at: datetime, *, project: str = "") -> AuditRow:
    return AuditRow(
        at=at,
        actor_sub=OPERATOR,
        actor_email=getpass.getuser(),
        act=act,
        workbook_id=workbook_id,
        run_id=None,
        details={"project": hashlib.sha256(project.encode()).hexdigest()[:16]} if project else {},
    )


def _console() -> Console:
    return Console(soft_wrap=True, highlight=False)
