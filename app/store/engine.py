"""The database engine: SQLite on one machine, PostgreSQL when one is not enough; the same code on both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

CONNECTIONS = 20
PRAGMAS = (
    "busy_timeout=30000",
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "cache_size=-256",  # KiB a connection; at 2 MB each, twenty connections grow with the database for days
)


def make_engine(url: str) -> sa.Engine:
    """An engine for `sqlite:///FILE` (its folder is made) or `postgresql+psycopg://...`.

    The text of its errors, which goes to the log, shows statements without their values.
    """
    if not url.startswith("sqlite"):
        return sa.create_engine(
            url,
            hide_parameters=True,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"options": "-c idle_in_transaction_session_timeout=60000", "connect_timeout": 5},
        )
    Path(sa.make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, hide_parameters=True, pool_size=CONNECTIONS, max_overflow=0)

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = "IMMEDIATE"  # a write transaction takes its lock at once, or waits
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine
