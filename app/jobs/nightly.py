"""One nightly run, told top to bottom: take it, refresh, again while Google is busy, write down its end."""

from __future__ import annotations

import random
from collections.abc import Callable

import structlog
from sqlalchemy.exc import OperationalError

from app.errors import AppError, GivenUp, GoogleUnavailable, QuotaExhausted, TimedOut, TookTooLong, Unexpected
from app.google.deadline import Deadline
from app.google.retry import Draw, Patience
from app.jobs.night_runs import NightRuns
from app.jobs.runs import Done
from app.metrics import ACTIVE_RUNS
from app.store.runs import RunRow

log = structlog.get_logger(__name__)

PASSING = (GoogleUnavailable, QuotaExhausted, TimedOut, TookTooLong, OperationalError)
"""What may be over in a minute: nobody is waiting, so it is tried again."""
PATIENCE = Patience(attempts=4, first_seconds=10, longest_seconds=120)
LONGEST_SECONDS = 1800.0


class Nightly:
    """Works on nightly runs. `work` does the refresh; `after_failure` is told of each failure."""

    def __init__(
        self,
        runs: NightRuns,
        work: Callable[[RunRow], Done],
        *,
        after_failure: Callable[[RunRow, AppError], object],
        draw: Draw = random.random,
        patience: Patience = PATIENCE,
    ) -> None:
        self._runs, self._work, self._after_failure = runs, work, after_failure
        self._draw, self._patience = draw, patience

    def refresh(self, run_id: str) -> str:
        """`done`, `failed`, `skipped` (it had ended or given way) or `lost` (another process has it now)."""
        row = self._runs.take(run_id)
        if row is None:
            return "skipped"
        with ACTIVE_RUNS.track_inprogress(), structlog.contextvars.bound_contextvars(run=run_id):
            return self._worked(row)

    def _worked(self, row: RunRow) -> str:
        deadline = Deadline.after(LONGEST_SECONDS)
        for attempt in range(self._patience.attempts):
            try:
                return "done" if self._runs.done(row, self._work(row)) else "lost"
            except GivenUp:
                log.warning("night.lost")
                return "lost"
            except PASSING as trouble:
                if self._patience.pause(attempt, deadline=deadline, draw=self._draw):
                    continue
                if isinstance(trouble, OperationalError):
                    raise  # where nothing can be written down, the engine and the chores must see to it
                return self._failed(row, trouble)
            except AppError as error:
                return self._failed(row, error)
            except Exception:  # a run's outermost frame: one workbook must not end the night
                log.exception("night.broke")
                return self._failed(row, Unexpected("Plumbline failed while it worked on the workbook."))
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _failed(self, row: RunRow, error: AppError) -> str:
        if not self._runs.failed(row, error):
            return "lost"
        log.warning("night.failed", error=error.slug)
        self._after_failure(row, error)
        return "failed"
