"""Rows for tests: whole, with what a test changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.store.runs import RunRow

AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
BOOK = "1workbookOfTheHarbourPortalProject0000000000"


def run_row(**changes: Any) -> RunRow:
    """A run of Ana's, just begun."""
    whole = {
        "id": "9" * 32,
        "workbook_id": BOOK,
        "mode": "interactive",
        "state": "running",
        "owner": "process",
        "by_sub": "100000000000000000001",
        "by_email": "ana@northlight.example",
        "idempotency_key": None,
        "phase": "reading",
        "step": 1,
        "text": "Reading the workbook",
        "error": None,
        "created_at": AT,
        "ended_at": None,
    }
    return RunRow(**(whole | changes))
