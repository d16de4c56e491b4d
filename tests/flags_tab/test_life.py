"""The life of flags: whatever is done to the tab, notes stay with their flag and nothing of them is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flags_tab.workbook import IDS, Workbook, letters

FAULTS: tuple[tuple[str, Any, Any], ...] = (
    ("Budget!J3", 0.5, 1.4),  # progress
    ("Budget!J4", 0.1, 1.2),
    ("Budget!D2", "Ana", ""),  # owner
    ("Budget!D4", "Ana", ""),
    ("Budget!H3", 15000, 500),  # cost
    ("Actuals!B5", "2.1", "9.9"),  # a line that is none
    ("Actuals!F4", "", 90000),  # a cost
    ("Status date", "2026-03-31", "2026-04-30"),  # the status date
)
NOTED = ("Owner", "Due", "Root cause", "Action")
STEPS = (
    "fault", "fault", "note", "note", "formula", "clear", "sort", "sort", "drag row", "drag column",
    "insert row", "insert column", "further", "hide", "filter", "accept", "damage", "rename", "copy row",
    "refresh", "refresh", "refresh",
)  # fmt: skip


@dataclass
class Diary:
    """What a person wrote, to be found again: text -> (flag, heading). `shaken`: flags whose name was damaged
    since the last refresh, which may have to wait for it in the safe place."""

    book: Workbook
    notes: dict[str, tuple[str, str]] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    shaken: set[str] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)
    strays: set[str] = field(default_factory=set)
    copied: bool = False
    count: int = 0

    def act(self, step: str, dice: int) -> None:
        acts: dict[str, Callable[[int], None]] = {
            "fault": self.fault,
            "note": self.note,
            "formula": self.formula,
            "clear": self.clear,
            "sort": self.sort,
            "drag row": self.drag_row,
            "drag column": self.drag_column,
            "insert row": self.insert_row,
            "insert column": self.insert_column,
            "further": self.further,
            "hide": self.hide,
            "filter": self.filter,
            "accept": self.accept,
            "damage": self.damage,
            "rename": self.rename,
            "copy row": self.copy_row,
            "refresh": lambda _dice: self.refresh(),
        }
        acts[step](dice)

    # what a person does

    def fault(self, dice: int) -> None:
        """Plants a fault in the tables, or mends it."""
        where, good, bad = FAULTS[dice % len(FAULTS)]
        put = self.book.put if "!" in where else self.book.set
        put(where, bad if dice % 3 else good)

    def note(self, dice: int) -> None:
        self._write(dice, NOTED[dice % len(NOTED)], self._text())

    def formula(self, dice: int) -> None:
        text = self._text()
        flag = self._write(dice, "Action", f'="{text}"')
        if flag:
            self.formulas[text] = f'="{text}"'

    def further(self, dice: int) -> None:
        """A note in a column of their own, which is made where there is none."""
        columns = self.book.columns()
        if "Ticket" not in columns:
            self.book.type(self._heading_row(), max(columns.values()) + 1 + dice % 2, "Ticket")
        self._write(dice, "Ticket", self._text())

    def accept(self, dice: int) -> None:
        self._write(dice, "Accepted until", "2026-05-31" if dice % 2 else "2026-01-31", keep=False)

    def clear(self, dice: int) -> None:
        if self.notes:
            text = sorted(self.notes)[dice % len(self.notes)]
            row, column = self._found(text)[0]
            if len(self._found(text)) == 1:
                self.book.type(row, column, "")
                del self.notes[text]
                self.formulas.pop(text, None)

    def sort(self, dice: int) -> None:
        rows = self.book.rows()
        first = 0 if dice % 11 == 0 else self._heading_row() + 1
        area = self._area(first, len(rows), 0, 40)
        spec = {"dimensionIndex": dice % 20, "sortOrder": "ASCENDING" if dice % 2 else "DESCENDING"}
        self.book.sheets.batch({"sortRange": {"range": area, "sortSpecs": [spec]}})

    def drag_row(self, dice: int) -> None:
        self._move("ROWS", dice % len(self.book.rows()), dice // 7 % len(self.book.rows()))

    def drag_column(self, dice: int) -> None:
        self._move("COLUMNS", dice % 24, dice // 5 % 24)

    def insert_row(self, dice: int) -> None:
        self._insert("ROWS", 1 + dice % len(self.book.rows()))

    def insert_column(self, dice: int) -> None:
        self._insert("COLUMNS", 1 + dice % 24)

    def hide(self, _dice: int) -> None:
        at = self.book.columns()["Flag"]
        what = {"sheetId": self._id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
        self.book.sheets.batch(
            {
                "updateDimensionProperties": {
                    "range": what,
                    "properties": {"hiddenByUser": True},
                    "fields": "hiddenByUser",
                }
            }
        )

    def filter(self, _dice: int) -> None:
        area = self._area(self._heading_row(), len(self.book.rows()), 0, 23)
        self.book.sheets.batch({"setBasicFilter": {"filter": {"range": area}}})

    def damage(self, dice: int) -> None:
        """A flag's name cleared, or typed over."""
        flags = self.book.flags()
        if flags:
            flag = sorted(flags)[dice % len(flags)]
            self.book.type(flags[flag], self.book.columns()["Flag"], "" if dice % 2 else "oops")
            self.shaken.add(flag)

    def rename(self, dice: int) -> None:
        """A heading of one of their columns."""
        columns = self.book.columns()
        name = NOTED[dice % len(NOTED)]
        if name in columns and "Severity" in columns:
            self.book.type(self._heading_row(), columns[name], name)  # as it was: typed again

    def copy_row(self, dice: int) -> None:
        """A flag's row pasted into a new row of its own: its notes stand twice until somebody clears one."""
        flags = self.book.flags()
        if flags:
            flag = sorted(flags)[dice % len(flags)]
            at, end = flags[flag], len(self.book.rows())
            self._insert("ROWS", end - 1)
            at += at >= end - 1
            copied = {"source": self._area(at, at + 1, 0, 40), "destination": self._area(end - 1, end, 0, 40)}
            self.book.sheets.batch({"copyPaste": copied})
            self.shaken.add(flag)
            self.copied = True
            self.copies |= {text for text, (whose, _) in self.notes.items() if whose == flag}

    def refresh(self) -> None:
        self.book.refresh()
        self.check()
        self.book.refresh()
        if self.copied and self.book.changed:  # a copy that rows pushed out of ours goes one refresh later
            self.book.refresh()
        assert not self.book.changed  # nothing was left to do
        self.shaken.clear()

    # what must hold

    def check(self) -> None:
        rows, columns = self.book.rows(), self.book.columns()
        named = self.book.flags()
        cells = [row[columns["Flag"]] for row in rows if len(row) > columns["Flag"]]
        assert len(named) == sum(IDS.match(str(cell)) is not None for cell in cells)  # each has one row
        standing = {flag.id for flag in self.book.outcome.findings.flags}
        assert standing <= named.keys()
        at = columns["Flag"]
        formulas = self.book.rows(render="FORMULA") if self.formulas else []
        for text, (flag, heading) in self.notes.items():
            found = places(rows, text)
            assert found, f"{text} of {flag} is lost"
            assert len(found) == 1 or text in self.copies, f"{text} stands twice"
            homes = [rows[row][at] if len(rows[row]) > at else "" for row, _ in found]
            ours = (flag, "", "oops") if text in self.copies else (flag, "")
            assert all(home in ours for home in homes), f"{text} of {flag} moved to {homes}"
            assert flag in homes or flag in self.shaken or text in self.strays, f"{text} of {flag} is loose"
            if flag not in homes:
                self.strays.add(text)
            assert all(columns[heading] == column for _, column in found), f"{text} left its column"
            if text in self.formulas:
                row, column = found[0]
                assert formulas[row][column] == self.formulas[text]

    # short ways

    @property
    def _id(self) -> int:
        return self.book.sheet_id("Flags")

    def _text(self) -> str:
        self.count += 1
        return f"note {self.count}"

    def _heading_row(self) -> int:
        return next(at for at, row in enumerate(self.book.rows()) if "Severity" in row and "Check" in row)

    def _write(self, dice: int, heading: str, text: str, *, keep: bool = True) -> str:
        flags, columns = self.book.flags(), self.book.columns()
        if not flags or heading not in columns:
            return ""
        flag = sorted(flags)[dice % len(flags)]
        before = self.book.noted(flag, heading)
        if before in self.notes:
            del self.notes[before]
            self.formulas.pop(before, None)
        self.book.type(flags[flag], columns[heading], text)
        if keep:
            self.notes[text.removeprefix('="').removesuffix('"')] = (flag, heading)
        return flag

    def _found(self, text: str) -> list[tuple[int, int]]:
        return places(self.book.rows(), text)

    def _area(self, top: int, bottom: int, left: int, right: int) -> dict[str, int]:
        sheet = self.book.sheets.get(fields="sheets.properties(sheetId,gridProperties)")["sheets"]
        size = next(
            s["properties"]["gridProperties"] for s in sheet if s["properties"]["sheetId"] == self._id
        )
        return {
            "sheetId": self._id,
            "startRowIndex": top,
            "endRowIndex": bottom,
            "startColumnIndex": left,
            "endColumnIndex": min(right, size["columnCount"]),
        }

    def _move(self, dimension: str, at: int, to: int) -> None:
        if to not in (at, at + 1):
            source = {"sheetId": self._id, "dimension": dimension, "startIndex": at, "endIndex": at + 1}
            self.book.sheets.send(
                "POST",
                "/{id}:batchUpdate",
                {"requests": [{"moveDimension": {"source": source, "destinationIndex": to}}]},
            )  # refused where it would cross the frozen rows

    def _insert(self, dimension: str, at: int) -> None:
        where = {"sheetId": self._id, "dimension": dimension, "startIndex": at, "endIndex": at + 1}
        self.book.sheets.batch({"insertDimension": {"range": where, "inheritFromBefore": True}})


