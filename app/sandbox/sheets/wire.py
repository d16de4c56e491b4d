"""Requests and answers as bytes: query, method override, masks, pretty printing."""

from __future__ import annotations

import gzip
import zlib
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.sandbox.errors import ApiError
from app.sandbox.sheets import masks
from app.sandbox.sheets.discovery import Method
from app.sandbox.sheets.masks import MaskError, Tree
from app.sandbox.sheets.validate import check_query

JsonDict = dict[str, Any]
_TYPE = "application/json; charset=UTF-8"
_GZIP = 31
_SMALL = 1_400
_MAX_BODY = 256 * 2**20
_BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"


def query_pairs(request: Request, body: bytes) -> list[tuple[str, str]]:
    """Query parameters; of a GET that came as a POST, its form too."""
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    if is_overridden(request):
        pairs.extend(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return pairs


def is_overridden(request: Request) -> bool:
    """Whether a POST stands for a GET."""
    return request.method == "POST" and request.headers.get("x-http-method-override", "").upper() == "GET"


def read_query(method: Method, request: Request, body: bytes) -> JsonDict:
    """Query parameters of a method, typed."""
    return check_query(method.parameters, query_pairs(request, body))


def read_mask(query: JsonDict, type_name: str) -> Tree:
    """The `fields` mask over a method's answer."""
    text = query.get("fields")
    if not text:
        return masks.ALL
    try:
        return masks.parse(text, type_name)
    except MaskError as fault:
        description = (
            f"Error expanding 'fields' parameter. Cannot find matching fields for path '{fault.path}'."
        )
        violation = {"field": fault.path, "description": description}
        raise ApiError(
            400,
            "Request contains an invalid argument.",
            details=[{"@type": _BAD_REQUEST, "fieldViolations": [violation]}],
        ) from None


def is_pretty(request: Request, pairs: list[tuple[str, str]] | None = None) -> bool:
    """Whether the answer is to be indented, which it is unless told otherwise."""
    asked = dict(pairs if pairs is not None else parse_qsl(request.url.query))
    return asked.get("prettyPrint", "true").lower() not in {"false", "0"}


def json_response(body: JsonDict, *, pretty: bool, status: int = 200) -> Response:
    """An answer as Google sends it: two blanks of indent and a final newline when pretty."""
    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE if pretty else 0
    return Response(orjson.dumps(body, option=option), status, media_type=_TYPE)


def decoded(request: Request, body: bytes) -> bytes:
    """A request's body, unpacked when it came gzipped."""
    if request.headers.get("content-encoding", "").lower() != "gzip":
        return body
    try:
        unpacked = zlib.decompressobj(wbits=_GZIP)
        plain = unpacked.decompress(body, _MAX_BODY)
    except zlib.error:
        raise ApiError(400, "Invalid gzip data received.") from None
    if unpacked.unconsumed_tail:
        raise ApiError(413, "Request payload size exceeds the limit.")
    return plain


def compressed(request: Request, response: Response) -> Response:
    """An answer gzipped for clients that accept it and, as Google asks, name gzip in their user agent."""
    accepts = "gzip" in request.headers.get("accept-encoding", "").lower()
    if (
        not accepts
        or "gzip" not in request.headers.get("user-agent", "").lower()
        or len(response.body) < _SMALL
    ):
        return response
    packed = gzip.compress(bytes(response.body), compresslevel=1, mtime=0)
    headers = {"content-encoding": "gzip", "vary": "Accept-Encoding"}
    return Response(packed, response.status_code, headers, media_type=_TYPE)


def error_response(error: ApiError, *, pretty: bool = True) -> Response:
    """A refusal as an answer."""
    response = json_response(error.body(), pretty=pretty, status=error.code)
    response.headers.update(error.headers)
    return response
