"""A migrated database for each test: a SQLite file always, a PostgreSQL database where a server is given."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.store.engine import make_engine
from app.store.migrate import upgrade

SERVER = os.environ.get("TEST_DATABASE_URL", "")
# Without a server only the SQLite half exists: nothing is skipped, and CI always gives one.
KINDS = ("sqlite", "postgresql") if SERVER else ("sqlite",)


@contextmanager
def empty_url(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / (uuid.uuid4().hex + '.db')}"
        return
    with _database("template1") as url:
        yield url


@contextmanager
def migrated_url(kind: str, template: str, folder: Path) -> Iterator[str]:
    """The address of a copy of `template`, which `make_template` made."""
    if kind == "sqlite":
        copy = folder / f"{uuid.uuid4().hex}.db"
        shutil.copyfile(template, copy)
        yield f"sqlite:///{copy}"
        return
    with _database(template) as url:
        yield url


def make_template(kind: str, folder: Path) -> str:
    """A migrated database, once a session: a file's path, or a database's name."""
    if kind == "sqlite":
        file = folder / "template.db"
        upgrade(f"sqlite:///{file}")
        with make_engine(f"sqlite:///{file}").connect() as db:
            db.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return str(file)
    name = f"template_{uuid.uuid4().hex}"
    _as_server(f"CREATE DATABASE {name}")
    upgrade(_url(name))
    return name


@contextmanager
def _database(template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    _as_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield _url(name)
    finally:
        _as_server(f"DROP DATABASE {name} WITH (FORCE)")


def _url(name: str) -> str:
    return sa.make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def url_of_template(kind: str, name: str) -> str:
    """The address of a template itself, to put more into it."""
    return f"sqlite:///{name}" if kind == "sqlite" else _url(name)


def _as_server(statement: str) -> None:
    engine = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as db:
        db.execute(sa.text(statement))
