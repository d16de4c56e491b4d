"""C. Forecast realism: a forecast that needs better luck than the project has had."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Case
from app.checks.check import Found, check
from app.checks.flag import Severity
from app.checks.limits import Limits, in_months, in_points, index_of, share
from app.checks.plan_ahead import month_cells
from app.checks.wording import counted, hours, index, listed, percent, points
from app.project.calendar import WorkingCalendar
from app.project.month import first_day, label, last_day, month_of
from app.project.names import folded

RED, AMBER, NOTE = Severity.RED, Severity.AMBER, Severity.NOTE


def _midway(case: Case) -> bool:
    return 0.15 <= case.earned <= 0.85


@check(
    "C2",
    title="The rest must go better than the work so far",
    rule="Efficiency needed for the forecast exceeds CPI by at most {amber} (amber) or {red} (red), between "
    "15 and "
    "85 % earned, or the difference is within {floor}; a forecast more than {cautious} below CPI is noted",
    severities=(RED, AMBER, NOTE),
    limits={"amber": index_of(0.10), "red": index_of(0.20), "cautious": index_of(0.10)},
    wants="between 15 and 85 % of the budget earned, and cost booked",
    has=lambda case: _midway(case) and case.total.cpi.at(0).value is not None,
)
def c2_efficiency_needed(case: Case, at: Limits) -> Iterator[Found]:
    """TCPI of the forecast against CPI so far."""
    need, cpi = case.total.tcpi_eac.at(0).value, case.total.cpi.at(0).value
    final = case.total.eac_cpi.at(0).value
    if need is None or cpi is None or final is None:
        return
    more = final - case.eac
    severity = case.grade(at, need - cpi, more, was=case.was("C2")) if more > 0 else None
    if severity is None and need - cpi < -at["cautious"] and -more > case.floor:
        severity = NOTE
    if severity is None:
        return
    cautious = severity is NOTE
    yield Found(
        severity=severity,
        title="A cautious forecast" if cautious else "",
        figure=f"needs {index(need)} from now on, CPI so far {index(cpi)}",
        threshold=at.text("cautious" if cautious else severity),
        places=case.heading("resource_plan", "line") or case.heading("budget", "cost"),
        stake=abs(more),
        remedy=f"At the efficiency so far the work costs {case.say.money(final)}, "
        f"{case.say.amount(abs(more))} "
        + (
            "less than forecast. If the rest is no harder, that can be released."
            if cautious
            else "more than forecast. Raise the plan of what is left by that, or say what will change."
        ),
    )


@check(
    "C3",
    title="The overrun is expected to shrink",
    rule="The overrun at completion is at most {points} better than the overrun so far, between 15 and 85 % "
    "earned, "
    "or the difference is within {floor}",
    severities=(AMBER,),
    limits={"points": in_points(0.05)},
    wants="between 15 and 85 % of the budget earned",
    has=_midway,
)
def c3_must_improve(case: Case, at: Limits) -> Iterator[Found]:
    """VAC% against CV%."""
    so_far, final = case.total.cv_percent.at(0).value, case.total.vac_percent.at(0).value
    if so_far is None or final is None or so_far >= 0 or final <= so_far + at["points"]:
        return
    same = -so_far * case.bac
    short = same - (case.eac - case.bac)
    if short <= case.floor:
        return
    yield Found(
        severity=AMBER,
        figure=f"{percent(-so_far)} over on the work done, {percent(-final)} over forecast at the end",
        threshold=at.text("points"),
        places=case.heading("resource_plan", "line") or case.heading("budget", "cost"),
        stake=short,
        remedy=f"The same overrun to the end means {case.say.money(same)} over budget, "
        f"{case.say.amount(short)} more "
        f"than forecast ({points(final - so_far)} better is hoped for). Plan it, or say what will change.",
    )


@check(
    "C5",
    title="The forecast jumped",
    rule="The forecast moved by at most {amber} (amber) or {red} (red) since the last run, changes of "
    "budget aside, "
    "or by {floor}",
    severities=(RED, AMBER),
    limits={"amber": share(0.05), "red": share(0.10)},
    wants="a previous run",
    has=lambda case: case.previous is not None and bool(case.previous.eac) and case.previous.bac is not None,
)
def c5_jump(case: Case, at: Limits) -> Iterator[Found]:
    """The forecast now against that of the last run, and the lines that explain it."""
    before = case.previous
    if before is None or not before.eac or before.bac is None:
        return
    moved = (case.eac - before.eac) - (case.bac - before.bac)
    severity = case.grade(at, abs(moved) / abs(before.eac), moved)
    if severity is None:
        return
    known = before.eac_by_line
    by_line = np.array(
        [
            float(case.by_line.eac[number]) - known[line.id] if line.id in known else 0.0
            for number, line in enumerate(case.project.lines)
        ]
    )
    top = case.largest(by_line if moved > 0 else -by_line)
    explained = float(by_line[top].sum())
    by_them = (
        f" {'; '.join(case.with_amounts(top, by_line))} explain {case.say.amount(explained)} of it."
        if top
        else ""
    )
    yield Found(
        severity=severity,
        figure=f"forecast {case.say.money(case.eac)}, {case.say.amount(before.eac)} before: "
        f"{'up' if moved > 0 else 'down'} by {percent(abs(moved) / abs(before.eac))}",
        threshold=at.text(severity),
        places=case.line_cells(top, "cost") or case.heading("budget", "cost"),
        stake=abs(moved),
        remedy=f"Say what changed: the forecast moved by {case.say.money(moved)} since "
        f"{before.status_date}.{by_them}",
    )


@check(
    "C8",
    title="More hours planned than there are",
    rule="A person's planned hours in a month are at most {amber} (amber) or {red} (red) of the working "
    "hours",
    severities=(RED, AMBER),
    limits={"amber": share(1.0), "red": share(1.2)},
    wants="a Resource plan",
    has=lambda case: case.project.plan is not None,
)
def c8_overbooked(case: Case, at: Limits) -> Iterator[Found]:
    """People over capacity in months to come, this project alone: one flag a person, its worst month "
    "named."""
    ahead = case.planned_ahead
    if ahead.plan is None or not len(ahead.months):
        return
    keys: dict[str, int] = {}
    who = np.array([keys.setdefault(folded(person), len(keys)) for person in ahead.plan.person], np.int64)
    names = dict(zip(who.tolist(), ahead.plan.person, strict=True))
    load = np.zeros((len(keys), len(ahead.months)))
    runs = ~case.forecast.states.done[ahead.plan.line] | (ahead.plan.line < 0)
    planned = np.where(runs[:, None], np.nan_to_num(ahead.hours), 0.0)
    np.add.at(load, who, planned)
    room = _working_hours(case, ahead.months)
    for code, person in names.items():
        if not person.strip():
            continue
        used = np.divide(load[code], room, out=np.zeros(len(room)), where=room > 0)
        worst = int(np.argmax(used))
        severity = at.grade(float(used[worst]), was=case.was("C8", person.strip()))
        if severity is None:
            continue
        over = np.flatnonzero(used > at["amber"])
        excess = np.maximum(load[code] - room, 0.0)
        rows = np.flatnonzero(who == code)
        cells = [
            (int(row), int(ahead.months[column]))
            for column in over.tolist()
            for row in rows.tolist()
            if planned[row, column] > 0
        ]
        rate = _rate_of(ahead.rate[rows], planned[rows], over)
        free = [
            f"{names[other].strip()} ({hours(float(room[worst] - load[other, worst]))} free)"
            for other in sorted(names, key=lambda other: load[other, worst])
            if other != code and names[other].strip() and room[worst] - load[other, worst] >= excess[worst]
        ]
        month = label(int(ahead.months[worst]))
        others = (
            f" Free that month: {listed(free, 2)}."
            if free
            else " Nobody else on the plan is free that month."
        )
        more = f", and over in {counted(len(over) - 1, 'other month')}" if len(over) > 1 else ""
        yield Found(
            severity=severity,
            figure=f"{person.strip()}: {hours(float(load[code, worst]))} in {month}, "
            f"{percent(float(used[worst]))} of {hours(float(room[worst]))}{more}",
            threshold=at.text(severity),
            places=month_cells(case, cells),
            subject=person.strip(),
            owner=person.strip(),
            stake=float(excess.sum()) * rate if rate else None,
            hours=float(excess.sum()),
            remedy=f"Move {hours(float(excess[worst]))} of {person.strip()} out of {month}.{others}",
        )


