"""B. Earned value: budget, plan, progress and bookings of a line that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.limits import Limits, in_days, in_months, in_points
from app.checks.many import apart, together
from app.checks.unread_cells import unread_months
from app.checks.wording import counted, percent, points
from app.forecast.figure import Undefined
from app.project.line_table import RULES
from app.project.model import CreditingRule
from app.project.month import month_of

RED, AMBER = Severity.RED, Severity.AMBER


def _which(mask: NDArray[np.bool_]) -> list[int]:
    return np.flatnonzero(mask).tolist()


@check(
    "B2",
    title="More planned than budgeted",
    rule="Planned value to date is over the budget of the line",
    severities=(RED,),
)
def b2_planned_over_budget(case: Case) -> Iterator[Found]:
    """Lines whose plan to date exceeds their whole budget."""
    over = case.by_line.pv.values - case.by_line.bac  # NaN, without a plan, is not above it
    alone, rest = apart(np.flatnonzero((over > 1) & (case.by_line.bac > 0)), over)
    for line in alone:
        excess = float(over[line])
        yield on_line(
            case,
            line,
            "cost",
            severity=RED,
            figure=f"planned {case.say.money(float(case.by_line.pv.values[line]))} "
            f"of a budget of {case.say.amount(float(case.by_line.bac[line]))}",
            threshold=case.say.money(float(case.by_line.bac[line])),
            stake=excess,
            remedy=f"Lower the plan of {case.name(line)} by {case.say.money(excess)}, "
            "or have a change of that amount approved.",
        )
    yield from together(case, rest, over, severity=RED, field="cost", mend="Lower the plan")


@check(
    "B3",
    title="More earned than budgeted",
    rule="Earned value is over the budget of the line",
    severities=(RED,),
)
def b3_earned_over_budget(case: Case) -> Iterator[Found]:
    """Lines credited with more than their budget, such as by milestone weights above 100 %."""
    over = case.by_line.ev - case.by_line.bac
    alone, rest = apart(np.flatnonzero((over > 1) & (case.by_line.bac > 0)), over)
    for line in alone:
        excess, bac = float(over[line]), float(case.by_line.bac[line])
        yield on_line(
            case,
            line,
            "progress",
            severity=RED,
            figure=f"earned {case.say.money(float(case.by_line.ev[line]))}, {percent((bac + excess) / bac)} "
            "of budget",
            threshold="100.0 %",
            stake=excess,
            remedy=f"Bring {case.name(line)} down to 100 %: earned value falls by {case.say.money(excess)}.",
        )
    mend = "Bring progress down to 100 %"
    yield from together(case, rest, over, severity=RED, field="progress", mend=mend)


@check(
    "B4",
    title="Months do not add up to the budget",
    rule="The month columns of a line do not add up to its cost budget, to the cent",
    severities=(RED,),
)
def b4_phasing(case: Case) -> Iterator[Found]:
    """Lines whose phased cost differs from their budget, both as typed: change orders are in neither."""
    table = case.typed_lines
    phased = np.bincount(table.phased_line, table.phased_cost, len(table))
    both = (np.bincount(table.phased_line, minlength=len(table)) > 0) & ~np.isnan(table.cost)
    gaps = np.where(both & ~unread_months(case), table.cost - phased, 0.0)
    alone, rest = apart(np.flatnonzero(np.abs(gaps) > 0.01 * case.say.scale), np.abs(gaps))
    for number in alone:
        line, gap, bac = case.project.lines[number], float(gaps[number]), case.project.lines[number].cost or 0
        in_months, budget = case.say.apart(bac - gap, bac)
        ahead = sum(month >= case.monthly.closed_before for month in line.months)
        if ahead:
            more = "more" if gap > 0 else "less"
            months = counted(ahead, "open month")
            mend = f"spread {case.say.money(abs(gap))} {more} over the {months}"
        else:
            mend = f"change the months by {case.say.money(gap)}"
        yield Found(
            severity=RED,
            figure=f"months {in_months}, budget {budget}",
            threshold="0.01",
            places=case.line_cells([number], "cost"),
            subject=line.id,
            line=line.id,
            owner=line.owner,
            stake=abs(gap),
            remedy=f"On {case.name(number)}, {mend}, or set the budget to "
            f"{case.say.apart(bac, bac - gap)[1]}.",
        )
    mend = "Make months and budget agree"
    yield from together(case, rest, np.abs(gaps), severity=RED, field="cost", mend=mend)


@check(
    "B5",
    title="Work done, nothing booked",
    rule="A line earned more than {floor}, began over {months} ago, and has nothing booked",
    severities=(AMBER,),
    limits={"months": in_months(1)},
)
def b5_earned_without_cost(case: Case, at: Limits) -> Iterator[Found]:
    """Lines that earn and book nothing, one whole closed month after the start. Hours without a cost lack
    a rate: that is A9's."""
    table = case.lines
    begun = np.where(table.actual_start > 0, table.actual_start, table.start)
    ev, ac, worked = case.by_line.ev, case.by_line.ac, case.forecast.hours.lines.ac
    silent = _which((ev > case.floor) & (ac == 0) & (worked == 0) & (begun > 0))
    since = {line: month_of(case.today.fromordinal(int(begun[line]))) for line in silent}
    late = [line for line in silent if since[line] + at["months"] < case.monthly.closed_before]
    alone, rest = apart(late, ev)
    for line in alone:
        earned = float(ev[line])
        yield on_line(
            case,
            line,
            "progress",
            severity=AMBER,
            figure=f"earned {case.say.money(earned)}, booked 0",
            threshold=case.say.money(case.floor),
            stake=earned,
            remedy=f"Find the bookings of {case.name(line)}: about {case.say.money(earned)} at the budgeted "
            "cost. "
            "Actual cost and the forecast are too low by what is missing.",
        )
    yield from together(case, rest, ev, severity=AMBER, field="progress", mend="Find the bookings")


