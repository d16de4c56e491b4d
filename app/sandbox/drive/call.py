"""One call of a Drive method: who asks for what, checked, and how its answer goes out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.sandbox.access import Level, identity_of
from app.sandbox.answering import body_first
from app.sandbox.drive import contract
from app.sandbox.errors import ApiError
from app.sandbox.file_record import FileRecord
from app.sandbox.identity.identity import Identity
from app.sandbox.refusals import DRIVE, drive_error, file_not_found
from app.sandbox.state import State

JsonDict = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Call:
    """`query` is typed and holds the defaults; `body` holds known fields only."""

    state: State
    request: Request
    identity: Identity
    query: dict[str, Any]
    body: JsonDict

    def file(self, level: Level = Level.READ, *, file_id: str | None = None) -> FileRecord:
        """The file of the path (or another), if the caller may do that much with it."""
        wanted = file_id or self.path("file_id")
        self.state.access.require(self.identity, wanted, level, service=DRIVE)
        try:
            return self.state.store.file(wanted)
        except KeyError:
            raise file_not_found(wanted) from None

    def path(self, name: str) -> str:
        """A part of the path."""
        held: str = self.request.path_params[name]
        return held


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a method takes and gives: schemas of the discovery document, and Drive's default fields."""

    method_id: str
    takes: str = ""
    gives: str = ""
    default: str = ""
    must_ask: bool = False  # comments, replies and about answer only what `fields` asks for


Handler = Callable[[Call], Any]


def endpoint(state: State, shape: Shape, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint from a handler that gives JSON, a Response, or None for 204."""

    def answer(request: Request, body: bytes) -> Response:
        call = make_call(state, shape, request, body=parsed(body) if shape.takes and body else {})
        return finish(call, shape, handler(call))

    return body_first(answer)


def make_call(state: State, shape: Shape, request: Request, *, body: Any) -> Call:
    """The call, checked against the contract."""
    query = contract.checked_query(shape.method_id, request.query_params)
    if shape.must_ask and not query.get("fields"):
        raise required_fields()
    known = contract.checked_body(body, shape.takes) if shape.takes else {}
    return Call(state=state, request=request, identity=identity_of(request), query=query, body=known)


def finish(call: Call, shape: Shape, held: Any) -> Response:
    """The answer, cut to `fields`."""
    if isinstance(held, Response):
        return held
    if held is None:
        return Response(status_code=204)
    cut = contract.masked(held, call.query.get("fields"), default=shape.default, schema_name=shape.gives)
    return json_answer(cut, call.query)


def json_answer(held: Any, query: dict[str, Any], status: int = 200) -> Response:
    """JSON as Google prints it: indented unless `prettyPrint=false`."""
    pretty = query.get("prettyPrint", True)
    body = orjson.dumps(held, option=orjson.OPT_INDENT_2 if pretty else None) + (b"\n" if pretty else b"")
    return Response(body, status, media_type="application/json; charset=UTF-8")


def parsed(body: bytes) -> Any:
    """The JSON of a body."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise drive_error(400, "Parse Error", "parseError") from None


def required_fields() -> ApiError:
    """400 of the methods that answer only what is asked for."""
    text = "The 'fields' parameter is required for this method."
    return drive_error(400, text, "required", location="fields")
