"""Published plans and time logs laid out as a PMO would have them at a status date."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

REAL = Path(__file__).parents[3] / "shared" / "real"

Row = dict[str, Any]


def projects() -> list[Path]:
    """The folders of real projects that are here; none on a machine without them."""
    return sorted(path.parent for path in REAL.glob("*/expected.json"))


def expected(folder: Path) -> dict[str, Any]:
    """The figures computed independently."""
    loaded: dict[str, Any] = json.loads((folder / "expected.json").read_text())
    return loaded


def tables(folder: Path, status: dict[str, Any], *, rule: str) -> dict[str, list[Row]]:
    """Rows by tab: only what was known at the status date, with rates and hours but no typed cost."""
    day = date.fromisoformat(status["date"])
    known = {"project": folder.name, "currency": "EUR", "status_date": day, "crediting_rule": rule}
    return {
        "settings": [{"key": key, "value": value} for key, value in known.items()],
        "budget": [_line(row, status["id"], day) for row in _rows(folder / "plan.csv")],
        "actuals": [
            {
                "date": date.fromisoformat(row["date"]),
                "line": row["line_id"],
                "person": row["person_id"],
                "hours": float(row["hours"]),
                "document": row["entry_id"],
            }
            for row in _rows(folder / "time_log.csv")
            if date.fromisoformat(row["date"]) <= day
        ],
        "rate_card": [
            {
                "person": row["person_id"],
                "cost_rate": float(row["cost_rate"]),
                "bill_rate": float(row["bill_rate"]),
                "unit": row["unit"],
                "currency": row["currency"],
                "effective_from": date.fromisoformat(row["effective_from"]),
            }
            for row in _rows(folder / "rates.csv")
        ],
    }


def _line(row: dict[str, str], status_id: str, day: date) -> Row:
    line: Row = {
        "line": row["line_id"],
        "title": row["title"],
        "phase": row["phase"],
        "owner": row["owner"],
        "hours": float(row["planned_hours"]),
        "progress": float(row[f"progress_{status_id}"]),
    }
    for field, column in (("actual_start", "start"), ("actual_finish", "finish")):
        if row[column] and date.fromisoformat(row[column]) <= day:
            line[field] = date.fromisoformat(row[column])
    return line


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))
