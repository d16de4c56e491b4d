"""permissions: who may do what, and who may say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.sandbox.access import LEVEL_OF_ROLE, Level
from app.sandbox.clock import stamp
from app.sandbox.drive.call import Call
from app.sandbox.drive.notifications import notify
from app.sandbox.drive.permission import anyone_permission, domain_permission, user_permission
from app.sandbox.drive.resource import may_share, shown
from app.sandbox.drive.transfer import accept_ownership, check_may_offer, transfer_ownership
from app.sandbox.drive.view import PRIVATE, View
from app.sandbox.drive.writable import moment
from app.sandbox.errors import ApiError
from app.sandbox.file_record import FileRecord
from app.sandbox.refusals import bad_parameter, drive_error, may_not

JsonDict = dict[str, Any]
ROLES = {"owner", "writer", "commenter", "reader"}
SHARED_DRIVE_ROLES = {"organizer", "fileOrganizer"}
TYPES = {"user", "group", "domain", "anyone"}
LONGEST = timedelta(days=366)


def create_permission(call: Call) -> JsonDict:
    """Share a file; for someone who holds a role already, the role becomes this one."""
    record = _sharable(call)
    body, role = call.body, _role(call.body)
    permission = _new(call, role)
    _expires(call, permission)
    if role == "owner" and permission["emailAddress"].lower() != record.owner:
        permission = transfer_ownership(call, record, permission["emailAddress"])
        notify(call, record, permission)
        return shown(permission)
    if permission.get("emailAddress", "").lower() == record.owner.lower():
        return shown(_find(call, record, permission["id"]))
    told = body["type"] in {"user", "group"} and call.query.get("sendNotificationEmail", True)
    if not told and call.query.get("emailMessage"):
        raise bad_parameter("emailMessage needs sendNotificationEmail.", "emailMessage")
    if body["type"] == "user" and not told and call.state.people.find(permission["emailAddress"]) is None:
        raise _must_notify(permission["emailAddress"])
    permission[f"{PRIVATE}since"] = stamp(call.state.store.clock())
    others = tuple(held for held in record.permissions if held["id"] != permission["id"])
    call.state.store.put_file(replace(record, permissions=(*others, permission)))
    if told:
        notify(call, record, permission)
    return shown(permission)


def list_permissions(call: Call) -> JsonDict:
    """All, for those who may share the file."""
    record = _sharable(call)
    view = View(call.state, call.identity, record)
    return {"kind": "drive#permissionList", "permissions": [shown(held) for held in view.permissions]}


def get_permission(call: Call) -> JsonDict:
    """One; one's own may always be looked at."""
    wanted = call.path("permission_id")
    if wanted == call.identity.person.permission_id:
        return shown(_find(call, call.file(), wanted))
    return shown(_find(call, _sharable(call), wanted))


def update_permission(call: Call) -> JsonDict:
    """Another role, another expiry."""
    record = _sharable(call)
    held = _find(call, record, call.path("permission_id"))
    for name in call.body:
        if name not in {"role", "expirationTime", "kind", "pendingOwner", "view"}:
            raise drive_error(
                403, "The resource body includes fields which are not directly writable.", "fieldNotWritable"
            )
    role = _role({**held, **call.body})
    if role == "owner" and held["role"] != "owner":
        give = accept_ownership if held.get("pendingOwner") else transfer_ownership
        return shown(give(call, record, held.get("emailAddress", "")))
    if held["role"] == "owner":
        if role != "owner":
            raise may_not("The user does not have sufficient permissions for this file.")
        return shown(held)
    _refuse_inherited(held)
    changed = {**held, "role": role}
    if call.body.get("pendingOwner"):
        check_may_offer(call, record, changed)
        changed["pendingOwner"] = True
    if call.query.get("removeExpiration"):
        changed.pop("expirationTime", None)
    _expires(call, changed)
    others = tuple(held for held in record.permissions if held["id"] != changed["id"])
    call.state.store.put_file(replace(record, permissions=(*others, changed)))
    return shown(changed)


