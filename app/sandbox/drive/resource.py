"""A file as Drive v3 shows it: the whole resource, cut to `fields` afterwards."""

from __future__ import annotations

import hashlib
from typing import Any

from app.sandbox.access import Level
from app.sandbox.clock import stamp
from app.sandbox.drive import formats
from app.sandbox.drive.view import PRIVATE, View
from app.sandbox.file_record import FOLDER
from app.sandbox.identity.people import permission_id
from app.sandbox.state import State

JsonDict = dict[str, Any]
GOOGLE_KIND = "application/vnd.google-apps."
SETTABLE_FLAGS = ("copyRequiresWriterPermission", "writersCanShare")


def file_resource(view: View) -> JsonDict:
    """Everything that Drive tells this person of the file."""
    record, more = view.record, view.record.more
    held: JsonDict = {
        "kind": "drive#file",
        "id": record.file_id,
        "name": record.name,
        "mimeType": record.mime_type,
    }
    held |= {name: value for name, value in more.items() if not name.startswith(PRIVATE)}
    held |= {
        "starred": bool(view.by_me("starred")),
        "trashed": record.trashed,
        "explicitlyTrashed": record.trashed,
        "spaces": ["drive"],
        "version": str(record.version),
        "webViewLink": web_link(record.mime_type, record.file_id),
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{record.mime_type}",
        "hasThumbnail": False,
        "thumbnailVersion": "0",
        "viewedByMe": view.by_me("viewedByMeTime") is not None,
        "createdTime": stamp(record.created),
        "modifiedTime": stamp(record.modified),
        "modifiedByMe": record.modified_by == view.identity.email,
        "lastModifyingUser": user(view.state, record.modified_by or record.owner, me=view.identity.email),
        "owners": [user(view.state, record.owner, me=view.identity.email)],
        "ownedByMe": view.owned,
        "shared": view.shared,
        "capabilities": capabilities(view),
        "viewersCanCopyContent": not more.get("copyRequiresWriterPermission", False),
        "copyRequiresWriterPermission": more.get("copyRequiresWriterPermission", False),
        "writersCanShare": more.get("writersCanShare", True),
        "quotaBytesUsed": str(more.get("_size", 1024 if view.is_workbook else 0)),
        "isAppAuthorized": True,
        "inheritedPermissionsDisabled": False,
    }
    if view.parents:
        held["parents"] = list(view.parents)
    if held["viewedByMe"]:
        held["viewedByMeTime"] = view.by_me("viewedByMeTime")
    if held["modifiedByMe"]:
        held["modifiedByMeTime"] = held["modifiedTime"]
    if view.shared_with_me:
        held["sharedWithMeTime"] = stamp(view.shared_with_me)
    if record.trashed:
        held["trashedTime"] = more.get("_trashed", held["modifiedTime"])
    if may_share(view):
        held["permissions"] = [shown(permission) for permission in view.permissions]
        held["permissionIds"] = [permission["id"] for permission in view.permissions]
    held |= _content(view)
    return held


def _content(view: View) -> JsonDict:
    """What only files of Google's own kind have, and what only files with bytes have."""
    record, more = view.record, view.record.more
    if view.is_workbook:
        return {"exportLinks": formats.export_links(record.file_id)}
    if record.mime_type.startswith(GOOGLE_KIND):
        return {}
    data = more.get("_digest", {})
    extension = record.name.rpartition(".")[2] if "." in record.name else ""
    return {
        "originalFilename": more.get("originalFilename", record.name),
        "fileExtension": extension,
        "fullFileExtension": extension,
        "size": str(more.get("_size", 0)),
        "headRevisionId": hashlib.sha256(f"{record.file_id}:{record.version}".encode()).hexdigest()[:32],
        "webContentLink": f"https://drive.google.com/uc?id={record.file_id}&export=download",
        **data,
    }


def web_link(mime_type: str, file_id: str) -> str:
    """Where a person opens it."""
    if mime_type == GOOGLE_KIND + "spreadsheet":
        return f"https://docs.google.com/spreadsheets/d/{file_id}/edit?usp=drivesdk"
    if mime_type == FOLDER:
        return f"https://drive.google.com/drive/folders/{file_id}"
    return f"https://drive.google.com/file/d/{file_id}/view?usp=drivesdk"


def user(state: State, email: str, *, me: str) -> JsonDict:
    """A drive#user."""
    person = state.people.find(email)
    return {
        "kind": "drive#user",
        "displayName": person.name if person else email.partition("@")[0],
        "me": email == me,
        "permissionId": permission_id(email),
        "emailAddress": email,
    }


def shown(permission: JsonDict) -> JsonDict:
    """A permission without what we keep for ourselves."""
    return {name: value for name, value in permission.items() if not name.startswith(PRIVATE)}


def may_share(view: View) -> bool:
    """Owners may; writers too unless the owner forbade it."""
    if view.level == Level.WRITE:
        return bool(view.record.more.get("writersCanShare", True))
    return view.level == Level.OWN


def capabilities(view: View) -> dict[str, bool]:
    """What this person may do, by Drive's names."""
    level = view.level
    folder, writes, owns = view.record.mime_type == FOLDER, level >= Level.WRITE, level == Level.OWN
    copies = not folder and (writes or not view.record.more.get("copyRequiresWriterPermission", False))
    return {
        "canAcceptOwnership": False,
        "canAddChildren": folder and writes,
        "canChangeCopyRequiresWriterPermission": writes,
        "canChangeViewersCanCopyContent": writes,
        "canComment": level >= Level.COMMENT,
        "canCopy": copies,
        "canDelete": owns,
        "canDownload": copies or folder,
        "canEdit": writes,
        "canListChildren": folder,
        "canModifyContent": writes,
        "canMoveItemWithinDrive": writes,
        "canReadRevisions": writes,
        "canRemoveChildren": folder and writes,
        "canRename": writes,
        "canShare": may_share(view),
        "canTrash": owns,
        "canUntrash": owns,
    }
