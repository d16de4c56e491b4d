"""Tables from nothing, on both kinds of database, and nothing left for Alembic to find."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from app.store import migrate
from app.store.engine import make_engine
from app.store.tables import metadata
from tests.support.databases import KINDS, empty_url


def test_the_known_head_is_alembics() -> None:
    scripts = ScriptDirectory.from_config(migrate.alembic_config("sqlite://"))
    assert scripts.get_heads() == [migrate.HEAD]


@pytest.mark.parametrize("kind", KINDS)
def test_upgrade_from_nothing_and_back(kind: str, tmp_path: Path) -> None:
    with empty_url(kind, tmp_path) as url:
        engine = make_engine(url)
        assert not migrate.at_head(engine)
        migrate.upgrade(url)
        assert migrate.at_head(engine)
        assert set(metadata.tables) <= set(sa.inspect(engine).get_table_names())
        command.check(migrate.alembic_config(url))
        migrate.upgrade(url)  # a second time changes nothing
        command.downgrade(migrate.alembic_config(url), "base")
        assert set(sa.inspect(engine).get_table_names()) == {"alembic_version"}
        engine.dispose()


def test_tables_of_others_are_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    engine = make_engine(url)
    with engine.begin() as db:
        db.execute(sa.text("CREATE TABLE theirs (id INTEGER)"))
    migrate.upgrade(url)
    command.check(migrate.alembic_config(url))
    assert "theirs" in sa.inspect(engine).get_table_names()
    engine.dispose()


def test_sqlite_is_set_up_for_many_writers(engine: sa.Engine) -> None:
    if engine.dialect.name != "sqlite":
        assert engine.dialect.name == "postgresql"
        return
    with engine.connect() as db:
        assert db.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal"
        assert db.execute(sa.text("PRAGMA foreign_keys")).scalar() == 1
