"""Whatever is sent, the answer is an answer: never a 500, never a hang, and a refusal changes nothing."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sandbox.sheets import discovery
from app.sandbox.sheets.routes import ENDPOINTS
from tests.sandbox.sheets.in_process import Sheets
from tests.sandbox.sheets.kinds_in_use import furnished, requests_by_kind
from tests.sandbox.sheets.requests_at_random import Maker, bent

EXPECTED = {200, 400, 403, 404, 501}
BODIES = [endpoint for endpoint in ENDPOINTS if discovery.method(endpoint.method).request]


def path_of(pattern: str, maker: Maker) -> str:
    names = {
        "id": "{id}",
        "range": quote(maker.random.choice(["A1", "A1:B2", "Sheet1", "Nope!A1", "A:A", "'"]), safe=""),
        "number": maker.random.choice(["0", "5", "16", "x"]),
    }
    path = pattern.removesuffix(r"\Z").replace("\\", "").removeprefix("/v4/spreadsheets")
    for group in ("(?P<id>[^/:]+)", "(?P<range>.+?)", "(?P<number>[^/:]+)"):
        path = path.replace(group, names[group[4:].partition(">")[0]])
    return path


def ask(sheets: Sheets, endpoint_number: int, seed: int, wrong: float) -> int:
    """Send one made-up request; answers the status, having checked what it left behind."""
    endpoint, maker = BODIES[endpoint_number], Maker(seed, wrong=wrong)
    body = maker.message(discovery.message(discovery.method(endpoint.method).request))
    query = (
        {"valueInputOption": maker.random.choice(["RAW", "USER_ENTERED"])}
        if endpoint.method.startswith(("spreadsheets.values.update", "spreadsheets.values.append"))
        and not endpoint.method.endswith("Filter")
        else {}
    )
    before = sheets.stored()
    status, made = sheets.send(endpoint.http, path_of(endpoint.pattern.pattern, maker), body, **query)
    assert status in EXPECTED, made
    if status != 200:
        assert made["error"]["code"] == status
        assert sheets.stored() == before
    sheets.get(includeGridData="true", ranges="A1:C5") if sheets.get()["sheets"] else None
    return status


@settings(deadline=None, max_examples=150)
@given(st.integers(0, len(BODIES) - 1), st.integers(0, 2**32), st.sampled_from([0.0, 0.02, 0.2]))
def test_any_method(endpoint: int, seed: int, wrong: float) -> None:
    ask(furnished(), endpoint, seed, wrong)


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.0, 0.01]))
def test_any_batch(seed: int, wrong: float) -> None:
    number = next(i for i, e in enumerate(BODIES) if e.method == "spreadsheets.batchUpdate")
    ask(furnished(), number, seed, wrong)


def ask_bent(sheets: Sheets, seeds: list[int]) -> int:
    """Send sensible requests of random kinds, each bent a little."""
    by_kind = requests_by_kind("c", "p", "r")
    requests = []
    for seed in seeds:
        kind = sorted(by_kind)[seed % len(by_kind)]
        requests.append({kind: bent(by_kind[kind], seed)})
    before = sheets.stored()
    status, made = sheets.send("POST", "/{id}:batchUpdate", {"requests": requests})
    assert status in EXPECTED, made
    if status != 200:
        assert sheets.stored() == before
    fields = "sheets(properties,data(rowData),conditionalFormats,merges)"
    titles = [held["properties"]["title"] for held in sheets.get()["sheets"]]
    ranges = ["'{}'!A1:H20".format(title.replace("'", "''")) for title in titles[:2]]
    _, read = sheets.send("GET", "/{id}", includeGridData="true", fields=fields, ranges=ranges)
    assert "sheets" in read or read["error"]["code"] == 400
    return status


@settings(deadline=None, max_examples=300)
@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=3))
def test_any_sensible_batch_with_a_fault(seeds: list[int]) -> None:
    ask_bent(furnished(), seeds)


@pytest.mark.parametrize(
    "raw", [b"[", b"{", b'{"a":NaN}', b"[]", b'"x"', b"\xff\xfe", b"null", b'{"a":' * 2000]
)
def test_what_is_no_json_object_is_refused(sheets: Sheets, raw: bytes) -> None:
    status, made = sheets.send("POST", "/{id}:batchUpdate", raw=raw)
    assert status == 400
    assert made["error"]["status"] == "INVALID_ARGUMENT"


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=20), st.text(max_size=30))
def test_any_query(name: str, text: str) -> None:
    sheets = Sheets()
    for method in ({"fields": text}, {"ranges": text}, {name: text}):
        status, _ = sheets.send("GET", "/{id}", **method)
        assert status in EXPECTED


@pytest.mark.soak
def test_a_hundred_thousand_requests_on_one_workbook() -> None:
    """One workbook lives through all of them."""
    counts: Counter[int] = Counter()
    sheets = furnished()
    for seed in range(100_000):
        if seed % 200 == 0:
            sheets = furnished()
        if seed % 2:
            counts[ask_bent(sheets, [seed])] += 1
        else:
            counts[ask(sheets, seed // 2 % len(BODIES), seed, (0.0, 0.01, 0.1)[seed % 3])] += 1
    print(dict(counts))
    assert counts[200] > 1000
