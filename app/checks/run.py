"""Runs every check of the catalogue on one project and puts what they found in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from app.checks.case import Case
from app.checks.catalogue import CATALOGUE
from app.checks.flag import Findings, Flag, NotChecked, Severity
from app.checks.previous import PreviousRun
from app.checks.rag import lights
from app.checks.silence import one_for_one_cause
from app.forecast.result import Forecast
from app.project.model import Project
from app.project.problem import Problem

Answers = Callable[[Sequence[Flag]], Mapping[str, Collection[str]]]
"""For flags the columns that are filled, by flag id: whose a row is can depend on the flags there are."""

_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def run_checks(
    project: Project,
    forecast: Forecast,
    problems: Sequence[Problem],
    previous: PreviousRun | None = None,
    answers: Answers | None = None,
) -> Findings:
    """All findings: flags by severity (errors, red, amber, notes) and inside it by money at stake,
    largest first; an unknown stake comes last. What could not run, or is switched off, is listed.

    `answers`: what people filled in on the Flags tab; None without such a tab.
    """
    case = Case(project, forecast, tuple(problems), previous, None if answers is None else {})
    flags: list[Flag] = []
    not_checked: list[NotChecked] = []
    off: set[str] = set()
    for check in CATALOGUE:
        if case.typed_limits and case.typed_limits.get(f"{check.id}.off".casefold()):
            off.add(check.id)
            not_checked.append(NotChecked(check.id, f"to be switched on: {check.id}.off in Settings is set"))
        elif check.has is not None and not check.has(case):
            not_checked.append(check.not_checked)
        elif not check.of_flags:
            flags += check.flags(case)
    told = _each_its_own(sorted(one_for_one_cause(flags), key=_order))
    unable = {missing.check for missing in not_checked}
    after = replace(case, raised=tuple(told), answers=answers and answers(told))
    more = [f for check in CATALOGUE if check.of_flags and check.id not in unable for f in check.flags(after)]
    return Findings(
        flags=tuple(sorted([*told, *more], key=_order) if more else told),
        not_checked=tuple(not_checked),
        rag=lights(case, flags, told, off),
    )


def _order(flag: Flag) -> tuple[int, float, str]:
    return _RANK[flag.severity], -(flag.stake if flag.stake is not None else -1.0), flag.id


def _each_its_own(flags: Sequence[Flag]) -> list[Flag]:
    """Flags with the same id get a number, in order of their cells, so that every id is one flag's."""
    taken = {flag.id for flag in flags}
    if len(taken) == len(flags):
        return list(flags)
    seen: set[str] = set()
    renamed: dict[int, Flag] = {}
    for flag in sorted(flags, key=lambda flag: [(p.tab, p.row, p.column) for p in flag.places]):
        own, number = flag, 1
        while own.id in seen or (number > 1 and own.id in taken):
            number += 1
            own = flag._replace(subject=f"{flag.subject} ({number})".strip())
        seen.add(own.id)
        renamed[id(flag)] = own
    return [renamed[id(flag)] for flag in flags]
