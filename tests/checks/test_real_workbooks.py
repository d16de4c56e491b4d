"""Mistakes that people made in workbooks of their own, found once the tables are laid out by the contract."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.utils import get_column_letter

from app.checks.flag import Findings
from app.checks.run import run_checks
from app.forecast.forecast import forecast_project
from app.intake.reading import understand
from app.workbook.book import Book
from tests.workbook.books import SMALL, TODAY, draft

WORKBOOKS = Path(__file__).parents[3] / "shared" / "workbooks"


def there(number: str) -> list[Path]:
    """The workbook, where it is on this machine."""
    return sorted(WORKBOOKS.glob(f"{number}_*.xlsx"))


def laid_out(
    path: Path, sheet: str, rows: range, columns: dict[str, str], numbered: Callable[[Any, int], str | None]
) -> Book:
    """Rows of `sheet` as our Budget, each of `columns` (a heading -> letter) with its value and its formula
    moved along; `numbered`: the line's number in a row, None for a total."""
    shown = load_workbook(path, data_only=True)[sheet]
    typed = load_workbook(path)[sheet]
    made = draft({**SMALL, "budget": [{} for _ in rows], "actuals": [], "resource_plan": []})
    grid, formulas = made.grid("Budget"), {}
    down = 2 - rows.start
    places = {}
    for name, letter in columns.items():
        if name not in grid[0]:
            grid[0].append(name)
        places[letter] = grid[0].index(name)
    moved = {letter: get_column_letter(at + 1) for letter, at in places.items()}
    for at, row in enumerate(rows, 1):
        grid[at] += [None] * (len(grid[0]) - len(grid[at]))
        grid[at][0] = numbered(shown, row)
        for letter, place in places.items():
            grid[at][place] = shown[f"{letter}{row}"].value
            text = typed[f"{letter}{row}"].value
            if isinstance(text, str) and text.startswith("="):
                target = f"{moved[letter]}{row + down}"
                with suppress(TranslatorError):  # it reads cells that are not laid out
                    formulas[at, place] = Translator(text, f"{letter}{row}").translate_formula(target)
    book = made.book()
    tabs = tuple(replace(tab, formulas=formulas if tab.title == "Budget" else {}) for tab in book.tabs)
    return replace(book, tabs=tabs)


def found(book: Book) -> dict[str, list[str]]:
    """Cells by check."""
    reading = understand(book, today=TODAY)
    forecast, gaps = forecast_project(reading.project)
    findings: Findings = run_checks(reading.project, forecast, (*reading.problems, *gaps))
    told: dict[str, list[str]] = {}
    for flag in findings.flags:
        told.setdefault(flag.check, []).extend([str(place) for place in flag.places])
    return told


def task_number(sheet: Any, row: int) -> str | None:
    text = str(sheet[f"A{row}"].value or "")
    return text.split(" ", maxsplit=1)[0] if text[:1].isdigit() else None


@pytest.mark.parametrize("path", there("21"))
def test_totals_of_wrong_rows_and_a_typed_balance(path: Path) -> None:
    """Source rows 2 to 17 stand where they stood; 445,000 budgeted, 345,000 shown."""
    columns = {"Title": "A", "Cost budget": "B", "Spent by us": "C", "Remaining": "D"}
    told = found(laid_out(path, "Sheet1", range(2, 18), columns, task_number))
    assert {"Budget!H15", "Budget!O15", "Budget!P15"} <= set(told["R6"])
    assert told["T1"] == ["Budget!P14"]


@pytest.mark.parametrize("path", there("28"))
def test_a_total_that_leaves_out_the_last_five_lines(path: Path) -> None:
    columns = {"Title": "B", "Cost budget": "F"}
    book = laid_out(path, "Hoja1", range(2, 38), columns, lambda sheet, row: f"L{row}" if row < 34 else None)
    told = found(book)
    assert told["R6"] == ["Budget!H37"]


@pytest.mark.parametrize("path", there("08"))
def test_a_sum_that_stops_one_sprint_early(path: Path) -> None:
    columns = {"Title": "D", "Cost budget": "H"}
    book = laid_out(
        path, "Presupuesto Interno", range(11, 24), columns,
        lambda sheet, row: sheet[f"B{row}"].value or sheet[f"C{row}"].value if row < 23 else None,
    )  # fmt: skip
    assert found(book)["R6"] == ["Budget!H2"]
