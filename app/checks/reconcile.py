"""R. Reconciliation: everything booked stands somewhere, and everything planned is seen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.limits import Limits, share
from app.checks.many import apart, together
from app.checks.wording import counted, listed, percent
from app.project.month import Month, label
from app.project.names import folded

ERROR, RED, AMBER, NOTE = Severity.ERROR, Severity.RED, Severity.AMBER, Severity.NOTE


@check(
    "R2",
    title="Actuals leak",
    rule="Cost on lines and cost on no line do not add up to the actual cost, to the cent",
    severities=(ERROR,),
)
def r2_matching_leak(case: Case) -> Iterator[Found]:
    """Matched and unmatched cost against the whole."""
    matched, loose = float(case.by_line.ac.sum()), float(case.forecast.cost.unmatched.ac.sum())
    gap = case.ac - matched - loose
    if abs(gap) <= 1:
        return
    yield Found(
        severity=ERROR,
        figure=f"{case.say.money(matched)} on lines, {case.say.amount(loose)} on none, "
        f"{case.say.amount(case.ac)} in all",
        threshold="0.01",
        places=case.heading("actuals", "line"),
        stake=abs(gap),
        remedy=f"{case.say.money(abs(gap))} is lost between the entries and the lines: do not publish this "
        "forecast.",
    )


@check(
    "R3",
    title="Entries in no line",
    rule="An entry names no line of the Budget; over {red} of actual cost is red",
    severities=(RED, AMBER),
    limits={"red": share(0.01)},
)
def r3_unmatched(case: Case, at: Limits) -> Iterator[Found]:
    """Entries that count in the project and in no line; not those of a line whose budget cannot be read."""
    entries = np.flatnonzero((case.ledger.line < 0) & case.known)
    if unread := case.project.unread_lines:
        named = case.ledger.line_names
        told = [folded(named[entry]) in unread for entry in entries.tolist()]
        entries = entries[~np.array(told, np.bool_)]
    if not len(entries):
        return
    cost = case.cost_of(entries)
    part = abs(cost) / case.ac if case.ac > 0 else 0.0
    typed = dict.fromkeys(map(case.ledger.line_names.__getitem__, entries.tolist()))
    names = dict.fromkeys(name.strip() or "(blank)" for name in typed)
    yield Found(
        severity=RED if part > at["red"] else AMBER,
        figure=f"{counted(len(entries), 'entry', 'entries')} in no line, {case.say.money(cost)} "
        f"({percent(part)})",
        threshold=at.text("red") if part > at["red"] else "0",
        places=case.cells("actuals", case.ledger.row[entries], "line"),
        stake=abs(cost),
        hours=float(case.ledger.hours[entries].sum()) or None,
        remedy=f"Give {counted(len(entries), 'entry', 'entries')} a line of the Budget "
        f"(now: {listed(names, 4)}): {case.say.money(cost)} then stands where it belongs.",
    )


@check(
    "R4",
    title="A line went silent",
    rule="An open line, inside its dates, has nothing booked in the last 2 closed months",
    severities=(NOTE,),
    wants="2 closed months and dates on the lines",
    has=lambda case: len(case.closed) >= 2 and bool(case.lines.finish.any()),
)
def r4_silent_line(case: Case) -> Iterator[Found]:
    """Open lines planned in the last two closed months with nothing booked in them."""
    last = case.closed[-2:]
    months = [case.monthly.months[column] for column in last.tolist()]
    begin, end = case.month_start(months[0]), case.month_start(months[-1] + 1) - 1
    table = case.lines
    inside = (table.start > 0) & (table.start <= begin) & (table.finish >= end)
    lines = np.flatnonzero(inside & case.open & (case.by_line.bac > 0))
    for column in last.tolist():
        cost, worked = (
            case.monthly.line_actual_cost[lines, column],
            case.monthly.line_actual_hours[lines, column],
        )
        lines = lines[(cost == 0) & (worked == 0)]
    planned = np.zeros(len(table))
    planned[lines] = _planned_in(case, lines, months)
    alone, rest = apart(lines[planned[lines] > 0], planned)
    for line in alone:
        budget, expected = case.project.lines[line], case.say.money(float(planned[line]))
        yield on_line(
            case,
            line,
            "line",
            severity=NOTE,
            figure=f"0 booked in {label(months[0])} and {label(months[-1])}, {expected} planned",
            threshold="any booking",
            stake=float(planned[line]),
            remedy=f"Ask {budget.owner or 'the owner'} whether {case.name(line)} runs: {expected} planned, "
            "0 booked. Book what is missing, or move its dates.",
        )
    yield from together(case, rest, planned, severity=NOTE, field="line", mend="Ask whether work runs")


def _planned_in(case: Case, lines: NDArray[np.intp], months: list[Month]) -> NDArray[np.float64]:
    """What the budget of each line holds for `months`: its month columns, else by working days."""
    table = case.lines
    begin, end = case.month_start(months[0]), case.month_start(months[-1] + 1)
    inside = np.diff(case.calendar.before(np.array([begin, end], np.int64)))[0]
    whole = case.calendar.before(table.finish[lines] + 1) - case.calendar.before(table.start[lines])
    spread = case.by_line.bac[lines] * inside / np.maximum(1, whole)
    typed = [
        float(sum(line.months.get(month, 0) for month in months)) if line.months else np.nan
        for line in (case.project.lines[index] for index in lines.tolist())
    ]
    return np.where(np.isnan(typed), spread, typed)
