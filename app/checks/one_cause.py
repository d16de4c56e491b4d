"""What follows from a rate that cannot be read is told with that cell, not as a second fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.project.model import Project
from app.project.names import folded
from app.project.problem import Problem, ProblemKind
from app.project.rates import roles_of
from app.project.worth import BASES

_FOLLOWS = (ProblemKind.MISSING_RATE, ProblemKind.MISSING_EXCHANGE_RATE)
_SAID = 3  # what follows is said one by one up to here


def with_what_follows(project: Project, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """`problems`, those that follow from an unreadable rate folded into the one that names its cell: its
    message says them, and what is at stake is theirs. A role's rate is that of everybody in the role."""
    cause_of: dict[str, int] = {}
    for index, problem in enumerate(problems):
        for name in problem.rates_of:
            cause_of.setdefault(folded(name), index)
    if not cause_of:
        return tuple(problems)
    roles = roles_of(project)
    followers: dict[int, list[Problem]] = {}
    for problem in problems:
        name = folded(problem.subject)
        cause = cause_of.get(name, cause_of.get(roles.get(name, "")))
        if problem.kind in _FOLLOWS and name and cause is not None:
            followers.setdefault(cause, []).append(problem)
    told = {id(problem) for group in followers.values() for problem in group}
    return tuple(
        _with(problem, followers[index]) if index in followers else problem
        for index, problem in enumerate(problems)
        if id(problem) not in told
    )


def _with(cause: Problem, followers: Sequence[Problem]) -> Problem:
    said = [problem.message for problem in followers[:_SAID]]
    if len(followers) > _SAID:
        said.append(f"{len(followers) - _SAID:,} more like it")
    return replace(
        cause,
        message=". ".join((cause.message, *said)),
        amount=_sum(problem.amount for problem in (cause, *followers)),
        hours=_sum(problem.hours for problem in followers),
        basis=max((problem.basis for problem in followers if problem.basis), key=BASES.index, default=""),
    )


def _sum(amounts: Iterable[float | None]) -> float | None:
    told = [amount for amount in amounts if amount is not None]
    return sum(told) if told else None
