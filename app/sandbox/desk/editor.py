"""The desk's own way to the workbooks: the same routes and the same rights, without being counted.

Google's editor is no client of Google's API. So what the desk reads and writes passes by the request log,
the quota and the troubles a test has asked for; who may see what is decided as for everyone else.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from starlette.types import ASGIApp, Receive, Scope, Send

from app.sandbox.access import Access
from app.sandbox.traffic import catalogue
from app.sandbox.traffic.callers import Callers

PREFIX = "/sandbox/desk/google"


class Doorkeepers(Protocol):
    """Who knows callers and rights; the sandbox's `Traffic` does."""

    @property
    def callers(self) -> Callers: ...  # noqa: D102
    @property
    def access(self) -> Access: ...  # noqa: D102


class Editor:
    """Serves `/sandbox/desk/google/v4/...` by the application's routes for `/v4/...`."""

    def __init__(self, routes: ASGIApp, doorkeepers: Doorkeepers) -> None:
        """`routes` is the application's router: what lies behind all middleware."""
        self._routes, self._doorkeepers = routes, doorkeepers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Admit the caller, then let the routes answer."""
        path = scope["path"].removeprefix(PREFIX)
        raw = scope.get("raw_path", scope["path"].encode()).decode("latin-1").removeprefix(PREFIX)
        service = catalogue.service_of(path)
        identity = self._doorkeepers.callers.admit(
            dict(scope["headers"]),
            scope["query_string"].decode("latin-1"),
            service=service or "sheets",
            method=catalogue.find(scope["method"], raw),
            now=datetime.now(UTC),
        )
        state = {**scope.get("state", {}), "identity": identity, "access": self._doorkeepers.access}
        inner = {**scope, "path": path, "raw_path": raw.encode("latin-1"), "root_path": "", "state": state}
        for known in ("route", "endpoint", "path_params", "app_root_path", "router"):
            inner.pop(known, None)
        await self._routes(inner, receive, send)