@check(
    "B6",
    title="Cost booked, no progress",
    rule="A line has over {floor} booked, began over {age} ago, and has earned nothing",
    severities=(AMBER,),
    limits={"age": in_days(31)},
)
def b6_cost_without_earned(case: Case, at: Limits) -> Iterator[Found]:
    """Lines that spend and earn nothing. 0/100 lines earn nothing before their finish, so only late ones "
    "count."""
    table = case.lines
    today = case.today.toordinal()
    spending = (case.by_line.ac > case.floor) & (case.by_line.ev == 0) & (case.by_line.bac > 0) & case.open
    waiting = table.rule == RULES.index(CreditingRule.ZERO_HUNDRED)
    if len(waiting):
        spending &= ~(waiting & ((table.finish == 0) | (table.finish >= today)))
    if not spending.any():
        return
    first = _first_booking(case)
    begun = np.where(table.actual_start > 0, np.minimum(table.actual_start, first), first)
    alone, rest = apart(np.flatnonzero(spending & (begun < today - at["age"])), case.by_line.ac)
    for line in alone:
        cost = float(case.by_line.ac[line])
        yield on_line(
            case,
            line,
            "progress",
            severity=AMBER,
            figure=f"booked {case.say.money(cost)}, earned 0 by the rule {case.forecast.states.rule[line]}",
            threshold=case.say.money(case.floor),
            stake=cost,
            hours=float(case.forecast.hours.lines.ac[line]),
            remedy=f"Report the progress of {case.name(line)}: {case.say.money(cost)} spent earns nothing "
            "now; "
            f"each 10 % done earns {case.say.amount(float(case.by_line.bac[line]) / 10)}.",
        )
    mend = "Report the progress"
    yield from together(case, rest, case.by_line.ac, severity=AMBER, field="progress", mend=mend)


