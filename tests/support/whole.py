"""The service in this process before a sandbox over HTTP: the demo in a workbook of its own, owned by Ana."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from starlette.testclient import TestClient

from app.api.rooms import Rooms
from app.main import create_app
from app.sandbox.demo.build import demo_requests
from app.sandbox.identity.identity import ADDON_CLIENT
from app.settings import Settings
from sheets_schema.template import Row, template
from sheets_schema.template_batch import batch_requests
from tests.support.sandbox import ANA, RunningSandbox


class Whole:
    """Service and sandbox, and people who ask."""

    def __init__(self, client: TestClient, sandbox: RunningSandbox, book: str) -> None:
        self.client, self.sandbox, self.book = client, sandbox, book

    @property
    def rooms(self) -> Rooms:
        """The parts of the running service."""
        found: Rooms = self.client.app.state.rooms  # type: ignore[attr-defined]
        return found

    def headers(self, as_: str = ANA) -> dict[str, str]:
        tokens = self.sandbox.token(as_)
        return {
            "Authorization": f"Bearer {tokens.id_token}",
            "X-Google-Access-Token": tokens.access_token,
        }

    def ask(self, method: str, path: str, *, as_: str = ANA, **more: Any) -> Any:
        """One request to the service, with both tokens of a person."""
        headers = self.headers(as_) | more.pop("headers", {})
        return self.client.request(method, path, headers=headers, **more)

    def refresh(self, *, book: str = "", **more: Any) -> Any:
        """The call behind the button."""
        return self.ask("POST", f"/v1/workbooks/{book or self.book}/refresh", json={}, **more)

    def sheets(self) -> list[tuple[str, int]]:
        """Kind and status of the requests to Sheets so far; then they are forgotten."""
        found = [(entry["kind"], entry["status"]) for entry in self.sandbox.requests("sheets")]
        self.sandbox.clear_requests()
        return found

    def share(self, email: str, role: str) -> str:
        """Ana shares the workbook; the permission's id."""
        body = {"type": "user", "role": role, "emailAddress": email}
        path = f"/drive/v3/files/{self.book}/permissions?sendNotificationEmail=false"
        return str(self.sandbox.json("POST", path, json=body)["id"])

    def type(self, tab: str, a1: str, value: object) -> None:
        """What a person types into a cell."""
        path = f"/v4/spreadsheets/{self.book}/values/'{tab}'!{a1}?valueInputOption=USER_ENTERED"
        self.sandbox.json("PUT", path, json={"values": [[value]]})

    def spreadsheet(self, book: str = "") -> Any:
        """All of the workbook, as its owner sees it."""
        return self.sandbox.json("GET", f"/v4/spreadsheets/{book or self.book}?includeGridData=true")

    def marks(self) -> Any:
        """The marks that every write of ours changes: a quick look at whether there was one."""
        return self.sandbox.json(
            "GET", f"/v4/spreadsheets/{self.book}?fields=developerMetadata,sheets.properties"
        )


@contextmanager
def running_whole(
    engine: sa.Engine,
    sandbox: RunningSandbox,
    *,
    tables: Mapping[str, list[Row]] | None = None,
    **settings: Any,
) -> Iterator[Whole]:
    """A service with these settings, and a workbook of its own: the demo, or these rows by tab."""
    book = sandbox.create("Demo")
    filled = (
        [*batch_requests(template(tables)), {"deleteSheet": {"sheetId": 0}}] if tables else demo_requests()
    )
    sandbox.json("POST", f"/v4/spreadsheets/{book}:batchUpdate", json={"requests": filled})
    sandbox.clear_requests()
    made = Settings(
        google_url=sandbox.url,
        database_url=engine.url.render_as_string(hide_password=False),
        client_ids=(ADDON_CLIENT,),
        domains=("northlight.example", "brightwater.example"),
        **settings,
    )
    with TestClient(create_app(made)) as client:
        yield Whole(client, sandbox, book)
    sandbox.faults()
