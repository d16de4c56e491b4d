"""A tick from outside: where no process's own clock begins the night, a scheduler asks for it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa


def queue_tick(engine: sa.Engine, at: datetime) -> str:
    """Have some process do the chores of this minute, once however often that is asked; the minute's name."""
    from app.jobs.engine import Jobs

    minute = at.strftime("%Y-%m-%dT%H:%MZ")
    jobs = Jobs(engine)
    with engine.begin() as db:
        jobs.queue_tick(db, minute)
    return minute