@check(
    "B13",
    title="Cost without a budget",
    rule="A line has cost booked and no budget",
    severities=(AMBER,),
)
def b13_cost_without_budget(case: Case) -> Iterator[Found]:
    """Lines that spend and have no budget."""
    alone, rest = apart(np.flatnonzero((case.by_line.bac == 0) & (case.by_line.ac > 0)), case.by_line.ac)
    for line in alone:
        cost = float(case.by_line.ac[line])
        yield on_line(
            case,
            line,
            "cost",
            severity=AMBER,
            figure=f"booked {case.say.money(cost)}, budget 0",
            threshold="0",
            stake=cost,
            hours=float(case.forecast.hours.lines.ac[line]),
            remedy=f"Budget {case.say.money(cost)} for {case.name(line)} by a change order, "
            "or move the entries to the line they belong to.",
        )
    mend = "Budget the cost or move the entries"
    yield from together(case, rest, case.by_line.ac, severity=AMBER, field="cost", mend=mend)


@check(
    "B14",
    title="Budget in no month",
    rule="A line has a budget, and neither month columns nor a planned start and finish",
    severities=(AMBER,),
)
def b14_unplanned_budget(case: Case) -> Iterator[Found]:
    """Lines that cannot be phased: one flag for all of them, since one column is missing."""
    lines = _which(in_no_month(case))
    if not lines:
        return
    worth = float(case.by_line.bac[lines].sum())
    ends = [line for line in lines if case.lines.start[line] > 0 and case.lines.finish[line] <= 0]
    begins = [line for line in lines if line not in set(ends)]
    starts, finishes = ([case.project.lines[line].row for line in group] for group in (begins, ends))
    single = case.project.lines[lines[0]] if len(lines) == 1 else None
    blank = [name for name in ("start", "finish") if (getattr(case.lines, name)[lines] <= 0).any()]
    lacking = f"a planned {' and '.join(blank or ['start', 'finish'])}"
    yield Found(
        severity=AMBER,
        figure=f"{counted(len(lines), 'line')} without months and dates, {case.say.money(worth)}",
        threshold="0",
        places=(*case.cells("budget", starts, "start"), *case.cells("budget", finishes, "finish")),
        line=single.id if single else "",
        owner=single.owner if single else "",
        stake=worth,
        remedy=f"Give {case.name(lines[0]) if single else f'the {len(lines):,} lines'} {lacking}: "
        f"{case.say.money(worth)} of budget stands in no month, so nothing says whether it is late.",
    )


@check(
    "B15",
    title="Progress out of range or falling",
    rule="Progress is below 0 or over 100 % (red), or fell since the last run (amber)",
    severities=(RED, AMBER),
)
def b15_progress(case: Case) -> Iterator[Found]:
    """Progress below 0, over 100 %, or below that of the last run."""
    progress = case.lines.progress
    with np.errstate(invalid="ignore"):
        outside = (progress < 0) | (progress > 1)
    beyond = np.where(progress > 1, progress - 1, np.where(outside, -progress, 0.0)) * case.by_line.bac
    alone, rest = apart(np.flatnonzero(outside), beyond)
    for line in alone:
        typed, off = float(progress[line]), float(beyond[line])
        yield on_line(
            case,
            line,
            "progress",
            severity=RED,
            figure=percent(typed),
            threshold="0 to 100 %",
            stake=off,
            remedy=f"Type the progress of {case.name(line)} as a share between 0 and 100 %: "
            f"as typed it is off by {case.say.money(off)} of earned value.",
        )
    mend = "Type progress between 0 and 100 %"
    yield from together(case, rest, beyond, severity=RED, field="progress", mend=mend)
    before = case.previous.progress if case.previous else {}
    if not before:
        return
    for line, budget in enumerate(case.project.lines):
        old = before.get(budget.id)
        if old is None or budget.progress is None or outside[line] or budget.progress >= old:
            continue
        fall = (old - budget.progress) * float(case.by_line.bac[line])
        yield on_line(
            case,
            line,
            "progress",
            severity=AMBER,
            title="Progress fell",
            figure=f"{percent(budget.progress)}, {percent(old)} before",
            threshold=percent(old),
            stake=fall,
            remedy=f"Confirm the lower progress of {case.name(line)} or restore {percent(old)}: "
            f"earned value falls by {case.say.money(fall)}.",
        )


