"""Workers as processes: started, killed, frozen, woken; and what a night must have come to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.jobs.engine import Jobs
from app.store import runs, schedules
from app.store.runs import RunRow
from app.workbook.marks import RUN
from tests.night.house import log_rows
from tests.support.sandbox import RunningSandbox

ROOT = Path(__file__).parents[2]


@dataclass
class Worker:
    """One process; `id` as it signs its life."""

    process: subprocess.Popen[str]
    id: str = ""
    ready: threading.Event = field(default_factory=threading.Event)
    ears: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.ears = threading.Thread(target=self.listen, daemon=True)
        self.ears.start()

    def ended(self) -> int:
        """Once it has ended: its exit code."""
        code = self.process.wait(60)
        self.ears.join(10)
        return code

    def listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                if line.startswith("ready "):
                    self.id = line.split()[1]
                    self.ready.set()

    def send(self, number: int) -> None:
        os.kill(self.process.pid, number)


class Crew:
    """Workers on one database before one Google."""

    def __init__(self, database: str, sandbox: RunningSandbox, *, slots: int, code: Path = ROOT) -> None:
        self._command = [
            sys.executable,
            "-m",
            "tests.night.one_worker",
            database,
            sandbox.url,
            str(sandbox.data_dir / "service_account.json"),
            str(slots),
        ]
        self._code = code
        self.workers: list[Worker] = []

    def hire(self, *, code: Path | None = None, wait: bool = True) -> Worker:
        """One more, at work when this returns."""
        env = os.environ | {"PYTHONPATH": str(code or self._code)}
        process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, text=True, env=env, cwd=code or self._code
        )
        worker = Worker(process)
        self.workers.append(worker)
        if wait:
            assert worker.ready.wait(150), "the worker did not start"
        return worker

    def kill(self, worker: Worker) -> None:
        """As the machine's fall would."""
        worker.send(signal.SIGKILL)
        worker.ended()
        self.workers.remove(worker)

    def dismiss(self, worker: Worker) -> int:
        """As a deployment does; its exit code."""
        worker.send(signal.SIGTERM)
        code = worker.ended()
        self.workers.remove(worker)
        return code

    def close(self) -> None:
        for worker in self.workers:
            worker.send(signal.SIGKILL)
            worker.ended()


@contextmanager
def crew(database: str, sandbox: RunningSandbox, *, slots: int = 4) -> Iterator[Crew]:
    made = Crew(database, sandbox, slots=slots)
    try:
        yield made
    finally:
        made.close()


def until(
    condition: Callable[[], Any],
    *,
    seconds: float = 60,
    every: float = 0.02,
    what: Callable[[], object] = str,
) -> Any:
    """What `condition` gives as soon as it is something."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"it never came: {what()}"
        time.sleep(every)
    return found


def nightly_runs(engine: sa.Engine) -> list[RunRow]:
    with engine.connect() as db:
        return runs.latest_nightly(db, most=100_000)


def all_ended(engine: sa.Engine, count: int) -> bool:
    """Whether there have been so many runs, and none is active."""
    found = nightly_runs(engine)
    return len(found) >= count and not any(row.active for row in found)


def check_night(
    engine: sa.Engine, sandbox: RunningSandbox, books: Iterable[str], *, nights: int = 1
) -> dict[str, int]:
    """Every workbook refreshed exactly once a night in effect, none left behind, none doubled; what it took.

    Each workbook must have been edited before each night, so that every refresh adds a row to its Log.
    """
    by_book: dict[str, list[RunRow]] = {}
    for row in nightly_runs(engine):
        by_book.setdefault(row.workbook_id, []).append(row)
    for book in books:
        mine = by_book[book]
        assert [row.state for row in mine] == ["done"] * nights, (book, mine)
        logged = [str(row[-1]) for row in log_rows(sandbox, book)]
        assert logged == [row.id for row in reversed(mine)], (book, logged)
        marks = sandbox.json("GET", f"/v4/spreadsheets/{book}?fields=developerMetadata")
        stamp = [one["metadataValue"] for one in marks["developerMetadata"] if one["metadataKey"] == RUN]
        assert len(stamp) == 1
        assert f'"run": "{mine[0].id}"' in stamp[0]
    with engine.connect() as db:
        assert schedules.due(db, max(row.created_at for row in nightly_runs(engine)), most=1) == []
        kept = db.execute(sa.text("SELECT count(*) FROM result")).scalar_one()
    all_runs = [row for mine in by_book.values() for row in mine]
    assert kept == len(all_runs)
    runs_under_way = [job for job in Jobs(engine).under_way() if job.run_id]
    assert runs_under_way == []
    return {"runs": len(all_runs), "taken_over": sum(row.resumes for row in all_runs)}
