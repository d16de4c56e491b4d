"""`plumbline runs`: the night's runs, looked at and tried again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from app.jobs.runs import NOBODY
from app.settings import Settings
from app.store import runs, schedules
from app.store.engine import make_engine
from app.store.runs import RunRow

STATES = ("queued", "running", "done", "failed", "interrupted", "cancelled")


def print_runs(*, state: str | None, days: float, most: int, as_json: bool) -> None:
    """Nightly runs, the latest first: a line of JSON each, or a table."""
    engine = make_engine(Settings().database)
    since = datetime.now(UTC) - timedelta(days=days)
    with engine.connect() as db:
        found = runs.latest_nightly(db, states=(state,) if state else (), since=since, most=most)
        titles = {row.workbook_id: row.title for row in schedules.all_of(db)}
    engine.dispose()
    console = Console(soft_wrap=True)
    if as_json:
        for row in found:
            console.print(json.dumps(_facts(row, titles)), markup=False, highlight=False)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Queued (UTC)", "State", "Seconds", "Taken over", "Why", "Title", "Workbook", "Run"):
        table.add_column(heading)
    for row in found:
        facts = _facts(row, titles)
        seconds = "" if facts["seconds"] is None else f"{facts['seconds']:.0f}"
        when = f"{row.created_at:%Y-%m-%d %H:%M:%S}"
        table.add_row(
            when,
            row.state,
            seconds,
            str(row.resumes or ""),
            facts["error"] or "",
            facts["title"],
            row.workbook_id,
            row.id,
        )
    console.print(table)


def retry(workbook_ids: list[str], *, all_failed: bool) -> int:
    """Queue these workbooks, or all whose last night failed, ahead of the others; exit code 1 when one can't
    be: it is not registered, is paused, or is being refreshed already."""
    from app.jobs.engine import URGENT, Jobs
    from app.jobs.night_runs import NightRuns

    engine = make_engine(Settings().database)
    console = Console(soft_wrap=True, highlight=False)
    queue = NightRuns(engine, Jobs(engine), owner=NOBODY)
    code = 0
    for workbook_id in dict.fromkeys([*workbook_ids, *(_failed(engine) if all_failed else ())]):
        with engine.connect() as db:
            row = schedules.find(db, workbook_id)
        if row is None or not row.active:
            console.print(f"{workbook_id}: {'paused: ' + row.reason if row else 'not refreshed by night'}")
            code = 1
        elif queue.queue_again(row, priority=URGENT) is None:
            console.print(f"{workbook_id}: is being refreshed already")
            code = 1
        else:
            console.print(f"{workbook_id}: queued")
    engine.dispose()
    return code


def _failed(engine: sa.Engine) -> list[str]:
    with engine.connect() as db:
        active = schedules.all_of(db, state=schedules.ACTIVE)
    return [row.workbook_id for row in active if row.outcome == schedules.FAILED]


def _facts(row: RunRow, titles: dict[str, str]) -> dict[str, Any]:
    ended = row.ended_at
    return {
        "run": row.id,
        "workbook": row.workbook_id,
        "title": titles.get(row.workbook_id, ""),
        "state": row.state,
        "error": json.loads(row.error)["type"].rpartition("/")[2] if row.error else None,
        "queued_at": row.created_at.isoformat(),
        "ended_at": ended.isoformat() if ended else None,
        "seconds": (ended - row.created_at).total_seconds() if ended else None,
        "taken_over": row.resumes,
        "by": row.by_email,
        "night": row.night_id,
    }