@check(
    "C9",
    title="An open line without hours until its finish",
    rule="An open line on the Resource plan has a figure in every month up to its finish; blank is not zero",
    severities=(RED,),
    wants="a Resource plan, and finish dates on the lines",
    has=lambda case: case.project.plan is not None and bool(case.lines.finish.any()),
)
def c9_silent_zero(case: Case) -> Iterator[Found]:
    """Months between the status date and a line's finish in which nobody has hours and nobody typed 0."""
    ahead = case.planned_ahead
    if ahead.plan is None or not len(ahead.months):
        return
    count = len(case.project.lines)
    named = ahead.plan.line >= 0
    told = np.zeros((count, len(ahead.months)), np.bool_)
    np.logical_or.at(told, ahead.plan.line[named], ~np.isnan(ahead.hours[named]))
    on_plan = np.zeros(count, np.bool_)
    on_plan[ahead.plan.line[named]] = True
    firsts = np.array([first_day(int(month)).toordinal() for month in ahead.months])
    until = case.lines.finish[:, None] >= firsts[None, :]
    starts = np.where(case.lines.start > 0, case.lines.start, 0)
    ends = np.array([last_day(int(month)).toordinal() for month in ahead.months])
    begun = starts[:, None] <= ends[None, :]
    blank = until & begun & ~told & (on_plan & case.open)[:, None]
    for line in np.flatnonzero(blank.any(axis=1)).tolist():
        budget = case.project.lines[line]
        months = np.flatnonzero(blank[line])
        etc, planned = float(case.by_line.etc[line]), int(told[line].sum())
        work = max(0.0, float(case.by_line.bac[line] - case.by_line.ev[line]))
        if planned and etc > 0:
            monthly, how = etc / planned, "the average of its other months"
        else:
            monthly, how = work / len(months), "the work left spread evenly"
        rows = np.flatnonzero(ahead.plan.line == line).tolist()
        span = listed((label(int(ahead.months[month])) for month in months), 4)
        yield Found(
            severity=RED,
            figure=f"blank in {span}, planned to run until {budget.finish}",
            threshold="no blank month",
            places=month_cells(case, [(row, int(ahead.months[month])) for row in rows for month in months]),
            subject=budget.id,
            line=budget.id,
            owner=budget.owner,
            stake=monthly * len(months),
            remedy=f"Fill in {case.name(line)}: {how} is {case.say.money(monthly)} a month, "
            f"{case.say.amount(monthly * len(months))} in all. Type 0 where nothing is to be done, "
            "or bring the finish forward.",
        )


