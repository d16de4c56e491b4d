"""Whether the database has the newest tables, and bringing it there.

Asking is cheap and does not load Alembic; upgrading does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0009"  # the newest revision in migrations/versions; a test holds it to Alembic's own answer
MIGRATIONS = Path(__file__).parent / "migrations"


def at_head(engine: sa.Engine) -> bool:
    """Whether the newest migration is in; raises sqlalchemy's errors when the database does not answer."""
    with engine.connect() as db:
        if not sa.inspect(db).has_table("alembic_version"):
            return False
        return db.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest tables, making them if there are none."""
    from alembic import command

    command.upgrade(alembic_config(url), "head")


def alembic_config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = url
    return config


class DatabaseBehind(RuntimeError):  # noqa: N818 - what is the case, not an "Error"
    """The tables are not the newest, and this process may not upgrade them."""

    def __init__(self) -> None:
        super().__init__(
            "The database lacks the newest tables: run `plumbline migrate` before starting the service."
        )
