"""What follows a night, once the last of its runs has ended: in order, each tried three times.

Each follower is given the night as it ended, and may be called twice for one night (its process may die just
before that is written down). What one can't do keeps none of the others from being done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import sqlalchemy as sa
import structlog

from app.jobs.runs import now
from app.store import nights
from app.store.nights import Night

log = structlog.get_logger(__name__)

Follower = Callable[[Night], object]


def followers(engine: sa.Engine, given: Mapping[str, Follower]) -> dict[str, Callable[[str], object]]:
    """What the engine calls with a night's id: `given`, in order, then the mark that all of it was done."""
    steps = {name: partial(_with_night, engine, follower) for name, follower in given.items()}
    return {**steps, "mark": partial(_mark, engine)}


def _with_night(engine: sa.Engine, follower: Follower, night_id: str) -> None:
    with engine.connect() as db:
        night = nights.find(db, night_id)
    if night is not None:
        follower(night)


def _mark(engine: sa.Engine, night_id: str) -> None:
    with engine.begin() as db:
        nights.told(db, night_id, at=now())
    log.info("night.told", night=night_id)
