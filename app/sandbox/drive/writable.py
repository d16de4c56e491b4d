"""What a client may set on a file, and how the record takes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from app.sandbox.clock import stamp
from app.sandbox.drive.view import PRIVATE
from app.sandbox.file_record import FileRecord
from app.sandbox.identity.people import permission_id
from app.sandbox.refusals import bad_parameter, drive_error

JsonDict = dict[str, Any]
KEPT = (  # kept in `FileRecord.more` under its own name
    "description",
    "folderColorRgb",
    "copyRequiresWriterPermission",
    "writersCanShare",
    "originalFilename",
    "contentHints",
    "contentRestrictions",
    "downloadRestrictions",
    "shortcutDetails",
)
BY_PERSON = ("starred", "viewedByMeTime")
SEPARATE = ("name", "mimeType", "trashed", "properties", "appProperties", "createdTime", "modifiedTime")
ON_CREATE = ("id", "parents", "kind")


def check_writable(body: JsonDict, *, creating: bool) -> None:
    """403 for known fields that only Drive itself sets."""
    allowed = {*KEPT, *BY_PERSON, *SEPARATE, "kind", "modifiedByMeTime"} | set(ON_CREATE if creating else ())
    for name in body:
        if name == "parents" and not creating:
            raise drive_error(
                403,
                "The parents field is not directly writable in update requests. "
                "Use the addParents and removeParents parameters instead.",
                "fieldNotWritable",
            )
        if name not in allowed:
            raise drive_error(
                403, "The resource body includes fields which are not directly writable.", "fieldNotWritable"
            )


def taken(record: FileRecord, body: JsonDict, *, by: str, now: datetime) -> FileRecord:
    """The record with what the body sets."""
    more = dict(record.more)
    for name in KEPT:
        if name in body:
            more[name] = body[name]
    for name in ("properties", "appProperties"):
        if name in body:
            merged = {**more.get(name, {}), **body[name]}
            more[name] = {key: value for key, value in merged.items() if value is not None}
    mine = {name: body[name] for name in BY_PERSON if name in body}
    if mine:
        everybody = dict(more.get(f"{PRIVATE}by", {}))
        me = permission_id(by)
        everybody[me] = {**everybody.get(me, {}), **mine}
        more[f"{PRIVATE}by"] = everybody
    if "trashed" in body and body["trashed"] != record.trashed:
        more[f"{PRIVATE}trashed"] = stamp(now)
    return replace(
        record,
        name=body.get("name") or record.name,
        trashed=body.get("trashed", record.trashed),
        created=moment(body["createdTime"], "createdTime") if "createdTime" in body else record.created,
        modified=moment(body["modifiedTime"], "modifiedTime") if "modifiedTime" in body else now,
        modified_by=by,
        more=more,
    )


def moment(text: str, name: str) -> datetime:
    """An RFC 3339 time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise bad_parameter(f'Invalid value for: Invalid format: "{text}"', name) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
