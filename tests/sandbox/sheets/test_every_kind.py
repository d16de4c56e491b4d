"""Every kind of batchUpdate request does its work or is refused; none is accepted in silence."""

from __future__ import annotations

import pytest

from app.sandbox.sheets.batch import HANDLERS
from app.sandbox.sheets.discovery import message, request_kinds
from app.sandbox.sheets.kinds.data_sources import KINDS as DATA_SOURCES
from tests.sandbox.sheets.kinds_in_use import comment_ids, furnished, requests_by_kind


def test_all_74_kinds_are_known() -> None:
    assert len(request_kinds()) == 74
    assert set(HANDLERS) == set(request_kinds()) == set(requests_by_kind("", "", ""))


@pytest.mark.parametrize("kind", request_kinds())
def test_it_changes_the_workbook_or_says_why_not(kind: str) -> None:
    sheets = furnished()
    request = requests_by_kind(*comment_ids(sheets))[kind]
    before = sheets.stored()
    status, made = sheets.send("POST", "/{id}:batchUpdate", {"requests": [{kind: request}]})
    if kind in DATA_SOURCES:
        assert status == 501
        assert made["error"]["status"] == "UNIMPLEMENTED"
        assert made["error"]["message"].startswith(f"Invalid requests[0].{kind}: ")
        assert sheets.stored() == before
        return
    assert status == 200, made
    assert sheets.stored() != before
    (reply,) = made["replies"]
    assert set(reply) <= {kind}
    if kind in reply:
        assert set(reply[kind]) <= set(message(message("Response").fields[kind].message).fields)


@pytest.mark.parametrize("kind", request_kinds())
def test_an_empty_request_of_a_kind_is_no_accident(kind: str) -> None:
    """`{}` either means something (sheet 0, all defaults) and changes or leaves the file, or is refused."""
    sheets = furnished()
    before = sheets.stored()
    status, made = sheets.send("POST", "/{id}:batchUpdate", {"requests": [{kind: {}}]})
    assert status in {200, 400, 501}
    if status != 200:
        assert f"requests[0].{kind}" in made["error"]["message"]
        assert sheets.stored() == before
