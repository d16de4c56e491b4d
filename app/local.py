"""The product on this machine: service and sandbox behind one port, for `plumbline run`.

The service is set up as in production but for its settings: Google's address is this port. It still
speaks HTTP to it, with the same clients; only this file knows that both live in one process.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

ADDON = Path(__file__).parents[1] / "deploy" / "apps_script"

# What the service answers; everything else belongs to the sandbox and its desk.
SERVICE_PATHS = ("/v1/", "/livez", "/readyz", "/metrics", "/openapi.json", "/docs")


class OnePort:
    """Hands each request to the service or to the sandbox, by its path."""

    def __init__(self, service: ASGIApp, sandbox: ASGIApp) -> None:
        self._service, self._sandbox = service, sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        elif scope["path"].startswith(SERVICE_PATHS):
            await self._service(scope, receive, send)
        else:
            await self._sandbox(scope, receive, send)

    async def _lifespan(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Both applications' start and end, one inside the other."""
        async with contextlib.AsyncExitStack() as stack:
            await receive()
            for application in (self._sandbox, self._service):
                await stack.enter_async_context(_running(application))
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


@contextlib.asynccontextmanager
async def _running(application: Any) -> AsyncIterator[None]:
    async with application.router.lifespan_context(application):
        yield
