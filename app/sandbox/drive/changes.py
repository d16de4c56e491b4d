"""changes: what has happened to the caller's files since a page token."""

from __future__ import annotations

from typing import Any

from app.sandbox.drive.call import Call
from app.sandbox.drive.lag import as_told
from app.sandbox.drive.resource import file_resource
from app.sandbox.drive.view import View
from app.sandbox.drive.watched_store import Change
from app.sandbox.identity.identity import Identity
from app.sandbox.refusals import bad_parameter

JsonDict = dict[str, Any]


def start_page_token(call: Call) -> JsonDict:
    """The token from which the next change will be told."""
    return {
        "kind": "drive#startPageToken",
        "startPageToken": str(call.state.store.last_change() + 1),
    }


def list_changes(call: Call) -> JsonDict:
    """Each file once, at its latest change; a file that the caller can no longer see is `removed`."""
    token = call.query["pageToken"]
    if not token.isdigit() or int(token) < 1:
        raise bad_parameter("Invalid Value", "pageToken")
    latest: dict[str, Change] = {}
    for change in call.state.store.changes_after(int(token) - 1):
        if _concerns(change, call.identity):
            latest.pop(change.file_id, None)
            latest[change.file_id] = change
    changes = list(latest.values())
    size = call.query.get("pageSize", 100)
    held = [_change(call, change) for change in changes[:size]]
    if not call.query.get("includeRemoved", True):
        held = [change for change in held if not change["removed"]]
    answer: JsonDict = {"kind": "drive#changeList", "changes": held}
    if len(changes) > size:
        answer["nextPageToken"] = str(changes[size - 1].number + 1)
    else:
        answer["newStartPageToken"] = str(call.state.store.last_change() + 1)
    return answer


def _concerns(change: Change, identity: Identity) -> bool:
    return bool(change.people & {identity.email, identity.person.hosted or identity.email})


def _change(call: Call, change: Change) -> JsonDict:
    held: JsonDict = {
        "kind": "drive#change",
        "type": "file",
        "changeType": "file",
        "time": change.time,
        "fileId": change.file_id,
        "removed": not call.state.access.level(call.identity, change.file_id),
    }
    if not held["removed"]:
        record = as_told(call.state, call.state.store.file(change.file_id))
        held["file"] = file_resource(View(call.state, call.identity, record))
    return held
