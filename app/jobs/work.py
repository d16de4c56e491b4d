"""The work of a run, loaded when it is first needed.

numpy, gspread and the formats of locales take half a second: neither a start nor a look at a run waits for
them.
"""

from __future__ import annotations

import threading
from functools import cache

import sqlalchemy as sa

from app.google.access import GoogleAccess
from app.google.caller import Caller
from app.jobs.interactive import Tell, Work
from app.jobs.runs import Done
from app.limits import Limit
from app.store.runs import RunRow

QUIET_SECONDS = 1.0  # the first answers of a fresh process go first


def refreshing(engine: sa.Engine, google: GoogleAccess, *, seconds: float, workbook_limit: Limit) -> Work:
    """Refreshes workbooks at Google; `seconds`: how long one run may take."""

    @cache
    def made() -> Work:
        from app.jobs.refreshing import Refreshing

        return Refreshing(engine, google, seconds=seconds, workbook_limit=workbook_limit)

    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        return made()(row, caller, tell)

    return work


def warm_up() -> threading.Timer:
    """Load it in a moment, so that not even the first refresh waits; cancel the timer at the end."""

    def load() -> None:
        import app.google.identity
        import app.google.sheets
        import app.jobs.refreshing  # noqa: F401 - loading is the point

    timer = threading.Timer(QUIET_SECONDS, load)
    timer.daemon = True
    timer.start()
    return timer
