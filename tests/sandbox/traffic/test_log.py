"""The request log: what was asked, of what kind, by whom."""

from __future__ import annotations

import requests

from tests.support.sandbox import ANA, BEN, RunningSandbox


def test_each_request_is_told(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan", readers=[BEN])
    sandbox.json("GET", f"/v4/spreadsheets/{made}")
    sandbox.call("POST", f"/v4/spreadsheets/{made}:batchUpdate", as_=BEN, json={"requests": []})
    sandbox.json("GET", f"/drive/v3/files/{made}")
    requests.get(f"{sandbox.url}/oauth2/v3/certs", timeout=10)
    log = sandbox.requests()
    told = [(e["method"], e["path"], e["service"], e["kind"], e["identity"], e["status"]) for e in log]
    assert told == [
        ("GET", f"/v4/spreadsheets/{made}", "sheets", "read", ANA, 200),
        ("POST", f"/v4/spreadsheets/{made}:batchUpdate", "sheets", "write", BEN, 403),
        ("GET", f"/drive/v3/files/{made}", "drive", "read", ANA, 200),
        ("GET", "/oauth2/v3/certs", "identity", "identity", "", 200),
    ]
    assert all(entry["bytes"] > 0 and entry["milliseconds"] > 0 for entry in log)


def test_kinds_of_a_batch(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    title = {"updateSpreadsheetProperties": {"properties": {"title": "New"}, "fields": "title"}}
    sheet = {"addSheet": {"properties": {"title": "More"}}}
    sandbox.json("POST", f"/v4/spreadsheets/{made}:batchUpdate", json={"requests": [title, sheet]})
    assert sandbox.requests("sheets")[0]["requests"] == ["updateSpreadsheetProperties", "addSheet"]


def test_reads_by_post_are_reads(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    sandbox.json(
        "POST", f"/v4/spreadsheets/{made}:getByDataFilter", json={"dataFilters": [{"a1Range": "A1"}]}
    )
    sandbox.json("POST", f"/v4/spreadsheets/{made}/developerMetadata:search", json={"dataFilters": []})
    sandbox.json(
        "POST",
        f"/v4/spreadsheets/{made}",
        data="fields=spreadsheetId",
        headers={"x-http-method-override": "GET", "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert [(entry["kind"], entry["status"]) for entry in sandbox.requests("sheets")] == [("read", 200)] * 3


def test_the_log_can_be_emptied(sandbox: RunningSandbox) -> None:
    sandbox.call("GET", "/drive/v3/files")
    assert sandbox.requests()
    sandbox.clear_requests()
    assert sandbox.requests() == []


def test_gzip_for_those_who_name_it(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    path = f"/v4/spreadsheets/{made}"
    plain = sandbox.call("GET", path)
    packed = sandbox.call("GET", path, headers={"User-Agent": "test (gzip)", "Accept-Encoding": "gzip"})
    assert plain.headers.get("content-encoding") is None
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()
    first, second = sandbox.requests("sheets")
    assert second["bytes"] < first["bytes"]


def test_print_is_pretty_unless_told(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Plan")
    for path in (f"/v4/spreadsheets/{made}", f"/drive/v3/files/{made}"):
        assert sandbox.call("GET", path).text.startswith('{\n  "')
        assert "\n" not in sandbox.call("GET", f"{path}?prettyPrint=false").text
