"""files.list: what this person sees, fitting `q`, in order, page by page."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from app.sandbox.drive import query_syntax, search
from app.sandbox.drive.call import Call
from app.sandbox.drive.lag import as_told
from app.sandbox.drive.resource import file_resource
from app.sandbox.drive.view import View
from app.sandbox.refusals import bad_parameter

JsonDict = dict[str, Any]
ENTIRE = 1000


def list_files(call: Call) -> JsonDict:
    """Newest first unless asked otherwise; the trash only when `q` speaks of it."""
    q, order = call.query.get("q", ""), call.query.get("orderBy", "")
    views = [
        View(call.state, call.identity, as_told(call.state, record)) for record in call.state.store.files()
    ]
    try:
        node = query_syntax.parse(q) if q.strip() else None
        if node is None or "trashed" not in query_syntax.fields_of(node):
            views = [view for view in views if not view.record.trashed]
        found = [view for view in views if view.listed and (node is None or search.fits(node, view))]
    except query_syntax.BadQuery:
        raise bad_parameter("Invalid Value", "q") from None
    if order:
        try:
            found = search.ordered(found, order)
        except query_syntax.BadQuery:
            raise bad_parameter("Invalid Value", "orderBy") from None
    start = page_start(call.query.get("pageToken", ""), fingerprint=f"{q}|{order}")
    end = start + call.query.get("pageSize", 100)
    held: JsonDict = {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [file_resource(view) for view in found[start:end]],
    }
    if end < len(found):
        held["nextPageToken"] = page_token(end, fingerprint=f"{q}|{order}")
    return held


def page_token(start: int, *, fingerprint: str) -> str:
    """Opaque, and good for the same question only."""
    seal = hashlib.sha256(fingerprint.encode()).hexdigest()[:12]
    return base64.urlsafe_b64encode(f"{start}:{seal}".encode()).decode()


def page_start(token: str, *, fingerprint: str) -> int:
    """Where the page begins; 400 for a token of another question."""
    if not token:
        return 0
    try:
        start, _, seal = base64.urlsafe_b64decode(token).decode().partition(":")
        if seal == hashlib.sha256(fingerprint.encode()).hexdigest()[:12]:
            return int(start)
    except ValueError:
        pass
    raise bad_parameter("Invalid Value", "pageToken")
