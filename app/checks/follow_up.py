"""P. Follow-up: actions done in time, everything dated, every area answered for, nothing forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from app.checks.case import Case
from app.checks.check import check
from app.checks.earned_value import in_no_month
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.limits import Limits, in_working_days
from app.checks.many import apart, together
from app.checks.past_months import reported
from app.checks.unread_cells import unread_dates
from app.checks.wording import ago, counted, either, listed
from app.project.follow_up import Part, Stakeholder
from app.project.names import folded

RED, AMBER, NOTE = Severity.RED, Severity.AMBER, Severity.NOTE


_ANSWERS = {
    "answer_owner": "its owner",
    "due": "a due date",
    "cause": "its root cause",
    "action": "an action",
}


def has_tab(case: Case, tab: str) -> bool:
    """Whether the workbook has the tab."""
    return tab in case.project.sources


def has_column(case: Case, tab: str, field: str) -> bool:
    """Whether the workbook has the column."""
    source = case.project.sources.get(tab)
    return source is not None and field in source.columns


@check(
    "P2",
    title="An action is overdue",
    rule="A risk, issue, action or decision is not done though it was due before the status date; by more "
    "than "
    "{red} it is red",
    severities=(RED, AMBER),
    limits={"red": in_working_days(10)},
    wants="a Risks and actions tab",
    has=lambda case: has_tab(case, "risks_and_actions"),
)
def p2_overdue_action(case: Case, at: Limits) -> Iterator[Found]:
    """Open items whose day has passed, in working days."""
    for item in case.project.items:
        if item.due is None or item.due >= case.today or not item.waits(case.today):
            continue
        late = case.calendar.between(item.due, case.today) - (1 if case.calendar.is_working(item.due) else 0)
        amount = float(item.amount or 0)
        hangs = f" {case.say.money(amount)} hangs on it." if amount else ""
        ask = f"Ask {item.owner.strip()}" if item.owner.strip() else "Find out"
        yield Found(
            severity=RED if late > at["red"] else AMBER,
            title=f"{item.kind.capitalize()} overdue",
            figure=f"{item.name}: due {item.due}, {ago(late, case.today - item.due)}",
            threshold=at.text("red") if late > at["red"] else str(case.today),
            places=case.cell("risks_and_actions", item.row, "due"),
            subject=item.id,
            line=item.line,
            owner=item.owner,
            stake=abs(amount) or None,
            remedy=f"{ask} whether {item.name} is done, or agree a new day after {case.today}.{hangs}",
        )


@check(
    "P4",
    title="Nobody has touched the line",
    rule="Progress and forecast of an open line, begun by plan, are what they were at the last 2 month ends",
    severities=(NOTE,),
    wants="the two months before to have been refreshed: that is how it is known",
    has=lambda case: reported(case, 2),
)
def p4_stale_row(case: Case) -> Iterator[Found]:
    """Known by what earlier month ends reported; sheets do not tell when a row was typed."""
    last, first = case.earlier[:2]
    known = [(month.of_line(month.progress), month.of_line(month.left)) for month in (last, first)]
    left = np.rint(case.by_line.etc)
    since = first.status_date.toordinal()
    stale = [
        number
        for number, line in enumerate(case.project.lines)
        if case.open[number]
        and 0 < case.lines.start[number] <= since
        and all(
            line.id in lefts and lefts[line.id] == left[number] and shares[line.id] == line.progress
            for shares, lefts in known
        )
    ]
    alone, rest = apart(stale, case.by_line.etc)
    for line in alone:
        owner = case.project.lines[line].owner.strip() or "the owner"
        amount = case.say.money(float(case.by_line.etc[line]))
        yield on_line(
            case,
            line,
            "progress",
            severity=NOTE,
            figure=f"progress and {amount} to come unchanged since {first.period}",
            threshold="any change in 2 months",
            stake=float(case.by_line.etc[line]),
            remedy=f"Ask {owner} to confirm the {amount} still to come on {case.name(line)}.",
        )
    yield from together(
        case, rest, case.by_line.etc, severity=NOTE, field="progress", mend="Confirm the rest"
    )


@check(
    "P5",
    title="A red flag without an answer",
    rule="A flag was red at the status date before, is red now, and lacks its owner, due date, root cause or "
    "action on "
    "the Flags tab; it is to be answered within {days}",
    severities=(AMBER,),
    limits={"days": in_working_days(5)},
    wants="the Flags tab, as the last refresh wrote it",
    has=lambda case: case.answers is not None or RED not in _stood(case).values(),
    of_flags=True,
)
def p5_red_without_answer(case: Case, at: Limits) -> Iterator[Found]:
    """One flag for all of them, in order of their money."""
    answers, before = case.answers or {}, _stood(case)
    if not before:
        return
    lacking = {
        flag.id: [word for name, word in _ANSWERS.items() if name not in answers.get(flag.id, ())]
        for flag in case.raised
        if flag.severity is RED and before.get(flag.id) is RED
    }
    open_flags = [flag for flag in case.raised if lacking.get(flag.id)]
    if not open_flags:
        return
    told = [f"{flag.id} lacks {listed(lacking[flag.id], 4)}" for flag in open_flags]
    by = date.fromordinal(case.calendar.moved(case.today.toordinal(), at["days"]))
    yield Found(
        severity=AMBER,
        figure=f"{counted(len(open_flags), 'red flag')} without an answer: {listed(told)}",
        threshold="0",
        stake=max((flag.stake or 0.0 for flag in open_flags), default=0.0) or None,
        remedy=f"Fill in the Flags tab for {counted(len(open_flags), 'red flag')} by {by}: who deals with "
        f"it, by "
        "when, why it happened, what is being done.",
    )


def _stood(case: Case) -> Mapping[str, Severity]:
    """How severe each flag was at another status date; none while that of the last refresh stands still."""
    before = case.previous
    if before is not None and before.stood is not None:
        return before.stood
    return before.severities if before and before.status_date != case.today else {}


@check(
    "P6",
    title="Not one who is accountable",
    rule="An area of the stakeholder matrix has nobody who is accountable, or more than one",
    severities=(AMBER,),
    wants="a Stakeholders tab with rows",
    has=lambda case: bool(case.project.stakeholders),
)
def p6_accountable(case: Case) -> Iterator[Found]:
    """Areas by name; a person in two rows of an area counts once."""
    areas: dict[str, list[Stakeholder]] = {}
    for row in case.project.stakeholders:
        areas.setdefault(folded(row.area), []).append(row)
    for rows in areas.values():
        answering = [row for row in rows if Part.ACCOUNTABLE in row.parts]
        people = list(dict.fromkeys(folded(row.person) for row in answering if row.person.strip()))
        if len(people) == 1:
            continue
        named = [row for row in (answering if people else rows) if row.person.strip()]
        names = list({folded(row.person): row.person.strip() for row in reversed(named)}.values())[::-1]
        area = rows[0].area.strip()
        mend = (
            f"Keep one of {listed(names)} accountable for {area}: {len(people) - 1} too many."
            if people
            else f"Make one person accountable for {area}" + (f", such as {either(names)}." if names else ".")
        )
        yield Found(
            severity=AMBER,
            title="Nobody is accountable" if not people else "More than one is accountable",
            figure=f"{area}: {len(people)} accountable" + (f", {listed(names)}" if people else ""),
            threshold="exactly 1",
            places=case.cells(
                "stakeholders",
                [row.row for row in answering or rows],
                "person" if answering and not people else "part",
            ),
            subject=area,
            owner=names[0] if len(names) == 1 else "",
            remedy=mend,
        )


@check(
    "P7",
    title="Nothing says when",
    rule="An open line, a milestone to come, or an open risk or action has no date",
    severities=(AMBER,),
    wants="dates in the Budget, the Milestones or the Risks and actions",
    has=lambda case: (
        has_column(case, "budget", "finish")
        or has_column(case, "milestones", "baseline")
        or has_tab(case, "risks_and_actions")
    ),
)
def p7_no_date(case: Case) -> Iterator[Found]:
    """One flag a tab. Lines that are in no month for want of a date are B14's; dates that are none, A3's."""
    if has_column(case, "budget", "finish"):
        phased = np.zeros(len(case.project.lines), np.bool_)
        phased[case.lines.phased_line] = True
        half = (case.lines.start > 0) | phased
        undated = case.open & half & (case.lines.finish == 0) & (case.by_line.bac != 0)
        unread = unread_dates(case, "budget", "finish")
        which = np.flatnonzero(undated & ~in_no_month(case)).tolist() if undated.any() else []
        lines = [line for line in which if case.project.lines[line].row not in unread]
        if lines:
            left = float((case.by_line.bac[lines] - case.by_line.ev[lines]).sum())
            yield _undated(
                case,
                "budget",
                [case.project.lines[line].row for line in lines],
                "finish",
                what="open line",
                names=[case.name(line) for line in lines],
                amount=left,
            )
    unread_milestones = unread_dates(case, "milestones", "forecast") | unread_dates(
        case, "milestones", "baseline"
    )
    late = [
        milestone
        for milestone in case.project.milestones
        if milestone.baseline is None
        and milestone.forecast is None
        and (milestone.actual is None or milestone.actual > case.today)
        and milestone.row not in unread_milestones
    ]
    if late:
        yield _undated(
            case,
            "milestones",
            [milestone.row for milestone in late],
            "forecast",
            what="milestone",
            names=[milestone.name for milestone in late],
            amount=float(sum(milestone.amount or 0 for milestone in late)),
        )
    unread_items = unread_dates(case, "risks_and_actions", "due")
    waiting = [item for item in case.project.items if item.due is None and item.waits(case.today)]
    items = [item for item in waiting if item.row not in unread_items]
    if items:
        yield _undated(
            case,
            "risks_and_actions",
            [item.row for item in items],
            "due",
            what="risk or action",
            many="risks and actions",
            names=[item.name for item in items],
            amount=float(sum(item.amount or 0 for item in items)),
        )


def _undated(
    case: Case,
    tab: str,
    rows: Sequence[int],
    field: str,
    *,
    what: str,
    names: Sequence[str],
    amount: float,
    many: str = "",
) -> Found:
    worth = f": {case.say.money(amount)} hangs on {'it' if len(rows) == 1 else 'them'}" if amount else ""
    return Found(
        severity=AMBER,
        figure=f"{counted(len(rows), what, many)} without a date",
        threshold="0",
        places=case.cells(tab, rows, field),
        subject=tab.replace("_", " "),
        stake=abs(amount) or None,
        remedy=f"Give {counted(len(rows), what, many)} a date, {listed(names, 4)}{worth}.",
    )
