"""A file in the words of Drive v2, which old clients still use to upload."""

from __future__ import annotations

import hashlib
from typing import Any

from app.sandbox.access import Level
from app.sandbox.clock import stamp
from app.sandbox.drive.formats import export_links
from app.sandbox.drive.resource import user, web_link
from app.sandbox.drive.view import View

JsonDict = dict[str, Any]
V2 = "https://www.googleapis.com/drive/v2/files/"
ROLE = {Level.OWN: "owner", Level.WRITE: "writer", Level.COMMENT: "reader", Level.READ: "reader"}


def v2_body(metadata: Any) -> JsonDict:
    """v2's names of what v3 knows."""
    if not isinstance(metadata, dict):
        return {}
    held = {"name": metadata.get("title"), "mimeType": metadata.get("mimeType")}
    held["description"] = metadata.get("description")
    parents = [parent.get("id") for parent in metadata.get("parents") or () if isinstance(parent, dict)]
    return {name: value for name, value in {**held, "parents": parents}.items() if value}


def v2_resource(view: View) -> JsonDict:
    """The whole resource."""
    record, link = view.record, V2 + view.record.file_id
    me = view.identity.email
    etag = hashlib.md5(f"{record.file_id}{record.version}".encode(), usedforsecurity=False).hexdigest()
    modified, size = stamp(record.modified), str(record.more.get("_size", 1024))
    held: JsonDict = {
        "kind": "drive#file",
        "userPermission": {
            "id": "me",
            "type": "user",
            "role": ROLE.get(view.level, "reader"),
            "kind": "drive#permission",
            "selfLink": f"{link}/permissions/me",
            "etag": f'"{etag[:27]}"',
            "pendingOwner": False,
        },
        "selfLink": link,
        "ownerNames": [_v2_user(view, record.owner)["displayName"]],
        "lastModifyingUserName": _v2_user(view, record.modified_by or record.owner)["displayName"],
        "editable": view.level >= Level.WRITE,
        "writersCanShare": record.more.get("writersCanShare", True),
        "mimeType": record.mime_type,
        "parents": [_parent(link, folder, is_root=not record.parents) for folder in view.parents],
        "appDataContents": False,
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{record.mime_type}",
        "shared": view.shared,
        "lastModifyingUser": _v2_user(view, record.modified_by or record.owner),
        "owners": [_v2_user(view, record.owner)],
        "copyable": True,
        "etag": f'"{etag[:18]}"',
        "alternateLink": web_link(record.mime_type, record.file_id),
        "fileSize": size,
        "copyRequiresWriterPermission": record.more.get("copyRequiresWriterPermission", False),
        "spaces": ["drive"],
        "id": record.file_id,
        "title": record.name,
        "labels": {
            "viewed": True,
            "restricted": False,
            "starred": bool(view.by_me("starred")),
            "hidden": False,
            "trashed": record.trashed,
        },
        "explicitlyTrashed": record.trashed,
        "createdDate": stamp(record.created),
        "modifiedDate": modified,
        "quotaBytesUsed": size,
        "version": str(record.version),
        "capabilities": {"canEdit": view.level >= Level.WRITE, "canCopy": True},
    }
    if record.modified_by == me:
        held["modifiedByMeDate"] = modified
    if view.is_workbook:
        held["exportLinks"] = export_links(record.file_id)
        held["embedLink"] = f"https://docs.google.com/spreadsheets/d/{record.file_id}/htmlembed"
    return held


def _v2_user(view: View, email: str) -> JsonDict:
    held = user(view.state, email, me=view.identity.email)
    held["isAuthenticatedUser"] = held.pop("me")
    return held


def _parent(link: str, folder: str, *, is_root: bool) -> JsonDict:
    return {
        "selfLink": f"{link}/parents/{folder}",
        "id": folder,
        "isRoot": is_root,
        "kind": "drive#parentReference",
        "parentLink": V2 + folder,
    }
