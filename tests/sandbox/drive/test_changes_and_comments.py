"""changes, comments, revisions, about."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.support.sandbox import ANA, BEN, NOOR, RunningSandbox

DriveFor = Callable[..., Any]


def write(sandbox: RunningSandbox, file_id: str) -> None:
    sandbox.json(
        "PUT", f"/v4/spreadsheets/{file_id}/values/A1?valueInputOption=RAW", json={"values": [["x"]]}
    )


def test_changes_since_a_token(sandbox: RunningSandbox, drive: Any) -> None:
    first, second = sandbox.create("First"), sandbox.create("Second")
    token = drive.changes().getStartPageToken().execute()["startPageToken"]
    assert drive.changes().list(pageToken=token).execute()["changes"] == []
    write(sandbox, first)
    write(sandbox, first)
    drive.files().delete(fileId=second).execute()
    answer = drive.changes().list(pageToken=token, fields="*").execute()
    assert [(c["fileId"], c["removed"]) for c in answer["changes"]] == [(first, False), (second, True)]
    assert answer["changes"][0]["file"]["name"] == "First"
    assert drive.changes().list(pageToken=answer["newStartPageToken"]).execute()["changes"] == []


def test_changes_page_by_page(sandbox: RunningSandbox, drive: Any) -> None:
    token = drive.changes().getStartPageToken().execute()["startPageToken"]
    made = [sandbox.create(f"File {number}") for number in range(5)]
    seen: list[str] = []
    while True:
        answer = drive.changes().list(pageToken=token, pageSize=2).execute()
        seen += [change["fileId"] for change in answer["changes"]]
        if "newStartPageToken" in answer:
            break
        token = answer["nextPageToken"]
    assert seen == made


def test_others_changes_and_a_role_taken_away(
    sandbox: RunningSandbox, drive: Any, drive_for: DriveFor
) -> None:
    ben = drive_for(BEN)
    token = ben.changes().getStartPageToken().execute()["startPageToken"]
    sandbox.create("Private")
    made = sandbox.create("Shared", readers=[BEN])
    assert [c["fileId"] for c in ben.changes().list(pageToken=token).execute()["changes"]] == [made]
    theirs = drive.permissions().list(fileId=made).execute()["permissions"][1]["id"]
    drive.permissions().delete(fileId=made, permissionId=theirs).execute()
    changes = ben.changes().list(pageToken=token).execute()["changes"]
    assert [(c["fileId"], c["removed"]) for c in changes] == [(made, True)]
    assert ben.changes().list(pageToken=token, includeRemoved=False).execute()["changes"] == []


def test_a_bad_page_token(drive: Any) -> None:
    with pytest.raises(HttpError, match="Invalid Value"):
        drive.changes().list(pageToken="soon").execute()


def test_a_write_moves_version_and_modified_time(sandbox: RunningSandbox, drive: Any) -> None:
    made = sandbox.create("Plan", writers=[BEN])
    fields = "version,modifiedTime,lastModifyingUser/emailAddress,modifiedByMe"
    before = drive.files().get(fileId=made, fields=fields).execute()
    sandbox.json(
        "PUT", f"/v4/spreadsheets/{made}/values/A1?valueInputOption=RAW", json={"values": [[1]]}, as_=BEN
    )
    after = drive.files().get(fileId=made, fields=fields).execute()
    assert int(after["version"]) > int(before["version"])
    assert after["modifiedTime"] >= before["modifiedTime"]
    assert after["lastModifyingUser"]["emailAddress"] == BEN
    assert after["modifiedByMe"] is False


def test_comments_and_replies(sandbox: RunningSandbox, drive: Any, drive_for: DriveFor) -> None:
    made = sandbox.create("Plan", readers=[NOOR], writers=[BEN])
    ben = drive_for(BEN)
    with pytest.raises(HttpError, match="'fields' parameter is required"):
        drive.comments().list(fileId=made).execute()
    said = (
        drive.comments()
        .create(fileId=made, body={"content": "Is this <right>?", "anchor": "a1"}, fields="*")
        .execute()
    )
    assert said["author"] == {"kind": "drive#user", "displayName": "Ana Ruiz", "me": True}
    assert said["htmlContent"] == "Is this &lt;right&gt;?"
    reply = (
        ben.replies()
        .create(fileId=made, commentId=said["id"], body={"content": "Yes", "action": "resolve"}, fields="*")
        .execute()
    )
    assert (reply["action"], reply["author"]["displayName"]) == ("resolve", "Ben Okafor")
    listed = (
        ben.comments()
        .list(fileId=made, fields="comments(content,resolved,replies/content,author/me)")
        .execute()
    )
    assert listed["comments"] == [
        {
            "content": "Is this <right>?",
            "resolved": True,
            "replies": [{"content": "Yes"}],
            "author": {"me": False},
        }
    ]
    with pytest.raises(HttpError) as fault:
        ben.comments().update(
            fileId=made, commentId=said["id"], body={"content": "No"}, fields="id"
        ).execute()
    assert fault.value.status_code == 403
    with pytest.raises(HttpError):
        drive_for(NOOR).comments().create(fileId=made, body={"content": "?"}, fields="id").execute()
    drive.comments().update(fileId=made, commentId=said["id"], body={"content": "So?"}, fields="id").execute()
    assert drive.comments().get(fileId=made, commentId=said["id"], fields="content").execute() == {
        "content": "So?"
    }
    drive.comments().delete(fileId=made, commentId=said["id"]).execute()
    assert drive.comments().list(fileId=made, fields="comments").execute() == {"comments": []}
    gone = drive.comments().list(fileId=made, fields="comments(deleted)", includeDeleted=True).execute()
    assert gone == {"comments": [{"deleted": True}]}
    with pytest.raises(HttpError, match="Comment not found"):
        drive.comments().get(fileId=made, commentId=said["id"], fields="id").execute()


def test_revisions_and_about(sandbox: RunningSandbox, drive: Any) -> None:
    made = sandbox.create("Plan")
    held = drive.revisions().list(fileId=made).execute()["revisions"]
    assert [revision["id"] for revision in held] == ["1"]
    assert drive.revisions().get(fileId=made, revisionId="1").execute()["mimeType"].endswith("spreadsheet")
    about = drive.about().get(fields="user(emailAddress,permissionId),exportFormats").execute()
    assert about["user"]["emailAddress"] == ANA
    assert "text/csv" in next(iter(about["exportFormats"].values()))
    with pytest.raises(HttpError) as fault:
        drive.about().get().execute()
    assert json.loads(fault.value.content)["error"]["errors"][0]["location"] == "fields"
    assert drive.drives().list().execute()["drives"] == []
