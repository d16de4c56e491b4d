"""Refreshes that a person waits for: worked on by threads of the process that took the request.

The caller's token stays in this process's memory, so a crash ends the run; the workbook is whole, because it
is written at once or not at all, and a second click is safe.
"""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.errors import AppError, GivenUp, TooManyRequests, Unexpected
from app.google.caller import Caller
from app.jobs.fair_threads import FairThreads
from app.jobs.runs import Done, Runs
from app.metrics import ACTIVE_RUNS, LIMITED, RUNS
from app.store.runs import RunRow

log = structlog.get_logger(__name__)

Tell = Callable[[str, int, str], None]
"""(phase, step, text)"""
Work = Callable[[RunRow, Caller, Tell], Done]
"""Does the refresh; raises an AppError when it can't."""


MOST_WAITING = 20  # runs of one caller that may wait for their turn
WAIT_SECONDS = 10.0
FAIL_PAUSES = (0.2, 1, 5, 20, 60)  # seconds between attempts, while the database does not answer


class Interactive:
    """Starts refreshes, lets callers wait for them, and writes down how they end."""

    def __init__(self, runs: Runs, work: Work, *, owner: str, at_once: int, each: int) -> None:
        self._runs, self._work, self._owner = runs, work, owner
        self._threads = FairThreads(at_once=at_once, each=each)
        self._jobs: dict[str, Future[None]] = {}

    async def start(self, workbook_id: str, caller: Caller, *, key: str | None = None) -> tuple[RunRow, bool]:
        """Start a run, or find the one that this click started or that is active; and whether it is new.

        Raises TooManyRequests for a caller too many of whose runs are waiting.
        """
        ahead = self._threads.ahead_of(caller.sub)
        if ahead > MOST_WAITING:
            LIMITED.labels("waiting").inc()
            raise TooManyRequests(
                f"{ahead} refreshes of yours are waiting already.", retry_after=WAIT_SECONDS
            )
        row, new = await asyncio.to_thread(
            self._runs.open_interactive,
            workbook_id,
            caller,
            owner=self._owner,
            text="Waiting for another refresh of yours to end" if ahead else "Reading the workbook",
            key=key,
        )
        if new:
            run = partial(contextvars.copy_context().run, self._run, row, caller)
            job = self._threads.submit(caller.sub, run)
            self._jobs[row.id] = job
            job.add_done_callback(lambda _: self._jobs.pop(row.id, None))
        return row, new

    def hurry(self, run_id: str, caller: Caller) -> None:
        """Another caller waits for this run: it takes its turn as theirs, if that comes sooner."""
        if job := self._jobs.get(run_id):
            self._threads.hand_over(job, caller.sub)

    async def wait(self, run_id: str, *, seconds: float) -> None:
        """Wait for the end of a run of this process, but no longer than that.

        Waiting never cancels the work, also when the caller hangs up. A run of another process is not waited
        for.
        """
        if job := self._jobs.get(run_id):
            await asyncio.wait([asyncio.wrap_future(job)], timeout=seconds)

    def close(self) -> None:
        """Let running refreshes end; take no more."""
        self._threads.close()

    def _run(self, row: RunRow, caller: Caller) -> None:
        begun = time.monotonic()
        structlog.contextvars.bind_contextvars(run=row.id)
        log.info("refresh.started")
        with ACTIVE_RUNS.track_inprogress():
            end = self._worked(row, caller)
        RUNS.labels("interactive", end).inc()
        log.info("refresh.ended", end=end, seconds=round(time.monotonic() - begun, 3))

    def _worked(self, row: RunRow, caller: Caller) -> str:
        def tell(phase: str, step: int, text: str) -> None:
            if not self._runs.tell(row.id, phase=phase, step=step, text=text):
                raise GivenUp("The refresh took longer than your sign-in lasts, and was ended.")

        try:
            self._runs.done(row, self._work(row, caller, tell))
        except AppError as error:
            self._fail(row, error)
            return error.slug
        except Exception:  # a run's outermost frame: whatever happens, the run must end
            log.exception("refresh.broke")
            self._fail(row, Unexpected("Plumbline failed while it worked on the workbook."))
            return Unexpected.slug
        return "done"

    def _fail(self, row: RunRow, error: AppError) -> None:
        """Write the failure down, whatever it takes: a run left active would block its workbook."""
        for pause in FAIL_PAUSES:
            try:
                self._runs.failed(row, error)
            except SQLAlchemyError:
                log.exception("run.not_ended", pause=pause)
                time.sleep(pause)
            else:
                return
