"""Planned hours by person and month, and a month's hours of one person, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.forecast.people_ahead import PeopleAhead
from app.project.month import Month, label


def people_json(ahead: PeopleAhead) -> dict[str, Any]:
    """`{"planned": {person: {month: hours}}, "capacity": {month: hours}}`."""
    return {
        "planned": {person: _by_month(months) for person, months in ahead.planned.items()},
        "capacity": _by_month(ahead.capacity),
    }


def _by_month(hours: Mapping[Month, float]) -> dict[str, float]:
    return {label(month): round(hours[month], 2) for month in sorted(hours)}
