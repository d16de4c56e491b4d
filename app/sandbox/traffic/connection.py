"""What becomes of a connection: a request taken in whole, cut before an answer, or a body that trickles."""

from __future__ import annotations

import asyncio

from starlette.types import Message, Receive, Send

PIECES = 20


async def taken_in(receive: Receive) -> Receive:
    """The same request, its body here already: who hangs up from now on no longer stops it, as at Google."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return receive  # it says so again
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    given = False

    async def held() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return held


async def cut(receive: Receive) -> None:
    """Close the connection without an answer.

    uvicorn keeps the connection's transport beside its `receive`; under any other server (an in-process
    client) the cut is an error that the client sees.
    """
    transport: asyncio.Transport | None = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("the connection was cut on demand")
    transport.abort()
    for _ in range(3):  # until uvicorn has noticed, so that it sends no 500 of its own
        await asyncio.sleep(0)


def drawn_out(send: Send, milliseconds: float) -> Send:
    """Sends every body in pieces, spread over this time."""

    async def slowly(message: Message) -> None:
        body = message.get("body", b"")
        if message["type"] != "http.response.body" or not body:
            await send(message)
            return
        size = -(-len(body) // PIECES)
        pieces = [body[at : at + size] for at in range(0, len(body), size)]
        for number, piece in enumerate(pieces, 1):
            more = message.get("more_body", False) or number < len(pieces)
            await send({"type": "http.response.body", "body": piece, "more_body": more})
            await asyncio.sleep(milliseconds / 1000 / len(pieces))

    return slowly
