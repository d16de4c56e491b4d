"""The outcome of a refresh as JSON: what the service answers and stores, and what the command prints.

Money in major units at full precision; undefined figures are null.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.changes import Changes
from app.checks.flag import Flag, Light
from app.checks.life import Life
from app.forecast.people_ahead import people_ahead
from app.jobs.figures_json import figures_json
from app.jobs.headline import headline
from app.jobs.movement_json import movement_json
from app.jobs.people_json import people_json
from app.project.model import Project, Settings
from app.project.place import Place
from app.project.problem import Problem
from app.refresh import Outcome

Json = dict[str, Any]

CELLS_TOLD = 60


def result_json(outcome: Outcome) -> Json:
    """As `schemas.ResultView` describes it."""
    project, findings, written = outcome.project, outcome.findings, outcome.written
    scale = 10**project.minor_digits
    rag = findings.rag
    return {
        "workbook": {"id": outcome.workbook_id, "title": outcome.workbook_title},
        "project": _project(project.settings),
        "rag": {name: _light(light) for name, light in rag.named().items()},
        "headline": headline(project, outcome.forecast),
        "figures": {
            **figures_json(outcome.forecast, minor_digits=project.minor_digits),
            "people_ahead": people_json(people_ahead(project, outcome.forecast)),
        },
        "flags": [_flag(flag, scale, outcome.lives.get(flag.id)) for flag in findings.flags],
        "problems": [_problem(problem, scale) for problem in outcome.problems],
        "not_checked": [{"check": one.check, "wants": one.wants} for one in findings.not_checked],
        "changes": _changes(outcome.changes, scale, project),
        "written": {
            "tabs_created": list(written.tabs_created),
            "rows_written": written.rows_written,
            "rows_unchanged": written.rows_unchanged,
            "highlights": written.highlights,
        },
    }


def _project(settings: Settings) -> Json:
    return {
        "name": settings.project,
        "code": settings.code,
        "client": settings.client,
        "manager": settings.manager,
        "currency": settings.currency,
        "status_date": settings.status_date.isoformat(),
        "start": _day(settings.start),
        "finish": _day(settings.finish),
    }


def _light(light: Light) -> Json:
    return {
        "colour": light.colour.value,
        "reason": light.reason,
        "check": light.check,
        "by_rule": light.by_rule and light.by_rule.value,
        "last": light.last and light.last.value,
    }


def _flag(flag: Flag, scale: int, life: Life | None) -> Json:
    return {
        "id": flag.id,
        "check": flag.check,
        "severity": flag.severity.value,
        "title": flag.title,
        "rule": flag.rule,
        "figure": flag.figure,
        "threshold": flag.threshold,
        "cells": _cells(flag.places),
        "cells_in_all": len(flag.places),
        "line": flag.line,
        "owner": flag.owner,
        "period": flag.period,
        "stake": _major(flag.stake, scale),
        "hours": flag.hours,
        "remedy": flag.remedy,
        "first_seen": _day(life.first_seen) if life else None,
        "accepted_until": _day(life.accepted_until) if life else None,
    }


def _problem(problem: Problem, scale: int) -> Json:
    return {
        "kind": problem.kind.value,
        "message": problem.message,
        "mend": problem.mend,
        "cells": _cells(problem.places),
        "cells_in_all": len(problem.places),
        "left_out": problem.left_out,
        "amount": _major(problem.amount, scale),
        "count": problem.count,
    }


def _changes(changes: Changes, scale: int, project: Project) -> Json:
    moved = changes.moved
    return {
        "first": changes.first,
        "since": changes.since or None,
        "text": changes.text,
        "eac_change": _major(changes.eac_change, scale),
        "new_flags": list(changes.new_flags),
        "gone_flags": list(changes.gone_flags),
        "movement": movement_json(
            moved.movement,
            moved.since,
            project.settings.status_date,
            project.settings.currency,
            project.minor_digits,
        )
        if moved.movement and moved.since
        else None,
    }


def _cells(places: Sequence[Place]) -> list[Json]:
    """The first places: a fault of every row of a large tab would make the answer megabytes long."""
    return [{"sheet_id": place.sheet_id, "tab": place.tab, "a1": place.a1} for place in places[:CELLS_TOLD]]


def _major(amount: float | None, scale: int) -> float | None:
    """Major units of an amount in minor units."""
    return None if amount is None else amount / scale


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