def places(rows: list[list[Any]], text: str) -> list[tuple[int, int]]:
    return [(at, column) for at, row in enumerate(rows) for column, cell in enumerate(row) if cell == text]


def live(steps: list[tuple[str, int]]) -> None:
    diary = Diary(Workbook.filled())
    diary.book.refresh()
    for step, dice in steps:
        diary.act(step, dice)
    diary.refresh()


STEP = st.tuples(st.sampled_from(STEPS), st.integers(0, 10_000))


@settings(max_examples=25, deadline=None)
@given(st.lists(STEP, min_size=4, max_size=8))
def test_notes_are_never_lost_nor_moved_to_another_flag(steps: list[tuple[str, int]]) -> None:
    live(steps)


def test_an_answer_counts_at_once_though_the_name_of_its_flag_was_damaged() -> None:
    """The check of flags without an answer reads it where the same refresh puts it."""
    live([("formula", 986), ("fault", 1823), ("fault", 240), ("hide", 240), ("damage", 6050)])


@pytest.mark.soak
@settings(max_examples=2_000, deadline=None)
@given(st.lists(STEP, min_size=4, max_size=10))
def test_nor_through_thousands_of_sequences(steps: list[tuple[str, int]]) -> None:
    live(steps)


def test_letters() -> None:
    assert [letters(at) for at in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]
