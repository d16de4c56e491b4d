"""The stand-in for Google on this machine, as one ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape
from pathlib import Path

import orjson
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.sandbox.access_gate import AccessGate
from app.sandbox.drive.routes import drive_routes
from app.sandbox.drive.watched_store import WatchedStore
from app.sandbox.errors import ApiError
from app.sandbox.formulas import recalculate
from app.sandbox.handles.routes import handle_routes
from app.sandbox.identity.routes import identity_routes
from app.sandbox.refusals import drive_error
from app.sandbox.sheets.routes import sheets_routes
from app.sandbox.state import State, open_state
from app.sandbox.traffic.door import Door


def create_sandbox(
    data_dir: Path, *, public_url: str, trust_any_token: bool = False, seed: int | None = None
) -> FastAPI:
    """Sheets v4, Drive v3 and an identity provider over the workbooks in `data_dir`.

    `public_url` is where clients reach it, without a final slash. `trust_any_token`: an unknown bearer acts
    as the first person. `seed` makes file ids the same in every run. The parts are at `app.state.sandbox`.
    """
    store = WatchedStore(data_dir, seed=seed, recalculate=recalculate)
    state = open_state(store, data_dir, public_url=public_url, trust_any_token=trust_any_token)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        store.close()

    app = FastAPI(title="Google, on this machine", openapi_url=None, lifespan=lifespan)
    app.state.sandbox = state
    sheets = sheets_routes(state.store, AccessGate(state.roles))
    app.router.routes.extend(
        [*identity_routes(state.issuer), *handle_routes(state), *sheets, *drive_routes(state)]
    )
    app.add_exception_handler(ApiError, _refused)
    app.add_exception_handler(404, _no_such_path)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(Door, traffic=state.traffic)
    return app


def state_of(app: FastAPI) -> State:
    """The parts of a sandbox made by `create_sandbox`."""
    state: State = app.state.sandbox
    return state


def _refused(_request: Request, fault: Exception) -> Response:
    if not isinstance(fault, ApiError):
        raise fault
    body = orjson.dumps(fault.body(), option=orjson.OPT_INDENT_2)
    return Response(body, fault.code, fault.headers, media_type="application/json; charset=UTF-8")


def _broken(request: Request, _fault: Exception) -> Response:
    """A fault of our own, said as Google says one; the server's log has the rest."""
    if request.url.path.startswith("/v4/"):
        return _refused(request, ApiError(500, "Internal error encountered."))
    return _refused(request, drive_error(500, "Internal Error", "internalError"))


def _no_such_path(request: Request, _fault: Exception) -> Response:
    """Google answers an unknown address with a page, not with JSON."""
    text = (
        f"<title>Error 404 (Not Found)</title>\n<p>{escape(request.url.path)} was not found on this server."
    )
    return Response(text, 404, media_type="text/html; charset=UTF-8")