@check(
    "B17",
    title="An effort line with progress of its own",
    rule="A line credited by effort has a progress typed that is not the share planned to date, and it "
    "differs "
    "by more than {points}",
    severities=(AMBER,),
    limits={"points": in_points(0.01)},
)
def b17_effort_line(case: Case, at: Limits) -> Iterator[Found]:
    """Effort earns as time passes; what is typed beside it does not count, and misleads."""
    m, progress = case.by_line, case.lines.progress
    effort = (case.lines.rule == RULES.index(CreditingRule.EFFORT)) & case.open & (m.bac > 0)
    if not effort.any():
        return
    planned = np.divide(m.pv.values, m.bac, out=np.full(len(m), np.nan), where=m.bac > 0)
    with np.errstate(invalid="ignore"):
        apart_by = np.round(np.abs(progress - planned), 9)  # at its limit is not beyond it
        near = _which(effort & (apart_by > at["points"] / 2))
    stood = {line for line in near if case.was("B17", case.project.lines[line].id)}
    off = [line for line in near if at.beyond("points", float(apart_by[line]), stood=line in stood)]
    for line in off:
        gap = float(apart_by[line] * m.bac[line])
        yield on_line(
            case,
            line,
            "progress",
            severity=AMBER,
            figure=f"{percent(float(progress[line]))} typed, {percent(float(planned[line]))} planned to date",
            threshold=at.text("points"),
            stake=gap,
            remedy=f"Clear the progress of {case.name(line)}: it earns "
            f"{case.say.money(float(m.ev[line]))} by its "
            f"plan, and what is typed would make {case.say.money(gap)} of difference. Or choose another "
            f"rule.",
        )


@check(
    "B21",
    title="More spent than done",
    rule="The share of budget spent is above the share of work done by more than {amber} (amber) or "
    "{red} (red), {and} cost exceeds value earned by more than {floor}",
    severities=(RED, AMBER),
    limits={"amber": in_points(0.10), "red": in_points(0.20)},
    wants="a budget",
    has=lambda case: case.bac > 0,
)
def b21_spent_against_done(case: Case, at: Limits) -> Iterator[Found]:
    """The project's share spent beside its share done."""
    spent, done = case.ac / case.bac, case.ev / case.bac
    severity = case.grade(at, spent - done, case.ac - case.ev, was=case.was("B21"))
    if severity is None or case.ac <= case.ev:
        return
    gap = case.by_line.ac - case.by_line.ev
    top = case.largest(gap)
    if done > 0:
        final = case.ac / done
        remedy = (
            f"At this pace the work costs {case.say.money(final)} (spent ÷ share done), "
            f"{case.say.amount(final - case.bac)} over budget. Re-estimate what is left"
        )
    else:
        remedy = f"{case.say.money(case.ac)} is spent and no work counts as done. Report progress"
    yield Found(
        severity=severity,
        figure=f"{percent(spent)} spent, {percent(done)} done: {points(spent - done)} apart",
        threshold=case.broken(at, severity, spent - done, was=case.was("B21")),
        places=case.line_cells(top, "progress") or case.heading("budget", "progress"),
        stake=case.ac - case.ev,
        remedy=f"{remedy}, first on {'; '.join(case.with_amounts(top, gap))}." if top else f"{remedy}.",
    )


def in_no_month(case: Case) -> NDArray[np.bool_]:
    """Lines with a budget, and neither months, unreadable ones too, nor both dates, shape (n,)."""
    unplanned = (case.by_line.pv.why == Undefined.NO_PLANNED_VALUE) & (case.by_line.bac > 0)
    return np.asarray(unplanned & ~unread_months(case)) if unplanned.any() else unplanned


def _first_booking(case: Case) -> NDArray[np.int64]:
    """Ordinal of the first entry of each line; a day after the status date where there is none."""
    first = np.full(len(case.project.lines), case.today.toordinal() + 1, np.int64)
    mine = np.flatnonzero(case.known & (case.ledger.line >= 0))
    np.minimum.at(first, case.ledger.line[mine], case.ledger.day[mine].astype(np.int64))
    return first
