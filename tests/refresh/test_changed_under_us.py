"""A workbook that is rebuilt between our read and our write: seen, done again once, then told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.errors import (
    NOTHING_CHANGED,
    WRITTEN_AS_READ,
    ChangedUnderUs,
    NoSettingsTab,
    NotAllowedToWrite,
    RefusedByGoogle,
    TimedOut,
)
from tests.refresh.at_sandbox import SandboxWorkbook
from tests.refresh.meddling import Meddler, refreshed

Make = Callable[..., SandboxWorkbook]
ONCE = ["read", "write"]


def insert(
    workbook: SandboxWorkbook, tab: str, *, dimension: str = "ROWS", at: int = 2
) -> Callable[[], None]:
    where = {"sheetId": workbook.sheet_id(tab), "dimension": dimension, "startIndex": at, "endIndex": at + 1}
    return lambda: workbook.update({"insertDimension": {"range": where}})


def delete_rows(workbook: SandboxWorkbook, tab: str, at: int) -> Callable[[], None]:
    where = {"sheetId": workbook.sheet_id(tab), "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
    return lambda: workbook.update({"deleteDimension": {"range": where}})


def rename(workbook: SandboxWorkbook, tab: str, to: str) -> Callable[[], None]:
    what = {"properties": {"sheetId": workbook.sheet_id(tab), "title": to}, "fields": "title"}
    return lambda: workbook.update({"updateSheetProperties": what})


def delete_tab(workbook: SandboxWorkbook, tab: str) -> Callable[[], None]:
    sheet_id = workbook.sheet_id(tab)
    return lambda: workbook.update({"deleteSheet": {"sheetId": sheet_id}})


def move_row(workbook: SandboxWorkbook, tab: str, at: int, to: int) -> Callable[[], None]:
    where = {"sheetId": workbook.sheet_id(tab), "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
    return lambda: workbook.update({"moveDimension": {"source": where, "destinationIndex": to}})


def move_column(workbook: SandboxWorkbook, tab: str, at: int, to: int) -> Callable[[], None]:
    where = {"sheetId": workbook.sheet_id(tab), "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    return lambda: workbook.update({"moveDimension": {"source": where, "destinationIndex": to}})


def their_rule(workbook: SandboxWorkbook, tab: str, index: int = 0) -> Callable[[], None]:
    area = {"sheetId": workbook.sheet_id(tab), "startRowIndex": 1, "endRowIndex": 9}
    rule = {
        "ranges": [area],
        "booleanRule": {
            "condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "1000"}]},
            "format": {"textFormat": {"bold": True}},
        },
    }
    return lambda: workbook.update({"addConditionalFormatRule": {"rule": rule, "index": index}})


def picture(workbook: SandboxWorkbook) -> Any:
    """All that a person sees, and our rules; not ids and stamps."""
    whole = workbook.get(includeGridData="true")
    return [
        (
            sheet["properties"]["title"],
            sheet["properties"]["gridProperties"],
            sheet.get("conditionalFormats"),
            sheet.get("data"),
            [chart["spec"] for chart in sheet.get("charts", ())],
        )
        for sheet in whole["sheets"]
    ]


def log_rows(workbook: SandboxWorkbook) -> list[str]:
    """The run of each row of the Log."""
    return [row[8] for row in workbook.values("Log")[1:]]


MEDDLING: dict[str, Callable[[SandboxWorkbook], Callable[[], None]]] = {
    "a row in Budget": lambda book: insert(book, "Budget"),
    "a row out of Actuals": lambda book: delete_rows(book, "Actuals", 2),
    "a column in Budget": lambda book: insert(book, "Budget", dimension="COLUMNS", at=1),
    "Budget renamed": lambda book: rename(book, "Budget", "Kosten 2026"),
    "Budget's rows sorted otherwise": lambda book: move_row(book, "Budget", 1, 4),
    "Budget's columns moved": lambda book: move_column(book, "Budget", 1, 4),
    "a row in our Forecast": lambda book: insert(book, "Forecast", at=3),
    "a column in our Dashboard": lambda book: insert(book, "Dashboard", dimension="COLUMNS", at=1),
    "our Months renamed": lambda book: rename(book, "Months", "Monate"),
    "our Flags deleted": lambda book: delete_tab(book, "Flags"),
}


@pytest.mark.parametrize("what", MEDDLING)
def test_it_is_seen_and_done_again(workbook: Make, what: str) -> None:
    """In the end the workbook is as if the person had been a moment earlier."""
    meddled, calm = workbook(), workbook()
    for book in (meddled, calm):
        refreshed(book, Meddler(), run_id="0" * 32)
        book.put("Budget", "H2", 99_000)  # so that this time there is something to write
    meddler = Meddler(MEDDLING[what](meddled))
    outcome = refreshed(meddled, meddler)
    assert meddler.kinds == ONCE * 2
    assert outcome.run.attempt == 2
    MEDDLING[what](calm)()
    refreshed(calm, Meddler())
    assert [(row[0], *row[2:]) for row in picture(meddled)] == [(row[0], *row[2:]) for row in picture(calm)]
    assert log_rows(meddled) == ["0" * 32, "r" * 32]


def test_on_the_very_first_refresh_too(workbook: Make) -> None:
    made = workbook()
    meddler = Meddler(insert(made, "Budget"))
    outcome = refreshed(made, meddler)
    assert meddler.kinds == ONCE * 2
    assert outcome.written.tabs_created == ("Dashboard", "Forecast", "Months", "Flags", "Movement", "Log")
    assert log_rows(made) == ["r" * 32]


def test_what_leaves_rows_and_tabs_alone_is_no_reason(workbook: Make) -> None:
    """A value typed meanwhile counts in the next refresh; a tab of one's own is nobody's business."""
    made = workbook()
    refreshed(made, Meddler(), run_id="0" * 32)

    def meddle() -> None:
        made.put("Budget", "B3", "Otherwise")
        made.put("Budget", "A3", "9.9")
        made.update({"addSheet": {"properties": {"title": "Mine"}}})

    meddler = Meddler(meddle)
    assert refreshed(made, meddler).run.attempt == 1
    assert meddler.kinds == ONCE


def test_twice_is_told_with_what_is_true(workbook: Make) -> None:
    made = workbook()
    meddler = Meddler(insert(made, "Budget"), insert(made, "Actuals"))
    with pytest.raises(ChangedUnderUs, match="rows were added to 'Actuals'") as caught:
        refreshed(made, meddler)
    assert meddler.kinds == ONCE * 2
    assert caught.value.unchanged == WRITTEN_AS_READ
    assert log_rows(made) == ["r" * 32]  # written, as the error says
    meddler = Meddler()
    assert refreshed(made, meddler, run_id="2" * 32).run.attempt == 1


def test_refused_twice_nothing_was_changed(workbook: Make) -> None:
    made = workbook()
    refreshed(made, Meddler(), run_id="0" * 32)
    before = made.values("Forecast")
    made.put("Budget", "H2", 99_000)
    meddler = Meddler(delete_tab(made, "Flags"), delete_tab(made, "Months"))
    with pytest.raises(ChangedUnderUs) as caught:
        refreshed(made, meddler)
    assert caught.value.unchanged == NOTHING_CHANGED
    assert made.values("Forecast") == before


def test_a_refusal_without_any_change_is_a_fault_of_ours(workbook: Make) -> None:
    made = workbook()
    made.sandbox.faults({"kind": "write", "status": 400, "times": None})
    meddler = Meddler()
    with pytest.raises(RefusedByGoogle) as caught:
        refreshed(made, meddler)
    made.sandbox.faults()
    assert meddler.kinds == ["read", "write", "read"]  # not asked again: the answer would be the same
    assert caught.value.unchanged == NOTHING_CHANGED


def test_what_can_no_longer_be_read_was_written_all_the_same(workbook: Make) -> None:
    made = workbook()
    with pytest.raises(NoSettingsTab) as caught:
        refreshed(made, Meddler(insert(made, "Budget"), after=delete_tab(made, "Settings")))
    assert caught.value.unchanged == WRITTEN_AS_READ
    assert log_rows(made) == ["r" * 32]


def test_a_rule_that_somebody_adds_meanwhile_is_theirs_to_keep(workbook: Make) -> None:
    """Ours are deleted by their place in the list, and now theirs stands there."""
    made = workbook()
    their_rule(made, "Budget")()
    refreshed(made, Meddler(), run_id="0" * 32)
    made.put("Budget", "K3", "soon")  # a fault more: our rules on this tab change
    meddler = Meddler(their_rule(made, "Budget"))
    outcome = refreshed(made, meddler)
    assert meddler.kinds == ["read", "write", "write", "read", "write"]  # theirs put back, then done again
    assert outcome.run.attempt == 2
    rules = made.sheet("Budget")["conditionalFormats"]
    theirs = [rule for rule in rules if "plumbline" not in str(rule)]
    assert len(theirs) == 2
    assert theirs[0] == theirs[1]
    assert theirs[0]["booleanRule"]["format"]["textFormat"]["bold"]
    ours = [str(rule["booleanRule"]["condition"]) for rule in rules if "plumbline" in str(rule)]
    assert len(ours) == len(set(ours)) > 0


def test_a_rule_of_theirs_that_cannot_be_put_back_is_told(workbook: Make) -> None:
    made = workbook()
    refreshed(made, Meddler(), run_id="0" * 32)
    made.put("Budget", "K3", "soon")

    def meddle() -> None:
        their_rule(made, "Budget")()
        made.sandbox.faults({"kind": "write", "status": None, "times": 1}, {"kind": "write", "status": 403})

    with pytest.raises(NotAllowedToWrite) as caught:
        refreshed(made, Meddler(meddle))
    made.sandbox.faults()
    assert "please add it again" in caught.value.unchanged


def test_an_answer_that_was_lost_is_looked_up_with_the_sizes_of_the_tabs(workbook: Make) -> None:
    made = workbook()

    def meddle() -> None:
        insert(made, "Budget")()
        made.sandbox.faults({"kind": "write", "status": 503, "times": 1, "after_commit": True})

    meddler = Meddler(meddle)
    outcome = refreshed(made, meddler)
    assert meddler.kinds == ["read", "write", "read", "read", "write"]
    assert outcome.run.attempt == 2
    assert log_rows(made) == ["r" * 32]


def test_the_stamp_of_the_first_write_is_not_taken_for_the_second(workbook: Make) -> None:
    made = workbook()

    def cut() -> None:
        made.sandbox.faults({"kind": "write", "status": "cut", "times": 1})

    with pytest.raises(TimedOut, match="is not in the workbook") as caught:
        refreshed(made, Meddler(insert(made, "Budget"), cut))
    assert caught.value.unchanged == WRITTEN_AS_READ  # of the first
