"""`POST /sandbox/files`: a workbook out of nothing or out of an .xlsx, owned and shared as asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request

from app.sandbox.drive.permission import user_permission
from app.sandbox.formulas import recalculate
from app.sandbox.handles.asked import FileAsked
from app.sandbox.handles.fault import HandleFault
from app.sandbox.state import State
from app.sandbox.xlsx.importing import NotAWorkbook, import_xlsx

ZIP = b"PK\x03\x04"


def make_file(state: State, request: Request, body: bytes) -> dict[str, Any]:
    """`{spreadsheet_id}`; of an .xlsx as body, whose wishes stand in the query, also `dropped`; of copies
    `{spreadsheet_ids}`."""
    content: bytes | None = None
    if body.startswith(ZIP):
        content, wanted = body, _from_query(request)
    else:
        wanted = FileAsked.model_validate_json(body or b"{}")
    for email in (wanted.owner or state.people.first.email, *wanted.readers, *wanted.writers):
        if state.people.find(email) is None:
            raise HandleFault(404, f"Nobody here is called {email}; see GET /sandbox/people.")
    owner = (wanted.owner or state.people.first.email).lower()
    file_id = wanted.id or state.store.new_id()
    if any(record.file_id == file_id for record in state.store.files()):
        raise HandleFault(409, f"There is a file {file_id} already.")
    made: dict[str, Any] = {"spreadsheet_id": file_id}
    if wanted.copy_of is not None:
        return {"spreadsheet_ids": _copies(state, wanted, wanted.copy_of, owner)}
    if content is None:
        state.store.create(wanted.name, owner, file_id=file_id)
    else:
        try:
            book, made["dropped"] = import_xlsx(content, spreadsheet_id=file_id, title=wanted.name)
        except NotAWorkbook as fault:
            raise HandleFault(400, str(fault)) from fault
        recalculate(book)
        state.store.add(book, owner=owner)
    _share(state, wanted, file_id)
    return made


def _copies(state: State, wanted: FileAsked, source: str, owner: str) -> list[str]:
    """Workbooks like `source`, numbered by their names."""
    try:
        book = state.store.spreadsheet(source)
    except KeyError:
        raise HandleFault(404, f"There is no workbook {source}.") from None
    made = []
    for number in range(1, wanted.copies + 1):
        copy = book.fork()
        copy.spreadsheet_id, copy.title = state.store.new_id(), f"{wanted.name} {number}"
        made.append(state.store.add(copy, owner=owner))
        _share(state, wanted, made[-1])
    return made


def _share(state: State, wanted: FileAsked, file_id: str) -> None:
    shared = [("reader", email) for email in wanted.readers] + [("writer", email) for email in wanted.writers]
    permissions = tuple(user_permission(state.people, email, role) for role, email in shared)
    if permissions:
        state.store.put_file(replace(state.store.file(file_id), permissions=permissions))


def _from_query(request: Request) -> FileAsked:
    query = request.query_params
    held: dict[str, object] = {key: query[key] for key in query if key not in {"readers", "writers"}}
    for name in ("readers", "writers"):
        held[name] = [email for value in query.getlist(name) for email in value.split(",") if email]
    disposition = request.headers.get("content-disposition", "")
    if "name" not in held and "filename=" in disposition:
        held["name"] = disposition.split("filename=", 1)[1].strip('"; ').removesuffix(".xlsx")
    try:
        return FileAsked.model_validate(held)
    except ValidationError as fault:
        raise HandleFault(400, str(fault)) from fault
