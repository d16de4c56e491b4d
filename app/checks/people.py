"""P. People and follow-up: nobody forgotten, nothing without an owner."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Bools, Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.limits import Limits, in_hours
from app.checks.plan_ahead import month_cells
from app.checks.wording import counted, hours, listed
from app.project.follow_up import Part
from app.project.month import Month, label
from app.project.names import folded

AMBER = Severity.AMBER


@check(
    "P1",
    title="Timesheet missing",
    rule="Someone has over {hours} planned in the last closed month, and none booked",
    severities=(AMBER,),
    limits={"hours": in_hours(8)},
    wants="a Resource plan with the last closed month",
    has=lambda case: case.closing is not None,
)
def p1_timesheet_missing(case: Case, at: Limits) -> Iterator[Found]:
    """People with planned hours in the last closed month and not one booked. Hours on lines that were
    finished before that month are no work to book."""
    closing = case.closing_plan()
    if closing is None:
        return
    ahead, column = closing
    plan, month, amounts = ahead.plan, int(ahead.months[column]), ahead.hours[:, column]
    planned = np.flatnonzero((amounts > 0) & _open_in(case, month)[plan.line])
    mine = np.flatnonzero(case.known & (case.ledger.month == month) & (case.ledger.person >= 0))
    worked = np.bincount(case.ledger.person[mine], case.ledger.hours[mine], len(case.ledger.people))
    booked = {folded(name) for name, total in zip(case.ledger.people, worked.tolist(), strict=True) if total}
    of, names = ahead.person.take(planned), ahead.names
    for code in np.flatnonzero(np.bincount(of)).tolist():
        if not names[code] or folded(names[code]) in booked:
            continue
        rows = planned[of == code]
        missing = float(amounts[rows].sum())
        if missing <= at["hours"]:
            continue
        person = plan.person[rows[0]].strip()
        cost = float(ahead.cost(rows)[:, column].sum())
        worth = f", about {case.say.money(cost)}," if cost else ""
        yield Found(
            severity=AMBER,
            figure=f"{person}: {hours(missing)} planned in {label(month)}, 0 booked",
            threshold=at.text("hours"),
            places=month_cells(case, ((row, month) for row in rows.tolist())),
            subject=person,
            owner=person,
            period=label(month),
            stake=cost or None,
            hours=missing,
            remedy=f"Ask {person} for the timesheets of {label(month)}: {hours(missing)}{worth} are "
            "expected.",
        )


def _open_in(case: Case, month: Month) -> Bools:
    """Lines that were open in `month`: still open, or finished in it or later; and what is in no line."""
    lines = case.lines
    finish = np.where(lines.actual_finish > 0, lines.actual_finish, lines.finish)
    return np.append(case.open | (finish >= case.month_start(month)), True)  # -1, no line, is the last


@check(
    "P3",
    title="Nobody answers for it",
    rule="An open line, a milestone to come, an open risk or action, or a part in an area has nobody",
    severities=(AMBER,),
    wants="an Owner column in the Budget, the Milestones or the Risks and actions",
    has=lambda case: any(_has_owners(case, tab) for tab in ("budget", "milestones", "risks_and_actions")),
)
def p3_no_owner(case: Case) -> Iterator[Found]:
    """Open lines, milestones, risks and actions without an owner, and parts of nobody: one flag a tab. Areas
    for which nobody is accountable are P6's."""
    if _has_owners(case, "budget"):
        lines = [
            number
            for number, line in enumerate(case.project.lines)
            if not line.owner.strip() and case.open[number] and case.by_line.bac[number] != 0
        ]
        if lines:
            left = float((case.by_line.bac[lines] - case.by_line.ev[lines]).sum())
            names = listed((case.name(line) for line in lines), 4)
            yield Found(
                severity=AMBER,
                figure=f"{counted(len(lines), 'open line')} without an owner",
                threshold="0",
                places=case.cells("budget", [case.project.lines[line].row for line in lines], "owner"),
                subject="lines",
                line=case.project.lines[lines[0]].id if len(lines) == 1 else "",
                stake=left,
                remedy=f"Name an owner for {names}: {case.say.money(left)} of work is left on "
                f"{'it' if len(lines) == 1 else 'them'}.",
            )
    if _has_owners(case, "milestones"):
        late = [
            milestone
            for milestone in case.project.milestones
            if not milestone.owner.strip() and (milestone.actual is None or milestone.actual > case.today)
        ]
        if late:
            amount = float(sum(milestone.amount or 0 for milestone in late))
            names = listed((milestone.name for milestone in late), 4)
            waits = (
                f": {case.say.money(amount)} depends on {'it' if len(late) == 1 else 'them'}"
                if amount
                else ""
            )
            yield Found(
                severity=AMBER,
                figure=f"{counted(len(late), 'milestone')} without an owner",
                threshold="0",
                places=case.cells("milestones", [milestone.row for milestone in late], "owner"),
                subject="milestones",
                stake=amount,
                remedy=f"Name an owner for {counted(len(late), 'milestone')}, {names}{waits}.",
            )
    items = [item for item in case.project.items if not item.owner.strip() and item.waits(case.today)]
    if items:
        amount = float(sum(item.amount or 0 for item in items))
        names = listed((item.name for item in items), 4)
        hangs = f": {case.say.money(amount)} hangs on {'it' if len(items) == 1 else 'them'}" if amount else ""
        what = counted(len(items), "open risk or action", "open risks and actions")
        yield Found(
            severity=AMBER,
            figure=f"{what} without an owner",
            threshold="0",
            places=case.cells("risks_and_actions", [item.row for item in items], "owner"),
            subject="risks and actions",
            stake=abs(amount) or None,
            remedy=f"Name an owner for {what}, {names}{hangs}.",
        )
    yield from _parts_of_nobody(case)


def _parts_of_nobody(case: Case) -> Iterator[Found]:
    """Rows of the Stakeholders tab that name neither a person nor an organisation."""
    rows = [
        row
        for row in case.project.stakeholders
        if row.parts - {Part.ACCOUNTABLE} and not row.person.strip() and not row.organisation.strip()
    ]
    if rows:
        parts = [f"{'/'.join(sorted(row.parts))} for {row.area.strip()}" for row in rows]
        yield Found(
            severity=AMBER,
            figure=f"{counted(len(rows), 'part')} of nobody in the stakeholder matrix",
            threshold="0",
            places=case.cells("stakeholders", [row.row for row in rows], "person"),
            subject="stakeholders",
            remedy=f"Name who is {listed(parts, 4)}, or delete {counted(len(rows), 'row')}.",
        )


def _has_owners(case: Case, tab: str) -> bool:
    source = case.project.sources.get(tab)
    return source is not None and "owner" in source.columns
