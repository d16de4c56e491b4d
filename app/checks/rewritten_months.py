"""B. Earned value: closed months held against what was first reported of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from app.checks.as_reported import CENT, EARLIER, moved, net_of, or_restated, settled, signed
from app.checks.case import Case
from app.checks.check import check
from app.checks.first_reported import FirstMonth, FirstReported, booked_by_line, changing
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.wording import listed
from app.project.change_order import ChangeOrder
from app.project.month import Month, label, month_of
from app.project.place import Place


@check(
    "B19",
    title="A closed month was rewritten",
    rule="Planned value or cost of a closed month, or what it holds of a line's cost, is not what was first "
    "reported of it",
    severities=(Severity.RED,),
    wants=EARLIER,
    has=lambda case: bool(settled(case).months),
)
def b19_past_rewritten(case: Case) -> Iterator[Found]:
    """Cost by month and line. Plan by month, while every budget is as first reported; from the month on in
    which an order was approved that the month's plan did not know yet, it is the order's."""
    first = settled(case)
    yield from _booked(case, first)
    old = first.budget_of()
    now = {line.id: line.cost or 0 for line in reversed(case.project.lines)}
    if all(now.get(line, 0) == old.get(line, (0,))[0] for line in {*now, *old}):
        yield from _planned(case, first)


def _gaps(case: Case, first: FirstReported, now: NDArray[np.float64], what: str) -> dict[Month, float]:
    """By month how much more it holds than first reported."""
    held = dict(zip(case.monthly.months, now.tolist(), strict=True))
    last = max(first.months)
    found = {}
    for month in sorted({*first.months, *[month for month in held if month < last]}):
        gap = held.get(month, 0.0) - (getattr(first.months[month], what) if month in first.months else 0)
        if abs(gap) > CENT:
            found[month] = gap
    return found


def _booked(case: Case, first: FirstReported) -> Iterator[Found]:
    months = _gaps(case, first, case.monthly.actual_cost, "booked")
    cells = _lines_gaps(case, first)
    lines: dict[str, float] = defaultdict(float)
    for (_, id_), gap in cells.items():
        lines[id_] += gap
    net_of_line = {id_: gap for id_, gap in lines.items() if abs(gap) > CENT}
    if not months and not net_of_line:
        return
    name = {line.id: case.name(number) for number, line in enumerate(case.project.lines)}
    by_line = sorted(net_of_line.items(), key=lambda each: -abs(each[1]))
    on_lines = listed(f"{name[id_]} {signed(case, gap)}" for id_, gap in by_line)
    touched = sorted(months) or sorted({month for month, _ in cells})
    if months:
        figure = _by_month(case, first, months, "booked", case.monthly.actual_cost)
        figure += f"; {on_lines}" if on_lines else ""
        remedy, stake = _back(case, months, "and book it in the open month"), moved(months.values())
    else:
        figure = f"booked up to {label(max(first.months))}, by line: {on_lines} than first reported"
        less, more = ([(id_, gap) for id_, gap in by_line if gap * sign > 0] for sign in (-1, 1))
        stake = moved(net_of_line.values())
        back = [name[id_] for id_, _ in more], [name[id_] for id_, _ in less]
        remedy = f"Move {case.say.money(stake)} back"
        remedy += f" from {listed(back[0])}" if back[0] else ""
        remedy += f" to {listed(back[1])}." if back[1] else "."
    yield Found(
        severity=Severity.RED,
        title="Cost of a closed month changed" if months else "Cost of closed months moved between lines",
        figure=figure,
        threshold="no change",
        places=_entries(case, touched, cells),
        subject="booked",
        period=label(touched[0]),
        stake=stake,
        remedy=f"{remedy} {or_restated(case)}",
    )


def _lines_gaps(case: Case, first: FirstReported) -> dict[tuple[Month, str], float]:
    """By month and line how much more was booked than first reported, of lines that stood in the Budget then
    and stand there now."""
    then = first.budget_of()
    known = {line.id for line in case.project.lines if line.id in then}
    found: dict[tuple[Month, str], float] = {}
    for column in case.closed.tolist():
        month = case.monthly.months[column]
        kept = first.months.get(month)
        if kept is None or kept.by_line is None:
            continue
        now = booked_by_line(case.project, case.monthly, column)
        if now == kept.by_line:
            continue
        for id_ in sorted(known & (now.keys() | kept.by_line.keys())):
            gap = now.get(id_, 0) - kept.by_line.get(id_, 0)
            if abs(gap) > CENT:
                found[month, id_] = float(gap)
    return found


def _entries(case: Case, months: list[Month], lines: Mapping[tuple[Month, str], float]) -> tuple[Place, ...]:
    """Entries of these months: where it is known which lines they moved on, theirs alone."""
    ledger = case.ledger
    inside = np.isin(ledger.month, months) & case.known
    if lines:
        number = {line.id: at for at, line in reversed(list(enumerate(case.project.lines)))}
        theirs = np.zeros(len(ledger), np.bool_)
        for month, id_ in lines:
            theirs |= (ledger.month == month) & (ledger.line == number[id_])
        inside = inside & theirs if (inside & theirs).any() else inside
    return case.cells("actuals", ledger.row[inside], "date")


def _planned(case: Case, first: FirstReported) -> Iterator[Found]:
    ordered = list(changing(case.project))
    months = {
        month: gap
        for month, gap in _gaps(case, first, case.monthly.budget_cost, "planned").items()
        if not _by_an_order(case, month, first.months.get(month), ordered)
    }
    if not months:
        return
    source = case.project.sources.get("budget")
    columns = [month for month in months if source and label(month) in source.columns]
    yield Found(
        severity=Severity.RED,
        title="Plan of a closed month changed",
        figure=_by_month(case, first, months, "planned", case.monthly.budget_cost),
        threshold="no change",
        places=tuple(place for month in columns for place in case.heading("budget", label(month)))
        or case.heading("budget", "cost"),
        subject="planned",
        period=label(min(months)),
        stake=moved(months.values()),
        remedy=f"{_back(case, months, 'and plan it in the open months')} {or_restated(case)}",
    )


def _by_an_order(case: Case, month: Month, then: FirstMonth | None, ordered: list[ChangeOrder]) -> bool:
    """Whether an order that the month's plan did not know reaches back to it."""
    known = then.orders if then else ()
    return any(
        (known is None or order.id not in known) and month_of(order.approved_on or case.today) <= month
        for order in ordered
    )


