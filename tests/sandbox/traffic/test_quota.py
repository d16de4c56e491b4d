"""Google's quota, on a clock that stands still until it is moved."""

from __future__ import annotations

from typing import Any

import requests

from tests.support.sandbox import ANA, BEN, RunningSandbox


def read(sandbox: RunningSandbox, file_id: str, email: str = ANA) -> requests.Response:
    return sandbox.call("GET", f"/v4/spreadsheets/{file_id}?fields=spreadsheetId", as_=email)


def write(sandbox: RunningSandbox, file_id: str, text: str, email: str = ANA) -> requests.Response:
    path = f"/v4/spreadsheets/{file_id}/values/A1?valueInputOption=RAW"
    return sandbox.call("PUT", path, as_=email, json={"values": [[text]]})


def test_off_until_asked_for(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    assert {read(sandbox, made).status_code for _ in range(70)} == {200}


def test_the_refusal(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    sandbox.quota(reads_per_minute_user=1, clock="virtual")
    assert read(sandbox, made).status_code == 200
    refused = read(sandbox, made)
    assert refused.status_code == 429
    assert "retry-after" not in refused.headers
    error: dict[str, Any] = refused.json()["error"]
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert error["message"].startswith(
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of "
        "service 'sheets.googleapis.com' for consumer 'project_number:"
    )
    info = error["details"][0]
    assert info["@type"] == "type.googleapis.com/google.rpc.ErrorInfo"
    assert (info["reason"], info["domain"]) == ("RATE_LIMIT_EXCEEDED", "googleapis.com")
    assert info["metadata"]["quota_limit"] == "ReadRequestsPerMinutePerUser"
    assert info["metadata"]["quota_metric"] == "sheets.googleapis.com/read_requests"


def test_a_refused_write_applies_nothing(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    sandbox.quota(writes_per_minute_user=1, clock="virtual")
    assert write(sandbox, made, "first").status_code == 200
    assert write(sandbox, made, "second").status_code == 429
    assert sandbox.json("GET", f"/v4/spreadsheets/{made}/values/A1")["values"] == [["first"]]


def test_four_buckets(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan", writers=[BEN])
    sandbox.quota(
        reads_per_minute_user=2, writes_per_minute_user=1, reads_per_minute_project=3, clock="virtual"
    )
    assert [read(sandbox, made).status_code for _ in range(3)] == [200, 200, 429]
    assert write(sandbox, made, "x").status_code == 200  # another bucket
    assert read(sandbox, made, BEN).status_code == 200  # another person
    assert read(sandbox, made, BEN).status_code == 429  # the project's is empty
    assert write(sandbox, made, "x", BEN).status_code == 200


def test_the_minute_goes_by(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    sandbox.quota(reads_per_minute_user=1, clock="virtual")
    assert [read(sandbox, made).status_code for _ in range(2)] == [200, 429]
    sandbox.handle("POST", "quota/advance", json={"seconds": 60})
    assert read(sandbox, made).status_code == 200
    used = sandbox.handle("GET", "quota")["used"]
    assert {"bucket": "reads", "user": ANA, "count": 1} in used


def test_the_real_clock_cant_be_moved(sandbox: RunningSandbox) -> None:
    sandbox.quota(reads_per_minute_user=1)
    answer = sandbox.session.post(f"{sandbox.url}/sandbox/quota/advance", json={"seconds": 60}, timeout=10)
    assert answer.status_code == 409


def test_drive_has_its_own(sandbox: RunningSandbox) -> None:
    sandbox.quota(drive_per_minute_user=1, clock="virtual")
    assert sandbox.call("GET", "/drive/v3/files").status_code == 200
    refused = sandbox.call("GET", "/drive/v3/files")
    assert refused.status_code == 403
    assert refused.json()["error"]["errors"][0]["reason"] == "userRateLimitExceeded"
