"""How many of what: lines by state, and entries and lines that look wrong."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from app.project.booked import Booked
from app.project.budgeted import Budgeted
from app.project.line_table import LineTable


def counts(
    lines: LineTable, budget: Budgeted, booked: Booked, hours: NDArray[np.float64]
) -> Mapping[str, float]:
    """Counts as at the status date. `hours`: booked hours by line, shape (n,).

    "Over plan" compares hours on lines that are planned in hours; "without plan" is a line with
    neither budget hours nor budget cost.
    """
    in_progress = lines.begun & ~lines.done
    over = np.where(budget.measured, np.maximum(0.0, hours - budget.hours), 0.0)
    finish = np.append(lines.actual_finish, 0)[booked.line]  # -1, no line, takes the last
    late = (finish > 0) & (booked.day > finish)
    unplanned = (budget.hours == 0) & (budget.cost == 0)
    reversed_ = (lines.actual_finish > 0) & (lines.actual_finish < lines.actual_start)
    return {
        "not_started": int((~lines.begun).sum()),
        "in_progress": int(in_progress.sum()),
        "done": int(lines.done.sum()),
        "entries": len(booked),
        "entries_zero_hours": int((booked.hours == 0).sum()),
        "entries_without_line": int((booked.line < 0).sum()),
        "entries_after_finish": int(late.sum()),
        "hours_after_finish": float(booked.hours[late].sum()),
        "lines_without_plan_with_actuals": int((unplanned & (hours > 0)).sum()),
        "open_lines_over_plan": int((in_progress & (over > 0)).sum()),
        "hours_over_plan_on_open_lines": float(over[~lines.done].sum()),
        "lines_finished_before_start": int(reversed_.sum()),
    }
