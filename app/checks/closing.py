"""A and M. Closing a month: what came late, what waits, and what becomes of unspent money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.limits import Limits, in_working_days
from app.checks.plan_ahead import month_cells
from app.checks.wording import counted, listed
from app.forecast.rollover import Unspent, rolled_over
from app.project.month import Month, label, last_day, month_of

ERROR, RED, AMBER, NOTE = Severity.ERROR, Severity.RED, Severity.AMBER, Severity.NOTE


@check(
    "A7",
    title="Posted into a month that was over",
    rule="An entry is dated after the end of the month it is posted to",
    severities=(AMBER,),
)
def a7_late_posting(case: Case) -> Iterator[Found]:
    """Entries whose posting period had ended before their date, by period."""
    elsewhere, dated = case.posted_elsewhere
    some = np.flatnonzero(elsewhere)
    late = some[case.ledger.month[some] < dated[some]]
    for month in np.unique(case.ledger.month[late]).tolist():
        entries = late[case.ledger.month[late] == month]
        cost = case.cost_of(entries)
        yield Found(
            severity=AMBER,
            figure=f"{counted(len(entries), 'entry', 'entries')} posted to {label(month)} and dated later, "
            f"{case.say.money(cost)}",
            threshold=str(last_day(month)),
            places=case.cells("actuals", case.ledger.row[entries], "period"),
            period=label(month),
            stake=cost,
            hours=float(case.ledger.hours[entries].sum()) or None,
            remedy=f"Post {case.say.money(cost)} to the month of its date as prior period, or say that "
            f"{label(month)} is open again.",
        )


@check(
    "M1",
    title="No status date",
    rule="The status date is missing or is no date: the refresh stops, nothing is written, and says which "
    "month end to take",
    severities=(ERROR,),
)
def m1_status_date(_case: Case) -> Iterable[Found]:
    """Told by the refresh itself: without a status date there is nothing to check."""
    return ()


@check(
    "M3",
    title="The month is not closed",
    rule="The workbook records something that happened more than {days} after a month end that the status "
    "date leaves open",
    severities=(AMBER,),
    limits={"days": in_working_days(5)},
)
def m3_not_closed(case: Case, at: Limits) -> Iterator[Found]:
    """Known by recorded days, never by the clock: dates reached, raised, paid, approved or done."""
    month = case.monthly.closed_before
    end = last_day(month)
    latest = max(_happened(case), default=case.today)
    if end <= case.today or latest <= end:
        return
    late = case.calendar.between(end, latest) - (1 if case.calendar.is_working(end) else 0)
    if late <= at["days"]:
        return
    column = np.flatnonzero(case.months == month)
    open_cost = float(case.monthly.forecast_cost[column].sum()) if len(column) else 0.0
    yield Found(
        severity=AMBER,
        figure=f"something is recorded on {latest}, {counted(late, 'working day')} after the end of "
        f"{label(month)}",
        threshold=at.text("days"),
        places=case.setting("status_date"),
        period=label(month),
        stake=open_cost or None,
        remedy=f"Close {label(month)}: set the status date to {end}, and decide what becomes of "
        f"{case.say.money(open_cost)} not spent in it.",
    )


def _happened(case: Case) -> Iterator[date]:
    project = case.project
    for milestone in project.milestones:
        if milestone.actual:
            yield milestone.actual
    for invoice in project.invoices:
        yield from (day for day in (invoice.raised, invoice.paid) if day)
    for order in project.change_orders:
        yield from (day for day in (order.raised, order.approved_on) if day)
    for item in project.items:
        yield from (day for day in (item.raised, item.done) if day)


@check(
    "M5",
    title="The ledger's period is open",
    rule="The ledger has not closed the last month that is closed here",
    severities=(NOTE,),
    wants="Ledger closed to in Settings",
    has=lambda case: case.project.settings.ledger_closed is not None and bool(len(case.closed)),
)
def m5_source_period_open(case: Case) -> Iterator[Found]:
    """Figures of months that the source may still change."""
    until = case.project.settings.ledger_closed or case.today
    months = [int(case.months[c]) for c in case.closed.tolist() if last_day(int(case.months[c])) > until]
    if not months:
        return
    cost = float(case.monthly.actual_cost[np.isin(case.months, months)].sum())
    yield Found(
        severity=NOTE,
        figure=f"closed to {until}, {listed(label(month) for month in months)} still open in the ledger",
        threshold=str(last_day(months[-1])),
        places=case.setting("ledger_closed"),
        period=label(months[-1]),
        stake=abs(cost),
        remedy=f"Export again once the ledger is closed to {last_day(months[-1])}: {case.say.money(cost)} "
        f"may move.",
    )


@check(
    "M6",
    title="Late rows of earlier months",
    rule="An entry posted to the last closed or the open month is dated in an earlier one",
    severities=(NOTE,),
)
def m6_prior_period(case: Case) -> Iterator[Found]:
    """Prior-period cost in the month at hand: it belongs to the months of its dates."""
    elsewhere, dated = case.posted_elsewhere
    since = month_of(case.today) if not len(case.closed) else int(case.months[case.closed[-1]])
    some = np.flatnonzero(elsewhere)
    posted = case.ledger.month[some]
    entries = some[(posted > dated[some]) & (posted >= since)]
    if not len(entries):
        return
    cost = case.cost_of(entries)
    months = [label(month) for month in np.unique(dated[entries]).tolist()]
    yield Found(
        severity=NOTE,
        figure=f"{counted(len(entries), 'entry', 'entries')} of earlier months, {case.say.money(cost)}",
        threshold="none",
        places=case.cells("actuals", case.ledger.row[entries], "date"),
        stake=abs(cost),
        hours=float(case.ledger.hours[entries].sum()) or None,
        remedy=f"{case.say.money(cost)} belongs to {listed(months)}: judge the month without it.",
    )


@check(
    "M7",
    title="Money is lost in the rollover",
    rule="What a closing month did not spend, plus the open plan, is not the open plan after plus what is "
    "released",
    severities=(ERROR,),
    wants="Unspent budget in Settings, and a Resource plan with the last closed month",
    has=lambda case: bool(case.project.settings.unspent) and _closing(case) is not None,
)
def m7_rollover(case: Case) -> Iterator[Found]:
    """A check of our own sums, by the rule that Settings choose."""
    month, unspent = _closing(case) or (0, 0.0)
    ahead = case.months >= case.monthly.closed_before
    plan = {
        int(key): round(value)
        for key, value in zip(case.months[ahead], case.monthly.forecast_cost[ahead].tolist(), strict=True)
    }
    whole = round(unspent)
    after = rolled_over(whole, plan, Unspent(case.project.settings.unspent))
    lost = whole + sum(plan.values()) - sum(after.months.values()) - after.released
    if not lost:
        return
    yield Found(
        severity=ERROR,
        figure=f"{case.say.money(whole + sum(plan.values()))} before, "
        f"{case.say.amount(sum(after.months.values()))} after, {case.say.amount(after.released)} released",
        threshold="0",
        places=case.setting("unspent"),
        period=label(month),
        stake=abs(lost),
        remedy=f"{case.say.money(abs(lost))} is lost between them: do not publish this forecast.",
    )


@check(
    "M8",
    title="Unspent, and nothing decided",
    rule="The last closed month spent less than was planned in it by more than {floor}, and no rule says "
    "what "
    "becomes of it",
    severities=(AMBER,),
    wants="a Resource plan with the last closed month",
    has=lambda case: _closing(case) is not None,
)
def m8_unspent_without_choice(case: Case) -> Iterator[Found]:
    """Planned people's time of the closing month against what was booked on the same lines."""
    month, unspent = _closing(case) or (0, 0.0)
    if case.project.settings.unspent or unspent <= case.floor or case.project.plan is None:
        return
    hours = case.project.plan.hours[:, case.project.plan.months.index(month)]
    rows = np.flatnonzero(hours > 0).tolist()
    yield Found(
        severity=AMBER,
        figure=f"{case.say.money(unspent)} planned in {label(month)} and not spent",
        threshold=case.say.money(case.floor),
        places=month_cells(case, ((row, month) for row in rows)),
        period=label(month),
        stake=unspent,
        remedy=f"Say in Settings what becomes of {case.say.money(unspent)}: next month, spread, or release.",
    )


def _closing(case: Case) -> tuple[Month, float] | None:
    """The last closed month and what it left unspent of the Resource plan; None without a plan for it."""
    return (case.closing, case.unspent) if case.closing is not None else None
