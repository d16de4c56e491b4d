"""permissions: who may do what, on Drive and on Sheets."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.support.sandbox import ANA, BEN, CHIARA, NOOR, SAM, RunningSandbox

DriveFor = Callable[..., Any]
WRITE = {"requests": [{"updateSpreadsheetProperties": {"properties": {"title": "New"}, "fields": "title"}}]}


def reason(error: HttpError) -> str:
    return str(json.loads(error.content)["error"]["errors"][0]["reason"])


def user(role: str, email: str) -> dict[str, str]:
    return {"type": "user", "role": role, "emailAddress": email}


def sheets(sandbox: RunningSandbox, file_id: str, email: str | None) -> tuple[int, int]:
    """Status of a read and of a write."""
    read = sandbox.call("GET", f"/v4/spreadsheets/{file_id}?fields=spreadsheetId", as_=email)
    write = sandbox.call("POST", f"/v4/spreadsheets/{file_id}:batchUpdate", as_=email, json=WRITE)
    return read.status_code, write.status_code


@pytest.mark.parametrize(
    ("role", "expected"),
    [("reader", (200, 403)), ("commenter", (200, 403)), ("writer", (200, 200)), (None, (403, 403))],
)
def test_roles_hold_on_sheets(
    sandbox: RunningSandbox, drive: Any, role: str | None, expected: tuple[int, int]
) -> None:
    made = sandbox.create("Shared")
    if role:
        drive.permissions().create(fileId=made, body=user(role, BEN)).execute()
    assert sheets(sandbox, made, BEN) == expected
    assert sheets(sandbox, made, ANA) == (200, 200)


def test_sheets_says_forbidden_and_missing_apart(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Mine")
    forbidden = sandbox.call("GET", f"/v4/spreadsheets/{made}", as_=NOOR)
    assert forbidden.status_code == 403
    assert forbidden.json() == {
        "error": {
            "code": 403,
            "message": "The caller does not have permission",
            "status": "PERMISSION_DENIED",
        }
    }
    missing = sandbox.call("GET", f"/v4/spreadsheets/{'z' * 44}", as_=NOOR)
    assert missing.json() == {
        "error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}
    }


def test_no_token_and_bad_tokens(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Mine")
    for path, has_reasons in ((f"/v4/spreadsheets/{made}", False), (f"/drive/v3/files/{made}", True)):
        nobody = sandbox.call("GET", path, as_=None)
        assert nobody.status_code == 403
        assert nobody.json()["error"]["message"].startswith("Method doesn't allow unregistered callers")
        for token in (
            "nonsense",
            sandbox.token(ANA, expires_in=-5).access_token,
            sandbox.token(ANA).id_token,
        ):
            bad = sandbox.call("GET", path, as_=None, headers={"Authorization": f"Bearer {token}"})
            error = bad.json()["error"]
            assert (bad.status_code, error["status"]) == (401, "UNAUTHENTICATED")
            assert error["message"].startswith("Request had invalid authentication credentials.")
            assert ("errors" in error) is has_reasons


@pytest.mark.parametrize(
    ("scope", "read", "write"),
    [
        ("spreadsheets", 200, 200),
        ("spreadsheets.readonly", 200, 403),
        ("drive", 200, 200),
        ("drive.readonly", 200, 403),
        ("drive.file", 404, 404),
        ("userinfo.email", 403, 403),
    ],
)
def test_scopes_on_sheets(sandbox: RunningSandbox, scope: str, read: int, write: int) -> None:
    made = sandbox.create("Mine")
    token = sandbox.token(ANA, scopes=[f"https://www.googleapis.com/auth/{scope}"]).access_token
    headers = {"Authorization": f"Bearer {token}"}
    answer = sandbox.call("GET", f"/v4/spreadsheets/{made}", as_=None, headers=headers)
    assert answer.status_code == read
    if scope == "userinfo.email":
        assert answer.json()["error"]["message"] == "Request had insufficient authentication scopes."
        assert answer.json()["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
    wrote = sandbox.call(
        "POST", f"/v4/spreadsheets/{made}:batchUpdate", as_=None, headers=headers, json=WRITE
    )
    assert wrote.status_code == write


def test_a_spreadsheet_made_by_the_client_is_within_drive_file(sandbox: RunningSandbox) -> None:
    token = sandbox.token(ANA, scopes=["https://www.googleapis.com/auth/drive.file"]).access_token
    headers = {"Authorization": f"Bearer {token}"}
    made = sandbox.json("POST", "/v4/spreadsheets", as_=None, headers=headers, json={})["spreadsheetId"]
    assert sandbox.call("GET", f"/v4/spreadsheets/{made}", as_=None, headers=headers).status_code == 200


def test_an_api_key_reads_what_anyone_may_read(sandbox: RunningSandbox, drive: Any) -> None:
    made = sandbox.create("Open")
    path = f"/v4/spreadsheets/{made}?key=AIza"
    assert sandbox.call("GET", path, as_=None).status_code == 403
    drive.permissions().create(fileId=made, body={"type": "anyone", "role": "reader"}).execute()
    assert sandbox.call("GET", path, as_=None).status_code == 200
    write = sandbox.call("POST", f"/v4/spreadsheets/{made}:batchUpdate?key=AIza", as_=None, json=WRITE)
    assert write.status_code == 401
    assert [
        f["id"] for f in sandbox.json("GET", "/drive/v3/files", as_=NOOR)["files"]
    ] == []  # needs its link
    assert sheets(sandbox, made, NOOR) == (200, 403)


def test_a_permission_and_what_it_shows(drive: Any, sandbox: RunningSandbox) -> None:
    made = sandbox.create("Shared")
    given = drive.permissions().create(fileId=made, body=user("reader", BEN)).execute()
    assert given.keys() == {"kind", "id", "type", "role"}
    whole = drive.permissions().get(fileId=made, permissionId=given["id"], fields="*").execute()
    assert (whole["emailAddress"], whole["displayName"]) == (BEN, "Ben Okafor")
    again = drive.permissions().create(fileId=made, body=user("writer", BEN)).execute()
    assert (again["id"], again["role"]) == (given["id"], "writer")
    listed = drive.permissions().list(fileId=made).execute()["permissions"]
    assert [p["role"] for p in listed] == ["owner", "writer"]
    changed = (
        drive.permissions().update(fileId=made, permissionId=given["id"], body={"role": "reader"}).execute()
    )
    assert changed["role"] == "reader"
    drive.permissions().delete(fileId=made, permissionId=given["id"]).execute()
    assert sheets(sandbox, made, BEN) == (403, 403)
    with pytest.raises(HttpError, match="Permission not found"):
        drive.permissions().delete(fileId=made, permissionId=given["id"]).execute()


def test_readers_cant_share_writers_can_unless_forbidden(
    sandbox: RunningSandbox, drive: Any, drive_for: DriveFor
) -> None:
    made = sandbox.create("Shared", readers=[BEN], writers=[CHIARA])
    with pytest.raises(HttpError) as fault:
        drive_for(BEN).permissions().create(fileId=made, body=user("reader", NOOR)).execute()
    assert (fault.value.status_code, reason(fault.value)) == (403, "insufficientFilePermissions")
    with pytest.raises(HttpError):
        drive_for(BEN).permissions().list(fileId=made).execute()
    drive_for(CHIARA).permissions().create(fileId=made, body=user("reader", NOOR)).execute()
    drive.files().update(fileId=made, body={"writersCanShare": False}).execute()
    with pytest.raises(HttpError):
        drive_for(CHIARA).permissions().create(fileId=made, body=user("reader", SAM)).execute()


def test_everyone_but_the_owner_may_leave(sandbox: RunningSandbox, drive: Any, drive_for: DriveFor) -> None:
    made = sandbox.create("Shared", readers=[BEN])
    ids = {p["role"]: p["id"] for p in drive.permissions().list(fileId=made).execute()["permissions"]}
    drive_for(BEN).permissions().delete(fileId=made, permissionId=ids["reader"]).execute()
    assert sheets(sandbox, made, BEN) == (403, 403)
    with pytest.raises(HttpError) as fault:
        drive.permissions().delete(fileId=made, permissionId=ids["owner"]).execute()
    assert reason(fault.value) == "cannotRemoveOwner"


def test_expiry(sandbox: RunningSandbox, drive: Any) -> None:
    made = sandbox.create("Shared")
    now = datetime.now(UTC)
    soon = (now + timedelta(seconds=1.2)).isoformat()
    given = (
        drive.permissions()
        .create(fileId=made, body={**user("reader", BEN), "expirationTime": soon}, fields="id,expirationTime")
        .execute()
    )
    assert given["expirationTime"].endswith("Z")
    assert sheets(sandbox, made, BEN)[0] == 200
    store = sandbox.app.state.sandbox.store
    record = store.file(made)
    past = {**record.permissions[0], "expirationTime": (now - timedelta(seconds=1)).isoformat()}
    from dataclasses import replace

    store.put_file(replace(record, permissions=(past,)))
    assert sheets(sandbox, made, BEN)[0] == 403
    assert len(drive.permissions().list(fileId=made).execute()["permissions"]) == 1
    for body in (
        {**user("reader", BEN), "expirationTime": (now - timedelta(days=1)).isoformat()},
        {**user("reader", BEN), "expirationTime": (now + timedelta(days=500)).isoformat()},
        {"type": "anyone", "role": "reader", "expirationTime": (now + timedelta(days=5)).isoformat()},
        {**user("reader", BEN), "expirationTime": "tomorrow"},
    ):
        with pytest.raises(HttpError):
            drive.permissions().create(fileId=made, body=body).execute()


def test_ownership(sandbox: RunningSandbox, drive: Any, drive_for: DriveFor) -> None:
    made = sandbox.create("Mine", writers=[CHIARA])
    create = drive.permissions().create
    with pytest.raises(HttpError, match="transferOwnership parameter must be enabled"):
        create(fileId=made, body=user("owner", BEN)).execute()
    with pytest.raises(HttpError) as fault:
        create(fileId=made, body=user("owner", NOOR), transferOwnership=True).execute()
    assert reason(fault.value) == "consentRequiredForOwnershipTransfer"
    with pytest.raises(HttpError):
        drive_for(CHIARA).permissions().create(
            fileId=made, body=user("owner", CHIARA), transferOwnership=True
        ).execute()
    given = create(fileId=made, body=user("owner", BEN), transferOwnership=True).execute()
    assert given["role"] == "owner"
    held = drive_for(BEN).files().get(fileId=made, fields="owners/emailAddress,ownedByMe").execute()
    assert held == {"owners": [{"emailAddress": BEN}], "ownedByMe": True}
    assert drive.files().get(fileId=made, fields="capabilities(canEdit,canDelete)").execute() == {
        "capabilities": {"canEdit": True, "canDelete": False}
    }


def test_notifications_are_kept(sandbox: RunningSandbox, drive: Any) -> None:
    made = sandbox.create("Report")
    before = len(sandbox.handle("GET", "notifications"))
    drive.permissions().create(fileId=made, body=user("reader", BEN), sendNotificationEmail=False).execute()
    drive.permissions().create(fileId=made, body=user("reader", NOOR), emailMessage="Our report").execute()
    told = sandbox.handle("GET", "notifications")[before:]
    assert [(n["to"], n["role"], n["message"], n["file_id"]) for n in told] == [
        (NOOR, "reader", "Our report", made)
    ]


def test_people_without_an_account_must_be_notified(sandbox: RunningSandbox, drive: Any) -> None:
    made = sandbox.create("Report")
    with pytest.raises(HttpError, match="Notify people") as fault:
        drive.permissions().create(
            fileId=made, body=user("reader", "nobody@elsewhere.example"), sendNotificationEmail=False
        ).execute()
    assert reason(fault.value) == "invalidSharingRequest"
    drive.permissions().create(fileId=made, body=user("reader", "nobody@elsewhere.example")).execute()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"role": "reader"},
        {"type": "user", "role": "reader"},
        {"type": "user", "role": "king", "emailAddress": BEN},
        {"type": "robot", "role": "reader"},
        {"type": "domain", "role": "reader"},
        {"type": "user", "role": "organizer", "emailAddress": BEN},
        {"type": "anyone", "role": "owner"},
        {"type": "user", "role": "reader", "emailAddress": "no address"},
    ],
)
def test_permissions_that_cant_be(sandbox: RunningSandbox, drive: Any, body: dict[str, str]) -> None:
    made = sandbox.create("Report")
    with pytest.raises(HttpError) as fault:
        drive.permissions().create(fileId=made, body=body).execute()
    assert fault.value.status_code in {400, 403}
    assert len(drive.permissions().list(fileId=made).execute()["permissions"]) == 1


def test_a_whole_domain(sandbox: RunningSandbox, drive: Any, drive_for: DriveFor) -> None:
    made = sandbox.create("Company plan")
    drive.permissions().create(
        fileId=made,
        body={"type": "domain", "role": "reader", "domain": "northlight.example", "allowFileDiscovery": True},
    ).execute()
    assert sheets(sandbox, made, BEN) == (200, 403)
    assert sheets(sandbox, made, NOOR) == (403, 403)
    found = drive_for(BEN).files().list(q="name = 'Company plan'").execute()["files"]
    assert [file["id"] for file in found] == [made]


@pytest.mark.parametrize(("role", "included", "seen"), [("reader", 403, 0), ("commenter", 200, 1)])
def test_comments_are_for_those_who_may_comment(
    sandbox: RunningSandbox, drive: Any, role: str, included: int, seen: int
) -> None:
    made = sandbox.create("Plan")
    drive.permissions().create(fileId=made, body=user(role, BEN)).execute()
    insert = {"insertComment": {"coordinate": {"rowIndex": 0}, "content": "hm"}}
    address = f"/v4/spreadsheets/{made}"
    sandbox.call("POST", f"{address}:batchUpdate", json={"requests": [insert]}).raise_for_status()
    whole = f"{address}?commentsViewMode=COMMENTS_VIEW_MODE_INCLUDED"
    assert sandbox.call("GET", whole, as_=BEN).status_code == included
    allowed = f"{address}?commentsViewMode=COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS"
    assert len(sandbox.call("GET", allowed, as_=BEN).json().get("comments", ())) == seen
