"""about, and the one revision and the no shared drives there are."""

from __future__ import annotations

import hashlib
from typing import Any

from app.sandbox.clock import stamp
from app.sandbox.drive import formats
from app.sandbox.drive.call import Call
from app.sandbox.drive.resource import user
from app.sandbox.file_record import SPREADSHEET, FileRecord
from app.sandbox.refusals import drive_error

JsonDict = dict[str, Any]
FIFTEEN_GB = 15 * 1024**3


def about(call: Call) -> JsonDict:
    """The caller and what Drive can do for them."""
    me = call.identity.email
    return {
        "kind": "drive#about",
        "user": user(call.state, me, me=me),
        "storageQuota": {
            "limit": str(FIFTEEN_GB),
            "usage": "0",
            "usageInDrive": "0",
            "usageInDriveTrash": "0",
        },
        "importFormats": {mime: [SPREADSHEET] for mime in sorted(formats.IMPORTS)},
        "exportFormats": {SPREADSHEET: list(formats.EXPORTS)},
        "maxImportSizes": {SPREADSHEET: str(100 * 1024**2)},
        "maxUploadSize": str(5 * 1024**4),
        "appInstalled": False,
        "canCreateDrives": False,
        "canCreateTeamDrives": False,
        "folderColorPalette": [],
    }


def list_revisions(call: Call) -> JsonDict:
    """The present one; earlier ones are not kept."""
    return {"kind": "drive#revisionList", "revisions": [_revision(call, call.file())]}


def get_revision(call: Call) -> JsonDict:
    """The present one."""
    record, wanted = call.file(), call.path("revision_id")
    if wanted not in {"head", revision_id(record)}:
        raise drive_error(404, f"Revision not found: {wanted}.", "notFound", location="revisionId")
    return _revision(call, record)


def revision_id(record: FileRecord) -> str:
    """A number for Google's own kinds, a hash for files with bytes."""
    if record.mime_type == SPREADSHEET:
        return str(record.version)
    return hashlib.sha256(f"{record.file_id}:{record.version}".encode()).hexdigest()[:32]


def _revision(call: Call, record: FileRecord) -> JsonDict:
    held: JsonDict = {
        "kind": "drive#revision",
        "id": revision_id(record),
        "mimeType": record.mime_type,
        "modifiedTime": stamp(record.modified),
        "lastModifyingUser": user(call.state, record.modified_by or record.owner, me=call.identity.email),
        "published": False,
        "keepForever": False,
    }
    if record.mime_type == SPREADSHEET:
        held["exportLinks"] = formats.export_links(record.file_id)
    return held


def list_drives(_call: Call) -> JsonDict:
    """There are no shared drives here."""
    return {"kind": "drive#driveList", "drives": []}


def get_drive(call: Call) -> JsonDict:
    """None can be found."""
    wanted = call.path("drive_id")
    raise drive_error(404, f"Shared drive not found: {wanted}", "notFound", location="driveId")
