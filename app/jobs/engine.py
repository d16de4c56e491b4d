"""The engine of the night: jobs that outlive the process that works on them. DBOS, and nothing else of it.

Its tables live beside ours in one database, so that a run and its job are written in one transaction. Step
results are JSON: pickled ones would let whoever can write the database run code here. The version of the
application is a constant: DBOS would take a hash of the source, and orphan the jobs under way at each deploy.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, ScheduleInput

APP, VERSION = "plumbline", "1"
NIGHT, CLOCK = "nightly", "clock"  # queues: the runs, and the ticks that must not wait behind them
JSON_ONLY = DBOSPortableJSONSerializer()
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
RUN, FOLLOW_UP, TICK = "run-", "night-", "tick-"  # what a job's name begins with
ORDINARY, URGENT = 100, 10  # priorities, the low ones first; people's own clicks wait in no queue
EVERY_MINUTE = "* * * * *"

_at_work: list[str] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job under way. `worker`: the process that has it, by its id among the workers."""

    id: str
    worker: str
    begun_at: float
    """Seconds since 1970."""

    @property
    def run_id(self) -> str | None:
        """The run that it works on, if it is one's."""
        return self.id.removeprefix(RUN) if self.id.startswith(RUN) else None


class Jobs:
    """The queue as every process may see it. Nothing here waits for a lost database: it raises."""

    def __init__(self, engine: sa.Engine) -> None:
        self._client = DBOSClient(
            system_database_engine=engine,
            serializer=JSON_ONLY,
            application_name=APP,
            retry_connection_errors=False,
        )

    def queue_run(self, db: sa.Connection, run_id: str, *, priority: int = ORDINARY) -> None:
        """A run's job, in the transaction that makes the run."""
        self._queue(db, "nightly_refresh", NIGHT, RUN + run_id, run_id, priority=priority)

    def queue_follow_up(self, db: sa.Connection, night_id: str) -> None:
        """What follows a night, in the transaction that ends it."""
        self._queue(db, "after_night", NIGHT, FOLLOW_UP + night_id, night_id, priority=URGENT)

    def queue_tick(self, db: sa.Connection, minute: str) -> None:
        """A tick from outside; asked for twice in a minute it is one."""
        self._queue(db, "tick", CLOCK, TICK + minute, minute, None, priority=1)

    def _queue(
        self, db: sa.Connection, workflow: str, queue: str, name: str, *args: Any, priority: int
    ) -> None:
        self._client.enqueue_in_transaction(
            db,
            {"workflow_name": workflow, "queue_name": queue, "workflow_id": name, "priority": priority},
            *args,
        )

    def under_way(self) -> list[Job]:
        """The jobs that some process has taken."""
        found = self._client.list_workflows(status="PENDING", load_input=False, load_output=False)
        return [
            Job(id=one.workflow_id, worker=one.executor_id or "", begun_at=(one.created_at or 0) / 1000)
            for one in found
        ]

    def open_of(self, run_ids: Collection[str]) -> set[str]:
        """Those of these runs whose job waits or is under way."""
        if not run_ids:  # asked for none, the client would answer with all
            return set()
        names = [RUN + run_id for run_id in run_ids]
        found = self._client.list_workflows(workflow_ids=names, load_input=False, load_output=False)
        return {one.workflow_id.removeprefix(RUN) for one in found if one.status not in ENDED}

    def move(self, job: Job) -> None:
        """To the queue again, for another process."""
        queue = NIGHT if job.id.startswith((RUN, FOLLOW_UP)) else CLOCK
        self._client.resume_workflow(job.id, queue_name=queue)

    def cancel(self, job: Job) -> None:
        """No process works on it from now on; what its step is doing, it finishes."""
        self._client.cancel_workflow(job.id)

    def forget(self, *, before: datetime, most: int = 1000) -> int:
        """Drop jobs that ended before then: our own tables are the history. Returns how many."""
        old = self._client.list_workflows(
            status=ENDED,
            limit=most,
            load_input=False,
            load_output=False,
            completed_before=before.isoformat(),
        )
        if old:
            self._client.delete_workflows([one.workflow_id for one in old])
        return len(old)


def migrate(url: str) -> None:
    """Make or upgrade the engine's own tables, once a deployment and beside ours."""
    DBOS.migrate(url)


def start(engine: sa.Engine, *, worker_id: str, slots: int, clock: bool, polling_seconds: float) -> None:
    """Take jobs from now on, `slots` runs at once; after the first heartbeat of `worker_id`.

    One process has one engine. `clock`: also tick each minute; some process does it, once.
    """
    if _at_work:
        raise RuntimeError("this process has an engine already")
    _at_work.append(worker_id)
    try:
        _launch(engine, worker_id)
        _listen(slots, clock=clock, polling_seconds=polling_seconds)
    except BaseException:
        stop(seconds=0)
        raise


def _launch(engine: sa.Engine, worker_id: str) -> None:
    from app.jobs import workflows  # noqa: F401 - registered before the launch

    DBOS(
        config={
            "name": APP,
            "system_database_engine": engine,
            "serializer": JSON_ONLY,
            "application_version": VERSION,
            "executor_id": worker_id,
            "log_level": "WARNING",
            "run_migrations": False,
        }
    )
    own = logging.getLogger("dbos")  # its lines go the way of all others, which keeps secrets out
    own.handlers.clear()
    own.propagate = True
    DBOS.launch()


def _listen(slots: int, *, clock: bool, polling_seconds: float) -> None:
    from app.jobs import workflows

    for queue, at_once in ((NIGHT, slots), (CLOCK, 1)):
        DBOS.register_queue(
            queue,
            worker_concurrency=at_once,
            polling_interval_sec=polling_seconds,
            on_conflict="always_update",
        )
    if clock:
        each_minute: ScheduleInput = {
            "schedule_name": "tick",
            "schedule": EVERY_MINUTE,
            "workflow_fn": workflows.tick,
            "queue_name": CLOCK,
        }
        DBOS.apply_schedules([each_minute])
    else:  # one that was set before would go on
        DBOS.delete_schedule("tick")


def stop(*, seconds: int) -> None:
    """Take no more jobs, and let those under way end for so long; what doesn't is another process's."""
    DBOS.destroy(workflow_completion_timeout_sec=seconds)
    _at_work.clear()
