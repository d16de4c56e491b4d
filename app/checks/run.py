"""Runs every check of the catalogue on one project and puts what they found in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from app.checks.case import Case
from app.checks.catalogue import CATALOGUE
from app.checks.flag import Findings, Flag, NotChecked, Severity
from app.checks.numbering import each_its_own
from app.checks.one_cause import with_what_follows
from app.checks.previous import PreviousRun
from app.checks.rag import lights
from app.checks.silence import one_for_one_cause
from app.checks.withheld import judged_without
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
    known: Mapping[str, str] | None = None,
) -> Findings:
    """All findings: flags by severity (errors, red, amber, notes) and inside it by money at stake,
    largest first; an unknown stake comes last. What could not run, or is switched off, is listed.

    `answers`: what people filled in on the Flags tab, None without such a tab; `known`: the figure that each
    flag was last told with, by its name.
    """
    read = with_what_follows(project, problems)
    case = Case(project, forecast, read, previous, None if answers is None else {})
    flags: list[Flag] = []
    not_checked: list[NotChecked] = []
    off: set[str] = set()
    for check in CATALOGUE:
        if case.is_off(check.id):
            off.add(check.id)
            not_checked.append(NotChecked(check.id, f"to be switched on: {check.id}.off in Settings is set"))
        elif check.has is not None and not check.has(case):
            not_checked.append(check.not_checked)
        elif not check.of_flags:
            flags += check.flags(case)
    told = each_its_own(sorted(one_for_one_cause(judged_without(flags, case)), key=_order), known or {})
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
