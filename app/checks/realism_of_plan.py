"""C. Forecast realism: the plan of what is left, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.limits import Limits, in_months, share
from app.checks.many import apart, together
from app.checks.plan_ahead import PlanAhead, month_cells
from app.checks.wording import counted, hours, listed, percent
from app.forecast.grid_sums import line_totals
from app.project.month import Month, first_day, label, last_day, month_of
from app.project.place import Place

RED, AMBER = Severity.RED, Severity.AMBER


@check(
    "C8",
    title="More hours planned than there are",
    rule="A person's planned hours in a month are over {amber} (amber) or {red} (red) of the working hours",
    severities=(RED, AMBER),
    limits={"amber": share(1.0), "red": share(1.2)},
    wants="a Resource plan",
    has=lambda case: case.project.plan is not None,
)
def c8_overbooked(case: Case, at: Limits) -> Iterator[Found]:
    """People over capacity in months to come, in this project alone: one flag a person, worst month named.

    Hours on finished lines are no load: B8 asks to release them.
    """
    ahead = case.planned_ahead
    if ahead is None or not len(ahead.months):
        return
    done = np.append(case.forecast.states.done, False)[ahead.plan.line]  # -1, no line, is the last
    planned = np.where(done[:, None], 0.0, ahead.filled)
    count = len(ahead.months)
    cell = ahead.person[:, None] * count + np.arange(count)
    load = np.bincount(cell.ravel(), planned.ravel(), len(ahead.names) * count).reshape(-1, count)
    room = _working_hours(case, ahead.months)
    used = np.where(room > 0, load / np.where(room > 0, room, 1.0), 0.0)
    for code in np.flatnonzero(used.max(axis=1) > at["amber"] - 0.01).tolist():
        person, worst = ahead.names[code], int(np.argmax(used[code]))
        severity = at.grade(float(used[code, worst]), was=case.was("C8", person)) if person else None
        if severity is None:
            continue
        over = np.flatnonzero(used[code] > at["amber"])
        excess = np.maximum(load[code] - room, 0.0)
        rows = np.flatnonzero(ahead.person == code)
        cells = (
            (row, int(ahead.months[column]))
            for column in over.tolist()
            for row in rows[planned[rows, column] > 0].tolist()
        )
        month = label(int(ahead.months[worst]))
        more = f", and over in {counted(len(over) - 1, 'other month')}" if len(over) > 1 else ""
        yield Found(
            severity=severity,
            figure=f"{person}: {hours(float(load[code, worst]))} in {month}, "
            f"{percent(float(used[code, worst]))} of {hours(float(room[worst]))}{more}",
            threshold=at.text(severity),
            places=month_cells(case, cells),
            subject=person,
            owner=person,
            stake=float((excess * _mean_rate(ahead, rows)).sum()) or None,
            hours=float(excess.sum()),
            remedy=f"Move {hours(float(excess[worst]))} of {person} out of {month}. "
            + _free(ahead.names, room[worst] - load[:, worst], code, float(excess[worst])),
        )


@check(
    "C9",
    title="An open line without hours until its finish",
    rule="An open line on the Resource plan has a blank month before its finish, or a row without "
    "hours; blank is not zero",
    severities=(RED,),
    wants="a Resource plan, and finish dates on the lines",
    has=lambda case: case.project.plan is not None and bool(case.lines.finish.any()),
)
def c9_silent_zero(case: Case) -> Iterator[Found]:
    """Months between the status date and a line's finish in which nobody has hours and nobody typed 0.

    A row without a single figure is told too, when the line's other rows do not plan all that is left.
    """
    ahead = case.planned_ahead
    if ahead is None or not len(ahead.months):
        return
    m, typed, months = case.by_line, ~np.isnan(ahead.hours), ahead.months.tolist()
    lines, told = _any_by_line(ahead.plan.line, typed)
    firsts, lasts = (np.array([end(each).toordinal() for each in months]) for end in (first_day, last_day))
    start, finish = case.lines.start.take(lines), case.lines.finish.take(lines)
    within = (finish[:, None] >= firsts) & (start[:, None] <= lasts)
    blank = within & ~told & case.open.take(lines)[:, None]  # (lines with a row, months)
    blanks, filled = (line_totals(each.astype(np.float64)) for each in (blank, told))
    work = np.maximum(0.0, m.bac - m.ev)
    bare_work, etc = work.take(lines) / np.maximum(1, blanks), m.etc.take(lines) / np.maximum(1, filled)
    average = np.where(filled > 0, etc, 0.0)
    monthly = np.where(average > 0, average, bare_work)
    stakes = np.zeros(len(work))
    stakes[lines] = monthly * blanks
    alone, rest = apart(lines[blanks > 0], stakes)
    for line in alone:
        budget, at = case.project.lines[line], int(np.searchsorted(lines, line))
        missing = [month for month, bare in zip(months, blank[at].tolist(), strict=True) if bare]
        stake = float(stakes[line])
        how = "the average of its other months" if average[at] > 0 else "the work left, spread evenly,"
        yield on_line(
            case,
            line,
            severity=RED,
            figure=f"blank in {listed(map(label, missing), 4)}, planned to run until {budget.finish}",
            threshold="no blank month",
            places=ahead.cells_of(case, line, missing),
            stake=stake,
            remedy=f"Fill in {case.name(line)}: {how} is {case.say.money(float(monthly[at]))} a month, "
            f"{case.say.amount(stake)} in all. Type 0 where nothing is to be done, "
            "or bring the finish forward.",
        )
    yield from together(case, rest, stakes, severity=RED, field="finish", mend="Fill in the plan")
    short = work - m.etc
    for bare in np.flatnonzero(~typed.any(axis=1) & (ahead.plan.line >= 0)).tolist():
        line = int(ahead.plan.line[bare])
        at = int(np.searchsorted(lines, line))
        running = [month for month, inside in zip(months, within[at].tolist(), strict=True) if inside]
        if not case.open[line] or blanks[at] or short[line] <= 1 or not running:
            continue
        if not np.isnan(ahead.plan.hours[bare]).all():
            continue
        budget = case.project.lines[line]
        who = ahead.plan.person[bare].strip() or ahead.plan.role[bare].strip()
        yield Found(
            severity=RED,
            title="A row of the plan without hours",
            figure=f"{who or 'nobody'} on {case.name(line)}: no hours at all until {budget.finish}",
            threshold="no blank row",
            places=month_cells(case, [(bare, month) for month in running]),
            subject=f"{budget.id} {who}".strip(),
            line=budget.id,
            owner=budget.owner,
            stake=float(short[line]),
            remedy=f"Fill in the row of {who or 'nobody'}: on {case.name(line)} "
            f"{case.say.money(float(work[line]))} of work is left, {case.say.amount(float(m.etc[line]))} "
            f"is planned: {case.say.amount(float(short[line]))} short. Delete the row if it is not needed.",
        )


@check(
    "C10",
    title="Most of it at the very end",
    rule="The last planned month holds over {share} of what is left, when {months} or more are to go",
    severities=(AMBER,),
    limits={"share": share(0.40), "months": in_months(3)},
)
def c10_hockey_stick(case: Case, at: Limits) -> Iterator[Found]:
    """Remaining cost heaped into the last month."""
    ahead = np.flatnonzero(case.months >= case.monthly.closed_before)
    forecast = case.monthly.forecast_cost[ahead]
    total = float(forecast.sum())
    filled = np.flatnonzero(forecast > 0)
    if total <= case.floor or not len(filled):
        return
    to_go = int(filled[-1]) + 1
    last = float(forecast[filled[-1]])
    stood = case.was("C10") is not None
    if to_go < at["months"] or not at.beyond("share", last / total, stood=stood):
        return
    column = int(ahead[filled[-1]])
    heaped = case.monthly.line_forecast_cost[:-1, column]
    top = case.largest(heaped)
    level = total / to_go
    month = label(case.monthly.months[column])
    yield Found(
        severity=AMBER,
        figure=f"{percent(last / total)} of what is left falls in {month}",
        threshold=at.text("share"),
        places=tuple(
            place for line in top for place in _planned_cells(case, line, case.monthly.months[column])
        ),
        stake=last - level,
        remedy=f"{case.say.money(last)} stands in {month}; a level plan puts {case.say.amount(level)} there. "
        f"Spread {case.say.amount(last - level)} over the months before, or say why it comes last: "
        f"{'; '.join(case.with_amounts(top, heaped))}.",
    )


def _planned_cells(case: Case, line: int, month: Month) -> tuple[Place, ...]:
    """Where a line's month is planned: in the Resource plan, else by its finish."""
    plan = case.project.plan
    rows = np.flatnonzero(plan.line == line).tolist() if plan else []
    return month_cells(case, [(row, month) for row in rows]) or case.line_cells([line], "finish")


