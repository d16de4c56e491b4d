"""The service in this process, before a scripted Google, with a client that carries good tokens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from app.api.rooms import Rooms
from app.google.transport import Wire
from app.jobs.interactive import Interactive, Work
from app.main import create_app
from app.settings import Settings
from tests.support.google_wire import ACCESS_TOKEN, CLIENT, DOMAIN, FakeGoogle, id_token


@dataclass
class Service:
    """A running service; `google` is what it reaches in place of Google."""

    app: FastAPI
    client: TestClient
    google: FakeGoogle

    @property
    def rooms(self) -> Rooms:
        found: Rooms = self.app.state.rooms
        return found

    def ask(self, method: str, path: str, *, tokens: tuple[str, str] | None = None, **more: Any) -> Any:
        """One request with both tokens of `tokens` (ID token, access token), else of Ana."""
        identity, access = tokens or (id_token(), ACCESS_TOKEN)
        headers = {"Authorization": f"Bearer {identity}", "X-Google-Access-Token": access}
        return self.client.request(method, path, headers=headers | more.pop("headers", {}), **more)


@contextmanager
def running_service(
    database_url: str, google: FakeGoogle, *, work: Work | None = None, **settings: Any
) -> Iterator[Service]:
    """A service over this database; `work` in place of refreshing a workbook."""
    wishes = {"client_ids": (CLIENT,), "domains": (DOMAIN,), "data": Path("/nonexistent")} | settings
    app = create_app(Settings(database_url=database_url, **wishes), wire=Wire(google))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        service = Service(app, client, google)
        stand_in = None
        if work is not None:
            stand_in = Interactive(service.rooms.runs, work, owner="test", at_once=8, each=1)
            app.state.rooms = replace(service.rooms, interactive=stand_in)
        yield service
        if stand_in is not None:
            stand_in.close()
