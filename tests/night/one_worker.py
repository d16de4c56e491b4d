"""One worker as a process of its own, with a fast clock: signs of life and chores several times a second.

Started as `python -m tests.night.one_worker URL_OF_THE_DATABASE URL_OF_GOOGLE KEY_FILE SLOTS`.
"""

from __future__ import annotations

import signal
import sys
import threading
from datetime import timedelta
from pathlib import Path

from app.google.night_access import NightAccess
from app.google.quota import Limits, Quota
from app.jobs.chores import attempt
from app.jobs.shift import Shift
from app.jobs.upkeep import Upkeep
from app.store.engine import make_engine
from tests.night.house import AMPLE, DriveSays

BEAT_SECONDS, TICK_SECONDS = 0.25, 0.4
DEAD_AFTER = timedelta(seconds=1.5)


def main(database: str, google: str, key: str, slots: str) -> None:
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    engine = make_engine(database)
    upkeep = Upkeep(engine, beat_seconds=BEAT_SECONDS, dead_after=DEAD_AFTER)
    upkeep.start()
    shift = Shift(
        engine,
        upkeep,
        NightAccess(
            [Path(key)],
            sheets_url=google,
            drive_url=google,
            quota=Quota(engine, Limits(user=AMPLE, project=AMPLE), by_night=True),
            largest_answer=50_000_000,
            most_cells=100_000,
        ),
        domains=frozenset({"northlight.example"}),
        confirm_within=timedelta(days=90),
        seconds=60,
        slots=int(slots),
        clock=False,
        drive=DriveSays(),
        after={},
    )
    shift.start()
    print(f"ready {upkeep.worker_id}", flush=True)
    while not told.wait(TICK_SECONDS):
        for name, chore in shift.chores.items():
            attempt(name, chore)
    shift.stop()
    upkeep.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
