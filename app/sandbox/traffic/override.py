"""Method override: a GET too long for its address arrives as POST with the query in its body."""

from __future__ import annotations

from starlette.types import Message, Receive, Scope

FORM = b"application/x-www-form-urlencoded"


async def apply_override(scope: Scope, receive: Receive) -> tuple[Scope, Receive]:
    """The request as it was meant; requests without `x-http-method-override` pass as they are."""
    headers = dict(scope["headers"])
    wanted = headers.get(b"x-http-method-override", b"").decode("latin-1").upper()
    if not wanted or scope["method"] != "POST":
        return scope, receive
    meant = {**scope, "method": wanted}
    if wanted != "GET" or not headers.get(b"content-type", b"").startswith(FORM):
        return meant, receive
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            break
    query = meant["query_string"]
    meant["query_string"] = query + b"&" * bool(query and body) + body
    meant["headers"] = [
        (name, value) for name, value in scope["headers"] if name not in {b"content-length", b"content-type"}
    ]
    done = False

    async def nothing_left() -> Message:
        nonlocal done
        if done:
            return await receive()
        done = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return meant, nothing_left
