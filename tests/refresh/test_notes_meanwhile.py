"""A person on the Flags tab between our read and our write: no note is lost, none is at another flag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.workbook import plan
from tests.refresh.at_sandbox import SandboxWorkbook
from tests.refresh.meddling import Meddler, refreshed
from tests.refresh.notes import FlagsTab

Make = Callable[..., SandboxWorkbook]


def set_date(book: SandboxWorkbook, day: str) -> None:
    row = next(at for at, cells in enumerate(book.values("Settings")) if cells and cells[0] == "Status date")
    book.put("Settings", f"B{row + 1}", day)


def flags_come(book: SandboxWorkbook) -> None:
    book.put("Budget", "H3", 500)
    book.put("Budget", "D2", "")
    book.put("Budget", "J4", 1.2)


CHANGES: dict[str, Callable[[SandboxWorkbook], object]] = {
    "flags come": flags_come,
    "flags go": lambda book: set_date(book, "2026-01-31"),
    "a later day": lambda book: set_date(book, "2026-04-15"),
}


def first(tab: FlagsTab) -> str:
    return next(iter(tab.flags()))


def last(tab: FlagsTab) -> str:
    return list(tab.flags())[-1]


ACTS: dict[str, Callable[[FlagsTab], object]] = {
    "types beside a flag": lambda tab: tab.note(last(tab), "Action"),
    "types beside every flag": lambda tab: [tab.note(flag, "Action") for flag in tab.flags()],
    "sorts": lambda tab: tab.sort("What"),
    "sorts backwards": lambda tab: tab.sort("Flag", "DESCENDING"),
    "inserts a row": lambda tab: tab.insert(),
    "inserts a row further down": lambda tab: tab.insert(5),
    "deletes a row": lambda tab: tab.delete(sorted(tab.flags())[1]),
    "drags a row": lambda tab: tab.move(last(tab), 2),
    "inserts a column": lambda tab: tab.insert(1, "COLUMNS"),
    "drags a column of theirs": lambda tab: tab.move_column("Owner", 2),
    "drags a column of ours": lambda tab: tab.move_column("What", 18),
    "drags a column of their own": lambda tab: tab.move_column("Ticket", 3),
    "deletes a column of ours": lambda tab: tab.delete_column("Figure"),
}


def met(make: Make, change: str, *acts: Callable[[FlagsTab], object]) -> tuple[FlagsTab, Meddler]:
    """A workbook with notes, changed, refreshed while a person acts."""
    book = make()
    book.put("Budget", "H4", 900)  # so that there are flags of many kinds
    book.previous = refreshed(book, Meddler(), run_id="0" * 32).memory
    tab = FlagsTab(book)
    book.put("Flags", "X2", "Ticket")
    for flag in list(tab.flags())[::2]:
        tab.note(flag)
        tab.note(flag, "Ticket")
    CHANGES[change](book)
    meddler = Meddler(*[(lambda act=act: act(tab)) for act in acts])
    book.previous = refreshed(book, meddler).memory
    return tab, meddler


def as_calm(tab: FlagsTab) -> None:
    """The next refreshes have nothing to put right, but for flags that look at the answers."""
    for run in "23":
        meddler = Meddler()
        outcome = refreshed(tab.book, meddler, run_id=run * 32)
        assert meddler.kinds == ["read", "write"]
        tab.book.previous = outcome.memory
    assert outcome.written.rows_written == 0


SAMPLE = [
    ("flags come", "types beside every flag"),
    ("flags go", "inserts a row further down"),
    ("flags come", "inserts a column"),
    ("flags go", "drags a column of their own"),
]


@pytest.mark.parametrize(("change", "act"), SAMPLE)
def test_each_note_stays_with_its_flag(workbook: Make, change: str, act: str) -> None:
    tab, _ = met(workbook, change, ACTS[act])
    assert len(tab.notes) > 1
    assert tab.lost() == {}
    as_calm(tab)


@pytest.mark.soak
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("change", CHANGES)
def test_each_note_stays_with_its_flag_whatever_is_done(workbook: Make, change: str, act: str) -> None:
    test_each_note_stays_with_its_flag(workbook, change, act)


@pytest.mark.soak
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("change", CHANGES)
def test_nor_where_only_rows_with_notes_are_moved(
    workbook: Make, monkeypatch: pytest.MonkeyPatch, change: str, act: str
) -> None:
    monkeypatch.setattr(plan, "MOST_MOVES", 0)
    test_each_note_stays_with_its_flag(workbook, change, act)


@pytest.mark.soak
@pytest.mark.parametrize("act", ["sorts", "sorts backwards", "inserts a row", "drags a row", "deletes a row"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_new_note_in_rows_that_move_is_with_its_flag_or_kept_apart(
    workbook: Make, change: str, act: str
) -> None:
    """What was typed and moved in one moment may have to wait for its flag's name, but stands at no other."""

    def types_and(tab: FlagsTab) -> None:
        for flag in tab.flags():
            tab.note(flag, "Due", f"due {flag}")
        ACTS[act](tab)

    tab, _ = met(workbook, change, types_and)
    for found in tab.lost().values():
        assert found == [("", "Due")]
    as_calm(tab)


def test_a_note_beside_a_flag_that_is_just_gone_is_kept_with_it(workbook: Make) -> None:
    """Its row was to be another's: the note comes back to what the row said."""
    tab, _ = met(workbook, "flags go", lambda tab: tab.note("V6:2026-02", "Root cause"))
    assert tab.lost() == {}
    row = tab.rows[tab.flags()["V6:2026-02"]]
    assert row[tab.columns["State"]].startswith("resolved on")
    assert row[tab.columns["What"]]


def test_only_a_value_beside_a_flag_that_stays_costs_no_second_write(workbook: Make) -> None:
    tab, meddler = met(workbook, "a later day", ACTS["types beside a flag"])
    assert meddler.kinds == ["read", "write"]
    assert tab.lost() == {}


def test_a_formula_that_was_overwritten_is_one_again(workbook: Make) -> None:
    """Their column was dragged among ours, and our write hit it."""
    book = workbook()
    book.previous = refreshed(book, Meddler(), run_id="0" * 32).memory
    tab = FlagsTab(book)
    tab.note(first(tab), "Owner", '=UPPER("ana")')
    flags_come(book)
    outcome = refreshed(book, Meddler(lambda: tab.move_column("Owner", 2)))
    assert outcome.run.attempt == 2
    ((_, (home, _)),) = tab.notes.items()
    cells: Any = tab.book.sheet("Flags")["data"][0]["rowData"][tab.flags()[home]]["values"]
    assert cells[tab.columns["Owner"]]["userEnteredValue"] == {"formulaValue": '=UPPER("ana")'}
    assert tab.where("ANA") == [(home, "Owner")]


def test_a_formula_stays_one_when_its_row_was_moved_meanwhile(workbook: Make) -> None:
    def formula(tab: FlagsTab) -> None:
        tab.note(first(tab), "Action", '="call " & "Ana"')
        tab.sort("Flag")

    tab, _ = met(workbook, "flags come", formula)
    (home,) = [flag for text, (flag, _) in tab.notes.items() if text.startswith("=")]
    assert tab.where("call Ana") == [(home, "Action")]
    cells: Any = tab.book.sheet("Flags")["data"][0]["rowData"][tab.flags()[home]]["values"]
    assert cells[tab.columns["Action"]]["userEnteredValue"] == {"formulaValue": '="call " & "Ana"'}
