from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from app import bucket
from tests.support.database_fixtures import database_url, engine, template
from tests.support.sandbox import RunningSandbox, running_sandbox
from tests.support.whole import Whole, running_whole

__all__ = ["database_url", "engine", "template"]


@pytest.fixture
def short_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a refusal by Google the service waits half a second, not ten."""
    monkeypatch.setattr(bucket, "HOLD_SECONDS", 0.5)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture
def whole(engine: sa.Engine, sandbox: RunningSandbox) -> Iterator[Whole]:
    """Service and sandbox, with the demo in a workbook of Ana's."""
    with running_whole(engine, sandbox) as made:
        yield made
