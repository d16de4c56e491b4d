"""Around every request: an id, a time, a log line, a limit on its size, careful headers, and no crash unseen.

Pure ASGI: it costs microseconds, and context variables set here reach the routes.
"""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from collections.abc import Iterable, Mapping

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import respond
from app.errors import Unexpected
from app.metrics import REQUESTS

log = structlog.get_logger(__name__)

REQUEST_ID = "X-Request-ID"
QUIET = frozenset({"/livez", "/readyz", "/metrics"})  # asked every few seconds by machines
_GIVEN = re.compile(r"[0-9A-Fa-f-]{8,64}")  # a UUID or the like: no place for a token
CAREFUL = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Strict-Transport-Security", "max-age=63072000"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
BODY_SECONDS = 15.0  # a body is a few bytes: who sends it drop by drop means to hold the door


class Envelope:
    """Wraps the routes; `largest` in bytes, `larger` for paths of these forms, `body_seconds` for all of a
    body to arrive."""

    def __init__(
        self,
        app: ASGIApp,
        largest: int,
        body_seconds: float = BODY_SECONDS,
        larger: Mapping[re.Pattern[str], int] | None = None,
    ) -> None:
        self._app, self._largest, self._body_seconds = app, largest, body_seconds
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        outgoing = _Outgoing(send, [(REQUEST_ID, request_id), *CAREFUL])
        begun = time.perf_counter()
        try:
            await self._app(scope, self._limited(scope, receive), outgoing)
        except Exception:
            log.exception("request.broke", route=_route(scope))
            problem = Unexpected("Plumbline failed while it answered.").document(request=request_id)
            await _answer(problem, scope, receive, outgoing)
        finally:
            self._count(scope, outgoing.status, time.perf_counter() - begun)

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        """`receive` that stops at the limit, told beforehand by the length or found out on the way, and when
        the body's time is over.

        The framework's own limit would answer in plain text, not as a problem.
        """
        size, whole, largest = 0, False, self._largest_of(scope["path"])
        until = asyncio.get_running_loop().time() + self._body_seconds
        told = Headers(scope=scope).get("content-length", "0")
        too_long = not told.isdigit() or int(told[:12]) > largest

        async def limited() -> Message:
            nonlocal size, whole
            if whole:  # what is waited for now is the end of the connection
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, "The request took too long to arrive") from None
            whole = not message.get("more_body", False)
            size += len(message.get("body", b""))
            if too_long or size > largest:
                raise HTTPException(413, "The request is too large")
            return message

        return limited

    def _largest_of(self, path: str) -> int:
        return next((most for form, most in self._larger.items() if form.fullmatch(path)), self._largest)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        REQUESTS.labels(scope["method"] if route else "", route, str(status)).observe(seconds)
        if route not in QUIET:
            log.info(
                "request.answered",
                method=scope["method"],
                route=route,
                status=status,
                milliseconds=round(seconds * 1000, 1),
            )


class _Outgoing:
    """`send` that adds headers and remembers the status (0: nothing was sent)."""

    def __init__(self, send: Send, headers: Iterable[tuple[str, str]]) -> None:
        self._send, self._headers = send, headers
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._headers:
                headers.setdefault(name, value)
        await self._send(message)


async def _answer(problem: dict[str, object], scope: Scope, receive: Receive, outgoing: _Outgoing) -> None:
    """The problem, unless an answer has begun: then nothing can be put right."""
    if not outgoing.status:
        await respond(problem)(scope, receive, outgoing)


def _route(scope: Scope) -> str:
    """The path's template, never the path: ids and people stay out of metrics and logs."""
    return getattr(scope.get("route"), "path", "")
