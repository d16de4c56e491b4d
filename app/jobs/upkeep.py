"""Signs of life of this process, and the end of runs whose process gives none any more."""

from __future__ import annotations

import os
import socket
import threading
import uuid
from datetime import timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.errors import Interrupted
from app.jobs.runs import now
from app.metrics import RUNS
from app.store import audit, bodies, runs, workers
from app.store.audit import Act, AuditRow
from app.store.workers import Worker

log = structlog.get_logger(__name__)

BEAT_SECONDS = 15.0
# A run can't outlive its caller's access token, which lives an hour at most.
LONGEST_RUN = timedelta(hours=1)
DEAD_AFTER = timedelta(seconds=60)
FORGET_AFTER = timedelta(days=1)


class Upkeep:
    """A thread that beats and reaps. It outlives database errors; `worker_id` owns this process's runs."""

    def __init__(
        self, engine: sa.Engine, *, beat_seconds: float = BEAT_SECONDS, dead_after: timedelta = DEAD_AFTER
    ) -> None:
        self._engine, self._beat_seconds, self._dead_after = engine, beat_seconds, dead_after
        self.worker_id = uuid.uuid4().hex
        self._host, self._pid = socket.gethostname()[:255], os.getpid()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beats, name="upkeep", daemon=True)

    def start(self) -> None:
        """First beat, first reaping (what a crash before this start left behind), then the thread."""
        self.beat()
        self.reap()
        self._thread.start()

    def stop(self) -> None:
        """End the thread and take this process off the list of the living."""
        self._stop.set()
        self._thread.join()
        with self._engine.begin() as db:
            workers.forget(db, self.worker_id)

    def beat(self) -> None:
        """Write down that this process lives."""
        with self._engine.begin() as db:
            me = Worker(id=self.worker_id, host=self._host, pid=self._pid, beat_at=now())
            workers.beat(db, me)

    def reap(self) -> list[str]:
        """End the runs of dead processes, and those past all patience, as interrupted; returns their ids."""
        at = now()
        with self._engine.begin() as db:
            workers.forget_before(db, at - FORGET_AFTER)
            living = self._living(db)
            error = Interrupted("The service stopped in the middle of the refresh.")
            ended = runs.interrupt(
                db,
                living=living,
                begun_before=at - LONGEST_RUN,
                at=at,
                error=bodies.canonical(error.document()).decode(),
            )
            for row in ended:
                audit.add(
                    db,
                    AuditRow(
                        at=at,
                        actor_sub=row.by_sub,
                        actor_email=row.by_email,
                        act=Act.REFRESH_INTERRUPTED,
                        workbook_id=row.workbook_id,
                        run_id=row.id,
                        details={"owner": row.owner},
                    ),
                )
        for row in ended:
            RUNS.labels(row.mode, "interrupted").inc()
            log.warning("run.interrupted", run=row.id)
        return [row.id for row in ended]

    def living(self) -> set[str]:
        """The processes that work, this one among them."""
        with self._engine.connect() as db:
            return self._living(db)

    def _living(self, db: sa.Connection) -> set[str]:
        return {one.id for one in workers.since(db, now() - self._dead_after) if self._lives(one)}

    def _lives(self, one: Worker) -> bool:
        """Heard of lately, and not known to be dead: on this machine the dead can be told at once."""
        if one.id == self.worker_id or one.host != self._host:
            return True
        return one.pid != self._pid and _running(one.pid)

    def _beats(self) -> None:
        while not self._stop.wait(self._beat_seconds):
            try:
                self.beat()
                self.reap()
            except SQLAlchemyError:
                log.exception("upkeep.failed")


def _running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # someone else's, but there
    return True
