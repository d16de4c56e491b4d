"""What is done each minute so that nothing is left lying: runs of dead processes, jobs lost, jobs of old.

Every chore may run in several processes at once, and none stops the next.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
import structlog

from app.errors import Interrupted
from app.jobs.engine import Job, Jobs
from app.jobs.night_runs import NightRuns
from app.jobs.runs import now
from app.store import runs

log = structlog.get_logger(__name__)

MAX_RESUMES = (
    5  # what shares a process with a run that kills it is taken over as often, and no fault of its own
)
KEEP_JOBS = timedelta(days=2)
OLDEST_SECONDS = 86_400.0  # what follows a night and still isn't done by then kills its processes
SETTLED_AFTER = timedelta(minutes=1)  # a run is not judged while its job is just being made or ended


class Chores:
    """The chores over the jobs. `living`: the ids of the processes that give signs of life."""

    def __init__(
        self, engine: sa.Engine, jobs: Jobs, ends: NightRuns, *, living: Callable[[], set[str]]
    ) -> None:
        self._engine, self._jobs, self._ends, self._living = engine, jobs, ends, living

    def reap(self) -> int:
        """Jobs of dead processes move to the living; returns how many. One that keeps killing its process
        is ended."""
        living = self._living()
        dead = [job for job in self._jobs.under_way() if job.worker not in living]
        return sum(self._moved(job) for job in dead)

    def _moved(self, job: Job) -> bool:
        if job.run_id is None:
            if job.id.startswith("night-") and time.time() - job.begun_at < OLDEST_SECONDS:
                self._jobs.move(job)
                return True
            self._jobs.cancel(job)  # a tick: the next one does the same
            return False
        with self._engine.begin() as db:
            row = runs.find(db, job.run_id)
            again = row is not None and row.active and row.resumes < MAX_RESUMES
            if row is not None and again:
                runs.change(db, row.id, resumes=row.resumes + 1)
        if row is not None and again:
            self._jobs.move(job)
            log.warning("night.taken_over", run=row.id, resumes=row.resumes + 1)
            return True
        if row is not None and row.active:
            self._ends.failed(
                row, Interrupted("The service stopped each time it worked on this workbook."), held=False
            )
        self._jobs.cancel(job)
        return False

    def settle(self) -> int:
        """Runs whose job is gone, and which would block their workbook for ever, are ended; how many."""
        with self._engine.connect() as db:
            rows = [row for row in runs.active_nightly(db) if row.created_at < now() - SETTLED_AFTER]
        open_ = self._jobs.open_of([row.id for row in rows])
        lost = Interrupted("The refresh was ended from outside.")
        return sum(self._ends.failed(row, lost, held=False) for row in rows if row.id not in open_)

    def prune(self) -> int:
        """Forget jobs that ended some days ago."""
        return self._jobs.forget(before=now() - KEEP_JOBS)


def attempt(name: str, chore: Callable[[], object]) -> None:
    """One chore; what it can't do is logged, and tried again in a minute."""
    try:
        chore()
    except Exception:
        log.exception("chore.failed", chore=name)
