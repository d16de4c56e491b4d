"""Earned value of earlier months, as far as dates alone can tell it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.forecast.months import MonthAxis
from app.forecast.planned_value import PlannedValue
from app.project.line_table import RULES, LineTable
from app.project.model import CreditingRule

Floats = NDArray[np.float64]


def earned_by_month_end(
    lines: LineTable, budget: Floats, value: PlannedValue, axis: MonthAxis
) -> Floats | None:
    """Cumulative EV of the project at the end of each closed month, shape (closed months,).

    Rules that follow dates (0/100, 50/50, effort) can be told back in time when the dates are there; a
    line that has earned by typed progress or undated states cannot: then None.
    """
    closed = axis.open_from
    ends = axis.end[:closed] - 1
    rule = lines.rule
    undated = (lines.begun & (lines.actual_start == 0) & ~lines.done) | (
        lines.done & (lines.actual_finish == 0)
    )
    typed = (rule == RULES.index(CreditingRule.PERCENT)) | (rule == RULES.index(CreditingRule.MILESTONES))
    untold = lines.begun & typed
    if (untold | (undated & (rule != RULES.index(CreditingRule.EFFORT))))[budget != 0].any():
        return None
    finished = (lines.actual_finish > 0)[:, None] & (lines.actual_finish[:, None] <= ends)
    started = (lines.actual_start > 0)[:, None] & (lines.actual_start[:, None] <= ends)
    total = value.cost_by_month.sum(axis=1)
    planned = np.divide(
        np.cumsum(value.cost_by_month[:, :closed], axis=1), total[:, None],
        out=np.zeros((len(lines), closed)), where=total[:, None] != 0,
    )  # fmt: skip
    share = np.where(
        (rule == RULES.index(CreditingRule.FIFTY_FIFTY))[:, None],
        0.5 * (started | finished) + 0.5 * finished,
        finished,
    )
    effort = (rule == RULES.index(CreditingRule.EFFORT))[:, None]
    share = np.where(effort, np.where(finished, 1.0, planned), share)
    return np.asarray(budget @ share)
