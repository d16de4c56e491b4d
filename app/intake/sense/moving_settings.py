"""Settings that are another every day: a status date computed from today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.intake.formula import bare_of
from app.intake.sense.ground import Ground, shown
from app.intake.sense.moving_figures import MOVES
from app.project.problem import Problem, ProblemKind
from app.workbook.cells import folded_heading
from app.workbook.days import day_of_serial, is_serial
from app.workbook.headings import headings_of

_STATUS_DATE = "status_date"


def moving_settings(ground: Ground) -> Iterator[Problem]:
    """One problem a setting that the contract knows. Of the status date, by which everything counts, what is
    to be typed instead is the last month end up to the day it shows now."""
    keys = headings_of(ground.located.contract).keys
    dates = {key.name for key in ground.located.contract.keys if key.type == "date"}
    key_column = ground.located.columns.get("key", 0)
    column = ground.located.columns.get("value", key_column + 1)
    for (row, at), formula in sorted(ground.formulas.items()):
        typed = ground.value(row, key_column)
        name = keys.get(folded_heading(typed)) if isinstance(typed, str) else None
        found = MOVES.search(bare_of(formula)) if at == column and row >= ground.first else None
        value = ground.value(row, column)
        if (
            not found
            or name is None
            or not isinstance(typed, str)
            or not isinstance(value, (int, float, str))
        ):
            continue
        dated = name in dates and isinstance(value, float | int) and is_serial(value)
        day = day_of_serial(value) if dated and isinstance(value, float | int) else None
        now = day.isoformat() if day else shown(value) if isinstance(value, float | int) else value
        yield Problem(
            kind=ProblemKind.MOVING_FIGURE,
            message=f"{ground.place(row, column)}: {typed.strip()} comes from {found[1]}(), so that {now} is "
            "another at each look",
            mend=f"Type the last month end that is closed: {_month_end(day)}"
            if name == _STATUS_DATE and day
            else f"Type what is meant: {now}",
            places=(ground.place(row, column),),
            subject=typed.strip(),
        )


def _month_end(day: date) -> date:
    """The last month end on or before `day`."""
    after = day + timedelta(days=1)
    return after.replace(day=1) - timedelta(days=1)
