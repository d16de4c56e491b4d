"""Rows as JSON. A result goes out exactly as it was stored: it is not parsed to be written again."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

from app.jobs.runs import Runs
from app.store.runs import RunRow, Summary

STEPS = 5
RUNNING = {"queued": "running", "running": "running"}


def run_view(runs: Runs, row: RunRow) -> dict[str, Any]:
    """As `schemas.RunView`."""
    body = runs.result_of(row.id) if row.state == "done" else None
    return {
        "run_id": row.id,
        "state": RUNNING.get(row.state, row.state),
        "phase": row.phase,
        "progress": {"step": row.step, "of": STEPS, "text": row.text},
        "started_at": iso(row.created_at),
        "ended_at": iso(row.ended_at),
        "by": row.by_email,
        "error": None if row.error is None else orjson.Fragment(row.error.encode()),
        "result": None if body is None else orjson.Fragment(body),
    }


def summary_view(one: Summary) -> dict[str, Any]:
    """As `schemas.HistoryEntry`."""
    return {
        "run_id": one.run.id,
        "at": iso(one.run.ended_at or one.run.created_at),
        "by": one.run.by_email,
        "state": one.run.state,
        "status_date": one.status_date.isoformat() if one.status_date else None,
        "eac": one.eac,
        "bac": one.bac,
        "colour": one.colour,
    }


def answer(value: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """As JSON."""
    return Response(orjson.dumps(value), status, headers, media_type="application/json")


def iso(moment: Any) -> str | None:
    """A moment in UTC, to the millisecond."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None
