"""Trouble on demand."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests

from tests.support.sandbox import BEN, RunningSandbox


def write(sandbox: RunningSandbox, file_id: str, text: str) -> requests.Response:
    path = f"/v4/spreadsheets/{file_id}/values/A1?valueInputOption=RAW"
    return sandbox.call("PUT", path, json={"values": [[text]]}, timeout=5)


def read(sandbox: RunningSandbox, file_id: str) -> Any:
    return sandbox.call("GET", f"/v4/spreadsheets/{file_id}/values/A1")


def test_so_many_times_and_no_more(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    sandbox.faults({"kind": "read", "status": 503, "times": 2})
    assert [read(sandbox, made).status_code for _ in range(3)] == [503, 503, 200]
    assert write(sandbox, made, "x").status_code == 200


@pytest.mark.parametrize(
    ("status", "name"),
    [(429, "RESOURCE_EXHAUSTED"), (500, "INTERNAL"), (503, "UNAVAILABLE"), (403, "PERMISSION_DENIED")],
)
def test_the_shape_of_an_error(sandbox: RunningSandbox, status: int, name: str) -> None:
    made = sandbox.create("Plan")
    sandbox.faults({"kind": "read", "status": status, "times": None})
    error = read(sandbox, made).json()["error"]
    assert (error["code"], error["status"]) == (status, name)
    assert "errors" not in error
    on_drive = sandbox.call("GET", f"/drive/v3/files/{made}").json()["error"]
    assert on_drive["code"] in {status, 403}
    assert on_drive["errors"][0]["reason"]


def test_before_and_after_the_commit(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    write(sandbox, made, "old")
    sandbox.faults({"kind": "write", "status": 500})
    assert write(sandbox, made, "lost").status_code == 500
    assert read(sandbox, made).json()["values"] == [["old"]]
    sandbox.faults({"kind": "write", "status": 503, "after_commit": True})
    assert write(sandbox, made, "landed").status_code == 503
    assert read(sandbox, made).json()["values"] == [["landed"]]


def test_a_connection_is_cut(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    sandbox.faults({"kind": "write", "status": "cut"})
    with pytest.raises(requests.ConnectionError):
        write(sandbox, made, "lost")
    assert "values" not in read(sandbox, made).json()
    sandbox.faults({"kind": "write", "status": "cut", "after_commit": True})
    with pytest.raises(requests.ConnectionError):
        write(sandbox, made, "landed")
    assert read(sandbox, made).json()["values"] == [["landed"]]
    assert [entry["fault"] for entry in sandbox.requests("sheets")] == ["cut", "", "cut after commit", ""]


def test_no_answer_in_time_although_it_landed(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    sandbox.token()
    sandbox.faults({"kind": "write", "status": "timeout", "after_commit": True, "hold_ms": 1500})
    path = f"/v4/spreadsheets/{made}/values/A1?valueInputOption=RAW"
    with pytest.raises(requests.Timeout):
        sandbox.call("PUT", path, json={"values": [["landed"]]}, timeout=0.5)
    assert read(sandbox, made).json()["values"] == [["landed"]]


def test_a_slow_write_lands_though_nobody_waits_for_it(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    sandbox.token()
    sandbox.faults({"kind": "write", "latency_ms": 600})
    path = f"/v4/spreadsheets/{made}/values/A1?valueInputOption=RAW"
    with pytest.raises(requests.Timeout):
        sandbox.call("PUT", path, json={"values": [["landed"]]}, timeout=0.2)
    assert "values" not in read(sandbox, made).json()
    time.sleep(0.8)
    assert read(sandbox, made).json()["values"] == [["landed"]]


def test_latency_of_all_and_of_one(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    read(sandbox, made)
    sandbox.faults(latency_ms=120)
    began = time.perf_counter()
    read(sandbox, made)
    assert time.perf_counter() - began > 0.12
    began = time.perf_counter()
    requests.get(f"{sandbox.url}/oauth2/v3/certs", timeout=10)
    assert time.perf_counter() - began < 0.1
    sandbox.faults({"method": "sheets.spreadsheets.values.get", "latency_ms": 150})
    began = time.perf_counter()
    read(sandbox, made)
    assert time.perf_counter() - began > 0.15


def test_a_body_that_trickles(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    sandbox.faults(body_ms=200)
    began = time.perf_counter()
    answer = sandbox.call("GET", f"/v4/spreadsheets/{made}", stream=True)
    to_headers = time.perf_counter() - began
    assert answer.json()["spreadsheetId"] == made
    assert time.perf_counter() - began > 0.19 > to_headers


@pytest.mark.parametrize(
    "chosen",
    [
        {"method": "PUT"},
        {"method": "sheets.spreadsheets.values.update"},
        {"path": "values"},
        {"path": "/v4/spreadsheets/*/values/A1"},
        {"service": "sheets", "kind": "write"},
    ],
)
def test_chosen_by_method_and_path(sandbox: RunningSandbox, chosen: dict[str, str]) -> None:
    made = sandbox.create("Plan")
    sandbox.faults({**chosen, "status": 503, "times": None})
    assert sandbox.call("GET", f"/v4/spreadsheets/{made}").status_code == 200
    assert sandbox.call("GET", f"/drive/v3/files/{made}").status_code == 200
    assert write(sandbox, made, "x").status_code == 503


def test_what_can_be_asked_is_checked(sandbox: RunningSandbox) -> None:
    for body in ({"fail": [{"status": "explode"}]}, {"delay": 3}, {"fail": [{"times": -1}]}):
        answer = sandbox.session.put(f"{sandbox.url}/sandbox/faults", json=body, timeout=10)
        assert answer.status_code == 400
    held = sandbox.handle("GET", "faults")
    assert held == {"latency_ms": 0, "body_ms": 0, "drive_lag_ms": 0, "fail": []}


def test_a_fault_comes_before_the_token_is_looked_at(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    sandbox.faults({"status": 503})
    assert sandbox.call("GET", f"/v4/spreadsheets/{made}", as_=BEN).status_code == 503
    assert sandbox.call("GET", f"/v4/spreadsheets/{made}", as_=BEN).status_code == 403
