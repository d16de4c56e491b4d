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
    if not project.milestones:
        return np.zeros(len(lines))
    today = project.settings.status_date
    position = _positions(project)
    known = position >= 0
    of = position[known]
    weight = np.array([milestone.weight for milestone in project.milestones], np.float64)[known]
    reached = np.array([m.actual is not None and m.actual <= today for m in project.milestones], np.bool_)
    blank = np.isnan(weight)
    blanks = np.bincount(of, blank, len(lines))
    typed = np.bincount(of, zero_for_blank(weight), len(lines))
    rest = np.maximum(0.0, 1.0 - typed) / np.maximum(blanks, 1.0)
    gained = np.where(blank, rest[of], weight) * reached[known]
    return np.bincount(of, gained, len(lines)).astype(np.float64)


def _positions(project: Project) -> NDArray[np.int64]:
    """The line each milestone names, -1 for none; the spelling may differ in case and spaces."""
    exact = {line.id: position for position, line in enumerate(project.lines)}
    found = [exact.get(milestone.line, -1) if milestone.line else -1 for milestone in project.milestones]
    otherwise = [n for n, at in enumerate(found) if at < 0 and project.milestones[n].line.strip()]
    if otherwise:
        loose = {folded(line.id): position for position, line in enumerate(project.lines)}
        for n in otherwise:
            found[n] = loose.get(folded(project.milestones[n].line), -1)
    return np.array(found, np.int64)
