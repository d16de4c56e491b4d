"""What would bring a project back, in words: every way that can be taken, and why another cannot."""

from __future__ import annotations

from app.checks.case import Case
from app.checks.wording import hours, index, percent, working_days
from app.forecast.bring_back import BringBack, Lever, Way, to_budget, to_date, to_margin
from app.forecast.position import Position


def back_to_budget(case: Case, over: float) -> str:
    """The ways that take `over` minor units off the forecast."""
    at = case.position
    return _money_ways(case, at, to_budget(at, at.eac - over), "A change order of")


def back_to_margin(case: Case, margin: float) -> str:
    """The ways to a margin at completion of `margin`, a share of the price; "" where none is needed."""
    if margin >= 1:
        return ""
    at = case.position
    goal = f"the margin of {percent(margin)}"
    return _money_ways(case, at, to_margin(at, margin), "A price higher by", goal)


def back_to_date(case: Case) -> str:
    """The ways to the planned finish from that of the work still planned; "" where that one is not late.

    It is another measure than the pace so far, so both its date and its days are told.
    """
    finish = case.forecast.finish_planned
    at = case.position
    if finish is None:
        return ""
    back = to_date(at, finish, case.calendar)
    if not back.ways:
        return ""
    extension, fewer, pace = (back.way(w) for w in (Lever.CHANGE_ORDER, Lever.HOURS, Lever.EFFICIENCY))
    late = working_days(extension.amount.value or 0.0)
    can = ["an extension by as many"]
    if fewer.feasible and fewer.amount.value is not None:
        can.append(f"{hours(fewer.amount.value)} fewer")
    if pace.feasible and pace.amount.value is not None:
        can.append(f"a pace {index(pace.amount.value)} times the plan's")
    told = (
        f"Apart from pace, the work still planned ends on {at.finish}, {late} after {finish}: {_either(can)} "
        "would put that right."
    )
    if not fewer.feasible:
        told += f" Fewer hours cannot: {fewer.why_not}."
    return told


def _money_ways(case: Case, at: Position, back: BringBack, order: str, goal: str = "it") -> str:
    if not back.ways:
        return ""
    say = case.say
    change, fewer, rate, effort = (
        back.way(lever) for lever in (Lever.CHANGE_ORDER, Lever.HOURS, Lever.RATE, Lever.EFFICIENCY)
    )
    can = [f"{order} {say.amount(change.amount.value or 0.0)}"]
    cannot = []
    if fewer.feasible and fewer.amount.value is not None:
        can.append(f"{fewer.amount.value:,.1f} fewer hours at the average rate of {say.amount(at.rate_left)}")
    elif fewer.amount.value is not None and at.hours_left > 0:
        cannot.append(
            f"fewer hours alone cannot: it takes {hours(fewer.amount.value)} at the average rate of "
            f"{say.amount(at.rate_left)}, and {hours(at.hours_left)} are left"
        )
    for way, text in ((rate, _rate(case, rate)), (effort, _efficiency(effort))):
        if way.feasible and text:
            can.append(text)
    told = f"{_either(can)} would bring {goal} back"
    return f"{told}; {cannot[0]}." if cannot else f"{told}."


def _rate(case: Case, way: Way) -> str:
    return "" if way.amount.value is None else f"{case.say.amount(way.amount.value)} an hour instead"


def _efficiency(way: Way) -> str:
    return "" if way.amount.value is None else f"a CPI of {index(way.amount.value)} from now on"


def _either(ways: list[str]) -> str:
    if len(ways) == 1:
        return ways[0]
    return f"{', '.join(ways[:-1])}, or {ways[-1]},"
