"""Rows of workbooks from when some flags were named by a cell: their notes go on with the flag."""

from __future__ import annotations

from typing import Any

import pytest

from app.checks.flag import Flag, Severity
from app.project.place import Place
from app.workbook.flags_tab.renamed import heirs
from app.workbook.flags_tab.row import Row
from tests.flags_tab.test_notes import block_of
from tests.flags_tab.workbook import Workbook

NEW = "A3:Actuals Hours, 1.2 2026-03-13 Ben"
OLD = "A3:Actuals!E4"


@pytest.fixture
def book() -> Workbook:
    """With a fault whose row has the name of old, and a note."""
    made = Workbook.filled()
    made.put("Actuals!E4", "TBD")
    made.refresh()
    made.note(NEW, "Owner", "Ben")
    made.note(NEW, "Flag", OLD)
    made.remembers, made.previous = False, None
    return made


def insert_above(book: Workbook) -> None:
    where = {"sheetId": book.sheet_id("Actuals"), "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    book.sheets.batch({"insertDimension": {"range": where}})


@pytest.mark.parametrize("moved", [False, True])
def test_the_note_goes_on_beside_the_new_name(book: Workbook, *, moved: bool) -> None:
    first_seen = book.noted(OLD, "First seen")
    if moved:
        insert_above(book)
    book.set("Status date", "2026-04-02")
    book.refresh()
    assert OLD not in book.flags()
    assert book.noted(NEW, "Owner") == "Ben"
    assert book.noted(NEW, "First seen") == first_seen
    assert block_of(book, book.flags()[NEW]) == ""


def test_a_mended_fault_is_resolved_under_the_name_it_had(book: Workbook) -> None:
    book.put("Actuals!E4", 90)
    book.put("Budget!H3", "TBD")
    book.refresh()
    assert book.noted(OLD, "Owner") == "Ben"
    assert block_of(book, book.flags()[OLD]) == "resolved"


def test_other_words_are_another_fault(book: Workbook) -> None:
    book.put("Actuals!E4", "later")
    book.refresh()
    assert book.noted(OLD, "Owner") == "Ben"
    assert book.noted(NEW, "Owner") == ""


def flag(subject: str, at: int, said: str = "is no number", **values: Any) -> Flag:
    chosen: dict[str, Any] = {"check": "A3", "severity": Severity.ERROR, "title": "Not a number", **values}
    place = Place(7, "Our plan", at, 2, at + 1, 3)
    return Flag(
        rule="",
        figure=f"{place}: {said}",
        threshold="",
        places=(place,),
        subject=subject,
        remedy="",
        **chosen,
    )


def rows(*flags: Flag) -> list[Row]:
    """As flags of old stood on the tab."""
    return [
        Row(
            at=at,
            values={"id": f"{each.check}:{each.places[0]}", "check": each.check, "title": each.title,
                    "line": each.line, "period": each.period, "figure": each.figure},
            noted=True,
        )
        for at, each in enumerate(flags)
    ]  # fmt: skip


def told(old: list[Flag], new: list[Flag]) -> dict[str, int]:
    return {id_: row.at for id_, row in heirs(rows(*old), {each.id: each for each in new}).items()}


def test_of_several_that_say_the_same_those_at_the_same_cell() -> None:
    old = [flag("", 4), flag("", 5)]
    assert told(old, [flag("a", 5), flag("b", 4)]) == {"A3:b": 0, "A3:a": 1}
    assert told(old, [flag("a", 8), flag("b", 9)]) == {}
    assert told(old, [flag("a", 5)]) == {}
    assert told(old[:1], [flag("a", 5), flag("b", 6)]) == {}


def test_words_count_and_what_it_is_about() -> None:
    old = [flag("", 4)]
    assert told(old, [flag("a", 9)]) == {"A3:a": 0}
    assert told(old, [flag("a", 4, "is too large")]) == {}
    assert told(old, [flag("a", 4, check="A12")]) == {}
    assert told(old, [flag("a", 4, line="2.1")]) == {}
    assert told(old, [flag("a", 4, title="Not a date")]) == {}


def test_a_name_of_now_is_no_name_of_old() -> None:
    (row,) = rows(flag("", 4))
    now = Row(at=row.at, values={**row.values, "id": "A3:Budget Cost, 1.2"}, noted=True)
    assert heirs([now], {"A3:a": flag("a", 4)}) == {}
    less = Row(at=row.at, values={**row.values, "id": "A3:1.4"}, noted=True)
    assert heirs([less], {"A3:1.4 2026-05-04": flag("1.4 2026-05-04", 4)}).keys() == {"A3:1.4 2026-05-04"}