def delete_permission(call: Call) -> None:
    """Take a role away; everybody but the owner may give up their own."""
    wanted = call.path("permission_id")
    mine = wanted == call.identity.person.permission_id
    record = call.file() if mine else _sharable(call)
    held = _find(call, record, wanted)
    if held["role"] == "owner":
        raise may_not("The owner of a file cannot be removed.", "cannotRemoveOwner")
    _refuse_inherited(held)
    others = tuple(other for other in record.permissions if other["id"] != wanted)
    call.state.store.put_file(replace(record, permissions=others))


def _sharable(call: Call) -> FileRecord:
    record = call.file()
    if not may_share(View(call.state, call.identity, record)):
        raise may_not("The user does not have sufficient permissions for this file.")
    return record


def _find(call: Call, record: FileRecord, permission_id: str) -> JsonDict:
    for held in View(call.state, call.identity, record).permissions:
        if held["id"] == permission_id:
            return held
    raise drive_error(404, f"Permission not found: {permission_id}.", "notFound", location="permissionId")


def _new(call: Call, role: str) -> JsonDict:
    """The permission that the body describes."""
    body = call.body
    discoverable = body.get("allowFileDiscovery", False)
    match body.get("type"):
        case None:
            raise bad_parameter("The permission type field is required.", "permission.type", "required")
        case "user" | "group" as kind:
            email = body.get("emailAddress", "")
            if "@" not in email.strip("@"):
                raise drive_error(
                    400,
                    "The specified emailAddress is invalid or not applicable for the given permission type.",
                    "invalid",
                    location="permission.emailAddress",
                )
            return {**user_permission(call.state.people, email, role), "type": kind}
        case "domain":
            if not body.get("domain"):
                raise drive_error(
                    400,
                    "The specified domain is invalid or not applicable for the given permission type.",
                    "invalid",
                    location="permission.domain",
                )
            return domain_permission(body["domain"], role, discoverable=discoverable)
        case "anyone":
            return anyone_permission(role, discoverable=discoverable)
    raise bad_parameter("The specified permission type is invalid.", "permission.type")


def _role(body: JsonDict) -> str:
    role = body.get("role")
    if not role:
        raise bad_parameter("The permission role field is required.", "permission.role", "required")
    if role in SHARED_DRIVE_ROLES:
        raise drive_error(
            403, "The specified role is only available on shared drives.", "invalidSharingRequest"
        )
    if role not in ROLES:
        raise bad_parameter("The specified role is invalid.", "permission.role")
    if role == "owner" and body.get("type") != "user":
        raise bad_parameter("The owner of a file must be a user.", "permission.type")
    return str(role)


def _expires(call: Call, permission: JsonDict) -> None:
    """Set the expiry that the body asks for, if such a permission can have one."""
    wanted = call.body.get("expirationTime")
    if wanted is None:
        return
    until, now = moment(wanted, "expirationTime"), call.state.store.clock()
    if permission["type"] not in {"user", "group"} or LEVEL_OF_ROLE[permission["role"]] >= Level.OWN:
        raise drive_error(403, "Expiration dates cannot be set on this item.", "cannotSetExpiration")
    if not now < until <= now + LONGEST:
        raise bad_parameter(
            "The specified expirationTime must be in the future and no more than a year away.",
            "permission.expirationTime",
        )
    permission["expirationTime"] = stamp(datetime.fromtimestamp(until.timestamp(), until.tzinfo))


def _refuse_inherited(held: JsonDict) -> None:
    if held.get(f"{PRIVATE}inherited"):
        raise may_not(
            "Cannot modify a permission that is inherited from a folder.", "cannotModifyInheritedPermission"
        )


def _must_notify(email: str) -> ApiError:
    reason = (
        f"You are trying to invite {email}. Since there is no Google account associated with this email "
        'address, you must check the "Notify people" box to invite this recipient.'
    )
    return drive_error(400, f'Bad Request. User message: "{reason}"', "invalidSharingRequest", inner=reason)
