"""Shortcuts to plant a fault in the clean project and look at what the checks say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.checks.flag import Findings, Flag
from app.checks.previous import PreviousRun
from app.checks.run import run_checks
from app.forecast.forecast import forecast_project
from app.project.model import Line, Project
from app.project.problem import Problem
from tests.support.factory import Entry, Planned, entries, lines, make_project, plan, settings


def findings(
    project: Project, problems: Sequence[Problem] = (), previous: PreviousRun | None = None
) -> Findings:
    """Forecast and check; `problems` are what reading would have told."""
    forecast, met = forecast_project(project)
    return run_checks(project, forecast, (*problems, *met), previous)


def the_flag(found: Findings) -> Flag:
    """The one flag there is."""
    assert [flag.id for flag in found.flags] == [flag.id for flag in found.flags[:1]], [
        (flag.id, flag.figure) for flag in found.flags
    ]
    return found.flags[0]


def checks(found: Findings) -> set[str]:
    """Ids of the checks that found something."""
    return {flag.check for flag in found.flags}


def by_check(found: Findings, check: str) -> Flag:
    """The only flag of one check among others."""
    (flag,) = [flag for flag in found.flags if flag.check == check]
    return flag


def cells(flag: Flag) -> list[str]:
    """Its cells, `Budget!H2`."""
    return [str(place) for place in flag.places]


def changed(id_: str, **changes: Any) -> list[Line]:
    """The clean lines with one of them changed."""
    return [replace(line, **changes) if line.id == id_ else line for line in lines()]


def and_line(line: Line) -> list[Line]:
    """The clean lines and one more, in row 5 of the Budget (A1 row 6)."""
    return [*lines(), line]


def and_entry(*more: Entry) -> list[Entry]:
    """The clean entries and more, from A1 row 9 on."""
    return [*entries(), *more]


def and_planned(*more: Planned) -> list[Planned]:
    """The clean plan and more rows, from A1 row 5 on."""
    return [*plan(), *more]


def replanned(line: str, hours: dict[int, float | None]) -> list[Planned]:
    """The clean plan with one line's row changed, past months kept."""
    return [
        replace(row, hours={**{m: h for m, h in row.hours.items() if m <= 6}, **hours})
        if row.line == line
        else row
        for row in plan()
    ]


def unpriced(**changes: Any) -> Project:
    """The clean project of a firm that gives no price, so that no money check speaks."""
    bare = [replace(line, revenue=None) for line in changes.pop("lines_", lines())]
    return make_project(
        settings_=settings(
            contract_price=None,
            billed_to_date=None,
            baseline_margin=None,
            margin_floor=None,
            **changes.pop("settings", {}),
        ),
        lines_=bare,
        **changes,
    )
