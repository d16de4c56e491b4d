from __future__ import annotations

import pytest

from app import bucket
from tests.support.database_fixtures import database_url, engine, template

__all__ = ["database_url", "engine", "template"]


@pytest.fixture
def short_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a refusal by Google the service waits half a second, not ten."""
    monkeypatch.setattr(bucket, "HOLD_SECONDS", 0.5)
