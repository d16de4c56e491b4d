"""Whatever is sent to Drive and to the handles: an answer, never a 500, and the files stay whole."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.sandbox.drive import contract
from tests.support.sandbox import ANA, RunningSandbox

FAST = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
SIGNS = ["=", "!=", "'x'", '"y"', "(", ")", ">", "'2026-01-01'", "{", "}", "\\", "'", "true"]
NAMES = [
    "name",
    "and",
    "or",
    "not",
    "in",
    "parents",
    "contains",
    "trashed",
    "modifiedTime",
    "has",
    "key",
    "value",
]
WORDS = st.sampled_from([*SIGNS, *NAMES, "properties", "fullText"])
QUERIES = TEXT | st.lists(WORDS, max_size=9).map(" ".join)
NUMBERS = st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
FILE_FIELDS = st.sampled_from(sorted(contract.schema("File")["properties"]))
FILE_BODIES = st.dictionaries(FILE_FIELDS, JSON, max_size=4) | JSON
PERMISSION_FIELDS = st.sampled_from(sorted(contract.schema("Permission")["properties"]))
ROLES = st.sampled_from(["owner", "writer", "reader", "user", "group", "anyone", "domain", ANA])
PERMISSION_BODIES = st.dictionaries(PERMISSION_FIELDS, JSON | ROLES, max_size=5)


def asked(sandbox: RunningSandbox, method: str, path: str, **more: Any) -> int:
    answer = sandbox.call(method, path, **more)
    assert answer.status_code < 500 or answer.status_code == 501, (method, path, more, answer.text)
    if answer.content:
        assert "error" in answer.json() or answer.status_code < 300
    return answer.status_code


@FAST
@given(
    q=QUERIES,
    order=TEXT | st.sampled_from(["name desc", "name,folder"]),
    fields=TEXT,
    size=TEXT | st.just("10"),
)
def test_lists(sandbox: RunningSandbox, q: str, order: str, fields: str, size: str) -> None:
    asked(sandbox, "GET", "/drive/v3/files", params={"q": q})
    asked(sandbox, "GET", "/drive/v3/files", params={"orderBy": order, "pageSize": size})
    asked(sandbox, "GET", "/drive/v3/files", params={"fields": fields, "pageToken": q})


@FAST
@given(body=FILE_BODIES)
def test_bodies_of_files(sandbox: RunningSandbox, body: Any) -> None:
    made = sandbox.create("Steady")
    before = sandbox.app.state.sandbox.store.packed(made)
    status = asked(sandbox, "PATCH", f"/drive/v3/files/{made}", json=body)
    if status >= 400:
        assert sandbox.app.state.sandbox.store.packed(made) == before
        assert sandbox.app.state.sandbox.store.file(made).version == 1
    asked(sandbox, "POST", "/drive/v3/files", json=body)
    asked(sandbox, "POST", f"/drive/v3/files/{made}/copy", json=body)
    asked(sandbox, "GET", f"/drive/v3/files/{made}?fields=*")


@FAST
@given(body=PERMISSION_BODIES)
def test_bodies_of_permissions(sandbox: RunningSandbox, body: dict[str, Any]) -> None:
    made = sandbox.create("Steady")
    asked(sandbox, "POST", f"/drive/v3/files/{made}/permissions", json=body)
    listed = sandbox.json("GET", f"/drive/v3/files/{made}/permissions?fields=*")["permissions"]
    for permission in listed:
        asked(sandbox, "PATCH", f"/drive/v3/files/{made}/permissions/{permission['id']}", json=body)
    asked(sandbox, "GET", f"/drive/v3/files/{made}?fields=*")


@FAST
@given(body=st.binary(max_size=200), kind=st.sampled_from(["media", "multipart", "resumable", "", "odd"]))
def test_bytes(sandbox: RunningSandbox, body: bytes, kind: str) -> None:
    for content_type in (
        "text/csv",
        "multipart/related; boundary=x",
        "application/json",
        "multipart/related",
    ):
        headers = {"Content-Type": content_type}
        asked(sandbox, "POST", f"/upload/drive/v3/files?uploadType={kind}", data=body, headers=headers)
    made = sandbox.create("Steady")
    headers = {"Content-Type": "text/csv"}
    asked(sandbox, "PUT", f"/upload/drive/v2/files/{made}?convert=true", data=body, headers=headers)
    assert sandbox.call("GET", f"/drive/v3/files/{made}/export?mimeType=text/csv").status_code == 200
    asked(sandbox, "POST", "/drive/v3/files", data=body, headers={"Content-Type": "application/json"})


@FAST
@given(body=JSON)
def test_handles(sandbox: RunningSandbox, body: Any) -> None:
    for method, path in (("PUT", "faults"), ("PUT", "quota"), ("POST", "tokens"), ("POST", "files")):
        answer = sandbox.session.request(method, f"{sandbox.url}/sandbox/{path}", json=body, timeout=10)
        assert answer.status_code < 500, answer.text
    sandbox.faults()
    sandbox.quota()


@FAST
@given(token=TEXT, assertion=TEXT)
def test_the_issuer(sandbox: RunningSandbox, token: str, assertion: str) -> None:
    for path, form in (
        ("v3/tokeninfo", {"access_token": token}),
        ("v3/tokeninfo", {"id_token": token}),
        ("token", {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}),
        ("token", {"grant_type": token}),
        ("revoke", {"token": token}),
    ):
        answer = sandbox.session.post(f"{sandbox.url}/oauth2/{path}", data=form, timeout=10)
        assert answer.status_code == 400
