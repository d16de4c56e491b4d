"""A movement as JSON: money in major units, the effects adding up to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.forecast.movement import EFFECTS, Movement
from app.workbook.output.movement_page import SAME_DAY, sentence


def movement_json(
    moved: Movement, since: date, now: date, currency: str, digits: int, *, same_day: str = SAME_DAY
) -> dict[str, Any]:
    """As `schemas.MovementView`; `same_day` as in `sentence`."""
    scale = 10**digits
    return {
        "since": since.isoformat(),
        "text": sentence(moved, since, now, currency, digits, same_day=same_day),
        "start": moved.start / scale,
        "end": moved.end / scale,
        "effects": {name: value / scale for name, value in moved.effects.items()},
        "lines": [
            {
                "line": one.line,
                "total": one.total / scale,
                "effects": {
                    name: value / scale for name, value in zip(EFFECTS, one.effects, strict=True) if value
                },
            }
            for one in moved.lines
        ],
    }