@check(
    "C10",
    title="Most of it at the very end",
    rule="The last planned month holds at most {share} of what is left, when {months} or more are to go",
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
    if to_go < at["months"] or last / total <= at["share"]:
        return
    column = int(ahead[filled[-1]])
    heaped = case.monthly.line_forecast_cost[:-1, column]
    top = case.largest(heaped)
    level = total / to_go
    month = label(case.monthly.months[column])
    rows = [
        (int(row), case.monthly.months[column])
        for row in (np.flatnonzero(np.isin(case.project.plan.line, top)) if case.project.plan else [])
    ]
    yield Found(
        severity=AMBER,
        figure=f"{percent(last / total)} of what is left falls in {month}",
        threshold=at.text("share"),
        places=month_cells(case, rows) or case.line_cells(top, "finish"),
        stake=last - level,
        remedy=f"{case.say.money(last)} stands in {month}; a level plan puts {case.say.amount(level)} there. "
        f"Spread {case.say.amount(last - level)} over the months before, or say why it comes last: "
        f"{'; '.join(case.with_amounts(top, heaped))}.",
    )


@check(
    "C11",
    title="Work forecast after the finish",
    rule="No month after the planned finish of a line, or of the project, holds remaining work",
    severities=(AMBER,),
    wants="planned finish dates",
    has=lambda case: bool(case.lines.finish.any()) or case.project.settings.finish is not None,
)
def c11_after_the_end(case: Case) -> Iterator[Found]:
    """Remaining work later than the line's finish; for the project, what no line already tells."""
    grid = case.monthly.line_forecast_cost
    ends = np.array([month_of(line.finish) if line.finish else 0 for line in case.project.lines], np.int64)
    beyond = (case.months[None, :] > ends[:, None]) & (ends > 0)[:, None] & (grid[:-1] > 1)
    told = beyond.any(axis=1)
    for line in np.flatnonzero(told).tolist():
        budget = case.project.lines[line]
        months = np.flatnonzero(beyond[line])
        cost = float(grid[line, months].sum())
        worked = float(case.monthly.line_forecast_hours[line, months].sum())
        last = last_day(case.monthly.months[int(months[-1])])
        yield Found(
            severity=AMBER,
            figure=f"{case.say.money(cost)} in "
            f"{listed((label(case.monthly.months[m]) for m in months.tolist()), 3)}, "
            f"finish {budget.finish}",
            threshold=str(budget.finish),
            places=case.line_cells([line], "finish"),
            subject=budget.id,
            line=budget.id,
            owner=budget.owner,
            stake=cost,
            hours=worked or None,
            remedy=f"Move the finish of {case.name(line)} to {last}, or move {case.say.money(cost)} "
            f"({hours(worked)}) before {budget.finish}.",
        )
    finish = case.project.settings.finish
    if finish is None:
        return
    late = np.flatnonzero(case.months > month_of(finish))
    rest = grid[:, late][~np.append(told, False)] if len(late) else np.zeros((0, 0))
    cost = float(np.maximum(rest, 0.0).sum())
    if cost <= 1:
        return
    last = last_day(case.monthly.months[int(late[np.flatnonzero(np.maximum(rest, 0.0).sum(axis=0) > 0)[-1]])])
    yield Found(
        severity=AMBER,
        figure=f"{case.say.money(cost)} after the project's finish {finish}",
        threshold=str(finish),
        places=case.setting("finish"),
        subject="project",
        stake=cost,
        remedy=f"Move the project's finish to {last}, or move {case.say.money(cost)} before {finish}.",
    )


def _working_hours(
    case: Case, months: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    calendar: WorkingCalendar = case.calendar
    edges = np.array([[first_day(int(m)).toordinal(), last_day(int(m)).toordinal() + 1] for m in months])
    counted_days = calendar.before(edges.reshape(-1)).reshape(-1, 2)
    return np.asarray(
        (counted_days[:, 1] - counted_days[:, 0]) * case.project.settings.hours_per_day, np.float64
    )


def _rate_of(
    rate: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    planned: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    columns: np.ndarray[tuple[int], np.dtype[np.intp]],
) -> float:
    worked = np.nan_to_num(planned[:, columns])
    cost = worked * np.nan_to_num(rate[:, columns])
    return float(cost.sum() / worked.sum()) if worked.sum() > 0 else 0.0
