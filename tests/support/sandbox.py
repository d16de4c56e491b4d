"""A sandbox on a free port, and short ways to ask it for people, files, trouble and its log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from fastapi import FastAPI

from app.sandbox.app import create_sandbox
from tests.support.server import free_socket, served, url_of

ANA, BEN, CHIARA = "ana@northlight.example", "ben@northlight.example", "chiara@northlight.example"
NOOR, SAM = "noor@brightwater.example", "sam@mailbox.example"
SERVICE_ACCOUNT = "plumbline@sandbox-project.iam.gserviceaccount.com"


@dataclass(frozen=True)
class Tokens:
    """One person's two tokens."""

    access_token: str
    id_token: str

    def __iter__(self) -> Iterator[str]:
        return iter((self.access_token, self.id_token))


class RunningSandbox:
    """A sandbox that answers at `url`; every call goes over HTTP."""

    def __init__(self, url: str, app: FastAPI, data_dir: Path) -> None:
        self.url, self.app, self.data_dir = url, app, data_dir
        self.session = requests.Session()
        self._tokens: dict[str, Tokens] = {}

    # Its own handles

    def handle(self, method: str, path: str, **more: Any) -> Any:
        answer = self.session.request(method, f"{self.url}/sandbox/{path}", timeout=30, **more)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def token(self, email: str = ANA, **wishes: Any) -> Tokens:
        """Tokens of a person; asked for once unless there are wishes (scopes, client_id, expires_in)."""
        if wishes or email not in self._tokens:
            made = self.handle("POST", "tokens", json={"email": email, **wishes})
            tokens = Tokens(made["access_token"], made["id_token"])
            if wishes:
                return tokens
            self._tokens[email] = tokens
        return self._tokens[email]

    def people(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.handle("GET", "people")
        return found

    def create(self, name: str = "Budget", owner: str = ANA, **wishes: Any) -> str:
        """A fresh spreadsheet's id; wishes: id, readers, writers."""
        made = self.handle("POST", "files", json={"name": name, "owner": owner, **wishes})
        return str(made["spreadsheet_id"])

    def upload(self, xlsx: bytes, **wishes: Any) -> str:
        """The id of a spreadsheet made from an .xlsx; wishes: name, owner, id, readers, writers."""
        return str(self.handle("POST", "files", data=xlsx, params=wishes)["spreadsheet_id"])

    def requests(self, service: str | None = None) -> list[dict[str, Any]]:
        """The log, oldest first: all of it, or of `sheets`, `drive` or `identity`."""
        found: list[dict[str, Any]] = self.handle("GET", "requests")
        return [entry for entry in found if service in {None, entry["service"]}]

    def clear_requests(self) -> None:
        self.handle("DELETE", "requests")

    def faults(self, *fail: dict[str, Any], **more: Any) -> None:
        """Trouble from now on; without arguments, no more trouble."""
        self.handle("PUT", "faults", json={"fail": list(fail), **more})

    def quota(self, **limits: Any) -> None:
        """Limits from now on; without arguments, none."""
        self.handle("PUT", "quota", json=limits)

    # Google's paths

    def call(self, method: str, path: str, *, as_: str | None = ANA, **more: Any) -> requests.Response:
        """One request as a person (None: as nobody); `path` such as /v4/... or /drive/v3/..."""
        headers = dict(more.pop("headers", {}))
        if as_ is not None:
            headers.setdefault("Authorization", f"Bearer {self.token(as_).access_token}")
        more.setdefault("timeout", 30)
        return self.session.request(method, self.url + path, headers=headers, **more)

    def json(self, method: str, path: str, *, as_: str | None = ANA, **more: Any) -> Any:
        """The same, which must succeed; its JSON."""
        answer = self.call(method, path, as_=as_, **more)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None


@contextmanager
def running_sandbox(data_dir: Path, **wishes: Any) -> Iterator[RunningSandbox]:
    """A sandbox in a thread; wishes as of `create_sandbox`."""
    place = free_socket()
    app = create_sandbox(data_dir, public_url=url_of(place), **wishes)
    with served(app, place) as url:
        sandbox = RunningSandbox(url, app, data_dir)
        try:
            yield sandbox
        finally:
            sandbox.session.close()
