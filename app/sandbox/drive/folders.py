"""Which folder a file lies in."""

from __future__ import annotations

from dataclasses import replace

from app.sandbox.access import Level
from app.sandbox.drive.call import Call
from app.sandbox.drive.view import root_of
from app.sandbox.errors import ApiError
from app.sandbox.file_record import FOLDER, FileRecord
from app.sandbox.refusals import DRIVE, drive_error, file_not_found


def parents_for_new(call: Call) -> tuple[str, ...]:
    """The folder named in the body; () is the caller's My Drive."""
    named = call.body.get("parents", ())
    if len(named) > 1:
        raise _one_parent()
    return tuple(found for name in named if (found := _folder(call, name)))


def moved(call: Call, record: FileRecord) -> FileRecord:
    """After `addParents` and `removeParents`: still in exactly one folder."""
    added = [folder for folder in call.query.get("addParents", "").split(",") if folder]
    removed = {folder for folder in call.query.get("removeParents", "").split(",") if folder}
    if not added and not removed:
        return record
    if len(added) > 1:
        raise _one_parent()
    root = root_of(record.owner)
    kept = [
        p for p in record.parents or (root,) if p not in removed and not (p == root and "root" in removed)
    ]
    if added:
        wanted = _folder(call, added[0])
        if kept and kept != [wanted or root] and not removed:
            raise _one_parent()
        return replace(record, parents=(wanted,) if wanted else ())
    return replace(record, parents=tuple(p for p in kept if p != root))


def _folder(call: Call, name: str) -> str:
    """A folder that the caller may put things into; "" for their own My Drive."""
    if name in {"root", root_of(call.identity.email)}:
        return ""
    call.state.access.require(call.identity, name, Level.WRITE, service=DRIVE)
    try:
        record = call.state.store.file(name)
    except KeyError:
        raise file_not_found(name) from None
    if record.mime_type != FOLDER:
        raise drive_error(
            403, "The specified parent is not a folder.", "parentNotAFolder", location="parents"
        )
    return name


def _one_parent() -> ApiError:
    return drive_error(
        403,
        "Increasing the number of parents is not allowed",
        "cannotAddParent",
    )