@check(
    "C11",
    title="Work forecast after the finish",
    rule="A month after the planned finish of a line, or of the project, holds remaining work",
    severities=(AMBER,),
    wants="planned finish dates",
    has=lambda case: bool(case.lines.finish.any()) or case.project.settings.finish is not None,
)
def c11_after_the_end(case: Case) -> Iterator[Found]:
    """Remaining work later than the line's finish; for the project, what no line already tells."""
    grid, worked = case.monthly.line_forecast_cost, case.monthly.line_forecast_hours
    firsts = case.month_starts
    finishes = case.lines.finish
    first_open = int(np.searchsorted(case.months, case.monthly.closed_before))  # nothing is to come before
    still = grid[:-1, first_open:]
    work = np.flatnonzero(still > 1)
    row = work // max(1, still.shape[1])
    column = work - row * still.shape[1] + first_open
    ends = finishes.take(row)
    beyond = np.flatnonzero((ends > 0) & (firsts.take(column) > ends))
    row, column = row.take(beyond), column.take(beyond)
    stakes = np.asarray(np.bincount(row, grid[row, column], len(finishes)), np.float64)
    told = np.bincount(row, minlength=len(finishes)) > 0
    alone, rest = apart(np.flatnonzero(told), stakes)
    for line in alone:
        budget, stake = case.project.lines[line], float(stakes[line])
        columns = column[row == line]
        months = [case.monthly.months[column] for column in columns.tolist()]
        late, worth = float(worked[line, columns].sum()), case.say.money(stake)
        yield on_line(
            case,
            line,
            "finish",
            severity=AMBER,
            figure=f"{worth} in {listed(map(label, months), 3)}, finish {budget.finish}",
            threshold=str(budget.finish),
            stake=stake,
            hours=late,
            remedy=f"Move the finish of {case.name(line)} to {last_day(months[-1])}"
            + _or_earlier(case, f"{worth} ({hours(late)})" if late else worth, budget.finish),
        )
    yield from together(case, rest, stakes, severity=AMBER, field="finish", mend="Move finish or work")
    finish = case.project.settings.finish
    if finish is None:
        return
    after = np.flatnonzero(case.months > month_of(finish))
    untold = np.maximum(grid[:, after][~np.append(told, False)], 0.0).sum(axis=0)
    cost = float(untold.sum())
    if cost <= 1:
        return
    last = last_day(case.monthly.months[int(after[np.flatnonzero(untold)[-1]])])
    yield Found(
        severity=AMBER,
        figure=f"{case.say.money(cost)} after the project's finish {finish}",
        threshold=str(finish),
        places=case.setting("finish"),
        subject="project",
        stake=cost,
        remedy=f"Move the project's finish to {last}" + _or_earlier(case, case.say.money(cost), finish),
    )


