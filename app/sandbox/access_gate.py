"""The gate of the Sheets routes, answered from Drive's permissions."""

from __future__ import annotations

from typing import Literal

from starlette.requests import Request

from app.sandbox.access import Level, identity_of, require
from app.sandbox.gate import Caller


class AccessGate:
    """Admits by the role that the caller holds on the file."""

    def admit(self, request: Request, *, kind: Literal["read", "write"], file_id: str | None) -> Caller:
        """The caller, allowed to do this to this file; `file_id` None when a file is to be made."""
        identity = identity_of(request)
        if file_id is not None:
            require(request, file_id, Level.READ if kind == "read" else Level.WRITE)
        return Caller(identity.email, identity.person.name)
