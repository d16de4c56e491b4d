"""What holds for every answer, whatever it is: careful headers, and limits on what comes in."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.types import Message

from app.api.envelope import CAREFUL, Envelope
from tests.api.test_refresh import BOOK_PATH, REFRESH, Slow, failing, quick, service

REQUESTS: dict[str, tuple[str, str, dict[str, Any], int]] = {
    "done": ("POST", REFRESH, {"json": {}}, 200),
    "read": ("GET", BOOK_PATH, {}, 200),
    "no route": ("GET", "/no/such/path", {}, 404),
    "no method": ("DELETE", BOOK_PATH, {}, 405),
    "no sign-in": ("GET", BOOK_PATH, {"tokens": ("", "")}, 401),
    "no fit": ("POST", REFRESH, {"json": {"more": 1}}, 422),
    "too large": ("POST", REFRESH, {"content": b" " * 100_000}, 413),
    "alive": ("GET", "/livez", {}, 200),
    "ready": ("GET", "/readyz", {}, 200),
    "figures": ("GET", "/metrics", {}, 200),
    "document": ("GET", "/openapi.json", {}, 200),
}


def _careful(headers: Any) -> dict[str, str]:
    return {name: headers.get(name) for name, _ in CAREFUL}


def test_every_answer_is_careful(engine: sa.Engine) -> None:
    with service(engine, quick) as running:
        for what, (method, path, more, status) in REQUESTS.items():
            answer = running.ask(method, path, **more)
            assert answer.status_code == status, what
            assert _careful(answer.headers) == dict(CAREFUL), what
            assert answer.headers["x-request-id"], what


def test_so_are_the_unfinished_and_the_broken(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    with service(engine, slow, wait_seconds=0) as running:
        waiting = running.ask("POST", REFRESH)
        assert (waiting.status_code, _careful(waiting.headers)) == (202, dict(CAREFUL))
        slow.go.set()
    with service(engine, failing(RuntimeError("inside"))) as running:
        failed = running.ask("POST", REFRESH)
        assert (failed.status_code, _careful(failed.headers)) == (500, dict(CAREFUL))
        monkeypatch.setattr("app.google.identity.Identity.caller", lambda *_, **__: 1 / 0)
        broken = running.ask("GET", BOOK_PATH)
        assert (broken.status_code, _careful(broken.headers)) == (500, dict(CAREFUL))


def test_nothing_of_ours_may_be_framed_scripted_or_kept() -> None:
    said = dict(CAREFUL)
    assert said["Cache-Control"] == "no-store"
    assert said["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "max-age" in said["Strict-Transport-Security"]


def _received(messages: list[Message | float], *, seconds: float) -> list[Message]:
    """What the routes get of these messages (a number: seconds that pass before the next)."""
    got: list[Message] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while len(got) < sum(isinstance(one, dict) for one in messages):
            got.append(await receive())

    async def receive() -> Message:
        while isinstance(messages[0], float):
            await asyncio.sleep(messages.pop(0))  # type: ignore[arg-type]
        message = messages.pop(0)
        messages.append(message)
        assert isinstance(message, dict)
        return message

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    asyncio.run(Envelope(app, 1000, seconds)(scope, receive, send))
    return sent or got


def test_a_body_that_comes_in_drops_is_not_waited_for() -> None:
    drop: Message = {"type": "http.request", "body": b"x", "more_body": True}
    (start, _) = _received([drop, 0.2, drop], seconds=0.05)
    assert start["status"] == 500  # inside a route the framework makes a 408 of it: see below


def test_what_comes_after_the_body_may_take_its_time() -> None:
    """A refresh waits twenty seconds, and meanwhile the server listens for a hang-up."""
    whole: Message = {"type": "http.request", "body": b"x", "more_body": False}
    gone: Message = {"type": "http.disconnect"}
    assert _received([whole, 0.2, gone], seconds=0.05) == [whole, gone]


def test_a_slow_body_is_a_problem_with_a_status(engine: sa.Engine) -> None:
    with service(engine, quick) as running:

        async def ask() -> list[Message]:
            sent: list[Message] = []

            async def receive() -> Message:
                await asyncio.sleep(10)
                raise AssertionError

            async def send(message: Message) -> None:
                sent.append(message)

            scope = {
                "type": "http",
                "method": "POST",
                "path": REFRESH,
                "raw_path": REFRESH.encode(),
                "query_string": b"",
                "headers": [(b"content-type", b"application/json"), (b"content-length", b"10")],
                "http_version": "1.1",
                "scheme": "http",
                "client": ("127.0.0.1", 1),
                "server": ("127.0.0.1", 80),
                "root_path": "",
            }
            routes = running.app.middleware_stack
            assert routes is not None
            while not isinstance(routes, Envelope):
                routes = routes.app  # type: ignore[attr-defined]
            await Envelope(routes._app, 1000, 0.05)(scope, receive, send)
            return sent

        start = asyncio.run(ask())[0]
    assert start["status"] == 408
