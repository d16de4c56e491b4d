"""A permission as Drive keeps it: its number follows from whom it is for."""

from __future__ import annotations

from typing import Any

from app.sandbox.identity.people import People, permission_id

ANYONE, ANYONE_WITH_LINK = "anyone", "anyoneWithLink"


def user_permission(people: People, email: str, role: str) -> dict[str, Any]:
    """For a person, known here or not."""
    person = people.find(email)
    return {
        "kind": "drive#permission",
        "id": permission_id(email),
        "type": "user",
        "emailAddress": email.lower() if person else email,
        "role": role,
        "displayName": person.name if person else email.partition("@")[0],
        "deleted": False,
        "pendingOwner": False,
    }


def anyone_permission(role: str, *, discoverable: bool = False) -> dict[str, Any]:
    """For everybody, or for everybody who has the link."""
    return {
        "kind": "drive#permission",
        "id": ANYONE if discoverable else ANYONE_WITH_LINK,
        "type": "anyone",
        "role": role,
        "allowFileDiscovery": discoverable,
    }


def domain_permission(domain: str, role: str, *, discoverable: bool = False) -> dict[str, Any]:
    """For everybody of a Workspace domain."""
    return {
        "kind": "drive#permission",
        "id": permission_id(domain) + ("" if discoverable else "k"),
        "type": "domain",
        "domain": domain,
        "displayName": domain,
        "role": role,
        "allowFileDiscovery": discoverable,
    }
