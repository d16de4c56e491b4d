"""A batch with one bad request leaves the stored workbook as it was, byte for byte."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.sandbox.sheets.kinds.data_sources import KINDS as DATA_SOURCES
from tests.sandbox.sheets.in_process import Json, Sheets
from tests.sandbox.sheets.kinds_in_use import comment_ids, furnished, requests_by_kind

POISON: list[Json] = [
    {"updateCells": {"start": {"sheetId": 999}, "rows": [], "fields": "note"}},
    {"deleteSheet": {"sheetId": 999}},
    {"addSheet": {"properties": {"title": "Fresh", "sheetId": 0}}},
    {"repeatCell": {"range": {"sheetId": 0}, "cell": {}, "fields": ""}},
    {"deleteNamedRange": {"namedRangeId": "none"}},
    {"addDataSource": {}},
    {"noSuchKind": {}},
    {"addSheet": {"properties": {"titel": "x"}}},
]
KINDS = sorted(set(requests_by_kind("", "", "")) - set(DATA_SOURCES))


def test_the_refusal_names_place_and_kind(sheets: Sheets) -> None:
    message = sheets.no_batch({"addSheet": {}}, {"addSheet": {}}, POISON[0])
    assert message == "Invalid requests[2].updateCells: No grid with id: 999"


@settings(deadline=None, max_examples=80)
@given(st.lists(st.sampled_from(KINDS), max_size=6), st.sampled_from(POISON), st.data())
def test_nothing_is_kept(kinds: list[str], poison: Json, data: st.DataObject) -> None:
    sheets = furnished()
    by_kind = requests_by_kind(*comment_ids(sheets))
    requests = [{kind: by_kind[kind]} for kind in kinds]
    requests.insert(data.draw(st.integers(0, len(requests))), poison)
    before, record = sheets.stored(), sheets.store.file(sheets.spreadsheet_id)
    read = sheets.get(includeGridData="true")
    status, _ = sheets.send("POST", "/{id}:batchUpdate", {"requests": requests})
    assert status in {400, 501}
    assert sheets.stored() == before
    assert sheets.store.file(sheets.spreadsheet_id) == record
    assert sheets.get(includeGridData="true") == read


def test_what_the_store_holds_is_what_was_answered() -> None:
    """Every kind in one batch, then read back from the bytes alone."""
    sheets = furnished()
    by_kind = requests_by_kind(*comment_ids(sheets))
    gone_first = ("deleteSheet", "deleteTable", "deleteComment", "deleteCommentReply")
    for kind in KINDS:
        if kind not in gone_first:
            sheets.send("POST", "/{id}:batchUpdate", {"requests": [{kind: by_kind[kind]}]})
    read = sheets.get(includeGridData="true", commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED")
    sheets.store._cache.clear()
    assert sheets.get(includeGridData="true", commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED") == read
