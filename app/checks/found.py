"""What a check found, before it is a flag: one place where it is put together."""

from __future__ import annotations

from typing import NamedTuple

from app.checks.case import Case
from app.checks.flag import Severity
from app.project.place import Place


class Found(NamedTuple):
    """What a check found; the check's id, title and rule are added to make it a flag."""

    severity: Severity
    figure: str
    remedy: str
    threshold: str = "any"
    places: tuple[Place, ...] = ()
    title: str = ""  # when it says more than the check's own
    subject: str = ""
    line: str = ""
    owner: str = ""
    period: str = ""
    stake: float | None = None
    hours: float | None = None


def on_line(
    case: Case,
    line: int,
    field: str = "",
    *,
    severity: Severity,
    figure: str,
    remedy: str,
    threshold: str = "any",
    places: tuple[Place, ...] = (),
    title: str = "",
    stake: float | None = None,
    hours: float | None = None,
) -> Found:
    """About one budget line, its owner's to answer: at `places`, without any at the line's `field`.

    `line` -1 is what names no line of the Budget.
    """
    budget = case.project.lines[line] if line >= 0 else None
    return Found(
        severity=severity,
        figure=figure,
        remedy=remedy,
        threshold=threshold,
        places=places or (case.cell("budget", budget.row, field) if budget and field else ()),
        title=title,
        subject=budget.id if budget else "no line",
        line=budget.id if budget else "",
        owner=budget.owner if budget else "",
        stake=stake,
        hours=hours or None,
    )
