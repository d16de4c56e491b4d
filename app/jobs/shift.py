"""The night shift of one process: everything that works by night, put together, started and stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property

import sqlalchemy as sa

from app.google.night_access import NightAccess
from app.jobs import engine as night_engine
from app.jobs import workflows
from app.jobs.after_night import Follower, followers
from app.jobs.chores import Chores
from app.jobs.engine import Jobs
from app.jobs.night import Night, WhatChanged
from app.jobs.night_bookings import NightBookings
from app.jobs.night_refreshing import NightRefreshing
from app.jobs.night_runs import NightRuns
from app.jobs.nightly import Nightly
from app.jobs.scheduling import Scheduling
from app.jobs.upkeep import Upkeep

STOP_SECONDS = 20  # for the refreshes under way when the process is told to end
POLLING_SECONDS = 1.0


class Shift:
    """Takes nightly runs in this process, and does the chores. `upkeep` gives its signs of life.

    `drive` says which workbooks may be left alone; `after` is done once a night has ended. `bookings` come
    into a workbook before it is refreshed.
    """

    def __init__(
        self,
        engine: sa.Engine,
        upkeep: Upkeep,
        google: NightAccess,
        *,
        domains: frozenset[str],
        confirm_within: timedelta,
        seconds: float,
        slots: int,
        clock: bool,
        drive: WhatChanged,
        after: Mapping[str, Follower],
        each_minute: Mapping[str, Callable[[], object]] | None = None,
        bookings: NightBookings | None = None,
    ) -> None:
        self._engine, self._upkeep, self._google = engine, upkeep, google
        self._domains, self._seconds = domains, seconds
        self._slots, self._clock = slots, clock
        self._drive, self._after = drive, after
        self._each_minute, self._bookings = each_minute or {}, bookings
        self._under_way = set[str]()
        self._scheduling = Scheduling(engine, confirm_within=confirm_within)

    def start(self) -> None:
        """Take jobs from now on; after the first sign of life."""
        workflows.work_for(self)
        night_engine.start(
            self._engine,
            worker_id=self._upkeep.worker_id,
            slots=self._slots,
            clock=self._clock,
            polling_seconds=POLLING_SECONDS,
        )
        self._chores.reap()

    def stop(self) -> None:
        """Take no more; what is under way may end."""
        night_engine.stop(seconds=STOP_SECONDS if self._under_way else 0)  # waiting takes a second at least
        self._google.close()

    def refresh(self, run_id: str) -> str:
        """One nightly run."""
        self._under_way.add(run_id)
        try:
            return self._nightly.refresh(run_id)
        finally:
            self._under_way.discard(run_id)

    @cached_property
    def chores(self) -> Mapping[str, Callable[[], object]]:
        """Each minute, in this order."""
        return {
            "reap": self._chores.reap,
            "settle": self._chores.settle,
            "pause_unconfirmed": self._scheduling.pause_unconfirmed,
            "pause_others": lambda: self._scheduling.pause_others(self._domains),
            "start_due": self._night.start_due,
            "ask_again": self._night.ask_again,
            "end_night": self._night.end,
            "prune": self._chores.prune,
            **self._each_minute,
        }

    @cached_property
    def followers(self) -> Mapping[str, Callable[[str], object]]:
        """After each night, in this order."""
        return followers(self._engine, self._after)

    @cached_property
    def _jobs(self) -> Jobs:
        return Jobs(self._engine)

    @cached_property
    def _runs(self) -> NightRuns:
        return NightRuns(self._engine, self._jobs, owner=self._upkeep.worker_id)

    @cached_property
    def _nightly(self) -> Nightly:
        work = NightRefreshing(
            self._engine, self._google, self._runs, seconds=self._seconds, bookings=self._bookings
        )
        return Nightly(self._runs, work, after_failure=self._scheduling.after_failure)

    @cached_property
    def _night(self) -> Night:
        return Night(self._engine, self._jobs, self._runs, drive=self._drive)

    @cached_property
    def _chores(self) -> Chores:
        return Chores(self._engine, self._jobs, self._runs, living=self._upkeep.living)
