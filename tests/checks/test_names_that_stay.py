"""A row that somebody inserts, a column that somebody moves: no flag becomes another by it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.checks.run import run_checks
from app.forecast.forecast import forecast_project
from app.intake.reading import understand
from app.memory import Previous
from app.project.place import column_letters
from app.workbook.book import Book, Tab
from tests.checks.planted import PLANTS, Plant
from tests.checks.real_books import LAYOUTS, book_of, path_of
from tests.checks.test_every_check import TOLD
from tests.support.reference import reference

ADDRESS = re.compile(r"![A-Z]{1,3}\d")
TODAY = date(2026, 12, 31)
_CELLS = ("A", "T", "R6", "E13", "M9", "M11")
SAMPLE = [
    *(check for check in PLANTS if check.startswith(_CELLS)),
    *[check for check in PLANTS if not check.startswith(_CELLS)][::5],
]


def ids(book: Book, before: Previous | None) -> list[str]:
    """The flags of a workbook, in their order."""
    reading = understand(book, today=TODAY)
    forecast, gaps = forecast_project(reading.project)
    previous = before.to_compare(reading.project, forecast) if before else None
    found = run_checks(reading.project, forecast, (*reading.problems, *gaps), previous)
    return [flag.id for flag in found.flags]


def row_inserted(tab: Tab, at: int = 1) -> Tab:
    """A blank row above row `at`, as Sheets inserts it."""
    rows = [*tab.rows[:at], [], *tab.rows[at:]]
    return replace(
        tab,
        rows=rows,
        row_count=tab.row_count + 1,
        formulas={
            (row + (row >= at), column): _lowered(text, at) for (row, column), text in tab.formulas.items()
        },
        hidden_rows=frozenset(row + (row >= at) for row in tab.hidden_rows),
    )


def first_column_last(tab: Tab) -> Tab:
    """The first column moved behind the others."""
    width = max(map(len, tab.rows), default=0)
    rows = [[*row[1:], *([None] * (width - len(row))), *row[:1]] for row in tab.rows]
    return replace(
        tab,
        rows=rows,
        formulas={
            (row, (column - 1) % width): _leftwards(text, width)
            for (row, column), text in tab.formulas.items()
        },
    )


_CELL = re.compile(r"\b([A-Z]{1,2})(\d+)\b")


def _lowered(formula: str, at: int) -> str:
    return _CELL.sub(lambda m: f"{m[1]}{int(m[2]) + (int(m[2]) > at)}", formula)


def _leftwards(formula: str, width: int) -> str:
    def moved(match: re.Match[str]) -> str:
        at = 0
        for letter in match[1]:
            at = at * 26 + ord(letter) - 64
        return f"{column_letters((at - 2) % width)}{match[2]}"

    return _CELL.sub(moved, formula)


MOVES: dict[str, Callable[[Tab], Tab]] = {
    "a row inserted": row_inserted,
    "rows inserted further down": lambda tab: row_inserted(row_inserted(tab, 200), 3),
    "the first column last": first_column_last,
    "a tab renamed": lambda tab: replace(tab, title=f"Our {tab.title}"),
}


def everything(tab: Tab) -> Tab:
    """All of it at once."""
    for move in MOVES.values():
        tab = move(tab)
    return tab


def known(check: str) -> str:
    """The name under which the fault of a check is told."""
    flag = json.loads(TOLD.read_text())[check]
    return ":".join(part for part in (check, flag.get("subject"), flag.get("period")) if part)


def name_stays(check: str, plant: Plant) -> None:
    """Through all moves at once."""
    made = plant.sound()
    plant.fault(made)
    book = made.book()
    moved = replace(book, tabs=tuple(map(everything, book.tabs)))
    assert moved != book
    assert ids(moved, plant.before(spoilt=True)) == [known(check)]


@pytest.mark.parametrize("check", SAMPLE)
def test_no_flag_changes_its_name(check: str) -> None:
    """Those that tell of cells, and every fifth of the others."""
    name_stays(check, PLANTS[check])


@pytest.mark.soak
@pytest.mark.parametrize(("check", "plant"), PLANTS.items(), ids=PLANTS.keys())
def test_no_flag_of_the_whole_catalogue_does(check: str, plant: Plant) -> None:
    name_stays(check, plant)


@pytest.mark.soak
@pytest.mark.parametrize(("check", "plant"), PLANTS.items(), ids=PLANTS.keys())
def test_nor_by_each_move_alone(check: str, plant: Plant) -> None:
    made = plant.sound()
    plant.fault(made)
    book, before = made.book(), plant.before(spoilt=True)
    for move in MOVES.values():
        assert ids(replace(book, tabs=tuple(map(move, book.tabs))), before) == [known(check)]


def test_a_row_that_names_nothing_is_known_by_the_field_it_lacks() -> None:
    """Wherever the column stands: by the place of the first one it would change its name."""
    made = reference()
    made.rows["milestones"].append({"amount": 500, "owner": "Ana"})
    book = made.book()
    known = ids(book, None)
    assert known == ["A1:Milestones Milestone, Ana"]
    assert ids(replace(book, tabs=tuple(map(everything, book.tabs))), None) == known


@pytest.mark.soak
@pytest.mark.parametrize("layout", [name for name in LAYOUTS if path_of(name) and name != "03 in euro"])
def test_nor_in_workbooks_that_people_made(layout: str) -> None:
    """03 in euro has no line that can be read."""
    book = book_of(layout)
    known = sorted(ids(book, None))
    assert len(known) > 3
    assert not [name for name in known if ADDRESS.search(name)]
    for move in MOVES.values():
        assert sorted(ids(replace(book, tabs=tuple(map(move, book.tabs))), None)) == known


@pytest.mark.parametrize("told", ["told.json", "told_more.json"])
def test_no_name_holds_an_address(told: str) -> None:
    """Of all that the other tests hold the checks to."""
    found = json.loads(Path(__file__).with_name(told).read_text()).values()
    flags = [flag for each in found for flag in (each if isinstance(each, list) else [each])]
    assert len(flags) > 50
    assert not [flag for flag in flags if ADDRESS.search(f"{flag.get('subject', '')}")]
