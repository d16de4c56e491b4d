from __future__ import annotations

from tests.support.database_fixtures import database_url, engine, template

__all__ = ["database_url", "engine", "template"]
