"""The gate of the Sheets routes, answered from Drive's permissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from starlette.requests import Request

from app.sandbox.access import Level, identity_of, require
from app.sandbox.drive.roles import FileRoles
from app.sandbox.gate import Caller
from app.sandbox.traffic.log import note_kinds


class AccessGate:
    """Admits by the role that the caller holds on the file."""

    def __init__(self, roles: FileRoles) -> None:
        self._roles = roles

    def admit(self, request: Request, *, kind: Literal["read", "write"], file_id: str | None) -> Caller:
        """The caller, allowed to do this to this file; `file_id` None when a file is to be made."""
        identity = identity_of(request)
        level = None
        if file_id is not None:
            require(request, file_id, Level.READ if kind == "read" else Level.WRITE)
            level = request.state.access.level(identity, file_id)
        sees_comments = level is None or level >= Level.COMMENT
        return Caller(identity.email, identity.person.name, sees_comments)

    def note_made(self, request: Request, file_id: str) -> None:
        """From now on the caller's client reaches the file."""
        self._roles.note_opened(file_id, identity_of(request).client_id)

    def note_requests(self, request: Request, requests: Sequence[Mapping[str, Any]]) -> None:
        """Into the log."""
        note_kinds(request, requests)
