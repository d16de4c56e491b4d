"""Everything that Google tells or hands out of one file, unmasked."""

from __future__ import annotations

from typing import Any

from app.errors import NotYoursOrNotThere
from app.google.drive import DriveGateway

Json = dict[str, Any]

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "html": "application/zip",
    "pdf": "application/pdf",
}
EVERYTHING = "*"


def whole_file(drive: DriveGateway, file_id: str) -> Json:
    """The file's resource with every field."""
    return drive.file(file_id, fields=EVERYTHING)


def folders_of(drive: DriveGateway, file: Json) -> list[Json]:
    """The folders it lies in, of those that the caller may see."""
    found = []
    for parent in file.get("parents", ()):
        try:
            found.append(drive.file(parent, fields="id,name"))
        except NotYoursOrNotThere:
            continue
    return found


def permissions_of(drive: DriveGateway, file_id: str) -> list[Json]:
    """Every permission, the inherited ones told apart."""
    return drive.permissions(file_id, fields=EVERYTHING)


def comments_of(drive: DriveGateway, file_id: str) -> list[Json]:
    """Comments with their replies, resolved and deleted ones too."""
    return list(
        drive.pages(
            lambda v3, *, token: v3.comments().list(
                fileId=file_id, fields=EVERYTHING, pageSize=100, pageToken=token, includeDeleted=True
            ),
            of="comments",
        )
    )


def revisions_of(drive: DriveGateway, file_id: str) -> list[Json]:
    """The revisions that Drive tells of."""
    return list(
        drive.pages(
            lambda v3, *, token: v3.revisions().list(
                fileId=file_id, fields=EVERYTHING, pageSize=200, pageToken=token
            ),
            of="revisions",
        )
    )


def exports_of(drive: DriveGateway, file_id: str) -> dict[str, bytes]:
    """The file in every form in which somebody could take it away."""
    return {name: drive.export(file_id, kind) for name, kind in KINDS.items()}
