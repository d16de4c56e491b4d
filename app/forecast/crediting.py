"""How much of each line's budget is earned at the status date, by its crediting rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.forecast.figure import Figures
from app.project.blanks import zero_for_blank
from app.project.line_table import RULES, LineTable
from app.project.model import CreditingRule, Project
from app.project.names import folded

Floats = NDArray[np.float64]


def earned_share(project: Project, lines: LineTable, planned_share: Figures) -> Floats:
    """Share of the budget earned, shape (lines,), by each line's own rule.

    0/100: at the finish. 50/50: half at the start, half at the finish. Milestones: sum of the
    weights reached. Percent: typed progress, as typed (checks report what is under 0 or over 1).
    Effort: the planned share (EV = PV); typed progress where nothing can be planned. A finished
    line has earned its whole budget under every rule. Source: PMI Practice Standard for EVM,
    earning rules.
    """
    progress = zero_for_blank(lines.progress)
    effort = np.where(planned_share.why == 0, planned_share.values, progress)
    by_rule = {
        CreditingRule.ZERO_HUNDRED: np.zeros(len(lines)),
        CreditingRule.FIFTY_FIFTY: 0.5 * lines.begun,
        CreditingRule.MILESTONES: _milestone_share(project, lines),
        CreditingRule.PERCENT: progress,
        CreditingRule.EFFORT: effort,
    }
    share = np.choose(lines.rule, [by_rule[rule] for rule in RULES]) if len(lines) else np.zeros(0)
    # progress over 100 % is shown as typed; everything else that is finished has earned exactly all
    over = (lines.rule == RULES.index(CreditingRule.PERCENT)) & (progress > 1)
    return np.where(lines.done & ~over, 1.0, share)


def share_by(rule: CreditingRule, lines: LineTable) -> Floats:
    """The same with one rule throughout, 0/100 or 50/50: it needs nothing typed but dates and progress."""
    if rule is CreditingRule.ZERO_HUNDRED:
        return lines.done.astype(np.float64)
    if rule is CreditingRule.FIFTY_FIFTY:
        return 0.5 * lines.begun + 0.5 * lines.done
    raise ValueError(f"{rule} needs more than dates to credit a whole project")


def _milestone_share(project: Project, lines: LineTable) -> Floats:
    """Sum of weights of the line's milestones reached by the status date.

    Blank weights share equally what the typed ones leave of 1. No milestones: nothing until the finish.
    """
    share = np.zeros(len(lines))
    if not project.milestones:
        return share
    index = {folded(line.id): position for position, line in enumerate(project.lines)}
    of_line: dict[int, list[tuple[float | None, bool]]] = {}
    for milestone in project.milestones:
        position = index.get(folded(milestone.line)) if milestone.line.strip() else None
        if position is not None:
            reached = milestone.actual is not None and milestone.actual <= project.settings.status_date
            of_line.setdefault(position, []).append((milestone.weight, reached))
    for position, weights in of_line.items():
        typed = sum(weight for weight, _ in weights if weight is not None)
        blank = sum(weight is None for weight, _ in weights)
        rest = max(0.0, 1.0 - typed) / blank if blank else 0.0
        share[position] = sum(rest if weight is None else weight for weight, reached in weights if reached)
    return share
