"""Fixtures: each test that asks for `database_url` or `engine` runs once a kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.store.engine import make_engine
from tests.support.databases import KINDS, make_template, migrated_url


def ordinarily_on(kind: str) -> pytest.MarkDecorator:
    """For a test that takes long: the other kinds of database have their turn in `make soak`."""
    params = [pytest.param(one, marks=() if one == kind else pytest.mark.soak) for one in KINDS]
    return pytest.mark.parametrize("template", params, indirect=True)


@pytest.fixture(scope="session", params=KINDS)
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The kind of database, and one of it with the newest tables."""
    return request.param, make_template(request.param, tmp_path_factory.mktemp("template"))


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
