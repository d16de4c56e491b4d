"""The addresses of Sheets v4."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.sandbox.errors import ApiError, unimplemented
from app.sandbox.gate import Gate
from app.sandbox.sheets import discovery, masks, methods
from app.sandbox.sheets.service import Call
from app.sandbox.sheets.validate import check_body, parse_body
from app.sandbox.sheets.wire import (
    compressed,
    decoded,
    error_response,
    is_overridden,
    is_pretty,
    json_response,
    query_pairs,
    read_mask,
    read_query,
)
from app.sandbox.store import Store

JsonDict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method: its address, whether it reads or writes, and the function that answers."""

    method: str
    http: str
    pattern: re.Pattern[str]
    kind: Literal["read", "write"]
    answer: Callable[[Call, dict[str, str], JsonDict, JsonDict], JsonDict]
    body_name: str = ""


def _endpoint(
    method: str,
    http: str,
    path: str,
    kind: Literal["read", "write"],
    answer: Callable[[Call, dict[str, str], JsonDict, JsonDict], JsonDict],
    body_name: str = "",
) -> Endpoint:
    pattern = re.escape(path).replace(r"\{id\}", r"(?P<id>[^/:]+)")
    pattern = pattern.replace(r"\{range\}", "(?P<range>.+?)").replace(r"\{number\}", "(?P<number>[^/:]+)")
    return Endpoint(f"spreadsheets.{method}", http, re.compile(pattern + r"\Z"), kind, answer, body_name)


_ID = "/v4/spreadsheets/{id}"
ENDPOINTS = (
    _endpoint("create", "POST", "/v4/spreadsheets", "write", methods.create, "spreadsheet"),
    _endpoint("get", "GET", _ID, "read", methods.get),
    _endpoint("getByDataFilter", "POST", f"{_ID}:getByDataFilter", "read", methods.get_by_data_filter),
    _endpoint("batchUpdate", "POST", f"{_ID}:batchUpdate", "write", methods.batch_update),
    _endpoint(
        "developerMetadata.search", "POST", f"{_ID}/developerMetadata:search", "read", methods.metadata_search
    ),
    _endpoint(
        "developerMetadata.get", "GET", _ID + "/developerMetadata/{number}", "read", methods.metadata_get
    ),
    _endpoint("sheets.copyTo", "POST", _ID + "/sheets/{number}:copyTo", "write", methods.copy_to),
    _endpoint("values.batchGet", "GET", f"{_ID}/values:batchGet", "read", methods.values_batch_get),
    _endpoint(
        "values.batchUpdate", "POST", f"{_ID}/values:batchUpdate", "write", methods.values_batch_update
    ),
    _endpoint("values.batchClear", "POST", f"{_ID}/values:batchClear", "write", methods.values_batch_clear),
    _endpoint(
        "values.batchGetByDataFilter",
        "POST",
        f"{_ID}/values:batchGetByDataFilter",
        "read",
        methods.values_batch_get_by_data_filter,
    ),
    _endpoint(
        "values.batchUpdateByDataFilter",
        "POST",
        f"{_ID}/values:batchUpdateByDataFilter",
        "write",
        methods.values_batch_update_by_data_filter,
    ),
    _endpoint(
        "values.batchClearByDataFilter",
        "POST",
        f"{_ID}/values:batchClearByDataFilter",
        "write",
        methods.values_batch_clear_by_data_filter,
    ),
    _endpoint(
        "values.append", "POST", _ID + "/values/{range}:append", "write", methods.values_append, "data"
    ),
    _endpoint("values.clear", "POST", _ID + "/values/{range}:clear", "write", methods.values_clear),
    _endpoint("values.update", "PUT", _ID + "/values/{range}", "write", methods.values_update, "data"),
    _endpoint("values.get", "GET", _ID + "/values/{range}", "read", methods.values_get),
)


_MASKED = frozenset(
    {"spreadsheets.get", "spreadsheets.getByDataFilter", "spreadsheets.create", "spreadsheets.batchUpdate"}
)
"""Methods that build no more than the mask asks for, so that nothing is left to take away."""


_GC_THRESHOLDS = (200_000, 50, 100)
"""A large request is hundreds of thousands of small dicts without cycles: looking for some costs more than
the work itself."""


def sheets_routes(store: Store, gate: Gate) -> list[Route]:
    """Every address of Sheets v4 over a store; the gate says who may."""
    gc.set_threshold(*_GC_THRESHOLDS)

    async def serve(request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(answer, store, gate, request, body)

    methods_allowed = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return [
        Route("/v4/spreadsheets", serve, methods=methods_allowed),
        Route("/v4/spreadsheets{rest:path}", serve, methods=methods_allowed),
        Route("/batch", _no_batch, methods=["POST"]),
        Route("/batch/sheets/v4", _no_batch, methods=["POST"]),
    ]


def answer(store: Store, gate: Gate, request: Request, body: bytes) -> Response:
    """One request from bytes to bytes."""
    pretty = is_pretty(request)
    try:
        plain = decoded(request, body)
        pretty = is_pretty(request, query_pairs(request, plain))
        response = _answer(store, gate, request, plain, pretty=pretty)
    except ApiError as refusal:
        response = error_response(refusal, pretty=pretty)
    return compressed(request, response)


def _answer(store: Store, gate: Gate, request: Request, body: bytes, *, pretty: bool) -> Response:
    http = "GET" if is_overridden(request) else request.method
    endpoint, names = _find(http, request)
    spreadsheet_id = names.get("id")
    caller = gate.admit(request, kind=endpoint.kind, file_id=None)
    method = discovery.method(endpoint.method)
    query = read_query(method, request, body)
    message: JsonDict = {}
    if method.request:
        message = check_body(method.request, parse_body(body), root=endpoint.body_name)
        if endpoint.method == "spreadsheets.batchUpdate":
            gate.note_requests(request, message.get("requests", ()))
    tree = read_mask(query, method.response)
    if spreadsheet_id is not None:
        caller = gate.admit(request, kind=endpoint.kind, file_id=spreadsheet_id)
    call = Call(store, caller, spreadsheet_id or "", tree)
    made = endpoint.answer(call, names, query, message)
    if endpoint.method == "spreadsheets.create":
        gate.note_made(request, made["spreadsheetId"])
    if endpoint.method not in _MASKED:
        made = masks.project(made, tree)
    return json_response(made, pretty=pretty)


def _find(http: str, request: Request) -> tuple[Endpoint, dict[str, str]]:
    raw = request.scope.get("raw_path") or request.url.path.encode()
    path = raw.decode("latin-1").partition("?")[0]
    for endpoint in ENDPOINTS:
        if endpoint.http == http:
            match = endpoint.pattern.match(path)
            if match is not None:
                return endpoint, {name: unquote(text) for name, text in match.groupdict().items()}
    raise _no_method(path)


def _no_method(path: str) -> ApiError:
    """Google answers an unknown address under /v4 with its page; the text here is for people."""
    return ApiError(404, f"The requested URL {path} was not found on this server.", status="NOT_FOUND")


def _no_batch(_request: Request) -> Response:
    return error_response(unimplemented("The global HTTP batch endpoint"))