def _by_month(
    case: Case, first: FirstReported, gaps: Mapping[Month, float], what: str, now: NDArray[np.float64]
) -> str:
    """`booked in 2026-02: EUR 71,801, 71,451 as first reported at the end of 2026-04`, and what moved."""
    month = min(gaps)
    then = first.months.get(month)
    held = float(now[case.monthly.months.index(month)]) if month in case.monthly.months else 0.0
    reported = then or min(first.months.values(), key=lambda each: each.on)
    text = (
        f"{what} in {label(month)}: {case.say.money(held)}, "
        f"{case.say.amount(getattr(then, what) if then else 0)} as first reported at the end of "
        f"{reported.period}"
    )
    if len(gaps) == 1:
        return f"{text} ({signed(case, gaps[month])})"
    by_month = listed((f"{label(each)} {signed(case, gap)}" for each, gap in sorted(gaps.items())), 6)
    return f"{text}; {by_month}: {net_of(case, sum(gaps.values()))}"


def _back(case: Case, gaps: Mapping[Month, float], later: str) -> str:
    """What puts the months back as they were."""
    months = sorted(gaps)
    net = sum(gaps.values())
    if len(months) == 2 and abs(net) <= CENT:
        more, less = sorted(months, key=lambda month: -gaps[month])
        return f"Move {case.say.money(gaps[more])} back from {label(more)} to {label(less)}."
    steps = [
        f"{'take' if gaps[month] > 0 else 'put'} {case.say.money(abs(gaps[month]))} "
        f"{'out of' if gaps[month] > 0 else 'back into'} {label(month)}"
        for month in months
    ]
    text = listed([f"{steps[0][0].upper()}{steps[0][1:]}", *steps[1:]], 6)
    if len(months) > 1:
        return f"{text}: {net_of(case, net)}."
    return f"{text} {later}." if net > 0 else f"{text}."
