"""C and M. Orders: what is committed, what was invoiced on it, and the changes that are agreed or wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.follow_up import has_column
from app.checks.found import Found, on_line
from app.checks.limits import Limits, in_days, share
from app.checks.wording import counted, listed, percent
from app.forecast.commitments import Commitments
from app.forecast.finance import approved_changes
from app.project.change_order import ChangeOrder, Phasing
from app.project.month import label
from app.project.purchase_order import PurchaseOrder

RED, AMBER, NOTE = Severity.RED, Severity.AMBER, Severity.NOTE
_CENT = 0.5  # minor units: less is rounding


def _ordered(case: Case) -> bool:
    return case.forecast.commitments is not None


def _changed(case: Case) -> bool:
    return bool(case.project.change_orders)


def _name(order: PurchaseOrder | ChangeOrder) -> str:
    about = order.vendor if isinstance(order, PurchaseOrder) else order.title
    return f"{order.id} {about}".strip()


@check(
    "C7",
    title="Forecast under what is on order",
    rule="The forecast of a line is under its cost so far plus what is open on its purchase orders",
    severities=(RED,),
    wants="a Purchase orders tab",
    has=_ordered,
)
def c7_under_commitments(case: Case) -> Iterator[Found]:
    """Lines, finished ones too, whose cost to come does not hold what is ordered for them."""
    ordered = case.forecast.commitments
    if ordered is None:
        return
    short = ordered.by_line[:-1] - case.by_line.etc
    for line in np.flatnonzero((short > _CENT) & (ordered.by_line[:-1] > 0)).tolist():
        mine = [order for order in case.project.purchase_orders if order.line == line]
        done = bool(case.forecast.states.done[line])
        yield on_line(
            case,
            line,
            severity=RED,
            figure=f"{case.say.money(float(case.by_line.etc[line]))} to come on {case.name(line)}, "
            f"{case.say.amount(float(ordered.by_line[line]))} open on {listed([o.id for o in mine], 3)}",
            threshold="what is on order",
            places=case.cells("purchase_orders", [order.row for order in mine], "value"),
            stake=float(short[line]),
            remedy=f"Forecast {case.say.money(float(short[line]))} more on it, or close what is not needed"
            + (": the line is finished." if done else "."),
        )


@check(
    "M12",
    title="Invoiced beyond the order",
    rule="A purchase order is invoiced beyond its value by more than {share}, {and} by more than {floor}",
    severities=(RED,),
    limits={"share": share(0.01)},
    wants="a Purchase orders tab",
    has=_ordered,
)
def m12_over_invoiced(case: Case, at: Limits) -> Iterator[Found]:
    """Both limits must be passed: cents of rounding and of exchange are no overrun."""
    ordered = case.forecast.commitments
    if ordered is None:
        return
    over, share_over = ordered.over, at["share"] * np.abs(ordered.value)
    for row in np.flatnonzero(over > 0).tolist():
        if not case.beyond(relative := bool(over[row] > share_over[row]), float(over[row])):
            continue
        order = case.project.purchase_orders[row]
        beyond, short = case.say.money(float(over[row])), _short(case, ordered, row)
        yield Found(
            severity=RED,
            figure=f"{_name(order)}: {case.say.money(float(ordered.invoiced[row]))} invoiced, "
            f"{case.say.amount(float(ordered.value[row]))} ordered",
            threshold=at.text("share") if relative else case.floor_in_words,
            places=case.cell("purchase_orders", order.row, "invoiced"),
            subject=order.id,
            line=order.line_name,
            owner=order.owner,
            stake=float(over[row]),
            remedy=f"Raise the order by {beyond}, or dispute {beyond} of the invoices."
            + (f" If the vendor does the rest, it lacks {case.say.amount(short)} in all." if short else ""),
        )


@check(
    "M13",
    title="A purchase order runs out",
    rule="An order of an open line is drawn by more than {amber} (amber) or {red} (red) while more cost is "
    "to come than is open on it, {and} by more than {floor}; or it ends before the line with value "
    "left (red once it has ended)",
    severities=(RED, AMBER),
    limits={"amber": share(0.8), "red": share(1.0)},
    wants="a Purchase orders tab",
    has=_ordered,
)
def m13_order_runs_out(case: Case, at: Limits) -> Iterator[Found]:
    """Drawn is invoiced and accrued; what is drawn beyond the value is missing too. One flag an order, the
    worse of the two causes."""
    ordered = case.forecast.commitments
    if ordered is None:
        return
    for row, order in enumerate(case.project.purchase_orders):
        if order.line < 0 or not case.open[order.line]:
            continue
        value, rest = float(ordered.value[row]), float(ordered.open[row])
        drawn = float(ordered.invoiced[row] + ordered.accrued[row])
        to_come, short = float(case.by_line.etc[order.line]), _short(case, ordered, row)
        stood = case.was("M13", order.id)
        severity = case.grade(at, drawn / value, short, was=stood) if value > 0 and short > 0 else None
        ends, until = order.valid_until, _line_end(case, order.line)
        if (
            severity is None
            and ends
            and rest > case.floor
            and (ends < case.today or (until and ends < until))
        ):
            yield Found(
                severity=RED if ends < case.today else AMBER,
                figure=f"{_name(order)}: valid until {ends}, {case.say.money(rest)} open, "
                f"{case.name(order.line)} ends {until or 'on no date given'}",
                threshold=str(until or case.today),
                places=case.cell("purchase_orders", order.row, "valid_until"),
                subject=order.id,
                line=order.line_name,
                owner=order.owner,
                stake=rest,
                remedy=f"Extend it to {max(until or case.today, case.today)}, or close it and take "
                f"{case.say.money(rest)} off the forecast.",
            )
        elif severity is not None:
            yield Found(
                severity=severity,
                figure=f"{_name(order)}: {percent(drawn / value)} of {case.say.money(value)} drawn, "
                f"{case.say.amount(to_come)} to come on {case.name(order.line)}",
                threshold=case.broken(at, severity, drawn / value, was=stood),
                places=case.cell("purchase_orders", order.row, "value"),
                subject=order.id,
                line=order.line_name,
                owner=order.owner,
                stake=short,
                remedy=f"If the vendor does the rest, raise the order by {case.say.money(short)}"
                + (f" by {ends}" if ends else "")
                + (f"; {case.say.amount(drawn - value)} of it is drawn already." if drawn > value else "."),
            )


def _short(case: Case, ordered: Commitments, row: int) -> float:
    """What the order lacks for all that is to come on its line, what is drawn beyond its value included.

    0 where the line is finished, or the orders open on it hold what is to come.
    """
    line = case.project.purchase_orders[row].line
    if line < 0 or not case.open[line]:
        return 0.0
    beyond = float(ordered.invoiced[row] + ordered.accrued[row] - ordered.value[row])
    short = float(case.by_line.etc[line] - ordered.by_line[line])
    return short + max(0.0, beyond) if short > 0 else 0.0


def _line_end(case: Case, line: int) -> date | None:
    finishes = case.forecast.states.finish
    return (finishes[line] if finishes else None) or case.project.lines[line].finish


@check(
    "M14",
    title="A change is not decided",
    rule="A change order waits for more than {age}, or its line has cost beyond its budget while it waits; "
    "one that waits without the day it was raised is noted",
    severities=(AMBER, NOTE),
    limits={"age": in_days(30)},
    wants="a Change orders tab",
    has=_changed,
)
def m14_change_stuck(case: Case, at: Limits) -> Iterator[Found]:
    """Pending changes, with their age and what is booked before anybody approved it. Without the day it was
    raised nobody sees how long a change waits."""
    for order in case.project.change_orders:
        if not order.waits(case.today) or (order.approved_on and order.approved_on > case.today):
            continue
        age = (case.today - order.raised).days if order.raised else 0
        beyond = 0.0
        if order.line >= 0 and order.cost > 0:
            beyond = float(case.by_line.ac[order.line] - case.by_line.bac[order.line])
            beyond = max(0.0, min(beyond, float(order.cost)))
        if order.raised and age <= at["age"] and beyond <= case.floor:
            continue
        since = f"{order.raised}, {counted(age, 'day')} ago" if order.raised else "on no day given"
        waits = [f"raised {since}"]
        waits += [f"{case.say.money(beyond)} booked beyond the budget of its line"] if beyond else []
        worth = float(max(abs(order.price), abs(order.cost)))
        undated = order.raised is None and has_column(case, "change_orders", "raised")
        late = order.raised is not None or beyond > case.floor
        yield Found(
            severity=AMBER if late else NOTE,
            title="" if late else "Nothing says how long a change waits",
            figure=f"{_name(order)}: pending, {', '.join(waits)}",
            threshold=at.text("age"),
            places=case.cell("change_orders", order.row, "raised" if undated else "status"),
            subject=order.id,
            line=order.line_name,
            stake=worth,
            remedy=("" if order.raised else "Enter the day it was raised. ")
            + f"Have it decided: {case.say.money(float(order.price))} of price and "
            f"{case.say.amount(float(order.cost))} of cost depend on it.",
        )


@check(
    "M15",
    title="A change is not phased",
    rule="An approved change order phased by given months has no months, or they do not add to its cost",
    severities=(RED,),
    wants="a Change orders tab",
    has=_changed,
)
def m15_change_not_phased(case: Case) -> Iterator[Found]:
    """What the typed months leave of the cost, or hold beyond it."""
    for order in case.project.change_orders:
        if order.phasing is not Phasing.EXPLICIT or not order.counts(case.today):
            continue
        phased = sum(order.months.values())
        gap = order.cost - phased
        if not gap:
            continue
        months = [label(month) for month in sorted(order.months)]
        span = " to ".join(dict.fromkeys((months[0], months[-1]))) if months else "no month"
        cost, in_months = case.say.apart(float(order.cost), float(phased))
        act = "Phase" if gap > 0 else "Take off its months"
        yield Found(
            severity=RED,
            figure=f"{_name(order)}: cost {cost}, {in_months} in {span}",
            threshold=cost,
            places=case.cell("change_orders", order.row, "cost"),
            subject=order.id,
            line=order.line_name,
            stake=float(abs(gap)),
            remedy=f"{act} {case.say.money(float(abs(gap)))} of it.",
        )


@check(
    "M17",
    title="Approved changes differ from their tab",
    rule="Approved changes typed in Settings are not those of the Change orders tab",
    severities=(AMBER,),
    wants="a Change orders tab, and approved changes in Settings",
    has=lambda case: _changed(case) and case.project.settings.approved_changes is not None,
)
def m17_changes_said_twice(case: Case) -> Iterator[Found]:
    """The forecast counts the tab; the figure in Settings would mislead whoever reads it."""
    typed = case.project.settings.approved_changes or 0
    counted_in = approved_changes(case.project)
    if typed == counted_in:
        return
    in_settings, in_tab = case.say.apart(float(typed), float(counted_in))
    yield Found(
        severity=AMBER,
        figure=f"{in_settings} in Settings, {in_tab} approved on the Change orders tab",
        threshold="the same figure",
        places=case.setting("approved_changes"),
        stake=float(abs(typed - counted_in)),
        remedy=f"Type {case.say.money(float(counted_in))} in Settings or clear the cell: the forecast counts "
        "the tab.",
    )
