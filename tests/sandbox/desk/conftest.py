"""The desk's server half in an application of its own, with a service that records what reaches it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.sandbox.access import Access
from app.sandbox.database import Database
from app.sandbox.desk.routes import install
from app.sandbox.file_record import FileRecord
from app.sandbox.identity.identity import ADDON_CLIENT, DEFAULT_SCOPES, Identity
from app.sandbox.identity.people import known_people
from app.sandbox.identity.tokens import Tokens
from app.sandbox.traffic.callers import Callers

ADDON = Path(__file__).parents[3] / "deploy" / "apps_script"
DAY = datetime(2026, 8, 31, tzinfo=UTC)


class Files:
    """Two workbooks, newest first, and something else."""

    held: ClassVar = [
        FileRecord("second", "Second", "ben@northlight.example", DAY, DAY, version=7),
        FileRecord("folder", "A folder", "ana@northlight.example", DAY, DAY, mime_type="folder"),
        FileRecord("first", "First", "ana@northlight.example", DAY, DAY),
    ]

    def files(self) -> list[FileRecord]:
        return self.held

    def file(self, file_id: str) -> FileRecord:
        return {record.file_id: record for record in self.held}[file_id]


@dataclass(frozen=True)
class Doorkeepers:
    callers: Callers
    access: Access


class Nobody:
    """Rights are not asked for here."""

    def level(self, file_id: str, identity: Identity) -> None:
        return None

    def opened_with(self, file_id: str, client_id: str) -> bool:
        return False


class Service(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    asked: ClassVar[list[dict[str, Any]]] = []

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        self.asked.append(
            {
                "method": self.command,
                "path": self.path,
                "headers": {k.lower(): v for k, v in self.headers.items()},
                "body": body,
            }
        )
        status = 302 if self.path.endswith("/moved") else 422 if self.path.endswith("/bad") else 200
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Retry-After", "3")
        if status == 302:
            self.send_header("Location", "/v1/elsewhere")
        self.end_headers()
        self.wfile.write('{"said": "héllo"}'.encode())

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture
def service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Service)
    Service.asked.clear()
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def token_app(service: str) -> tuple[TestClient, str]:
    """A client on the desk's own name, and a token of the first person."""
    app = FastAPI()
    people = known_people()
    tokens = Tokens(Database(None), people)
    identity = Identity(person=people.first, scopes=frozenset(DEFAULT_SCOPES), client_id=ADDON_CLIENT)
    token = tokens.give(identity, expires=datetime(2100, 1, 1, tzinfo=UTC))
    doorkeepers = Doorkeepers(Callers(tokens, anybody=None), Access(Nobody()))

    @app.get("/v4/spreadsheets/{file_id}")
    def workbook(file_id: str) -> dict[str, str]:
        return {"spreadsheetId": file_id}

    install(app, files=Files(), doorkeepers=doorkeepers, scripts=ADDON, backend=service)
    return TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False), token


@pytest.fixture
def client(token_app: tuple[TestClient, str]) -> TestClient:
    return token_app[0]
