"""Who may do what with which file: asked by Sheets and Drive alike.

`require` is the one question. Its answer depends on the file's permissions, on whether the token reaches
the whole of the person's Drive or only files made with its client, and on which service is asked: Sheets
answers 404 for a missing file and 403 for one without access; Drive answers 404 for both.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Protocol

from starlette.requests import HTTPConnection

from app.sandbox.errors import not_found, permission_denied
from app.sandbox.identity.identity import Identity
from app.sandbox.refusals import DRIVE, file_not_found, may_not


class Level(IntEnum):
    """What a role allows, in rising order."""

    NONE = 0
    READ = 1
    COMMENT = 2
    WRITE = 3
    OWN = 4


LEVEL_OF_ROLE = {
    "reader": Level.READ,
    "commenter": Level.COMMENT,
    "writer": Level.WRITE,
    "fileOrganizer": Level.WRITE,
    "organizer": Level.WRITE,
    "owner": Level.OWN,
}


class Roles(Protocol):
    """What Drive knows of files; kept by `drive.files`."""

    def level(self, file_id: str, identity: Identity) -> Level | None:
        """The caller's level; None when there is no such file."""

    def opened_with(self, file_id: str, client_id: str) -> bool:
        """Whether the file was made or opened with this client (all that `drive.file` reaches)."""


class Access:
    """The question, bound to the files of this sandbox."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles

    def level(self, identity: Identity, file_id: str) -> Level | None:
        """What this caller may do; None when for them there is no such file."""
        level = self._roles.level(file_id, identity)
        if level is not None and identity.own_files_only:
            return level if self._roles.opened_with(file_id, identity.client_id) else None
        return level

    def require(self, identity: Identity, file_id: str, level: Level, *, service: str) -> None:
        """Refuse in the words of `service` unless the caller has at least `level`."""
        held = self.level(identity, file_id)
        if service == DRIVE:
            if not held:
                raise file_not_found(file_id)
            if held < level:
                raise may_not("The user does not have sufficient permissions for this file.")
        elif held is None:
            raise not_found()
        elif held < level:
            raise permission_denied()


def identity_of(request: HTTPConnection) -> Identity:
    """Who asks; set by the gate before any route runs."""
    identity: Identity = request.state.identity
    return identity


def require(request: HTTPConnection, file_id: str, level: Level, *, service: str = "sheets") -> Identity:
    """Who asks, if they may; otherwise a refusal in the shape of `service` is raised."""
    access: Access = request.state.access
    identity = identity_of(request)
    access.require(identity, file_id, level, service=service)
    return identity
