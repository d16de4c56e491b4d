"""Every answer above 399 as a problem document (RFC 9457), the framework's own included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.api.cells import Cell
from app.errors import NOTHING_CHANGED, AppError

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong, what was not changed, and what to do."""

    model_config = ConfigDict(extra="allow", title="Problem")

    type: str = Field(
        description="Stable name of the kind of problem, as a path.", examples=["/problems/no-budget-tab"]
    )
    title: str = Field(description="The kind of problem in words.", examples=["There is no Budget tab"])
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str | None = Field(
        default=None,
        description="What is wrong, and where.",
        examples=["None of the 3 tabs is, or looks like, a Budget."],
    )
    unchanged: str = Field(
        default=NOTHING_CHANGED, description="What was not changed.", examples=[NOTHING_CHANGED]
    )
    mend: str = Field(
        default="",
        description="What to do about it.",
        examples=["Add a tab called Budget with a row for each line, then refresh again."],
    )
    run: str | None = Field(default=None, description="The run in question.", examples=["9f0c" + "0" * 28])
    tab: str | None = Field(default=None, description="The tab in question.", examples=["Budget"])
    cell: Cell | None = Field(default=None, description="The cells in question.")
    retry_after: int | None = Field(
        default=None, description="Seconds to wait before asking again.", examples=[12]
    )


def respond(document: Mapping[str, Any], *, headers: Mapping[str, str] | None = None) -> Response:
    """The document as an answer."""
    status = int(document["status"])
    more = dict(headers or {})
    if document.get("retry_after") is not None:
        more["Retry-After"] = str(document["retry_after"])
    if status == 401:
        more["WWW-Authenticate"] = "Bearer"
    return Response(orjson.dumps(document), status, more, media_type=MEDIA_TYPE)


def document(slug: str, title: str, status: int, *, detail: str = "", mend: str = "") -> dict[str, Any]:
    """A problem of the door itself, before any work began."""
    return {
        "type": f"/problems/{slug}",
        "title": title,
        "status": status,
        "detail": detail or f"{title}.",
        "unchanged": NOTHING_CHANGED,
        "mend": mend,
    }


def declare(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """A route's `responses=`."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"model": Problem, "description": "Problem", "content": content} for status in statuses}


def install(app: FastAPI) -> None:
    """Handle our errors, requests that don't fit, and the framework's refusals."""

    @app.exception_handler(AppError)
    def own(_: Request, error: AppError) -> Response:
        return respond(error.document())

    @app.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> Response:
        # `errors()` also holds what was sent; only where and what goes out.
        faults = [{"loc": [str(part) for part in one["loc"]], "msg": one["msg"]} for one in error.errors()]
        problem = document("invalid-request", "The request does not fit the schema", 422)
        return respond({**problem, "errors": faults})

    @app.exception_handler(HTTPException)
    def framework(_: Request, error: HTTPException) -> Response:
        problem = document(f"http-{error.status_code}", str(error.detail), error.status_code)
        return respond(problem, headers=error.headers)
