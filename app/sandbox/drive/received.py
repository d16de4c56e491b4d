"""What becomes of received bytes: a spreadsheet when that was asked for, else a file of its own."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from app.sandbox.access import Level
from app.sandbox.drive import formats
from app.sandbox.drive.call import Call
from app.sandbox.drive.content import Content
from app.sandbox.drive.conversion import converted_book
from app.sandbox.drive.files import UNTITLED, kept, new_record, updated
from app.sandbox.file_record import SPREADSHEET, FileRecord
from app.sandbox.refusals import drive_error

JsonDict = dict[str, Any]


def received(call: Call, content: Content, *, convert: bool) -> JsonDict:
    """The file made or changed; `convert` is v2's wish, v3 wishes by the metadata's mimeType."""
    if "file_id" in call.request.path_params:
        return _put_into(call, content, convert=convert)
    wanted = call.body.get("mimeType") or content.mime_type or "application/octet-stream"
    if wanted == SPREADSHEET or (convert and content.mime_type in formats.IMPORTS):
        record = new_record(call, mime_type=SPREADSHEET)
        return kept(call, record, book=converted_book(content, record))
    record = new_record(call, mime_type=wanted, name=UNTITLED)
    return kept(call, _with_digest(record, content.data), data=content.data)


def _put_into(call: Call, content: Content, *, convert: bool) -> JsonDict:
    """New content for a file there is; a spreadsheet stays one, its sheets replaced."""
    record = call.file(Level.WRITE)
    store = call.state.store
    if record.mime_type == SPREADSHEET:
        name = call.body.get("name") or record.name
        book = converted_book(content, replace(record, name=name))
        body = {key: value for key, value in call.body.items() if key != "mimeType"}
        return updated(replace(call, body=body), lambda _changed: store.commit(book, by=call.identity.email))
    if convert or call.body.get("mimeType") == SPREADSHEET:
        raise drive_error(
            400, "Bad Request", "badRequest", inner="A file with bytes can't become a spreadsheet."
        )

    def keep(changed: FileRecord) -> None:
        store.put_content(changed.file_id, content.data)
        store.put_file(_with_digest(store.file(changed.file_id), content.data))

    body = {key: value for key, value in call.body.items() if key != "mimeType"}
    return updated(replace(call, body=body), keep)


def _with_digest(record: FileRecord, data: bytes) -> FileRecord:
    digest = {
        "md5Checksum": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        "sha1Checksum": hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        "sha256Checksum": hashlib.sha256(data).hexdigest(),
    }
    return replace(record, more={**record.more, "_size": len(data), "_digest": digest})
