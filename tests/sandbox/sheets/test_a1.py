"""Addresses: read, printed, clamped, quoted and echoed as Google does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.grid import a1
from tests.sandbox.sheets.in_process import Sheets

titles = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029"),
    min_size=1,
    max_size=30,
)


@given(st.integers(0, 18_277))
def test_letters_of_a_column_lead_back_to_it(column: int) -> None:
    assert a1.column_index(a1.column_letters(column)) == column


@given(titles, st.integers(0, 999), st.integers(1, 50), st.integers(0, 700), st.integers(1, 50))
def test_a_printed_range_reads_as_itself(title: str, top: int, height: int, left: int, width: int) -> None:
    printed = a1.with_title(title, a1.bounded(top, top + height, left, left + width))
    address = a1.parse(printed)
    assert address is not None
    assert address.title == title
    assert address.rect == a1.Rect(top, top + height, left, left + width)


@pytest.mark.parametrize(
    ("asked", "echoed"),
    [
        ("A:A", "Sheet1!A1:A1000"),
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("sheet1", "Sheet1!A1:Z1000"),
        ("A1:AA5", "Sheet1!A1:Z5"),
        ("B2:B2", "Sheet1!B2"),
        ("C3:A1", "Sheet1!A1:C3"),
        ("2:3", "Sheet1!A2:Z3"),
        ("A3:B", "Sheet1!A3:B1000"),
        ("B2:3", "Sheet1!B2:Z3"),
        ("$A$1:$B$2", "Sheet1!A1:B2"),
        ("R2C3", "Sheet1!C2"),
        ("R1C1:R2C2", "Sheet1!A1:B2"),
        ("'Sheet1'!A1", "Sheet1!A1"),
        ("Two words!A1", "'Two words'!A1"),
        ("'Two words'!A1:B2", "'Two words'!A1:B2"),
        ("D3!A1", "'D3'!A1"),
        ("'It''s'!A1", "'It''s'!A1"),
        ("🌵!A1", "'🌵'!A1"),
        ("Two words", "'Two words'!A1:Z1000"),
        ("Total", "Sheet1!C3:D4"),
        ("total", "Sheet1!C3:D4"),
        ("'Total'", "Total!A1:Z1000"),
        ("Total!A1", "Total!A1"),
    ],
)
def test_ranges_are_echoed_as_they_were_understood(asked: str, echoed: str, named_book: Sheets) -> None:
    from urllib.parse import quote

    made = named_book.ok("GET", f"/{{id}}/values/{quote(asked, safe='')}")
    assert made["range"] == echoed


@pytest.fixture(scope="module")
def named_book() -> Sheets:
    book = Sheets()
    for title in ("Two words", "D3", "It's", "🌵", "Total"):
        book.batch({"addSheet": {"properties": {"title": title}}})
    book.batch(
        {
            "addNamedRange": {
                "namedRange": {
                    "name": "Total",
                    "range": {
                        "startRowIndex": 2,
                        "endRowIndex": 4,
                        "startColumnIndex": 2,
                        "endColumnIndex": 4,
                    },
                }
            }
        }
    )
    return book


@pytest.mark.parametrize(
    "asked", ["Nowhere!A1", "A1:B2:C3", "'Sheet1", "!A1", "A", "Table[Column]", "A0", "1", ""]
)
def test_what_cannot_be_read_is_refused(asked: str, named_book: Sheets) -> None:
    message = named_book.refused("GET", "/{id}/values:batchGet", ranges=asked)
    assert message == f"Unable to parse range: {asked}"


def test_a_start_outside_the_grid_is_refused_with_the_grid_s_size(sheets: Sheets) -> None:
    assert sheets.refused("GET", "/{id}/values/A5000") == (
        "Range (Sheet1!A5000) exceeds grid limits. Max rows: 1000, max columns: 26"
    )


def test_without_a_title_the_first_visible_sheet_is_meant(sheets: Sheets) -> None:
    sheets.batch(
        {"addSheet": {"properties": {"title": "Second"}}},
        {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}},
    )
    assert sheets.ok("GET", "/{id}/values/A1")["range"] == "Second!A1"
