"""Whether the person who asked for a share still may edit the workbook that it is built from. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

EDIT = frozenset({"owner", "organizer", "fileOrganizer", "writer"})


def still_edits(permissions: Iterable[dict[str, Any]], email: str) -> bool | None:
    """By the workbook's permissions at Google, as its editors see them.

    None: only a group might let them in, and who is in a group is not told there.
    """
    address = email.lower()
    unclear = False
    for one in permissions:
        if one.get("role") not in EDIT or one.get("deleted"):
            continue
        match one.get("type"):
            case "user" if str(one.get("emailAddress", "")).lower() == address:
                return True
            case "domain" if str(one.get("domain", "")).lower() == address.rpartition("@")[2]:
                return True
            case "anyone":
                return True
            case "group":
                unclear = True
    return None if unclear else False
