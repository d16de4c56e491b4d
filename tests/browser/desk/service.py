"""A service that answers the add-on as the real one does, with what a test tells it to say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from tests.browser.addon import sample
from tests.support.server import free_socket, served

Json = dict[str, Any]


class Service:
    """What it is asked, and what it says: a body, or a status with one."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, str, Json]] = []
        self.reset()

    def reset(self) -> None:
        """Nothing known of any workbook; a refresh finds one flag."""
        self.asked.clear()
        self.workbook: tuple[int, Json] = (200, sample.workbook())
        self.refresh: tuple[int, Json] = (200, sample.run())

    def application(self) -> FastAPI:
        app = FastAPI()

        @app.api_route("/v1/{path:path}", methods=["GET", "POST"])
        async def answer(path: str, request: Request) -> Response:
            self.asked.append((request.method, path, {k.lower(): v for k, v in request.headers.items()}))
            status, body = self.refresh if path.endswith("/refresh") else self.workbook
            return JSONResponse(body, status)

        return app


@contextmanager
def running_service() -> Iterator[Service]:
    service = Service()
    with served(service.application(), free_socket()) as url:
        service.url = f"{url}/v1"
        yield service
