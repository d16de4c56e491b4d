"""The same job on an Excel file: the result in a copy, a person's tabs as they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from app.errors import NotAnExcelFile
from app.memory import Previous
from app.project.problem import ProblemKind
from app.refresh import Outcome, refresh
from app.workbook.book import CellError
from app.workbook.excel import ExcelWorkbook
from sheets_schema.template import template
from sheets_schema.template_xlsx import write_xlsx
from tests.workbook.books import SMALL, serial

NOW = datetime(2026, 4, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Harbour.xlsx"
    write_xlsx([sheet for sheet in template(SMALL) if sheet.name in SMALL], path)
    return path


def edited(path: Path, edit: Callable[[Workbook], Any]) -> Path:
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


def run(path: Path, previous: Previous | None = None) -> tuple[Outcome, ExcelWorkbook]:
    workbook = ExcelWorkbook(path)
    return refresh(workbook, run_id="r", now=NOW, by="me", previous=previous), workbook


def cells(sheet: Worksheet) -> dict[str, Any]:
    return {
        cell.coordinate: (cell.value, cell.number_format, cell.font.b, cell.fill.fgColor.rgb,
                          cell.comment.text if cell.comment else None)
        for row in sheet.iter_rows()
        for cell in row
    }  # fmt: skip


def test_the_result_stands_in_a_copy_and_the_file_is_untouched(file: Path) -> None:
    before = file.read_bytes()
    outcome, workbook = run(file)
    assert file.read_bytes() == before
    assert workbook.target == file.with_name("Harbour.plumbline.xlsx")
    copy = load_workbook(workbook.target)
    assert copy.sheetnames[-6:] == ["Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"]
    forecast = {row[1].value: row for row in copy["Forecast"].iter_rows(min_row=3)}
    eac = outcome.forecast.cost.project.eac[0]
    assert forecast["Project"][8].value == pytest.approx(eac / 100, abs=0.005)
    assert forecast["Project"][8].number_format == "#,##0.00"
    assert len(copy["Dashboard"]._charts) == 2


def test_a_persons_tabs_are_as_they_were_formulas_included(file: Path) -> None:
    def dress(book: Workbook) -> None:
        budget = book["Budget"]
        budget["P2"], budget["B2"].comment = "=H2*2", Comment("agreed", "me")
        rule = CellIsRule(operator="greaterThan", formula=["10000"], fill=PatternFill(bgColor="00FF00"))
        budget.conditional_formatting.add("H2:H4", rule)
        budget.column_dimensions["J"].hidden = True

    edited(file, dress)
    before = {sheet.title: cells(sheet) for sheet in load_workbook(file).worksheets}
    _, workbook = run(file)
    copy = load_workbook(workbook.target)
    for title, was in before.items():
        assert cells(copy[title]) == was, title
    assert copy["Budget"].column_dimensions["J"].hidden
    rules = [rule.formula[0] for area in copy["Budget"].conditional_formatting for rule in area.rules]
    assert "10000" in rules
    assert any("plumbline" in rule for rule in rules)


def test_refreshing_the_copy_again_changes_nothing(file: Path) -> None:
    first, workbook = run(file)
    before = workbook.target.read_bytes()
    again, second = run(workbook.target, first.memory)
    assert second.target == workbook.target
    assert again.written.rows_written == 0
    assert workbook.target.read_bytes() == before


def test_a_change_in_the_copy_brings_one_log_row_and_no_second_rule_or_chart(file: Path) -> None:
    first, workbook = run(file)
    edited(workbook.target, lambda book: book["Budget"].__setitem__("B4", "Lanterns"))
    _, again = run(workbook.target, first.memory)
    copy = load_workbook(again.target)
    assert [row[0].value is not None for row in copy["Log"].iter_rows(min_row=2)].count(True) == 2
    assert len(copy["Dashboard"]._charts) == 2
    rules = [rule.formula[0] for area in copy["Budget"].conditional_formatting for rule in area.rules]
    assert len(rules) == len(set(rules))
    assert "Lanterns" in [row[1].value for row in copy["Forecast"].iter_rows()]


def test_renamed_tabs_of_the_copy_are_found_again(file: Path) -> None:
    first, workbook = run(file)

    def rename(book: Workbook) -> None:
        book["Budget"].title, book["Forecast"].title = "Kosten", "Prognose"

    edited(workbook.target, rename)
    again, _ = run(workbook.target, first.memory)
    assert again.written.tabs_created == ()


def test_text_that_looks_like_a_formula_stays_text(file: Path) -> None:
    def type_text(book: Workbook) -> None:
        book["Budget"]["B2"].value = "=1+1"
        book["Budget"]["B2"].data_type = "s"

    edited(file, type_text)
    _, workbook = run(file)
    cell = load_workbook(workbook.target)["Forecast"]["B3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_formulas_that_were_never_calculated_are_unknown(file: Path) -> None:
    edited(file, lambda book: book["Budget"].__setitem__("H3", "=7000+8000"))
    outcome, _ = run(file)
    (problem,) = [problem for problem in outcome.problems if problem.kind is ProblemKind.FORMULA_ERROR]
    assert "Budget!H3: a formula shows no stored value" in problem.message
    assert [line.id for line in outcome.project.lines] == ["1.1", "2.1"]


def test_values_as_excel_holds_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([1, 2.5, "x", True, None, date(2026, 3, 31), datetime(2026, 3, 31, 12), "#REF!"])  # noqa: DTZ001
    sheet.merge_cells("A2:B3")
    path = tmp_path / "v.xlsx"
    book.save(path)
    tab = ExcelWorkbook(path).read().tabs[0]
    day = serial(date(2026, 3, 31))
    assert list(tab.rows[0]) == [1, 2.5, "x", True, None, day, day + 0.5, CellError("#REF!")]
    assert [tuple(merge) for merge in tab.merges] == [(1, 0, 3, 2)]


def test_what_is_no_excel_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_text("not a zip")
    with pytest.raises(NotAnExcelFile, match=r"x\.xlsx"):
        ExcelWorkbook(path).read()
