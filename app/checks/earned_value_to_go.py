"""B. Earned value: finished and open lines, and what is booked or left on them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.many import apart, together
from app.checks.wording import counted, hours, index, percent
from app.project.line_table import RULES
from app.project.model import CreditingRule

RED, AMBER = Severity.RED, Severity.AMBER
_NEVER = np.iinfo(np.int32).max  # an open line's finish


@check(
    "B7",
    title="Booked after the line was finished",
    rule="An entry is dated after the actual finish of its line",
    severities=(AMBER,),
)
def b7_booked_after_finish(case: Case) -> Iterator[Found]:
    """Entries later than their line's finish, by line."""
    finish = case.lines.actual_finish
    if not finish.any():
        return
    ledger = case.ledger
    last = np.append(np.where(finish > 0, finish, _NEVER), _NEVER).astype(
        np.int32
    )  # -1, no line, is the last
    late = np.flatnonzero((ledger.day > last.take(ledger.line)) & case.known)
    if not len(late):
        return
    of_line, count = ledger.line.take(late), len(case.project.lines)
    cost, worked = (
        np.asarray(np.bincount(of_line, each.take(late), count), np.float64)
        for each in (case.entry_cost, ledger.hours)
    )
    alone, rest = apart(np.flatnonzero((cost != 0) | (worked != 0)), cost)
    told = np.zeros(count + 1, np.bool_)  # -1, no line, is the last
    told[alone] = True
    late = late[told.take(of_line)]
    of_line = ledger.line.take(late)
    for line in alone:
        budget, entries = case.project.lines[line], late[of_line == line]
        until = case.today.fromordinal(max(ledger.day[entries].tolist()))
        stake, hours_late = float(cost[line]), float(worked[line])
        spent = case.say.money(stake)
        yield on_line(
            case,
            line,
            severity=AMBER,
            figure=f"{counted(len(entries), 'entry', 'entries')} up to {until}, {hours(hours_late)}, {spent}",
            threshold=str(budget.actual_finish),
            places=case.cells("actuals", ledger.row[entries], "date"),
            stake=stake,
            hours=hours_late,
            remedy=f"{case.name(line)} was finished on {budget.actual_finish}: move {spent} to the line "
            "it belongs to, or take the finish back.",
        )
    mend = "Move the entries after the finish, or take the finish back,"
    yield from together(case, rest, cost, severity=AMBER, field="actual_finish", mend=mend)


@check(
    "B8",
    title="Finished, yet hours are still planned",
    rule="A finished line has something left to do, in the forecast or in the Resource plan",
    severities=(RED,),
)
def b8_done_with_remaining(case: Case) -> Iterator[Found]:
    """Finished lines with an estimate to complete, or with hours in months still to come."""
    ahead, done, etc = case.planned_ahead, case.forecast.states.done, case.by_line.etc
    left = ahead.hours_by_line if ahead else np.zeros(len(done))
    told = np.flatnonzero(done & ((etc > 1) | (left > 0)))
    if not len(told):
        return
    costs = np.maximum(ahead.cost_by_line, etc) if ahead else etc
    alone, rest = apart(told, costs)
    for line in alone:
        cost = float(costs[line])
        cells = ahead.cells(case, line) if ahead else ()
        worth = f" ({case.say.money(cost)})" if cost else ""
        yield on_line(
            case,
            line,
            "progress",
            severity=RED,
            figure=f"{hours(float(left[line]))} still planned{worth}",
            threshold="0",
            places=cells,
            stake=cost,
            hours=float(left[line]),
            remedy=f"Release the {hours(float(left[line]))} planned on {case.name(line)}{worth}: "
            "the forecast leaves them out because the line is finished. If work is left, take the finish "
            "back; "
            f"the forecast then rises by {case.say.money(cost)}.",
        )
    yield from together(case, rest, costs, severity=RED, field="progress", mend="Release what is planned")


