"""Undo after refresh equals before, cell by cell, over random workbooks and whatever people did to them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.workbook.undo.record import packed, unpacked
from tests.flags_tab.test_life import STEPS, Diary
from tests.flags_tab.workbook import Workbook

PLAIN = ("fault", "fault", "fault", "note", "further", "formula", "accept", "refresh")
"""What leaves the looks of our rows as they were written."""


def undone(steps: list[tuple[str, int]], *, first: bool) -> tuple[Any, Any, list[str]]:
    """The workbook before a refresh and after its undo, and why it was refused where it was."""
    diary = Diary(Workbook.filled())
    if not first:
        diary.book.refresh()
    for step, dice in steps:
        if step == "refresh" and not first:
            diary.book.refresh()
        elif not first or step == "fault":
            diary.act(step, dice)
    before = diary.book.whole()
    diary.book.record = None if first else diary.book.record
    diary.book.refresh()
    why = diary.book.undo()
    return before, diary.book.whole(), why


def values(shown: Any) -> Any:
    """What stands in every cell, tab by tab; how it looks left out."""
    return [
        (
            sheet["properties"]["title"],
            sheet["properties"]["gridProperties"],
            [
                [(cell.get("userEnteredValue"), cell.get("note")) for cell in row.get("values", [])]
                for row in _trimmed(sheet["data"][0].get("rowData", []))
            ],
            sheet.get("conditionalFormats"),
            [chart["chartId"] for chart in sheet.get("charts", [])],
        )
        for sheet in shown["sheets"]
    ]


def _trimmed(rows: list[Any]) -> list[Any]:
    cut = [{"values": _ended(row.get("values", []))} for row in rows]
    while cut and not cut[-1]["values"]:
        cut.pop()
    return cut


def _ended(cells: list[Any]) -> list[Any]:
    while cells and not {"userEnteredValue", "note"} & cells[-1].keys():
        cells = cells[:-1]
    return cells


def steps_of(names: tuple[str, ...]) -> st.SearchStrategy[list[tuple[str, int]]]:
    return st.lists(st.tuples(st.sampled_from(names), st.integers(0, 10_000)), max_size=8)


def everything_as_before(steps: list[tuple[str, int]], *, first: bool) -> None:
    before, after, why = undone(steps, first=first)
    assert why == []
    assert after == before


def values_as_before(steps: list[tuple[str, int]]) -> None:
    before, after, why = undone(steps, first=False)
    if why:
        assert why == ["the columns of 'Flags' were brought into their order by it"]
    else:
        assert values(after) == values(before)


QUICK: Any = {"deadline": None, "phases": (Phase.explicit, Phase.generate)}


@settings(max_examples=12, **QUICK)
@given(steps_of(PLAIN), st.booleans())
def test_cells_formats_rules_charts_and_marks_are_as_before(
    steps: list[tuple[str, int]], first: bool
) -> None:
    everything_as_before(steps, first=first)


@settings(max_examples=12, **QUICK)
@given(steps_of(STEPS))
def test_every_cell_is_as_before_whatever_people_did_to_the_tab(steps: list[tuple[str, int]]) -> None:
    values_as_before(steps)


def test_a_row_pushed_out_of_ours_is_as_before() -> None:
    """A flag's row pasted above the last one: the refresh takes both in again, the undo puts both back."""
    values_as_before([("copy row", 194), ("fault", 4816), ("fault", 4777), ("fault", 501)])


@pytest.mark.soak
@settings(max_examples=500, **QUICK)
@given(steps_of(PLAIN), steps_of(STEPS), st.booleans())
def test_over_hundreds_of_workbooks(
    plain: list[tuple[str, int]], any_: list[tuple[str, int]], first: bool
) -> None:
    everything_as_before(plain, first=first)
    values_as_before(any_)


def refreshed() -> Workbook:
    book = Workbook.filled()
    book.refresh()
    book.put("Budget!H3", 500)
    book.refresh()
    return book


def test_after_an_undo_the_next_one_puts_the_charts_back_too() -> None:
    book = refreshed()
    assert book.undo() == []
    before = book.whole()
    book.set("Status date", "2026-05-31")
    book.refresh()
    assert any("updateChartSpec" in request for request in book.sent)
    assert book.undo() == []
    charts = [[sheet.get("charts") for sheet in shown["sheets"]] for shown in (before, book.whole())]
    assert charts[0] == charts[1]


def test_the_record_survives_being_stored() -> None:
    record = refreshed().record
    assert record is not None
    assert unpacked(packed(record)) == record


def test_refused_after_another_refresh() -> None:
    book = refreshed()
    assert book.record is not None
    book.record = replace(book.record, stamp="of a refresh before the last one")
    assert "refreshed again since" in book.undo()[0]


def test_refused_where_rows_were_added() -> None:
    book = refreshed()
    where = {"sheetId": book.sheet_id("Forecast"), "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    book.sheets.batch({"insertDimension": {"range": where}})
    assert "rows were added to 'Forecast'" in book.undo()


def test_refused_where_a_tab_was_deleted() -> None:
    book = refreshed()
    book.sheets.batch({"deleteSheet": {"sheetId": book.sheet_id("Months")}})
    assert "the tab 'Months' was deleted" in book.undo()


def test_refused_where_notes_would_move_to_another_flag() -> None:
    book = Workbook.filled()
    book.refresh()
    book.note("V6:2026-02", "Owner", "Ben")
    book.put("Budget!H3", 500)
    book.refresh()
    other = next(flag for flag in book.flags() if flag != "V6:2026-02")
    book.note(other, "Owner", "Ana")
    assert any("was typed beside row" in said for said in book.undo())


def test_refused_where_highlights_were_changed() -> None:
    book = refreshed()
    book.sheets.batch({"deleteConditionalFormatRule": {"sheetId": book.sheet_id("Budget"), "index": 0}})
    assert "the highlights of 'Budget' were changed, or its rows moved" in book.undo()


def test_refused_where_a_chart_was_deleted() -> None:
    book = Workbook.filled()
    book.refresh()
    assert book.record is not None
    drawn = book.record.charts_written[0].id
    book.sheets.batch({"deleteEmbeddedObject": {"objectId": drawn}})
    assert "a chart of ours was deleted" in book.undo()
