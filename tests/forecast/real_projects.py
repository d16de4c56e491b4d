"""Published time logs laid out as projects, with figures that two other programs computed."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from app.project.model import CreditingRule, Line, Project
from tests.forecast.build import Entry, project, rate

FOLDER = Path(__file__).parents[3] / "shared" / "real"
FOUND = sorted(path.parent for path in FOLDER.glob("*/expected.json"))


def statuses() -> list[tuple[Path, dict[str, Any]]]:
    """(folder, expected figures) of every project and status date that is here."""
    return [
        (folder, status)
        for folder in FOUND
        for status in json.loads((folder / "expected.json").read_text())["status"]
    ]


def load(folder: Path, status_id: str, day: str) -> Project:
    """The project as known on `day`: later entries and dates hidden; rates and plan as they are."""
    lines = [
        Line(
            id=row["line_id"],
            title=row["title"],
            phase=row["phase"],
            owner=row["owner"],
            hours=float(row["planned_hours"]),
            actual_start=_known(row["start"], day),
            actual_finish=_known(row["finish"], day),
            progress=float(row[f"progress_{status_id}"]),
            rule=CreditingRule.ZERO_HUNDRED,
            row=number,
        )
        for number, row in enumerate(_rows(folder / "plan.csv"), 1)
    ]
    entries = [
        Entry(day=row["date"], line=row["line_id"], person=row["person_id"], hours=float(row["hours"]))
        for row in _rows(folder / "time_log.csv")
        if row["date"] <= day
    ]
    rates = [
        rate(row["person_id"], float(row["cost_rate"]), float(row["bill_rate"]), since=row["effective_from"])
        for row in _rows(folder / "rates.csv")
    ]
    return project(lines, entries, status=day, rates=rates)


def _known(text: str, day: str) -> date | None:
    return date.fromisoformat(text) if text and text <= day else None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))
