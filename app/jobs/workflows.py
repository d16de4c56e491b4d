"""The night's workflows as the engine sees them: names and steps. What they do stands in `night` and others.

A workflow under way when a new version is deployed goes on there, step by step, in the order it was begun in:
change the order or number of steps only behind `DBOS.patch`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Protocol

from dbos import DBOS, StepOptions

RETRIED: StepOptions = {"retries_allowed": True, "max_attempts": 3, "interval_seconds": 20}


class House(Protocol):
    """What the workflows call. Each of it may be called twice: a step whose worker died is done again."""

    def refresh(self, run_id: str) -> str:
        """One nightly run; a word for how it ended."""

    @property
    def chores(self) -> Mapping[str, Callable[[], object]]:
        """What is done each minute, in order, by name."""

    @property
    def followers(self) -> Mapping[str, Callable[[str], object]]:
        """What is done after a night, given its id, in order, by name."""


_houses: list[House] = []


def work_for(house: House) -> None:
    """From now on this process's workflows are those of `house`."""
    _houses[:] = [house]


@DBOS.workflow(name="nightly_refresh")
def nightly_refresh(run_id: str) -> str:
    """One workbook, by night. Its one step may be done again: it finds out what has been done already."""
    return DBOS.run_step({"name": "refresh"}, _houses[0].refresh, run_id)


@DBOS.workflow(name="tick")
def tick(_at: object, _context: object) -> None:
    """Each minute."""
    for name, chore in _houses[0].chores.items():
        DBOS.run_step({"name": name}, _quietly, name, chore)


@DBOS.workflow(name="after_night")
def after_night(night_id: str) -> None:
    """Once the last run of a night has ended."""
    for name, follower in _houses[0].followers.items():
        # What one can't do, after three attempts, must not keep the next from being done.
        with suppress(Exception):
            DBOS.run_step({"name": name, **RETRIED}, follower, night_id)


def _quietly(name: str, chore: Callable[[], object]) -> None:
    """What one chore can't do must not keep the next from being done."""
    from app.jobs.chores import attempt

    attempt(name, chore)
