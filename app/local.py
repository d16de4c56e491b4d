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
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Receive, Scope, Send

# The add-on's OAuth client as the sandbox issues its tokens, and the domains of its people.
SANDBOX_CLIENT = "plumbline-addon.apps.googleusercontent.com"
SANDBOX_DOMAINS = ("northlight.example", "brightwater.example")

ADDON = Path(__file__).parents[1] / "deploy" / "apps_script"

# What the service answers; everything else belongs to the sandbox and its desk.
SERVICE_PATHS = ("/v1/", "/livez", "/readyz", "/metrics", "/openapi.json", "/docs")


class OnePort:
    """Hands each request to the service or to the sandbox, by its path."""

    def __init__(self, service: ASGIApp, sandbox: ASGIApp) -> None:
        self._service, self._sandbox = service, sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI request, or the start and end of both applications."""
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


def sandbox_with_desk(
    data: Path, address: str, *, backend: str | None = None, trust_any_token: bool = False
) -> FastAPI:
    """Google's stand-in with its desk; `backend` is where the add-on's service answers (`.../v1`)."""
    from app.sandbox.app import create_sandbox, state_of
    from app.sandbox.desk.routes import install

    sandbox = create_sandbox(data / "sandbox", public_url=address, trust_any_token=trust_any_token)
    state = state_of(sandbox)
    install(sandbox, files=state.store, doorkeepers=state.traffic, scripts=ADDON, backend=backend)
    return sandbox


def one_port(address: str, data: Path) -> tuple[OnePort, FastAPI]:
    """Both applications behind `address`, and the sandbox among them."""
    from app.main import create_app
    from app.settings import Settings

    settings = Settings(
        environment="development",
        google_url=address,
        data=data,
        client_ids=(SANDBOX_CLIENT,),
        domains=SANDBOX_DOMAINS,
        service_account_files=(data / "sandbox" / "service_account.json",),
    )
    sandbox = sandbox_with_desk(data, address, backend=f"{address}/v1")
    return OnePort(create_app(settings), sandbox), sandbox


def serve_on_one_port(port: int, data: Path) -> None:
    """Runs until it is stopped."""
    import uvicorn

    from app import logs

    logs.configure(level="WARNING")
    both, _ = one_port(f"http://127.0.0.1:{port}", data)
    uvicorn.run(both, host="127.0.0.1", port=port, log_config=None, timeout_graceful_shutdown=3)
