"""B. Earned value: what earlier month ends reported, held against what the workbook says of them now."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.many import apart, together
from app.checks.wording import listed, percent
from app.project.month import Month, label

AMBER = Severity.AMBER
A_MONTH = "the month before to have been refreshed"


def reported(case: Case, months: int = 1) -> bool:
    """Whether so many month ends before this one are remembered."""
    return len(case.earlier) >= months


@check(
    "B1",
    title="A running sum falls",
    rule="Planned or earned value to date is lower at the end of a month than at the end of the month before",
    severities=(AMBER,),
)
def b1_running_sum_falls(case: Case) -> Iterator[Found]:
    """A month whose plan is below zero, and earned value under that of the last month end."""
    planned = case.monthly.budget_cost
    falls = np.flatnonzero(planned < -1)
    if len(falls):
        lost = float(-planned[falls].sum())
        months = [case.monthly.months[column] for column in falls.tolist()]
        column = np.zeros(len(case.project.lines))
        for number, line in enumerate(case.project.lines):
            column[number] = -sum(line.months.get(month, 0) for month in months)
        lines = case.largest(column)
        yield Found(
            severity=AMBER,
            title="Planned value falls",
            figure=f"{case.say.money(lost)} less planned at the end of "
            f"{listed(label(month) for month in months)} than a month before",
            threshold="0",
            places=tuple(
                place for line in lines for place in case.line_cells([line], _field(case, months[0]))
            )
            or case.heading("budget", "cost"),
            subject="planned",
            period=label(months[0]),
            stake=lost,
            remedy=f"Set these months to 0 or more, or say which correction of {case.say.money(lost)} "
            f"they are.",
        )
    before = case.earlier[0] if case.earlier else None
    if before is None or before.ev - case.ev <= 0.01 * case.say.scale:
        return
    fell = before.ev - case.ev
    shares = before.of_line(before.progress)
    drop = np.array([_fall(shares.get(line.id), line.progress) for line in case.project.lines])
    lines = case.largest(drop * case.by_line.bac)
    yield Found(
        severity=AMBER,
        title="Earned value fell",
        figure=f"earned {case.say.money(case.ev)}, {case.say.amount(before.ev)} at the end of "
        f"{before.period}",
        threshold=case.say.money(before.ev),
        places=case.line_cells(lines, "progress") or case.heading("budget", "progress"),
        subject="earned",
        stake=fell,
        remedy=f"Restore the {case.say.money(fell)} earned until {before.period}, or say which correction "
        f"it is.",
    )


@check(
    "B18",
    title="Progress is stuck",
    rule="The progress of an open line is the same at 3 month ends while over {floor} was booked on it",
    severities=(AMBER,),
    wants="the two months before to have been refreshed",
    has=lambda case: reported(case, 2),
)
def b18_stuck_progress(case: Case) -> Iterator[Found]:
    """Lines that spend and do not move."""
    last, first = case.earlier[:2]
    shares = (last.of_line(last.progress), first.of_line(first.progress))
    spent = first.of_line(first.spent)
    grew = np.array(
        [
            case.by_line.ac[number] - spent[line.id]
            if line.progress is not None
            and line.progress < 1
            and all(share.get(line.id) == line.progress for share in shares)
            else 0.0
            for number, line in enumerate(case.project.lines)
        ]
    )
    alone, rest = apart(np.flatnonzero((grew > case.floor) & case.open), grew)
    for line in alone:
        share, cost = float(case.lines.progress[line]), float(case.by_line.ac[line])
        final = f" At this pace it costs {case.say.money(cost / share)}." if share > 0 else ""
        yield on_line(
            case,
            line,
            "progress",
            severity=AMBER,
            figure=f"{percent(share)} since {first.period}, {case.say.money(float(grew[line]))} booked since",
            threshold=case.say.money(case.floor),
            stake=float(grew[line]),
            remedy=f"Estimate anew what is left of {case.name(line)}: {case.say.money(float(grew[line]))} "
            f"moved "
            f"nothing.{final}",
        )
    yield from together(case, rest, grew, severity=AMBER, field="progress", mend="Estimate anew")


def _fall(before: float | None, now: float | None) -> float:
    return max(0.0, (before or 0.0) - (now or 0.0))


def _field(case: Case, month: Month) -> str:
    source = case.project.sources.get("budget")
    return label(month) if source and label(month) in source.columns else "cost"
