"""multipart/related: the metadata and the bytes of one upload."""

from __future__ import annotations

import base64
import re
from email import message_from_bytes
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
    pieces = re.split(rb"(?:\A|\r?\n)--" + re.escape(boundary.encode()), body)[1:]
    parts = [_part(piece) for piece in pieces if not piece.startswith(b"--")]
    if len(parts) != 2:
        raise _malformed()
    return parts


def _part(piece: bytes) -> Content:
    gap = re.search(rb"\r?\n\r?\n", piece)
    if gap is None:
        raise _malformed()
    headers = message_from_bytes(piece[: gap.start()].lstrip())
    data = piece[gap.end() :]
    if headers.get("content-transfer-encoding", "").lower() == "base64":
        data = base64.b64decode(data)
    return Content(data, "".join(headers.get("content-type", "").splitlines()).strip())


def _malformed() -> ApiError:
    return drive_error(400, "Malformed multipart body.", "badRequest")
