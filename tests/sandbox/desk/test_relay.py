"""UrlFetch's way out reaches the service, whole and unchanged, and nothing else."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from app.sandbox.desk.relay import covered, local_url
from tests.sandbox.desk.conftest import Service

PREFIX = "https://plumbline.example/v1"


@pytest.mark.parametrize(
    ("url", "is_covered"),
    [
        ("https://plumbline.example/v1", True),
        ("https://plumbline.example/v1/workbooks/a", True),
        ("https://plumbline.example/v1?x=1", True),
        ("https://plumbline.example/v10/workbooks", False),
        ("https://plumbline.example/", False),
        ("http://plumbline.example/v1/x", False),
        ("https://plumbline.example.evil.example/v1/x", False),
        ("https://user@plumbline.example/v1/x", False),
        ("https://plumbline.example/v1/../sandbox/tokens", False),
        ("https://plumbline.example/v1/%2e%2e/sandbox/tokens", False),
    ],
)
def test_what_the_prefix_covers(url: str, is_covered: bool) -> None:
    assert covered(PREFIX, url) is is_covered


def test_the_local_address_keeps_path_and_query() -> None:
    assert (
        local_url(PREFIX, f"{PREFIX}/runs/a?b=c", "http://127.0.0.1:9/v1/")
        == "http://127.0.0.1:9/v1/runs/a?b=c"
    )


def test_a_call_arrives_as_the_script_made_it(client: TestClient) -> None:
    answer = client.post(
        "/sandbox/relay",
        json={
            "url": f"{PREFIX}/workbooks/a/refresh",
            "method": "POST",
            "headers": {"Authorization": "Bearer x", "Content-Type": "application/json"},
            "body": '{"name": "é"}',
        },
    ).json()
    (asked,) = Service.asked
    assert (asked["method"], asked["path"], asked["body"]) == (
        "POST",
        "/v1/workbooks/a/refresh",
        '{"name": "é"}',
    )
    assert asked["headers"]["authorization"] == "Bearer x"
    assert "Google-Apps-Script" in asked["headers"]["user-agent"]
    assert not {"origin", "referer", "sec-fetch-mode"} & asked["headers"].keys()
    assert (answer["status"], answer["text"]) == (200, '{"said": "héllo"}')
    assert {name.lower(): value for name, value in answer["headers"]}["retry-after"] == "3"


@pytest.mark.parametrize(("path", "status"), [("bad", 422), ("moved", 302)])
def test_refusals_and_redirects_are_passed_on(client: TestClient, path: str, status: int) -> None:
    call = {"url": f"{PREFIX}/{path}", "follow_redirects": False}
    assert client.post("/sandbox/relay", json=call).json()["status"] == status
    assert len(Service.asked) == 1


def test_it_is_no_way_to_anywhere_else(client: TestClient) -> None:
    assert client.post("/sandbox/relay", json={"url": "https://elsewhere.example/v1/x"}).status_code == 403
    assert Service.asked == []
