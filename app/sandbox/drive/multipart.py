"""multipart/related: the metadata and the bytes of one upload."""

from __future__ import annotations

import base64
from email.message import Message

from app.sandbox.drive.content import Content
from app.sandbox.errors import ApiError
from app.sandbox.refusals import drive_error


def split_related(body: bytes, content_type: str) -> list[Content]:
    """The two parts; 400 when there aren't two."""
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise _malformed()
    pieces = (b"\r\n" + body).replace(b"\n--" + boundary.encode(), b"\r\n--" + boundary.encode())
    parts = []
    for piece in pieces.split(b"\r\n--" + boundary.encode())[1:]:
        if piece.startswith(b"--"):
            break
        parts.append(_part(piece.lstrip(b"\r\n") if piece[:1] in b"\r\n" else piece))
    if len(parts) != 2:
        raise _malformed()
    return parts


def _part(piece: bytes) -> Content:
    for gap in (b"\r\n\r\n", b"\n\n"):
        head, found, data = piece.partition(gap)
        if found:
            break
    lines = (line.partition(":") for line in head.decode("latin-1").splitlines())
    headers = {name.strip().lower(): value.strip() for name, _, value in lines}
    data = data.removesuffix(b"\r")
    if headers.get("content-transfer-encoding", "").lower() == "base64":
        data = base64.b64decode(data)
    return Content(data, headers.get("content-type", ""))


def _malformed() -> ApiError:
    return drive_error(400, "Malformed multipart body.", "badRequest")
