"""Giving a file to a new owner."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.sandbox.drive.call import Call
from app.sandbox.drive.permission import user_permission
from app.sandbox.file_record import FileRecord
from app.sandbox.identity.people import permission_id
from app.sandbox.refusals import drive_error, may_not


def transfer_ownership(call: Call, record: FileRecord, email: str) -> dict[str, Any]:
    """The new owner's permission; the old owner stays as a writer.

    Only the owner may, with `transferOwnership=true` and a notification, and at once only within one
    Workspace domain: anybody else has to consent first, which this sandbox does not do.
    """
    _must_be_meant(call)
    if record.owner != call.identity.email:
        raise may_not("The user does not have sufficient permissions for this file.")
    if call.query.get("sendNotificationEmail") is False:
        raise drive_error(
            403,
            "The sendNotificationEmail parameter must be enabled for ownership transfers.",
            "forbidden",
            location="sendNotificationEmail",
        )
    people = call.state.people
    heir, owner = people.find(email), call.identity.person
    if heir is None or heir.kind == "service" or not heir.hosted or heir.hosted != owner.hosted:
        raise drive_error(
            403,
            "Consent is required to transfer ownership of a file to another user.",
            "consentRequiredForOwnershipTransfer",
        )
    return _given(call, record, heir.email)


def check_may_offer(call: Call, record: FileRecord, permission: dict[str, Any]) -> None:
    """The owner may offer a file to a writer, who becomes its pending owner."""
    if record.owner != call.identity.email:
        raise may_not("The user does not have sufficient permissions for this file.")
    if permission["type"] != "user" or permission["role"] != "writer":
        raise drive_error(
            403, "A pending owner must be a user with the role of a writer.", "invalidSharingRequest"
        )


def accept_ownership(call: Call, record: FileRecord, email: str) -> dict[str, Any]:
    """The pending owner takes what was offered."""
    _must_be_meant(call)
    if email.lower() != call.identity.email:
        raise may_not("The user does not have sufficient permissions for this file.")
    return _given(call, record, email.lower())


def _must_be_meant(call: Call) -> None:
    if not call.query.get("transferOwnership"):
        raise drive_error(
            403,
            "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
            "forbidden",
            location="transferOwnership",
        )


def _given(call: Call, record: FileRecord, heir: str) -> dict[str, Any]:
    people = call.state.people
    if heir != record.owner:
        others = tuple(held for held in record.permissions if held["id"] != permission_id(heir))
        writer = user_permission(people, record.owner, "writer")
        call.state.store.put_file(replace(record, owner=heir, permissions=(*others, writer), parents=()))
    return user_permission(people, heir, "owner")
