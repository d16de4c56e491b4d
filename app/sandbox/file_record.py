"""What Drive knows about a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"

JsonDict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of any kind. Times are aware, in UTC; `permissions` are Drive permission resources.

    `more` holds whatever else a client may set (description, properties, appProperties, starred, ...), by
    its Drive name. Change one with `dataclasses.replace` and `Store.put_file`.
    """

    file_id: str
    name: str
    owner: str
    created: datetime
    modified: datetime
    mime_type: str = SPREADSHEET
    version: int = 1
    trashed: bool = False
    modified_by: str = ""
    parents: tuple[str, ...] = ()
    permissions: tuple[JsonDict, ...] = ()
    more: JsonDict = field(default_factory=dict)

    def to_json(self) -> JsonDict:
        """As kept in the store."""
        return asdict(self)

    @classmethod
    def from_json(cls, held: JsonDict) -> FileRecord:
        """Back from the store."""
        return cls(
            **{
                **held,
                "created": datetime.fromisoformat(held["created"]),
                "modified": datetime.fromisoformat(held["modified"]),
                "parents": tuple(held["parents"]),
                "permissions": tuple(held["permissions"]),
            }
        )