@check(
    "B9",
    title="Open, yet nothing is left to spend",
    rule="A line that is not finished has nothing left to spend: no hours, or hours and no money for them",
    severities=(RED,),
)
def b9_open_without_remaining(case: Case) -> Iterator[Found]:
    """Open lines with work to earn and an estimate to complete of zero. Levels of effort run with time; hours
    left that cost nothing lack a rate, which A9 tells, unless the money is spent."""
    m, hours_left = case.by_line, case.forecast.hours.lines.etc
    effort = case.lines.rule == RULES.index(CreditingRule.EFFORT)
    work = m.bac - m.ev
    silent = case.open & (m.etc == 0) & ((hours_left == 0) | (m.ac >= m.bac)) & (work > 1) & (m.bac > 0)
    silent &= ~effort
    by_cpi = m.cpi.values > 0  # False too where CPI is undefined (NaN)
    worths = np.where(by_cpi, work / np.where(by_cpi, m.cpi.values, 1.0), work)
    alone, rest = apart(np.flatnonzero(silent), worths)
    for line in alone:
        worth = float(worths[line])
        cpi = f"at its efficiency so far ({index(float(m.cpi.values[line]))})"
        how = cpi if by_cpi[line] else "at the budgeted cost"
        yield on_line(
            case,
            line,
            "cost",
            severity=RED,
            figure=f"{percent(float(m.ev[line] / m.bac[line]))} earned, nothing forecast",
            threshold="0",
            stake=worth,
            remedy=f"Plan the rest of {case.name(line)}: {case.say.money(worth)} {how} is missing from the "
            "forecast. "
            "If the work is done, set its finish.",
        )
    yield from together(case, rest, worths, severity=RED, field="cost", mend="Plan the rest")


@check(
    "B10",
    title="Negative remaining cost",
    rule="A line or a month has an estimate to complete below 0",
    severities=(RED,),
)
def b10_negative_remaining(case: Case) -> Iterator[Found]:
    """Lines whose remaining cost, in all or in a month, is below zero."""
    ahead, bac = case.planned_ahead, case.by_line.bac
    months = case.monthly.line_forecast_cost[:-1]
    below = np.zeros(len(bac))
    if months.size and months.min() < 0:
        below = -np.minimum(months, 0.0).sum(axis=1)
    below = np.where((bac < 0) & (below <= -bac), 0.0, below)  # a budgeted credit may be to come
    if ahead is not None and ahead.filled.size and ahead.filled.min() < 0:
        rows = np.flatnonzero((ahead.filled < 0).any(axis=1) & (ahead.plan.line >= 0))
        typed = -np.minimum(ahead.cost(rows), 0.0).sum(axis=1)
        below = np.maximum(below, np.bincount(ahead.plan.line[rows], typed, len(below)))
    alone, rest = apart(np.flatnonzero(below > 1), below)
    for line in alone:
        short = float(below[line])
        cells = ahead.cells(case, line, negative=True) if ahead else ()
        yield on_line(
            case,
            line,
            "cost",
            severity=RED,
            figure=f"remaining {case.say.money(-short)}",
            threshold="0",
            places=cells,
            stake=short,
            remedy=f"Set the remaining hours or cost of {case.name(line)} to 0 or more: "
            f"the forecast rises by {case.say.money(short)}.",
        )
    yield from together(case, rest, below, severity=RED, field="cost", mend="Set what is left to 0 or more")


@check(
    "B11",
    title="Forecast under what is spent",
    rule="The forecast at completion is below the actual cost",
    severities=(RED,),
)
def b11_forecast_under_actual(case: Case) -> Iterator[Found]:
    """A project whose remaining cost is below zero in all."""
    gap = case.ac - case.eac
    if gap <= 1:
        return
    yield Found(
        severity=RED,
        figure=f"forecast {case.say.money(case.eac)}, spent {case.say.amount(case.ac)}",
        threshold=case.say.money(case.ac),
        places=case.heading("resource_plan", "line") or case.heading("budget", "cost"),
        stake=gap,
        remedy=f"Raise what is left by {case.say.money(gap)} at least: nothing can cost less than is spent, "
        "unless a credit is due.",
    )


@check(
    "B12",
    title="Forecast does not add up",
    rule="The forecast of a line is not what is spent plus what is left, to the cent",
    severities=(RED,),
)
def b12_forecast_does_not_add_up(case: Case) -> Iterator[Found]:
    """A check of our own sums: EAC = AC + ETC on every line."""
    m = case.by_line
    gaps = np.abs(m.eac - m.ac - m.etc)
    alone, rest = apart(np.flatnonzero(gaps > 0.01 * case.say.scale), gaps)
    for line in alone:
        yield on_line(
            case,
            line,
            "cost",
            severity=RED,
            figure=f"forecast {case.say.money(float(m.eac[line]))}, spent "
            f"{case.say.amount(float(m.ac[line]))}, "
            f"left {case.say.amount(float(m.etc[line]))}",
            threshold="0.01",
            stake=float(gaps[line]),
            remedy=f"Correct {case.name(line)} by {case.say.money(float(gaps[line]))}; do not publish this "
            "forecast.",
        )
    mend = "Correct the forecast"
    yield from together(case, rest, gaps, severity=RED, field="cost", mend=mend)
