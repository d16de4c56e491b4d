"""Pages, origins, the add-on's files, and the editor's own way to the workbooks."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.sandbox.desk.conftest import ADDON


def test_the_front_door_leads_to_the_oldest_workbook(client: TestClient) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/desk/first")


def test_the_list_holds_workbooks_only(client: TestClient) -> None:
    assert [file["id"] for file in client.get("/sandbox/desk/workbooks").json()] == ["first", "second"]
    assert "Workbooks" in client.get("/desk").text


def test_a_version_is_cheap_to_ask_for(client: TestClient) -> None:
    assert client.get("/sandbox/desk/workbooks/second/version").json() == {"version": 7, "name": "Second"}
    assert client.get("/sandbox/desk/workbooks/none/version").status_code == 404


def test_the_desk_and_the_frame_live_on_two_origins(client: TestClient) -> None:
    desk = client.get("/desk/first")
    assert 'data-frame-origin="http://localhost:8000"' in desk.text
    assert "frame-src http://localhost:8000;" in desk.headers["content-security-policy"]
    frame = client.get("/desk/frame/sidebar", headers={"host": "localhost:8000"})
    assert "frame-ancestors http://127.0.0.1:8000" in frame.headers["content-security-policy"]
    assert "connect-src 'none'" in frame.headers["content-security-policy"]
    assert client.get("/desk/frame/sidebar").status_code == 421


def test_a_desk_opened_by_the_other_name_is_sent_home(client: TestClient) -> None:
    answer = client.get("/desk/first", headers={"host": "localhost:8000"})
    assert (answer.status_code, answer.headers["location"]) == (307, "http://127.0.0.1:8000/desk/first")


@pytest.mark.parametrize("path", ["/", "/desk", "/desk/first", "/sandbox/script", "/sandbox/desk/workbooks"])
def test_no_foreign_name_opens_the_desk(client: TestClient, path: str) -> None:
    assert client.get(path, headers={"host": "rebound.example"}).status_code == 421


def test_ids_in_addresses_are_text(client: TestClient) -> None:
    assert "<script>alert" not in client.get('/desk/"><script>alert(1)<%2Fscript>').text


def test_the_script_is_served_as_it_is(client: TestClient) -> None:
    described = client.get("/sandbox/script").json()
    assert described["files"] == sorted(path.name for path in ADDON.glob("*.gs"))
    assert "oauthScopes" in described["manifest"]
    for path in (*ADDON.glob("*.gs"), *ADDON.glob("*.html")):
        answer = client.get(f"/sandbox/script/files/{path.name}")
        assert answer.content == path.read_bytes()
        assert answer.headers["cache-control"] == "no-store"
        kind = "text/javascript" if path.suffix == ".gs" else "text/plain"
        assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize("name", ["appsscript.json", ".clasp.json.example", "..%2Fcloud_run", "None.gs"])
def test_nothing_else_of_the_folder_is_served(client: TestClient, name: str) -> None:
    assert client.get(f"/sandbox/script/files/{name}").status_code == 404


def test_worker_files_carry_no_policy(client: TestClient) -> None:
    answer = client.get("/desk/static/appsscript/worker.js")
    assert "content-security-policy" not in answer.headers
    assert answer.headers["content-type"].startswith("text/javascript")


def test_the_editor_reaches_the_workbooks_with_a_token(token_app: tuple[TestClient, str]) -> None:
    client, token = token_app
    answer = client.get(
        "/sandbox/desk/google/v4/spreadsheets/first", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.json() == {"spreadsheetId": "first"}