def _or_earlier(case: Case, what: str, finish: date | None) -> str:
    """The other way out, while there is still time before the finish."""
    if finish is None or finish <= case.today:
        return f": {what} is still to be done."
    return f", or move {what} before {finish}."


def _any_by_line(
    line: NDArray[np.int32], told: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """The lines that have a row, and of each in which months one of its rows holds something, (lines, m)."""
    order = np.argsort(line, kind="stable")
    order = order[np.searchsorted(line.take(order), 0) :]  # -1 is no line
    of_row = line.take(order)
    if not len(order):
        return of_row, told[:0]
    begins = np.flatnonzero(np.append(True, of_row[1:] != of_row[:-1]))
    return of_row.take(begins), np.logical_or.reduceat(told.take(order, axis=0), begins, axis=0)


def _working_hours(case: Case, months: NDArray[np.int64]) -> NDArray[np.float64]:
    edges = np.array([[first_day(int(m)).toordinal(), last_day(int(m)).toordinal() + 1] for m in months])
    before = case.calendar.before(edges.reshape(-1)).reshape(-1, 2)
    return np.asarray((before[:, 1] - before[:, 0]) * case.project.settings.hours_per_day, np.float64)


def _mean_rate(ahead: PlanAhead, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """What an hour of these rows costs in each month, minor units, 0 without hours or rate."""
    worked = ahead.filled[rows].sum(axis=0)
    cost = ahead.cost(rows).sum(axis=0)
    return np.where(worked > 0, cost / np.where(worked > 0, worked, 1.0), 0.0)


def _free(names: Sequence[str], room: NDArray[np.float64], but: int, needed: float) -> str:
    """Who on the plan could take `needed` hours, the freest first."""
    blank = names.index("") if "" in names else -1
    free = np.flatnonzero(room >= needed)
    free = free[(free != but) & (free != blank)]
    freest = free[np.argsort(-room[free], kind="stable")[:3]].tolist()
    told = [f"{names[code]} ({hours(float(room[code]))} free)" for code in freest]
    if not told:
        return "Nobody else on the plan is free that month."
    return f"Free that month: {listed(told, 3, of=len(free))}."
