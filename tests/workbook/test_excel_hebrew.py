"""An Excel file in Hebrew: our tabs from the right, and the same tabs when the language changes."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.command.adopt import adopt_into
from app.memory import Previous
from app.refresh import Outcome, refresh
from app.workbook.excel import ExcelWorkbook
from sheets_schema import load
from sheets_schema.template import template
from sheets_schema.template_xlsx import write_xlsx
from tests.workbook.books import SMALL

FOLDER = Path(__file__).parents[3] / "shared" / "workbooks"
HEBREW = {tab.title for tab in load("he").outputs}


def made(folder: Path, language: str) -> Path:
    rows = deepcopy(SMALL)
    rows["settings"].append({"key": "language", "value": language})
    path = folder / "harbour.xlsx"
    write_xlsx([sheet for sheet in template(rows) if sheet.name in rows], path)
    return path


def run(path: Path, previous: Previous | None = None) -> tuple[Outcome, Path]:
    workbook = ExcelWorkbook(path)
    at = datetime(2026, 4, 3, 9, 30, tzinfo=UTC)
    return refresh(workbook, run_id="run", now=at, by="ana", previous=previous), workbook.target


def set_language(path: Path, language: str) -> None:
    book = load_workbook(path)
    row = next(row for row in book["Settings"].iter_rows() if row[0].value == "Language")
    row[1].value = language
    book.save(path)


def test_our_tabs_run_from_the_right_and_are_written_once(tmp_path: Path) -> None:
    first, copy = run(made(tmp_path, "Hebrew"))
    book = load_workbook(copy)
    assert {sheet.title for sheet in book if sheet.sheet_view.rightToLeft} == HEBREW
    heading = book["תחזית"]["A2"]
    assert (heading.value, heading.alignment.horizontal) == ("סעיף", "right")
    assert book["חודשים"]["A3"].number_format == "mm/yyyy"
    second, _ = run(copy, first.memory)
    before = copy.read_bytes()
    third, _ = run(copy, second.memory)
    assert third.written.rows_written == 0
    assert copy.read_bytes() == before


def test_another_language_takes_the_tabs_and_charts_that_stand(tmp_path: Path) -> None:
    first, copy = run(made(tmp_path, "English"))
    english = load_workbook(copy)
    charts = {sheet.title: len(sheet._charts) for sheet in english}  # type: ignore[attr-defined]
    set_language(copy, "Hebrew")
    second, _ = run(copy, first.memory)
    book = load_workbook(copy)
    assert book.sheetnames == english.sheetnames
    assert {sheet.title for sheet in book if sheet.sheet_view.rightToLeft} == {
        tab.title for tab in load().outputs
    }
    assert book["Forecast"]["A2"].value == "סעיף"
    assert {sheet.title: len(sheet._charts) for sheet in book} == charts  # type: ignore[attr-defined]
    set_language(copy, "English")
    run(copy, second.memory)
    back = load_workbook(copy)
    assert not any(sheet.sheet_view.rightToLeft for sheet in back)
    for title in ("Dashboard", "Forecast", "Months", "Flags", "Movement"):
        assert list(back[title].values) == list(english[title].values)


@pytest.mark.soak
@pytest.mark.parametrize("file", sorted(FOLDER.glob("*_he_*.xlsx")), ids=lambda file: file.stem)
def test_a_real_file_in_hebrew_gets_hebrew_tabs(file: Path, tmp_path: Path) -> None:
    adopted = tmp_path / "adopted.xlsx"
    assert adopt_into(str(file), adopted, status_date="2014-06-30", currency="ILS") == 0
    _, copy = run(adopted)
    book = load_workbook(copy)
    theirs = {sheet.title: sheet.sheet_view.rightToLeft for sheet in load_workbook(file)}
    assert {sheet.title for sheet in book if sheet.sheet_view.rightToLeft} >= HEBREW
    assert {title: book[title].sheet_view.rightToLeft for title in theirs} == theirs
