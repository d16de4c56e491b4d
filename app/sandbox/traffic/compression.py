"""gzip, as Google gives it: to clients that accept it and name it in their User-Agent as well."""

from __future__ import annotations

import gzip

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

LEAST_BYTES = 1_000
LEVEL = 1  # the way is short


def wants_gzip(scope: Scope) -> bool:
    """Whether both headers say so."""
    headers = dict(scope["headers"])
    return (
        b"gzip" in headers.get(b"accept-encoding", b"") and b"gzip" in headers.get(b"user-agent", b"").lower()
    )


def compressed(send: Send) -> Send:
    """Sends bodies that come in one piece compressed, the work done in a thread."""
    held: list[Message] = []

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            held.append(message)
            return
        if not held:
            await send(message)
            return
        start, body = held.pop(), message.get("body", b"")
        headers = MutableHeaders(scope=start)
        if len(body) >= LEAST_BYTES and not message.get("more_body") and "content-encoding" not in headers:
            body = await run_in_threadpool(gzip.compress, body, LEVEL)
            headers["content-encoding"] = "gzip"
            headers["content-length"] = str(len(body))
            headers.add_vary_header("accept-encoding")
        await send(start)
        await send({**message, "body": body})

    return sending
