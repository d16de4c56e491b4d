"""A file as one person sees it: what queries, sorting and the File resource all look at."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from app.sandbox.access import LEVEL_OF_ROLE, Level
from app.sandbox.drive.permission import user_permission
from app.sandbox.drive.roles import applies
from app.sandbox.file_record import SPREADSHEET, FileRecord
from app.sandbox.identity.identity import Identity
from app.sandbox.identity.people import permission_id
from app.sandbox.state import State

JsonDict = dict[str, Any]
PRIVATE = "_"  # names in `FileRecord.more` and in permissions that Drive never shows start so


def root_of(email: str) -> str:
    """The id of a person's My Drive."""
    return "0A" + hashlib.sha256(f"root:{email}".encode()).hexdigest()[:14] + "PVA"


@dataclass(frozen=True)
class View:
    """`record` for `identity`."""

    state: State
    identity: Identity
    record: FileRecord

    @cached_property
    def level(self) -> Level:
        """What this person may do."""
        return self.state.access.level(self.identity, self.record.file_id) or Level.NONE

    @property
    def owned(self) -> bool:
        """Whether this person owns it."""
        return self.record.owner == self.identity.email

    @property
    def is_workbook(self) -> bool:
        """Whether it is a spreadsheet of Google's own kind."""
        return self.record.mime_type == SPREADSHEET

    @cached_property
    def parents(self) -> tuple[str, ...]:
        """Folders; the owner's My Drive when none was named. Others see only folders they may see."""
        parents = self.record.parents
        if not parents:
            return (root_of(self.identity.email),) if self.owned else ()
        known = [p for p in parents if p == root_of(self.identity.email) or self._visible(p)]
        return tuple(known)

    def _visible(self, folder: str) -> bool:
        return bool(self.state.access.level(self.identity, folder))

    @cached_property
    def permissions(self) -> list[JsonDict]:
        """The owner's, the file's own, then those inherited from folders; expired ones are gone."""
        owner = user_permission(self.state.people, self.record.owner, "owner")
        found = {owner["id"]: owner}
        for record in self.state.roles.with_folders(self.record.file_id):
            inherited = record.file_id != self.record.file_id
            for held in live(record.permissions):
                known = found.get(held["id"])
                if known is None or LEVEL_OF_ROLE[held["role"]] > LEVEL_OF_ROLE[known["role"]]:
                    found[held["id"]] = {**held, f"{PRIVATE}inherited": inherited}
            if inherited and record.owner != self.record.owner:
                above = user_permission(self.state.people, record.owner, "writer")
                found.setdefault(above["id"], {**above, f"{PRIVATE}inherited": True})
        return list(found.values())

    @property
    def shared(self) -> bool:
        """Whether anybody but the owner may see it."""
        return len(self.permissions) > 1

    @cached_property
    def shared_with_me(self) -> datetime | None:
        """Since when this person, not being the owner, has a permission of their own."""
        if self.owned:
            return None
        for held in self.permissions:
            if held["type"] == "user" and applies(held, self.identity):
                return datetime.fromisoformat(held.get(f"{PRIVATE}since") or self.record.created.isoformat())
        return None

    @property
    def listed(self) -> bool:
        """Whether a list shows it: a file that is only open to whoever has its link is not."""
        if not self.level:
            return False
        return self.owned or any(
            applies(held, self.identity) and held.get("allowFileDiscovery", True) for held in self.permissions
        )

    def by_me(self, name: str) -> Any:
        """What this person alone has set on the file (starred, viewedByMeTime)."""
        return self.record.more.get(f"{PRIVATE}by", {}).get(permission_id(self.identity.email), {}).get(name)


def live(permissions: tuple[JsonDict, ...]) -> list[JsonDict]:
    """Those that have not expired."""
    now = datetime.now().astimezone()
    return [
        held
        for held in permissions
        if not held.get("expirationTime") or datetime.fromisoformat(held["expirationTime"]) > now
    ]
