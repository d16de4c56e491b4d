"""Uploads: media, multipart and resumable, of v3 and of the old v2, with conversion to a spreadsheet."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.sandbox.answering import body_first
from app.sandbox.drive.call import Shape, finish, json_answer, make_call, parsed
from app.sandbox.drive.content import Content
from app.sandbox.drive.multipart import split_related
from app.sandbox.drive.received import received
from app.sandbox.drive.v2_resource import v2_body, v2_resource
from app.sandbox.drive.view import View
from app.sandbox.refusals import bad_parameter, drive_error
from app.sandbox.state import State

FILE = "kind,id,name,mimeType"
CREATE = Shape(method_id="drive.files.create", takes="File", gives="File", default=FILE)
UPDATE = Shape(method_id="drive.files.update", takes="File", gives="File", default=FILE)


@dataclass
class Session:
    """A resumable upload under way."""

    body: Any
    content_type: str
    parts: bytearray = field(default_factory=bytearray)


class Uploads:
    """What is sent in one request, and what is sent in pieces."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._sessions: dict[str, Session] = {}
        self._guard = Lock()

    def whole(self, shape: Shape, request: Request, body: bytes) -> Response:
        """v3: everything at once, or the start of a resumable upload."""
        kind = request.query_params.get("uploadType", "")
        if kind == "resumable":
            return self._start(shape, request, body)
        metadata, content = _sent(request, body, kind)
        call = make_call(self._state, shape, request, body=metadata)
        return finish(call, shape, received(call, content, convert=False))

    def _start(self, shape: Shape, request: Request, body: bytes) -> Response:
        upload_id = secrets.token_urlsafe(24)
        metadata = parsed(body) if body else {}
        make_call(self._state, shape, request, body=metadata)  # refused now rather than after the bytes
        with self._guard:
            content_type = request.headers.get("x-upload-content-type", "")
            self._sessions[upload_id] = Session(metadata, content_type)
        where = request.url.include_query_params(upload_id=upload_id)
        headers = {
            "location": f"{self._state.public_url}{where.path}?{where.query}",
            "x-guploader-uploadid": upload_id,
        }
        return Response(status_code=200, headers=headers)

    def piece(self, shape: Shape, request: Request, body: bytes) -> Response:
        """The next bytes of a resumable upload: 308 until it is whole."""
        upload_id = request.query_params.get("upload_id", "")
        with self._guard:
            session = self._sessions.get(upload_id)
            if session is None:
                raise drive_error(404, "The upload session is not there.", "notFound")
            if not _append(session, request.headers.get("content-range", ""), body):
                end = len(session.parts) - 1
                return Response(status_code=308, headers={"range": f"bytes=0-{end}"} if end >= 0 else {})
            del self._sessions[upload_id]
        call = make_call(self._state, shape, request, body=session.body)
        content_type = session.content_type or request.headers.get("content-type", "")
        return finish(call, shape, received(call, Content(bytes(session.parts), content_type), convert=False))

    def old(self, shape: Shape, request: Request, body: bytes) -> Response:
        """v2: its wish to convert stands in the query."""
        metadata, content = _sent(request, body, request.query_params.get("uploadType", "media"))
        call = make_call(self._state, shape, request, body=v2_body(metadata))
        convert = request.query_params.get("convert", "").lower() == "true"
        record = self._state.store.file(received(call, content, convert=convert)["id"])
        return json_answer(v2_resource(View(self._state, call.identity, record)), call.query)


def upload_routes(state: State) -> list[Route]:
    """Google's addresses for bytes."""
    uploads = Uploads(state)
    files, one = "/upload/drive/v3/files", "/upload/drive/v3/files/{file_id}"
    table = [
        (files, partial(uploads.whole, CREATE), "POST"),
        (files, partial(uploads.piece, CREATE), "PUT"),
        (one, partial(uploads.whole, UPDATE), "PATCH"),
        (one, partial(uploads.piece, UPDATE), "PUT"),
        ("/upload/drive/v2/files", partial(uploads.old, CREATE), "POST"),
        ("/upload/drive/v2/files/{file_id}", partial(uploads.old, UPDATE), "PUT"),
    ]
    return [Route(path, body_first(handler), methods=[verb]) for path, handler, verb in table]


def _sent(request: Request, body: bytes, kind: str) -> tuple[Any, Content]:
    """Metadata and bytes of an upload in one request."""
    content_type = request.headers.get("content-type", "")
    if kind == "multipart" or (not kind and content_type.startswith("multipart/")):
        parts = split_related(body, content_type)
        return parsed(parts[0].data), parts[1]
    if kind in {"media", ""}:
        return {}, Content(body, content_type)
    raise bad_parameter(f"Invalid upload type: {kind}", "uploadType")


def _append(session: Session, content_range: str, body: bytes) -> bool:
    """Add a chunk; whether it was the last one. `bytes 0-99/*` goes on, `bytes */100` asks how far it is."""
    span, _, total = content_range.removeprefix("bytes ").partition("/")
    if span and span != "*":
        start = int(span.partition("-")[0])
        if start > len(session.parts):
            raise drive_error(400, "Failed to parse Content-Range header.", "badContent")
        del session.parts[start:]
    session.parts += body
    return not content_range or (total.isdigit() and len(session.parts) >= int(total))
