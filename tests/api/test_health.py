"""Signs of health, ids of requests, metrics, and a start that refuses a database left behind."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY
from starlette.testclient import TestClient

from app.api import health
from app.google.transport import Wire
from app.main import create_app, prepare
from app.settings import Settings
from app.store import migrate
from app.store.engine import make_engine
from app.store.migrate import DatabaseBehind
from tests.support.databases import KINDS, empty_url
from tests.support.google_wire import FakeGoogle
from tests.support.rows import BOOK
from tests.support.service import Service, running_service


@pytest.fixture
def service(engine: sa.Engine) -> Any:
    with running_service(engine.url.render_as_string(hide_password=False), FakeGoogle()) as running:
        yield running


def test_alive_and_ready(service: Service) -> None:
    assert service.client.get("/livez").json() == {"status": "ok", "checks": {}}
    ready = service.client.get("/readyz")
    assert (ready.status_code, ready.json()) == (
        200,
        {"status": "ok", "checks": {"database": "ok", "identity": "ok"}},
    )
    assert service.google.asked == []


def test_not_ready_with_old_tables(service: Service, engine: sa.Engine) -> None:
    with engine.begin() as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    ready = service.client.get("/readyz")
    assert (ready.status_code, ready.headers["content-type"]) == (503, "application/problem+json")
    assert ready.json()["checks"]["database"] == "its tables are not the newest"


def test_not_ready_without_a_database(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_engine: sa.Engine) -> bool:
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(health, "_newest", broken)
    assert service.client.get("/readyz").json()["checks"]["database"] == "does not answer"
    assert service.client.get("/livez").status_code == 200


def test_each_request_has_an_id_and_careful_headers(service: Service) -> None:
    own = service.client.get("/livez").headers
    assert re.fullmatch(r"[0-9a-f]{32}", own["x-request-id"])
    assert own["cache-control"] == "no-store"
    assert own["x-content-type-options"] == "nosniff"
    kept = service.client.get("/livez", headers={"X-Request-ID": "5f2c8b1e-7d0a-4a39"}).headers
    assert kept["x-request-id"] == "5f2c8b1e-7d0a-4a39"
    replaced = service.client.get("/livez", headers={"X-Request-ID": "a b\tc<script>"}).headers
    assert re.fullmatch(r"[0-9a-f]{32}", replaced["x-request-id"])
    refused = service.client.get(f"/v1/workbooks/{BOOK}")
    assert refused.status_code == 401
    assert refused.headers["x-request-id"]


def test_a_crash_is_a_problem_without_its_inside(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("ya29.inside")

    monkeypatch.setattr("app.google.identity.Identity.caller", broken)
    answer = service.ask("GET", f"/v1/workbooks/{BOOK}")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal")
    assert answer.json()["request"] == answer.headers["x-request-id"]
    assert "ya29" not in answer.text


def test_metrics_know_templates_and_neither_ids_nor_people(service: Service) -> None:
    service.ask("GET", f"/v1/workbooks/{BOOK}")
    service.client.get("/no/such/path/ana@northlight.example")
    written = service.client.get("/metrics").text
    assert 'route="/v1/workbooks/{spreadsheet_id}"' in written
    assert BOOK not in written
    assert "northlight" not in written
    labels = {"method": "GET", "route": "/v1/workbooks/{spreadsheet_id}", "status": "404"}
    assert (REGISTRY.get_sample_value("plumbline_http_seconds_count", labels) or 0) >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_tables_are_made_where_that_is_ones_own_business(kind: str, tmp_path: Path) -> None:
    with empty_url(kind, tmp_path) as url:
        engine = make_engine(url)
        settings = Settings(database_url=url)
        if kind == "sqlite":
            prepare(settings, engine)
        else:
            with pytest.raises(DatabaseBehind, match="plumbline migrate"):
                prepare(settings, engine)
            prepare(settings.model_copy(update={"environment": "development"}), engine)
        assert migrate.at_head(engine)
        engine.dispose()


def test_a_service_before_a_database_left_behind_does_not_start(tmp_path: Path) -> None:
    """On SQLite it would be upgraded; so a shared one is played by a dialect's name."""
    url = f"sqlite:///{tmp_path / 'p.db'}"
    app = create_app(Settings(database_url=url), wire=Wire(FakeGoogle()))
    app.state.rooms.engine.dialect.name = "postgresql"
    with pytest.raises(DatabaseBehind), TestClient(app):
        pass
