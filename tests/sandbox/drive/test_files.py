"""files: made, found, changed, copied, thrown away."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.support.sandbox import ANA, BEN, NOOR, RunningSandbox

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"
DriveFor = Callable[..., Any]


def reason(error: HttpError) -> str:
    return str(json.loads(error.content)["error"]["errors"][0]["reason"])


def test_a_new_file_shows_four_fields(drive: Any) -> None:
    made = drive.files().create(body={"name": "Plan", "mimeType": SPREADSHEET}).execute()
    assert made.keys() == {"kind", "id", "name", "mimeType"}
    assert len(made["id"]) == 44
    assert drive.files().create(body={"title": "a name of v2"}).execute()["name"] == "Untitled"


def test_fields(drive: Any) -> None:
    made = (
        drive.files()
        .create(
            body={"name": "Plan", "mimeType": SPREADSHEET},
            fields="id,owners(emailAddress,me),capabilities/canEdit,permissions(role)",
        )
        .execute()
    )
    assert made["owners"] == [{"emailAddress": ANA, "me": True}]
    assert made["capabilities"] == {"canEdit": True}
    assert made["permissions"] == [{"role": "owner"}]
    whole = drive.files().get(fileId=made["id"], fields="*").execute()
    assert whole["version"] == "1"
    assert whole["webViewLink"].endswith("/edit?usp=drivesdk")
    with pytest.raises(HttpError, match="Invalid field selection nonsense") as fault:
        drive.files().get(fileId=made["id"], fields="id,nonsense").execute()
    assert fault.value.status_code == 400


def test_a_missing_file(drive: Any) -> None:
    with pytest.raises(HttpError) as fault:
        drive.files().get(fileId="x" * 44).execute()
    assert json.loads(fault.value.content) == {
        "error": {
            "code": 404,
            "message": f"File not found: {'x' * 44}.",
            "errors": [
                {
                    "message": f"File not found: {'x' * 44}.",
                    "domain": "global",
                    "reason": "notFound",
                    "location": "fileId",
                    "locationType": "parameter",
                }
            ],
        }
    }


def test_another_persons_file_is_as_good_as_missing(drive: Any, drive_for: DriveFor) -> None:
    made = drive.files().create(body={"name": "Mine", "mimeType": SPREADSHEET}).execute()
    with pytest.raises(HttpError) as fault:
        drive_for(NOOR).files().get(fileId=made["id"]).execute()
    assert (fault.value.status_code, reason(fault.value)) == (404, "notFound")


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("name = 'Alpha plan'", {"Alpha plan"}),
        ('name = "alpha PLAN"', {"Alpha plan"}),
        ("name contains 'pl'", {"Alpha plan", "Beta plan"}),
        ("name contains 'lan'", set()),
        ("name != 'Alpha plan' and name contains 'plan'", {"Beta plan"}),
        ("not name contains 'plan'", {"Ana's file", 'With "quotes"', "Folder"}),
        ("name = 'Alpha plan' or name = 'Beta plan'", {"Alpha plan", "Beta plan"}),
        ("(name = 'Alpha plan' or name = 'Beta plan') and not name = 'Beta plan'", {"Alpha plan"}),
        (r"name = 'Ana\'s file'", {"Ana's file"}),
        ('name = "Ana\'s file"', {"Ana's file"}),
        (r'name = "With \"quotes\""', {'With "quotes"'}),
        (f"mimeType = '{FOLDER}'", {"Folder"}),
        ("mimeType contains 'spreadsheet' and name contains 'With'", {'With "quotes"'}),
        (f"'{ANA}' in owners and name = 'Folder'", {"Folder"}),
        ("'me' in owners and name = 'Folder'", {"Folder"}),
        (f"'{BEN}' in writers", {"Beta plan"}),
        (f"'{BEN}' in readers", {"Beta plan"}),
        ("'root' in parents and name = 'Folder'", {"Folder"}),
        ("properties has { key='code' and value='A-1' }", {"Alpha plan"}),
        ("starred = true", {"Alpha plan"}),
        ("not trashed and starred", {"Alpha plan"}),
        ("(starred) or trashed", {"Alpha plan", "Old"}),
        ("sharedWithMe and name contains 'plan'", set()),
        ("modifiedTime > '2020-01-01T00:00:00' and name = 'Folder'", {"Folder"}),
        ("modifiedTime < '2020-01-01T00:00:00Z'", set()),
        ("fullText contains 'needle'", {"Beta plan"}),
        ("trashed = true", {"Old"}),
        ("trashed = false and name contains 'Old'", set()),
        ("name contains 'Old'", set()),
    ],
)
def test_queries(searched: Any, q: str, names: set[str]) -> None:
    found = searched.files().list(q=q).execute()
    assert {file["name"] for file in found["files"]} == names


@pytest.fixture
def searched(sandbox: RunningSandbox, drive: Any) -> Any:
    for file in drive.files().list(pageSize=1000).execute()["files"]:
        drive.files().delete(fileId=file["id"]).execute()
    make = drive.files().create
    make(
        body={"name": "Alpha plan", "mimeType": SPREADSHEET, "properties": {"code": "A-1"}, "starred": True}
    ).execute()
    beta = make(body={"name": "Beta plan", "mimeType": SPREADSHEET}).execute()["id"]
    sandbox.json(
        "PUT", f"/upload/drive/v2/files/{beta}?uploadType=media&convert=true", data="a needle,2",
        headers={"Content-Type": "text/csv"},
    )  # fmt: skip
    drive.permissions().create(
        fileId=beta, body={"type": "user", "role": "writer", "emailAddress": BEN}
    ).execute()
    make(body={"name": "Ana's file", "mimeType": SPREADSHEET}).execute()
    make(body={"name": 'With "quotes"', "mimeType": SPREADSHEET}).execute()
    make(body={"name": "Folder", "mimeType": FOLDER}).execute()
    old = make(body={"name": "Old", "mimeType": SPREADSHEET}).execute()["id"]
    drive.files().update(fileId=old, body={"trashed": True}).execute()
    return drive


UNREADABLE = [
    "name",
    "name =",
    "name = plan",
    "colour = 'red'",
    "name = 'a' and",
    "(name = 'a'",
    "name like 'a'",
]
UNREADABLE += ["'x' in name", "modifiedTime > 'yesterday'", "trashed = maybe", "name = 'a' name = 'b'"]


@pytest.mark.parametrize("q", [*UNREADABLE, "name = 'open"])
def test_queries_that_cant_be_read(drive: Any, q: str) -> None:
    drive.files().create(body={"name": "Plan", "mimeType": SPREADSHEET}).execute()
    with pytest.raises(HttpError) as fault:
        drive.files().list(q=q).execute()
    error = json.loads(fault.value.content)["error"]
    assert (error["code"], error["message"]) == (400, "Invalid Value")
    assert error["errors"][0]["location"] == "q"


def test_pages_and_order(searched: Any) -> None:
    names: list[str] = []
    request = searched.files().list(pageSize=2, orderBy="name desc", fields="nextPageToken,files(name)")
    pages = 0
    while request is not None:
        answer = request.execute()
        names += [file["name"] for file in answer["files"]]
        pages += 1
        request = searched.files().list_next(request, answer)
    assert names == ['With "quotes"', "Folder", "Beta plan", "Ana's file", "Alpha plan"]
    assert pages == 3
    with pytest.raises(HttpError, match="Invalid Value"):
        searched.files().list(orderBy="colour").execute()
    with pytest.raises(HttpError, match="Invalid Value"):
        searched.files().list(pageToken="nonsense").execute()
    with pytest.raises(HttpError, match=r"within the range: \[1, 1000\]"):
        searched.files().list(pageSize=0).execute()


def test_folders_first_and_natural_order(drive: Any, searched: Any) -> None:
    for name in ("Report 10", "Report 2"):
        drive.files().create(body={"name": name, "mimeType": SPREADSHEET}).execute()
    found = (
        drive.files()
        .list(q="name contains 'Report' or name = 'Folder'", orderBy="folder,name_natural")
        .execute()
    )
    assert [file["name"] for file in found["files"]] == ["Folder", "Report 2", "Report 10"]


def test_update_renames_the_workbook(sandbox: RunningSandbox, drive: Any) -> None:
    made = drive.files().create(body={"name": "Before", "mimeType": SPREADSHEET}).execute()
    changed = drive.files().update(fileId=made["id"], body={"name": "After"}, fields="name,version").execute()
    assert changed == {"name": "After", "version": "2"}
    assert sandbox.app.state.sandbox.store.spreadsheet(made["id"]).title == "After"


def test_what_drive_alone_sets_is_refused(drive: Any) -> None:
    made = drive.files().create(body={"name": "Plan", "mimeType": SPREADSHEET}).execute()
    for body in ({"owners": []}, {"size": "3"}, {"id": "other"}, {"parents": ["root"]}):
        with pytest.raises(HttpError) as fault:
            drive.files().update(fileId=made["id"], body=body).execute()
        assert (fault.value.status_code, reason(fault.value)) == (403, "fieldNotWritable")
    with pytest.raises(HttpError, match="Invalid value at 'name'"):
        drive.files().update(fileId=made["id"], body={"name": ["a"]}).execute()


def test_copy(sandbox: RunningSandbox, drive: Any, drive_for: DriveFor) -> None:
    made = sandbox.create("Original", readers=[BEN])
    copied = drive_for(BEN).files().copy(fileId=made, body={"name": None}).execute()
    assert copied["name"] == "Copy of Original"
    named = drive_for(BEN).files().copy(fileId=made, body={"name": "Mine"}, fields="name,ownedByMe").execute()
    assert named == {"name": "Mine", "ownedByMe": True}
    with pytest.raises(HttpError):
        drive.files().get(fileId=copied["id"]).execute()  # Ben's own
    drive.files().update(fileId=made, body={"copyRequiresWriterPermission": True}).execute()
    with pytest.raises(HttpError) as fault:
        drive_for(BEN).files().copy(fileId=made, body={}).execute()
    assert reason(fault.value) == "cannotCopyFile"


def test_trash_and_delete(sandbox: RunningSandbox, drive: Any, drive_for: DriveFor) -> None:
    first, second = sandbox.create("First", writers=[BEN]), sandbox.create("Second")
    with pytest.raises(HttpError) as fault:
        drive_for(BEN).files().delete(fileId=first).execute()
    assert (fault.value.status_code, reason(fault.value)) == (403, "insufficientFilePermissions")
    assert sandbox.call("DELETE", f"/drive/v3/files/{first}").status_code == 204
    drive.files().update(fileId=second, body={"trashed": True}).execute()
    assert sandbox.call("DELETE", "/drive/v3/files/trash").status_code == 204
    for gone in (first, second):
        assert sandbox.call("GET", f"/drive/v3/files/{gone}").status_code == 404


def test_folders_hold_files_and_hand_down_their_permissions(drive: Any, drive_for: DriveFor) -> None:
    folder = drive.files().create(body={"name": "Projects", "mimeType": FOLDER}).execute()["id"]
    inside = (
        drive.files()
        .create(body={"name": "Inside", "mimeType": SPREADSHEET, "parents": [folder]}, fields="id,parents")
        .execute()
    )
    assert inside["parents"] == [folder]
    drive.permissions().create(
        fileId=folder, body={"type": "user", "role": "writer", "emailAddress": BEN}
    ).execute()
    assert drive_for(BEN).files().get(fileId=inside["id"]).execute()["name"] == "Inside"
    held = drive.permissions().list(fileId=inside["id"]).execute()["permissions"]
    theirs = next(p["id"] for p in held if p["role"] == "writer")
    with pytest.raises(HttpError) as fault:
        drive.permissions().delete(fileId=inside["id"], permissionId=theirs).execute()
    assert reason(fault.value) == "cannotModifyInheritedPermission"
    drive.files().update(fileId=inside["id"], addParents="root", removeParents=folder).execute()
    with pytest.raises(HttpError):
        drive_for(BEN).files().get(fileId=inside["id"]).execute()


def test_ids_given_out_beforehand(drive: Any) -> None:
    wanted = drive.files().generateIds(count=3).execute()["ids"]
    assert len(set(wanted)) == 3
    made = drive.files().create(body={"id": wanted[0], "mimeType": SPREADSHEET}).execute()
    assert made["id"] == wanted[0]
    with pytest.raises(HttpError) as fault:
        drive.files().create(body={"id": wanted[0], "mimeType": SPREADSHEET}).execute()
    assert (fault.value.status_code, reason(fault.value)) == (409, "fileIdInUse")


def test_a_thousand_files_in_one_call(sandbox: RunningSandbox, drive: Any) -> None:
    for number in range(30):
        sandbox.create(f"Project {number}")
    found = (
        drive.files()
        .list(
            q=f"mimeType='{SPREADSHEET}' and name contains 'Project'",
            pageSize=1000,
            fields="files(id,version,modifiedTime)",
        )
        .execute()
    )
    assert len(found["files"]) == 30
    assert all(file.keys() == {"id", "version", "modifiedTime"} for file in found["files"])


def test_drive_file_scope_sees_only_what_its_client_made(
    sandbox: RunningSandbox, drive: Any, drive_for: DriveFor
) -> None:
    foreign = drive.files().create(body={"name": "Foreign", "mimeType": SPREADSHEET}).execute()["id"]
    scope = ["https://www.googleapis.com/auth/drive.file"]
    narrow = drive_for(ANA, scopes=scope, client_id="other.apps.googleusercontent.com")
    with pytest.raises(HttpError) as fault:
        narrow.files().get(fileId=foreign).execute()
    assert fault.value.status_code == 404
    own = narrow.files().create(body={"name": "Own", "mimeType": SPREADSHEET}).execute()["id"]
    assert [file["id"] for file in narrow.files().list().execute()["files"]] == [own]


def test_methods_that_are_not_done_say_so(drive: Any) -> None:
    made = drive.files().create(body={"name": "Plan", "mimeType": SPREADSHEET}).execute()["id"]
    for request in (
        drive.files().watch(fileId=made, body={}),
        drive.files().listLabels(fileId=made),
        drive.drives().create(requestId="1", body={"name": "x"}),
        drive.revisions().delete(fileId=made, revisionId="1"),
    ):
        with pytest.raises(HttpError, match="is not implemented by this sandbox") as fault:
            request.execute()
        assert fault.value.status_code == 501


def test_many_copies_by_the_sandboxes_own_handle(sandbox: RunningSandbox) -> None:
    source = sandbox.create("Source")
    sandbox.json(
        "PUT",
        f"/v4/spreadsheets/{source}/values/A1",
        params={"valueInputOption": "RAW"},
        json={"values": [["mine"]]},
    )
    made = sandbox.handle(
        "POST", "files", json={"name": "Copy", "copy_of": source, "copies": 3, "writers": [BEN]}
    )["spreadsheet_ids"]
    assert len({source, *made}) == 4
    for number, copy in enumerate(made, 1):
        told = sandbox.json("GET", f"/drive/v3/files/{copy}", as_=BEN, params={"fields": "name"})
        assert told == {"name": f"Copy {number}"}
        held = sandbox.json("GET", f"/v4/spreadsheets/{copy}/values/A1", as_=BEN)
        assert held["values"] == [["mine"]]
    refused = sandbox.session.post(f"{sandbox.url}/sandbox/files", json={"copy_of": "none"}, timeout=10)
    assert refused.status_code == 404
