"""Workbooks that people made: in, out, and in again with nothing changed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.sandbox.formulas import recalculate
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.value import CellError, Value
from app.sandbox.xlsx.exporting import export_xlsx
from app.sandbox.xlsx.importing import import_xlsx
from app.sandbox.xlsx.reading import read_workbook

FOLDER = Path(__file__).parents[4] / "shared" / "workbooks"
FILES = sorted(FOLDER.glob("*.xlsx")) if FOLDER.is_dir() else []

KEPT = ["merges", "hidden", "right_to_left", "frozen_rows", "frozen_columns", "rows", "columns", "tab_colour"]
KEPT += ["conditional_formats", "hide_gridlines", "basic_filter", "row_groups", "column_groups"]


def imported(data: bytes, name: str) -> Spreadsheet:
    book, _dropped = import_xlsx(data, spreadsheet_id=name, title=name)
    recalculate(book)
    return book


def cells(sheet: Sheet) -> dict[tuple[int, int], Any]:
    return {
        (index, column): (row.value(column), row.format(column), row.extra_at(column))
        for index, row in sheet.grid.rows.items()
        for column in range(len(row.values))
        if row.value(column) is not None or row.format(column) or row.extra_at(column)
    }


def shown(value: Value) -> Any:
    return value.text if isinstance(value, CellError) else value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:30])
def test_values_are_those_of_the_file(path: Path) -> None:
    book = imported(path.read_bytes(), "first")
    plain, _ = read_workbook(path.read_bytes())
    for sheet in book.sheets:
        entered = {
            (cell.row - 1, cell.column - 1): cell.value
            for row in plain[sheet.title].iter_rows()
            for cell in row
            if cell.value is not None and cell.data_type == "n"
        }
        held = {place: sheet.grid.value(*place) for place in entered if sheet.grid.value(*place) is not None}
        assert held == {place: entered[place] for place in held}
        lost = entered.keys() - held.keys()  # what an array formula spilled, and nothing else
        assert all(sheet.grid.effective(*place) is not None for place in lost) or "ARRAYFORMULA" in str(
            [row.values for row in sheet.grid.rows.values()]
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:30])
def test_out_and_in_again_changes_nothing(path: Path) -> None:
    first = imported(path.read_bytes(), "first")
    data, _dropped = export_xlsx(first)
    again = imported(data, "again")
    assert [s.title for s in again.sheets] == [s.title for s in first.sheets]
    for before, after in zip(first.sheets, again.sheets, strict=True):
        assert cells(after) == cells(before), before.title
        assert after.grid.results == before.grid.results
        for name in KEPT:
            assert _without_ids(getattr(after, name)) == _without_ids(getattr(before, name)), name
    assert _without_ids(again.named_ranges) == _without_ids(first.named_ranges)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:30])
def test_an_export_shows_results_to_readers_that_do_not_calculate(path: Path) -> None:
    book = imported(path.read_bytes(), "first")
    data, _dropped = export_xlsx(book)
    read = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    wrong = []
    for sheet in book.sheets:
        for index, row in sheet.grid.results.items():
            for column, value in row.items():
                got = read[sheet.title].cell(index + 1, column + 1).value
                if not isinstance(got, int | float | str | bool | None):
                    continue  # a date: openpyxl makes it a datetime
                if got != (shown(value) or None) and got != shown(value):
                    wrong.append((sheet.title, index, column, value, got))
    assert not wrong


def _without_ids(held: Any) -> Any:
    if isinstance(held, dict):
        ids = {"sheetId", "namedRangeId"}
        return {key: _without_ids(value) for key, value in held.items() if key not in ids}
    return [_without_ids(item) for item in held] if isinstance(held, list) else held


def test_the_folder_is_looked_for_beside_the_project() -> None:
    assert FOLDER.name == "workbooks"
    assert all(path.suffix == ".xlsx" for path in FILES)
