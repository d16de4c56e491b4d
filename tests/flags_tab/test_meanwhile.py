"""Whatever people do on the Flags tab between our read and our write: no note is lost, or at another flag."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import ChangedUnderUs
from app.refresh import Outcome, refresh
from app.workbook.batch import requests_of
from app.workbook.plan import WritePlan
from app.workbook.sheets_types import FIELDS, Spreadsheet
from app.workbook.watch import differences
from tests.flags_tab.test_life import Diary
from tests.flags_tab.workbook import NOW, Workbook

BEFORE = ("fault", "fault", "note", "note", "formula", "further", "accept", "sort", "refresh")
ROWS = ("sort", "sort", "drag row", "drag row", "insert row", "insert row", "filter", "fault")
TYPED = ("note", "note", "formula", "further", "accept")
COLUMNS = ("drag column", "insert column", "hide")


@dataclass
class Meddled(Workbook):
    """`acts`: what people do right before the next write."""

    acts: list[Callable[[], object]] = field(default_factory=list)
    attempts: int = 0

    def write(self, plan: WritePlan) -> None:
        acts, self.acts = self.acts, []
        for act in acts:
            act()
        self.sent = msgspec.to_builtins(requests_of(plan))
        if self.sheets.send("POST", "/{id}:batchUpdate", {"requests": self.sent})[0] != 200:
            raise ChangedUnderUs
        shown = msgspec.convert(self.sheets.get(fields=FIELDS), Spreadsheet)
        if found := differences(plan.watched, shown):
            raise ChangedUnderUs(found, landed=True)

    def refresh(self) -> Outcome:
        outcome = refresh(self, run_id="r" * 32, now=NOW, by="ana@northlight.example", previous=self.previous)
        self.outcome, self.previous = outcome, outcome.memory
        self.attempts = outcome.run.attempt
        return outcome


def live(before: list[tuple[str, int]], within: list[tuple[str, int]]) -> None:
    book = Meddled.filled()
    assert isinstance(book, Meddled)
    diary = Diary(book)
    book.refresh()
    for step, dice in before:
        diary.act(step, dice) if step != "refresh" else book.refresh()
    book.acts = [(lambda step=step, dice=dice: diary.act(step, dice)) for step, dice in within]
    book.refresh()
    diary.shaken |= {flag for flag, _ in diary.notes.values()}  # may wait for the name in the safe place
    diary.check()
    for _ in range(3):
        book.refresh()
        diary.check()
    assert not book.changed


def steps(names: tuple[str, ...], most: int) -> st.SearchStrategy[list[tuple[str, int]]]:
    return st.lists(st.tuples(st.sampled_from(names), st.integers(0, 10_000)), min_size=1, max_size=most)


def moment(most: int) -> st.SearchStrategy[list[tuple[str, int]]]:
    """Notes and rows, or rows and columns: what is typed into a column that is dragged is not to be saved."""
    return steps((*TYPED, *ROWS), most) | steps((*ROWS, *COLUMNS), most)


@settings(max_examples=5, deadline=None)
@given(steps(BEFORE, 6), moment(2))
def test_no_note_is_lost_nor_moved_to_another_flag(
    before: list[tuple[str, int]], within: list[tuple[str, int]]
) -> None:
    live(before, within)


def test_headings_that_were_sorted_away_come_back_at_the_second_attempt() -> None:
    live([("accept", 255)], [("sort", 0)])


@pytest.mark.soak
@settings(max_examples=1_000, deadline=None)
@given(steps(BEFORE, 8), moment(4))
def test_nor_through_a_thousand_moments(before: list[tuple[str, int]], within: list[tuple[str, int]]) -> None:
    live(before, within)
