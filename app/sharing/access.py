"""Who may open the client's file: given one by one, listed back, compared, taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from app.errors import (
    GoogleError,
    NotAllowedToWrite,
    NotYoursOrNotThere,
    PermissionsDiffer,
    RefusedByGoogle,
    SharingRefused,
)
from app.google.drive import DriveGateway
from app.google.drive_whole import permissions_of

Json = dict[str, Any]


def give(
    drive: DriveGateway,
    file_id: str,
    recipients: Iterable[str],
    *,
    role: str,
    until: datetime | None,
    message: str | None = None,
) -> None:
    """A permission for each, one after the other: Drive applies only the last of two at the same time.

    `message`: Google writes them an e-mail with it. SharingRefused when Google, or the organisation, says no.
    """
    for place, address in enumerate(recipients, 1):
        body: Json = {"type": "user", "role": role, "emailAddress": address}
        if until is not None:
            body["expirationTime"] = until.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        try:
            drive.share(file_id, body, message=message, tell=message is not None)
        except (RefusedByGoogle, NotAllowedToWrite) as refused:
            reason = str(refused.where.get("reason", ""))
            raise SharingRefused(
                f"Google does not share the file with recipient {place} ({reason or 'no reason given'}).",
                mend="An address without a Google account needs the e-mail that Google sends: share with it. "
                "Otherwise ask your Google Workspace administrator whether files may be shared with it.",
                reason=reason,
            ) from refused


def roles_of(permissions: Iterable[Json]) -> dict[str, str]:
    """Address to role; what is no person's stands under its type, and what is inherited under its source."""
    found: dict[str, str] = {}
    for one in permissions:
        inherited = any(detail.get("inherited") for detail in one.get("permissionDetails", ()))
        name = (
            str(one.get("emailAddress", "")).lower() if one.get("type") == "user" else f"({one.get('type')})"
        )
        found[f"{name} (inherited)" if inherited else name] = str(one.get("role"))
    return found


def check(drive: DriveGateway, file_id: str, expected: Mapping[str, str]) -> dict[str, str]:
    """Who may open it now; raises PermissionsDiffer when that is not exactly as expected.

    Who opens less than expected is no danger: a recipient may have left by themselves, or expired.
    """
    seen = roles_of(permissions_of(drive, file_id))
    more = [name for name, role in seen.items() if expected.get(name) != role]
    if more:
        raise PermissionsDiffer(
            f"{len(more)} more may open the client's file than were named when it was shared."
        )
    return seen


def put_out(drive: DriveGateway, file_id: str, expected: Mapping[str, str]) -> dict[str, str]:
    """Whoever is not expected there, or in another role, can open it no more; who is left.

    What Google does not take away (a folder's permission) stays, and is among those who are left.
    """
    for one in permissions_of(drive, file_id):
        if one.get("role") == "owner" or all(
            expected.get(name) == role for name, role in roles_of([one]).items()
        ):
            continue
        with suppress(GoogleError):
            drive.unshare(file_id, str(one["id"]))
    return roles_of(permissions_of(drive, file_id))


def take_away(drive: DriveGateway, file_id: str, *, keep: Iterable[str], me: str = "") -> dict[str, str]:
    """Every permission but those of `keep` and the owner's, one after the other; who is left.

    `me`: whose own comes last, since nobody takes anything away after it. A file that is gone counts as done:
    nobody opens it any more.
    """
    kept = {address.lower() for address in keep if address}
    try:
        mine = []
        for one in permissions_of(drive, file_id):
            address = str(one.get("emailAddress", "")).lower() if one.get("type") == "user" else ""
            if one.get("role") == "owner" or address in kept:
                continue
            if address and address == me.lower():
                mine.append(one)
                continue
            try:
                drive.unshare(file_id, str(one["id"]))
            except NotYoursOrNotThere:
                continue  # it expired meanwhile, or they left
        left = roles_of(permissions_of(drive, file_id))
        for one in mine:
            drive.unshare(file_id, str(one["id"]))
            left.pop(me.lower(), None)
    except NotYoursOrNotThere:
        return {}
    return left
