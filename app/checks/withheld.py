"""What errors keep out of the figures is no second fault of those who judge by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.checks.case import Case
from app.checks.flag import Flag, Severity
from app.checks.months_off import UNDER
from app.project.gaps import Lack

_WITHHOLDS = {"A1", "A3", "A9", "A10", "A12"}  # as errors
_EXPLAINS = 0.9  # of what is at stake, so that the rest is no matter of its own
_MATTERS = 0.25  # from here on the figure says that something is withheld
# Of the project in all. V1 says itself what is unread; a loss (E3) is told whatever is unread.
_BY_MONEY = {"C6", "E1", "E2", "E10", "V6", "V7"}
_BY_EFFICIENCY = {"B21", "C1", "C2", "C3", "V2", "V3"}
_EITHER = {"C1", "C6", "V3"}
_BY_PACE = {"D1", "D2", "D5"}
_BY_PROGRESS = {"B5", "B6", "B9", "B17", "B18", "P4"}  # of a line


def judged_without(flags: Sequence[Flag], case: Case) -> list[Flag]:
    """`flags` without those whose gap is no larger than what errors keep out of the figures they judge by;
    of larger ones the figure says how much that is.

    Cost that is kept out explains what looks saved, never what is over: counted, it would be further over.
    What is kept out of the Budget, the Settings or the price explains what is over.
    """
    errors = [flag for flag in flags if flag.check in _WITHHOLDS and flag.severity is Severity.ERROR]
    if not errors:
        return list(flags)
    unread = _without_progress(errors, case)
    of_work = _stake(error for error in errors if _in_the_budget(error, case))
    of_plan = [error for error in errors if _of_the_plan(error, case)]
    of_cost = _stake(error for error in errors if error not in of_plan)
    of_money = _stake(error for error in of_plan if not _only_progress(error, case))
    found = []
    for flag in flags:
        if flag.check in _BY_PROGRESS and flag.line in unread:
            continue
        told, gap = 0.0, 0.0
        if flag.check in _BY_PACE:  # what was spent says nothing about the pace
            told, gap = of_work, _least(flag, case.behind_plan)
        elif flag.check in _BY_EFFICIENCY:  # what is at stake there is drawn out to the end
            gap = _least(flag, abs(case.ac - case.ev))
            told = _of_one_side(flag, of_cost, _stake(of_plan))
        elif flag.check in _BY_MONEY:  # and progress nothing about what was spent
            told, gap = _of_one_side(flag, of_cost, of_money), flag.stake or 0.0
        if not gap or told < _MATTERS * gap:
            found.append(flag)
        elif told < _EXPLAINS * gap:
            missing = f"{case.say.money(told)} is withheld from what this rests on"
            found.append(flag._replace(figure=f"{flag.figure}; {missing}"))
    return found


def _of_one_side(flag: Flag, of_cost: float, of_plan: float) -> float:
    """What can explain the flag: of those that may lie on either side, or rest on both, all of it."""
    if flag.check in _EITHER:
        return of_cost + of_plan
    saved = flag.severity is Severity.NOTE or f"{UNDER} by" in flag.figure
    return of_cost if saved else of_plan


def _of_the_plan(flag: Flag, case: Case) -> bool:
    tabs = {
        case.project.sources[tab].sheet_id for tab in ("budget", "settings") if tab in case.project.sources
    }
    of_price = Lack.BILL_RATE in flag.figure
    return of_price or (bool(flag.places) and all(place.sheet_id in tabs for place in flag.places))


def _stake(flags: Iterable[Flag]) -> float:
    return sum(flag.stake or 0.0 for flag in flags)


def _least(flag: Flag, gap: float) -> float:
    return min((amount for amount in (gap, flag.stake or 0.0) if amount > 0), default=0.0)


def _in_the_budget(flag: Flag, case: Case) -> bool:
    source = case.project.sources.get("budget")
    return source is not None and any(place.sheet_id == source.sheet_id for place in flag.places)


def _only_progress(flag: Flag, case: Case) -> bool:
    column = _progress(case)
    return (
        bool(flag.places)
        and all(place.column == column and place.end_column == column + 1 for place in flag.places)
        and _in_the_budget(flag, case)
    )


def _without_progress(errors: Sequence[Flag], case: Case) -> set[str]:
    """Lines whose progress is among the cells that could not be read."""
    column = _progress(case)
    rows = {
        row
        for flag in errors
        if column >= 0 and _in_the_budget(flag, case)
        for place in flag.places
        if place.column <= column < place.end_column
        for row in range(place.row, place.end_row)
    }
    return {line.id for line in case.project.lines if line.row in rows} if rows else set()


def _progress(case: Case) -> int:
    """The Budget's column of progress, -1 without one."""
    source = case.project.sources.get("budget")
    return source.columns.get("progress", -1) if source else -1
