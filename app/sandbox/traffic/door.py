"""The door every request to Google's paths passes: log, trouble on demand, who asks, quota.

Order, as Google's: a fault before anything else; then 401 and 403 of the token; then 429, which applies
nothing; then the service itself, which validates before it looks for the file.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.sandbox.access import Access
from app.sandbox.clock import stamp
from app.sandbox.errors import ApiError
from app.sandbox.traffic import catalogue
from app.sandbox.traffic.callers import Callers
from app.sandbox.traffic.compression import compressed, wants_gzip
from app.sandbox.traffic.connection import cut, drawn_out, taken_in
from app.sandbox.traffic.faults import Asked, Faults, Rule, spoiled
from app.sandbox.traffic.log import Entry, RequestLog
from app.sandbox.traffic.override import apply_override
from app.sandbox.traffic.quota import Quota


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """What the door works with."""

    log: RequestLog
    faults: Faults
    quota: Quota
    callers: Callers
    access: Access


class Door:
    """ASGI middleware; paths that are not Google's pass untouched."""

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        self._app, self._traffic = app, traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer in the service's place."""
        service = catalogue.service_of(scope.get("path", "")) if scope["type"] == "http" else None
        if service is None:
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        meant, body = await apply_override(scope, receive)
        method = catalogue.find(
            meant["method"], meant.get("raw_path", meant["path"].encode()).decode("latin-1")
        )
        entry = Entry(
            method=meant["method"],
            path=meant["path"],
            service=service,
            kind=catalogue.kind_of(service, meant["method"], method),
            method_id=method.method_id if method else "",
            request_bytes=int(dict(scope["headers"]).get(b"content-length", b"0") or 0),
            at=stamp(datetime.now(UTC)),
        )

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
            elif message["type"] == "http.response.body":
                entry.bytes += len(message.get("body", b""))
            await send(message)

        state = meant.setdefault("state", {})
        try:
            await self._pass(meant, body, counted, entry=entry, method=method, raw_receive=receive)
        finally:
            entry.requests = list(state.get("request_kinds", ()))
            entry.milliseconds = round((time.perf_counter() - began) * 1000, 3)
            self._traffic.log.add(entry)

    async def _pass(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        entry: Entry,
        method: catalogue.Method | None,
        raw_receive: Receive,
    ) -> None:
        faults = self._traffic.faults
        asked = Asked(
            method=entry.method,
            path=entry.path,
            service=entry.service,
            kind=entry.kind,
            method_id=entry.method_id,
        )
        rule = faults.take(asked) or Rule()
        of_all = faults.latency_ms if entry.service != "identity" else 0  # the issuer is quick at Google too
        delay = of_all + rule.latency_ms
        if delay:
            receive = await taken_in(receive)
            await asyncio.sleep(delay / 1000)
        if rule.status is None or rule.after_commit:
            answer_to = send if rule.status is None else _nowhere
            if wants_gzip(scope):
                answer_to = compressed(answer_to)
            body_ms = faults.body_ms + rule.body_ms
            await self._serve(
                scope,
                receive,
                drawn_out(answer_to, body_ms) if body_ms else answer_to,
                entry=entry,
                method=method,
            )
        if rule.status is None:
            return
        entry.fault = f"{rule.status} after commit" if rule.after_commit else str(rule.status)
        if isinstance(rule.status, int):
            await _refuse(spoiled(rule.status, asked), scope, receive, send)
            return
        if rule.status == "timeout":
            await asyncio.sleep(rule.hold_ms / 1000)
        await cut(raw_receive)

    async def _serve(
        self, scope: Scope, receive: Receive, send: Send, *, entry: Entry, method: catalogue.Method | None
    ) -> None:
        traffic, state = self._traffic, scope["state"]
        state["access"] = traffic.access
        if entry.service != "identity":
            try:
                identity = traffic.callers.admit(
                    dict(scope["headers"]),
                    scope["query_string"].decode("latin-1"),
                    service=entry.service,
                    method=method,
                    now=datetime.now(UTC),
                )
                entry.identity = identity.email
                traffic.quota.take(service=entry.service, kind=entry.kind, user=identity.email)
            except ApiError as refusal:
                await _refuse(refusal, scope, receive, send)
                return
            state["identity"] = identity
        await self._app(scope, receive, send)


async def _refuse(refusal: ApiError, scope: Scope, receive: Receive, send: Send) -> None:
    body = orjson.dumps(refusal.body(), option=orjson.OPT_INDENT_2)
    headers = {**refusal.headers, "content-type": "application/json; charset=UTF-8"}
    if refusal.code == 401:
        headers["www-authenticate"] = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
    await Response(body, refusal.code, headers)(scope, receive, send)


async def _nowhere(_message: Message) -> None:
    """An answer that gets lost."""
