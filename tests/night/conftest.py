from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.jobs import engine as night_engine
from app.store.engine import make_engine
from tests.night.house import House, night_house
from tests.support.databases import KINDS, make_template, migrated_url, url_of_template
from tests.support.sandbox import RunningSandbox, running_sandbox


@pytest.fixture(scope="session", params=KINDS)
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A database with the newest tables, ours and the engine's."""
    name = make_template(request.param, tmp_path_factory.mktemp("template"))
    url = url_of_template(request.param, name)
    night_engine.migrate(url)
    if request.param == "sqlite":  # what is copied is the file alone
        with make_engine(url).connect() as db:
            db.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return request.param, name


@pytest.fixture
def database_url(template: tuple[str, str], tmp_path: Path) -> Iterator[str]:
    """A migrated database of its own."""
    kind, name = template
    with migrated_url(kind, name, tmp_path) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """An engine on it."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Google, on this machine, for all tests of the night."""
    with running_sandbox(tmp_path_factory.mktemp("google")) as running:
        yield running


@pytest.fixture
def house(engine: sa.Engine, sandbox: RunningSandbox) -> Iterator[House]:
    """A night shift that is not at work yet, before that Google."""
    with night_house(engine, sandbox) as made:
        yield made
