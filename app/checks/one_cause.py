"""What follows from a cell that cannot be read is told with that cell, not as a second fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.project.model import Project
from app.project.names import folded
from app.project.problem import Problem, ProblemKind
from app.project.rates import roles_of
from app.project.worth import BASES

_OF_RATES = (ProblemKind.MISSING_RATE, ProblemKind.MISSING_EXCHANGE_RATE)
_SAID = 3  # what follows is said one by one up to here


def with_what_follows(project: Project, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """`problems`, those that follow from an unreadable rate or budget folded into the one that names its
    cell: its message says them, and what is at stake with a rate is theirs. A role's rate is that of all who
    have the role; what names a line whose budget is left out is in no line because of it."""
    of_rate, of_line = _unread_rates(problems), _unread_lines(project, problems)
    if not (of_rate or of_line):
        return tuple(problems)
    roles = roles_of(project) if of_rate else {}
    followers: dict[int, list[Problem]] = {}
    for problem in problems:
        name, cause = folded(problem.subject), None
        if problem.kind in _OF_RATES:
            cause = of_rate.get(name, of_rate.get(roles.get(name, "")))
        elif problem.kind is ProblemKind.UNKNOWN_LINE:
            cause = of_line.get(name)
        if name and cause is not None:
            followers.setdefault(cause, []).append(problem)
    told = {id(problem) for group in followers.values() for problem in group}
    return tuple(
        _with(problem, followers[index]) if index in followers else problem
        for index, problem in enumerate(problems)
        if id(problem) not in told
    )


def _unread_rates(problems: Sequence[Problem]) -> dict[str, int]:
    """Folded person, role or currency -> the problem that names the cell of its rate."""
    cause_of: dict[str, int] = {}
    for index, problem in enumerate(problems):
        for name in problem.rates_of:
            cause_of.setdefault(folded(name), index)
    return cause_of


def _unread_lines(project: Project, problems: Sequence[Problem]) -> dict[str, int]:
    """Folded line -> the problem that names the cell because of which its budget is left out."""
    if not project.unread_lines:
        return {}
    cells = {
        str(replace(place, row=row, end_row=row + 1)): index
        for index, problem in enumerate(problems)
        if problem.left_out and problem.kind is not ProblemKind.UNKNOWN_LINE
        for place in problem.places
        for row in range(place.row, place.end_row)
    }
    return {name: cells[cell] for name, cell in project.unread_lines.items() if cell in cells}


def _with(cause: Problem, followers: Sequence[Problem]) -> Problem:
    said = [problem.message for problem in followers[:_SAID]]
    if len(followers) > _SAID:
        said.append(f"{len(followers) - _SAID:,} more like it")
    told = replace(cause, message=". ".join((cause.message, *said)))
    priced = [problem for problem in followers if problem.kind in _OF_RATES]
    if not priced:
        return told  # what is booked counts in the project; what is at stake is the budget
    return replace(
        told,
        amount=_sum(problem.amount for problem in (cause, *priced)),
        hours=_sum(problem.hours for problem in priced),
        basis=max((problem.basis for problem in priced if problem.basis), key=BASES.index, default=""),
    )


def _sum(amounts: Iterable[float | None]) -> float | None:
    told = [amount for amount in amounts if amount is not None]
    return sum(told) if told else None
