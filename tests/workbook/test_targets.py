"""Which tabs are ours to write, whatever copies and names people make."""

from __future__ import annotations

from dataclasses import replace

from app.workbook import marks
from app.workbook.book import Book, Metadata, Tab
from app.workbook.locate import is_output
from app.workbook.shape import shape_of
from app.workbook.targets import FIRST_SHEET_ID, targets_of
from sheets_schema import load

SCHEMA = load()
FLAGS = [field.title for field in SCHEMA.tabs["flags"].fields]
PLACE = [contract.name for contract in SCHEMA.outputs].index("flags")
OURS = FIRST_SHEET_ID + PLACE


def tab(title: str, sheet_id: int, index: int = 0, *, marked: bool = True, rows: int = 0) -> Tab:
    grid = [["As at 31 August 2026"], FLAGS, *[["red"] for _ in range(rows)]]
    metadata = (Metadata(3, marks.TAB, "flags"),) if marked else ()
    return Tab(
        sheet_id=sheet_id,
        title=title,
        index=index,
        row_count=90,
        column_count=20,
        rows=grid,
        metadata=metadata,
    )


def book(*tabs: Tab) -> Book:
    return Book(id="b", title="", tabs=tabs)


def test_a_copy_of_our_tab_is_a_persons_wherever_it_stands() -> None:
    kept, copy = tab("Renamed", OURS + 300, 4), tab("Flags of July", 77, 0)
    found, sheet_id, title = targets_of(book(copy, kept), SCHEMA)["flags"]
    assert (found, sheet_id, title) == (kept, OURS + 300, "Renamed")


def test_a_copy_takes_over_when_the_first_is_gone() -> None:
    copy = tab("Flags of July", 77)
    assert targets_of(book(copy), SCHEMA)["flags"][0] == copy


def test_a_page_that_lost_its_mark_is_taken_up_whole() -> None:
    """As it comes back from an Excel file."""
    lost = tab("Plumbline Flags", 12, marked=False, rows=5)
    found, sheet_id, title = targets_of(book(lost), SCHEMA)["flags"]
    assert (sheet_id, title) == (12, "Plumbline Flags")
    shape = shape_of(found)
    assert shape is not None
    assert (shape.rows, shape.columns) == (7, len(FLAGS))
    assert is_output(lost, SCHEMA)


def test_a_persons_tab_of_that_name_is_left_alone() -> None:
    theirs = replace(tab("Flags", 12, marked=False), rows=[["Our flags"], ["Country", "Colours"]])
    found, sheet_id, title = targets_of(book(theirs), SCHEMA)["flags"]
    assert (found, sheet_id, title) == (None, OURS, "Plumbline Flags")
    assert not is_output(theirs, SCHEMA)
