"""files: create, get, copy, update, delete, empty the trash."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from app.sandbox.access import Level
from app.sandbox.drive.call import Call
from app.sandbox.drive.content import Content
from app.sandbox.drive.conversion import converted_book
from app.sandbox.drive.folders import moved, parents_for_new
from app.sandbox.drive.lag import as_told
from app.sandbox.drive.resource import GOOGLE_KIND, file_resource
from app.sandbox.drive.view import View
from app.sandbox.drive.writable import check_writable, taken
from app.sandbox.file_record import FOLDER, SPREADSHEET, FileRecord
from app.sandbox.grid.spreadsheet import Spreadsheet, fresh
from app.sandbox.refusals import drive_error, may_not

JsonDict = dict[str, Any]
UNTITLED = "Untitled"
PLAIN_BYTES = "application/octet-stream"


def get_file(call: Call) -> JsonDict | Response:
    """The resource, or with `alt=media` the bytes."""
    record = call.file()
    if call.query.get("alt") != "media":
        return file_resource(View(call.state, call.identity, as_told(call.state, record)))
    if record.mime_type.startswith(GOOGLE_KIND):
        raise drive_error(
            403,
            "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
            "fileNotDownloadable",
            location="alt",
        )
    return Response(call.state.store.content(record.file_id), media_type=record.mime_type)


def create_file(call: Call) -> JsonDict:
    """A file without content: a spreadsheet, a folder, or an empty one."""
    mime_type = call.body.get("mimeType", PLAIN_BYTES)
    record = new_record(call, mime_type=mime_type)
    book = fresh(record.file_id, record.name) if mime_type == SPREADSHEET else None
    return kept(call, record, book=book)


def new_record(call: Call, *, mime_type: str, name: str = UNTITLED) -> FileRecord:
    """The record of a file to be, from the body of the call; nothing is stored yet."""
    check_writable(call.body, creating=True)
    now, me = call.state.store.clock(), call.identity.email
    file_id = call.body.get("id") or call.state.store.new_id()
    if _exists(call, file_id):
        raise drive_error(409, "A file already exists with the provided ID.", "fileIdInUse")
    plain = FileRecord(
        file_id,
        call.body.get("name") or name,
        me,
        now,
        now,
        mime_type=mime_type,
        modified_by=me,
        parents=parents_for_new(call),
    )
    return taken(plain, call.body, by=me, now=now)


def kept(
    call: Call, record: FileRecord, *, book: Spreadsheet | None = None, data: bytes | None = None
) -> JsonDict:
    """Store a new file with what is in it; its resource."""
    store = call.state.store
    with store.lock(record.file_id), store.database.transaction():
        if book is not None:
            store.add(book, owner=record.owner)
        elif data is not None:
            store.put_content(record.file_id, data)
        elif not record.mime_type.startswith(GOOGLE_KIND):
            store.put_content(record.file_id, b"")
        store.put_file(record)
    call.state.roles.note_opened(record.file_id, call.identity.client_id)
    return file_resource(View(call.state, call.identity, record))


def copy_file(call: Call) -> JsonDict:
    """A copy of the caller's own, without permissions and comments."""
    source = call.file()
    view = View(call.state, call.identity, source)
    if source.mime_type == FOLDER:
        raise may_not("This file cannot be copied by the user.", "cannotCopyFile")
    if source.more.get("copyRequiresWriterPermission") and view.level < Level.WRITE:
        raise may_not("This file cannot be copied by the user.", "cannotCopyFile")
    becomes = call.body.get("mimeType") or source.mime_type
    record = new_record(call, mime_type=becomes, name=f"Copy of {source.name}")
    if becomes != source.mime_type:
        if becomes != SPREADSHEET or source.mime_type.startswith(GOOGLE_KIND):
            raise drive_error(400, "The requested conversion is not supported.", "badRequest")
        content = Content(call.state.store.content(source.file_id), source.mime_type)
        return kept(call, record, book=converted_book(content, record))
    inherited = {
        name: deepcopy(value)
        for name, value in source.more.items()
        if name in {"description", "properties", "appProperties", "originalFilename", "_size", "_digest"}
    }
    record = replace(record, more={**inherited, **record.more})
    if source.mime_type != SPREADSHEET:
        has_bytes = not source.mime_type.startswith(GOOGLE_KIND)
        return kept(call, record, data=call.state.store.content(source.file_id) if has_bytes else None)
    book = call.state.store.spreadsheet(source.file_id).fork()
    book.spreadsheet_id, book.title = record.file_id, record.name
    book.comments = []
    return kept(call, record, book=book)


def update_file(call: Call) -> JsonDict:
    """What the body sets, and folders added or removed."""
    return updated(call, lambda _record: None)


def updated(call: Call, put_content: Callable[[FileRecord], None]) -> JsonDict:
    """The change of a record; `put_content(record)` runs within the same transaction."""
    store = call.state.store
    file_id = call.path("file_id")
    with store.lock(file_id), store.database.transaction():
        only_mine = bool(call.body) and set(call.body) <= {"starred", "viewedByMeTime"}
        record = call.file(Level.READ if only_mine else Level.WRITE)
        check_writable(call.body, creating=False)
        if "trashed" in call.body and record.owner != call.identity.email:
            raise may_not("The user does not have sufficient permissions for this file.")
        changed = taken(moved(call, record), call.body, by=call.identity.email, now=store.clock())
        if only_mine:
            changed = replace(changed, modified=record.modified, modified_by=record.modified_by)
        store.put_file(replace(changed, version=record.version + 1))
        put_content(changed)
        return file_resource(View(call.state, call.identity, store.file(file_id)))


def delete_file(call: Call) -> None:
    """For good, past the trash; a folder with all of the caller's own below it."""
    record = call.file(Level.OWN)
    for below in [*_below(call, record), record]:
        call.state.store.delete_file(below.file_id)


def empty_trash(call: Call) -> None:
    """Delete what the caller owns in the trash."""
    for record in call.state.store.files():
        if record.trashed and record.owner == call.identity.email:
            call.state.store.delete_file(record.file_id)


def generate_ids(call: Call) -> JsonDict:
    """Ids that `create` and `copy` accept."""
    count = call.query.get("count", 10)
    ids = [call.state.store.new_id() for _ in range(count)]
    return {"kind": "drive#generatedIds", "space": call.query.get("space", "drive"), "ids": ids}


def _exists(call: Call, file_id: str) -> bool:
    try:
        call.state.store.file(file_id)
    except KeyError:
        return False
    return True


def _below(call: Call, record: FileRecord) -> list[FileRecord]:
    """Deepest first."""
    if record.mime_type != FOLDER:
        return []
    children = [
        child
        for child in call.state.store.files()
        if record.file_id in child.parents and child.owner == record.owner
    ]
    return [found for child in children for found in (*_below(call, child), child)]
