"""Refresh forecast, told top to bottom: read, understand, forecast, check, plan, write, remember."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Protocol

from app.changes import Changes, compare
from app.checks.flag import Findings
from app.checks.life import Life
from app.checks.run import run_checks
from app.errors import WRITTEN_AS_READ, AppError, ChangedUnderUs, FiguresTooLarge
from app.forecast.forecast import forecast_project
from app.forecast.lived import seen_at
from app.forecast.own_history import NONE_CLOSED, ClosedProjects
from app.forecast.result import Forecast
from app.forecast.standpoint import standpoint
from app.gc_pause import collection_paused
from app.intake.reading import understand
from app.memory import Previous, remembered
from app.moved import moved_since
from app.project.magnitude import LARGEST, magnitude
from app.project.model import Project
from app.project.problem import Problem
from app.workbook.book import Book
from app.workbook.flags_tab.answered import answered
from app.workbook.flags_tab.kept import keep
from app.workbook.output.log_page import RunInfo
from app.workbook.plan import WritePlan, Written, plan_write
from app.workbook.stamp import refreshed_at


class Phase(StrEnum):
    """How far a refresh has come."""

    READING = "reading"
    UNDERSTANDING = "understanding"
    FORECASTING = "forecasting"
    CHECKING = "checking"
    WRITING = "writing"

    @property
    def step(self) -> int:
        """1 to 5."""
        return list(Phase).index(self) + 1


class Workbook(Protocol):
    """Where the cells are: a Google workbook, or an Excel file."""

    def read(self) -> Book:
        """The whole workbook, in one request."""

    def write(self, plan: WritePlan) -> None:
        """The whole plan, in one atomic request; ChangedUnderUs when the workbook is not as it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one refresh found and wrote. `memory` is what the next one will want as `previous`."""

    run: RunInfo
    workbook_id: str
    workbook_title: str
    project: Project
    forecast: Forecast
    findings: Findings
    problems: tuple[Problem, ...]
    changes: Changes
    lives: Mapping[str, Life]
    written: Written
    replaced: tuple[Book, WritePlan] | None = None
    """What was read, and the plan that was written, by which it can be taken back; None after two writes."""
    memory: Previous


@collection_paused()
def refresh(
    workbook: Workbook,
    *,
    run_id: str,
    now: datetime,
    by: str,
    previous: Previous | None = None,
    closed: ClosedProjects = NONE_CLOSED,
    tell: Callable[[Phase, str], None] = lambda _phase, _text: None,
) -> Outcome:
    """One refresh. Nothing is computed from `now`: it stamps the run, and suggests a missing status date.

    A workbook that somebody rebuilds between the read and the write is refreshed once more. Raises AppError
    kinds; until `write` is called nothing in the workbook has changed. `closed`: how others of the workspace
    went.
    """
    landed: list[WritePlan] = []
    once = partial(_once, workbook, now=now, previous=previous, closed=closed, tell=tell, landed=landed)
    tell(Phase.READING, "Reading the workbook")
    try:
        outcome = once(RunInfo(run_id, now, by))
    except ChangedUnderUs:
        tell(Phase.UNDERSTANDING, "Reading again: the workbook was changed meanwhile")
        try:
            outcome = once(RunInfo(run_id, now, by, attempt=2))
        except AppError as error:
            if landed:
                error.unchanged = WRITTEN_AS_READ
            raise
    return replace(outcome, written=sum((plan.written for plan in landed[1:]), start=landed[0].written))


def _once(
    workbook: Workbook,
    run: RunInfo,
    *,
    now: datetime,
    previous: Previous | None,
    closed: ClosedProjects,
    tell: Callable[[Phase, str], None],
    landed: list[WritePlan],
) -> Outcome:
    """Read, understand, forecast, check, plan, write. `landed` takes what came to stand in the workbook."""
    book = workbook.read()
    laid = landed[-1].laid if landed else None

    tell(Phase.UNDERSTANDING, f"Understanding {book.cells:,} cells")
    reading = understand(book, today=now.date())
    project = reading.project
    if not magnitude(project) < LARGEST:
        raise FiguresTooLarge("Amounts, hours and rates come to sums too large to be counted to the cent.")

    tell(Phase.FORECASTING, f"Forecasting {len(project.lines):,} lines, {len(project.ledger):,} entries")
    forecast, gaps = forecast_project(project, closed)
    problems = reading.problems + gaps

    tell(Phase.CHECKING, "Checking what is off plumb")
    before = previous.to_compare(project, forecast) if previous else None
    stood = answered(book, laid)
    findings = run_checks(
        project,
        forecast,
        problems,
        before,
        stood.answers if stood else None,
        stood.known if stood else None,
    )
    if previous:
        lights = previous.lights_before(findings, project.settings.status_date)
        findings = replace(findings, rag=findings.rag.after(lights))
    stand = standpoint(project, forecast)
    moved = moved_since(previous.stand if previous else None, stand)
    changes = compare(previous, project, forecast, findings, stamped=refreshed_at(book), moved=moved)
    kept = keep(
        book,
        findings.flags,
        since=previous.since if previous else {},
        status_date=project.settings.status_date,
        laid=laid,
    )

    plan = plan_write(
        book,
        reading.located,
        project,
        forecast,
        findings,
        run=run,
        changes=changes.text,
        kept=kept,
        moved=moved,
    )
    tell(
        Phase.WRITING,
        f"Writing {plan.written.rows_written:,} rows, {plan.written.rows_unchanged:,} unchanged",
    )
    try:
        workbook.write(plan)
    except ChangedUnderUs as changed:
        if changed.landed:
            landed.append(plan)
        raise
    landed.append(plan)

    return Outcome(
        run=run,
        workbook_id=book.id,
        workbook_title=book.title,
        project=project,
        forecast=forecast,
        findings=findings,
        problems=problems,
        changes=changes,
        written=plan.written,
        lives=kept.lives,
        replaced=None if run.attempt > 1 and len(landed) > 1 else (book, plan),
        memory=remembered(
            project,
            forecast,
            findings,
            at=now,
            compared_with=before,
            lives=kept.lives,
            stand=stand,
            points=seen_at(project, forecast, previous.points if previous else ()),
        ),
    )
