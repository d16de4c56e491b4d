"""The work of one run: refresh the workbook as its caller, and gather what is to be remembered."""

from __future__ import annotations

import time
from dataclasses import asdict
from functools import partial

import orjson
import sqlalchemy as sa

from app.forecast.lived import closed_projects as of_plain
from app.forecast.lived import ended
from app.forecast.own_history import ClosedProjects
from app.google.access import GoogleAccess
from app.google.caller import Caller
from app.google.deadline import Deadline
from app.jobs.google_workbook import GoogleWorkbook
from app.jobs.interactive import Tell
from app.jobs.result_json import result_json
from app.jobs.runs import Done, now
from app.jobs.undoing import kept_with
from app.limits import Limit
from app.memory import Previous
from app.metrics import FLAGS, PHASES
from app.refresh import Outcome, Phase, Workbook, refresh
from app.store import bodies, closed_projects, snapshots, undos
from app.store.runs import NewResult, RunRow
from sheets_schema import load


class Refreshing:
    """Refreshes workbooks at Google. `seconds`: how long one run may take; `workbook_limit`: how often."""

    def __init__(
        self, engine: sa.Engine, google: GoogleAccess, *, seconds: float, workbook_limit: Limit
    ) -> None:
        self._engine, self._google, self._seconds = engine, google, seconds
        self._workbook_limit = workbook_limit

    def __call__(self, row: RunRow, caller: Caller, tell: Tell) -> Done:
        """One run, as its caller; raises an AppError when it can't be done."""
        deadline = Deadline.after(self._seconds)
        workbook = GoogleWorkbook(
            lambda deadline: self._google.sheets(caller, deadline),
            row.workbook_id,
            # Not before: who can't open a workbook can't use up its share either.
            opened=partial(self._workbook_limit.wait_for, row.workbook_id, deadline),
            deadline=deadline,
        )
        return refreshed(self._engine, workbook, row, tell)


def refreshed(engine: sa.Engine, workbook: Workbook, row: RunRow, tell: Tell) -> Done:
    """The refresh of a run, whoever acts in it, and what is to be remembered of it."""
    with _Phases(tell) as phases:
        outcome = refresh(
            workbook,
            run_id=row.id,
            now=now(),
            by=row.by_email,
            previous=_previous(engine, row.workbook_id),
            closed=_closed(engine, row),
            tell=phases.tell,
        )
    for flag in outcome.findings.flags:
        FLAGS.labels(flag.check).inc()
    return _done(outcome, _replaced(engine, row.workbook_id, outcome))


def _replaced(engine: sa.Engine, workbook_id: str, outcome: Outcome) -> tuple[bytes, bool] | None:
    """What it takes to undo this refresh."""
    if outcome.replaced is None:
        return None
    with engine.connect() as db:
        before = undos.find(db, workbook_id)
    return kept_with(before.body if before else None, *outcome.replaced)


def _previous(engine: sa.Engine, workbook_id: str) -> Previous | None:
    """What the last refresh of the workbook left for this one."""
    with engine.connect() as db:
        found = snapshots.latest(db, workbook_id)
    if found is None:
        return None
    return Previous.from_json({**orjson.loads(found.body), "at": found.taken_at.isoformat()})


def _closed(engine: sa.Engine, row: RunRow) -> ClosedProjects:
    """How the closed projects of the workbook's workspace went, the workbook's own left out."""
    with engine.connect() as db:
        workspace = closed_projects.workspace_of(db, row.workbook_id, row.by_email)
        return of_plain(closed_projects.of(db, workspace, but=row.workbook_id))


def _done(outcome: Outcome, undo: tuple[bytes, bool] | None) -> Done:
    scale = 10**outcome.project.minor_digits
    project = outcome.forecast.cost.project
    memory = outcome.memory.to_json()
    del memory["at"]  # the snapshot's own time: a content that has not changed is stored once
    return Done(
        result=NewResult(
            body=bodies.canonical(result_json(outcome)),
            status_date=outcome.forecast.status_date,
            eac=float(project.eac[0]) / scale,
            bac=float(project.bac[0]) / scale,
            colour=outcome.findings.rag.overall.colour.value,
        ),
        snapshot=bodies.canonical(memory),
        schema_version=str(load().version),
        title=outcome.workbook_title,
        undo=undo,
        ended=ended(outcome.project, outcome.forecast, outcome.memory.points),
        audit={
            "tabs_created": list(outcome.written.tabs_created),
            "rows_written": outcome.written.rows_written,
            "rows_unchanged": outcome.written.rows_unchanged,
            "highlights": outcome.written.highlights,
            "touched": [asdict(one) for one in outcome.written.touched],
        },
    )


class _Phases:
    """Passes progress on, and times each phase."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._phase, self._begun = "", time.perf_counter()

    def tell(self, phase: Phase, text: str) -> None:
        self._close()
        self._phase = phase.value
        self._tell(phase.value, phase.step, text)

    def __enter__(self) -> _Phases:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        ended = time.perf_counter()
        if self._phase:
            PHASES.labels(self._phase).observe(ended - self._begun)
        self._begun = ended
