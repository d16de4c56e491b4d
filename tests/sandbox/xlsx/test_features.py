"""What a workbook of ours holds, through .xlsx and back; and what is said to be dropped."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from app.sandbox.formulas import recalculate
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.xlsx.exporting import export_xlsx
from app.sandbox.xlsx.importing import NotAWorkbook, import_xlsx


def imported(source: openpyxl.Workbook) -> tuple[Spreadsheet, list[str]]:
    out = io.BytesIO()
    source.save(out)
    book, dropped = import_xlsx(out.getvalue(), spreadsheet_id="x", title="Plan")
    recalculate(book)
    return book, dropped


def again(book: Spreadsheet) -> tuple[Spreadsheet, list[str]]:
    data, dropped = export_xlsx(book)
    read, _ = import_xlsx(data, spreadsheet_id="y", title="Plan")
    recalculate(read)
    return read, dropped


@pytest.fixture
def source() -> openpyxl.Workbook:
    return openpyxl.Workbook()


@pytest.fixture
def page(source: openpyxl.Workbook) -> Any:
    return source.active


def test_values_of_every_kind(source: openpyxl.Workbook, page: Any) -> None:
    from datetime import date, datetime, time

    noon = datetime(2026, 8, 31, 12)  # noqa: DTZ001 - Excel knows no zones
    page.append(["text", 1, 1.5, True, date(2026, 8, 31), noon, time(6, 0), "=1/0", "=B1+C1"])
    page["A2"] = "'=kept as text"
    page["B2"].value = "=1+1"
    page["B2"].data_type = "s"
    book, dropped = imported(source)
    grid = book.sheets[0].grid
    assert [grid.effective(0, column) for column in range(7)] == ["text", 1, 1.5, True, 46265, 46265.5, 0.25]
    assert grid.effective(0, 7).text == "#DIV/0!"  # type: ignore[union-attr]
    assert grid.effective(0, 8) == 2.5
    assert grid.value(1, 1) == "=1+1"
    assert dropped == []
    read, _ = again(book)
    for row in range(2):
        for column in range(9):
            assert read.sheets[0].grid.value(row, column) == grid.value(row, column)
            assert read.sheets[0].grid.format(row, column) is grid.format(row, column)


def test_styles(source: openpyxl.Workbook, page: Any) -> None:
    cell = page["A1"]
    cell.value = 1234.5
    cell.number_format = "#,##0.00"
    cell.font = Font(name="Georgia", sz=14, b=True, i=True, u="single", strike=True, color="FF336699")
    cell.fill = PatternFill("solid", fgColor="FFFBE3E0")
    cell.border = Border(top=Side("thin", "FF000000"), bottom=Side("double", "FFFF0000"))
    cell.alignment = Alignment("center", "top", wrap_text=True, textRotation=45)
    book, dropped = imported(source)
    held = book.sheets[0].grid.format(0, 0)
    assert held is not None
    assert held.json["numberFormat"] == {"type": "NUMBER", "pattern": "#,##0.00"}
    assert held.json["textFormat"]["fontFamily"] == "Georgia"
    assert held.json["textFormat"]["foregroundColor"] == {"red": 0.2, "green": 0.4, "blue": 0.6}
    assert round(held.json["backgroundColorStyle"]["rgbColor"]["green"] * 255) == 0xE3
    assert held.json["borders"]["bottom"]["style"] == "DOUBLE"
    assert held.json["textRotation"] == {"angle": 45}
    assert again(book)[0].sheets[0].grid.format(0, 0) is held
    assert dropped == []


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0%", "PERCENT"),
        ("yyyy-mm-dd", "DATE"),
        ("hh:mm", "TIME"),
        ("yyyy-mm-dd hh:mm", "DATE_TIME"),
        ('"€"#,##0', "CURRENCY"),
        ("[$£-809]#,##0.00", "CURRENCY"),
        ("0.00E+00", "SCIENTIFIC"),
        ("#,##0", "NUMBER"),
        ("@", "TEXT"),
    ],
)
def test_number_formats(source: openpyxl.Workbook, page: Any, code: str, kind: str) -> None:
    page["A1"], page["A1"].number_format = 0.5, code
    book, _ = imported(source)
    held = book.sheets[0].grid.format(0, 0)
    assert held is not None
    assert held.json["numberFormat"]["type"] == kind
    assert again(book)[0].sheets[0].grid.format(0, 0) is held


def test_notes_links_and_rich_text(source: openpyxl.Workbook, page: Any) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    page["A1"] = "See"
    page["A1"].comment = Comment("A note\nof two lines", "Ana")
    page["A2"] = "Site"
    page["A2"].hyperlink = "https://example.com/"
    page["A3"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"))
    book, _ = imported(source)
    read, _ = again(book)
    for held in (book, read):
        grid = held.sheets[0].grid
        assert grid.extra_at(0, 0)["note"] == "A note\nof two lines"
        link = grid.format(1, 0)
        assert link is not None
        assert link.json["textFormat"]["link"] == {"uri": "https://example.com/"}
        assert grid.value(2, 0) == "plain bold"
        assert grid.extra_at(2, 0)["textFormatRuns"][-1] == {"startIndex": 6, "format": {"bold": True}}


def test_rules(source: openpyxl.Workbook, page: Any) -> None:
    red = PatternFill(bgColor="FFFF0000")
    page.conditional_formatting.add("A1:A9", CellIsRule(operator="between", formula=["1", "5"], fill=red))
    page.conditional_formatting.add("B1:B9", FormulaRule(formula=["$B1>$C1"], font=Font(b=True)))
    page.conditional_formatting.add(
        "C1:C9", ColorScaleRule("min", start_color="FFFFFFFF", end_type="max", end_color="FF00FF00")
    )
    page.conditional_formatting.add("D1:D9", DataBarRule("min", end_type="max", color="FF638EC6"))
    book, dropped = imported(source)
    rules = book.sheets[0].conditional_formats
    assert [next(name for name in rule if name != "ranges") for rule in rules] == [
        "booleanRule", "booleanRule", "gradientRule",
    ]  # fmt: skip
    assert rules[0]["booleanRule"]["condition"] == {
        "type": "NUMBER_BETWEEN",
        "values": [{"userEnteredValue": "1"}, {"userEnteredValue": "5"}],
    }
    assert rules[1]["booleanRule"]["condition"]["values"] == [{"userEnteredValue": "=$B1>$C1"}]
    assert dropped == ["conditional formats of the kind dataBar"]
    assert again(book)[0].sheets[0].conditional_formats == rules


def test_validation(source: openpyxl.Workbook, page: Any) -> None:
    rules = [
        (DataValidation("list", formula1='"red,amber,green"', allow_blank=True), "A1:A5"),
        (DataValidation("list", formula1="$F$1:$F$3"), "B1"),
        (DataValidation("decimal", operator="greaterThan", formula1="0", showErrorMessage=True), "C1:C2"),
        (DataValidation("custom", formula1="ISNUMBER(D1)"), "D1"),
        (DataValidation("textLength", operator="lessThan", formula1="9"), "E1"),
    ]
    for rule, ref in rules:
        rule.add(ref)
        page.add_data_validation(rule)
    book, dropped = imported(source)
    grid = book.sheets[0].grid
    assert grid.extra_at(4, 0)["dataValidation"]["condition"]["type"] == "ONE_OF_LIST"
    assert grid.extra_at(0, 1)["dataValidation"]["condition"]["values"] == [
        {"userEnteredValue": "=$F$1:$F$3"}
    ]
    assert grid.extra_at(1, 2)["dataValidation"]["strict"] is True
    assert grid.extra_at(0, 3)["dataValidation"]["condition"]["type"] == "CUSTOM_FORMULA"
    assert dropped == ["data validation of the kind textLength"]
    read = again(book)[0].sheets[0].grid
    for index in range(5):
        for column in range(4):
            assert read.extra_at(index, column) == grid.extra_at(index, column)


def test_shape_of_the_sheet(source: openpyxl.Workbook, page: Any) -> None:
    page["A1"] = "x"
    page.merge_cells("B2:C3")
    page.freeze_panes = "B3"
    page.sheet_view.rightToLeft = True
    page.sheet_view.showGridLines = False
    page.sheet_properties.tabColor = "FF1F77B4"
    page.column_dimensions["C"].width = 30
    page.column_dimensions["D"].hidden = True
    page.row_dimensions[5].height = 40
    page.row_dimensions[6].hidden = True
    page.row_dimensions.group(8, 9, outline_level=1)
    source.create_sheet("Hidden").sheet_state = "hidden"
    source.create_sheet("Very").sheet_state = "veryHidden"
    source.defined_names["rate"] = DefinedName("rate", attr_text="Sheet!$A$1:$A$3")
    source.defined_names["half"] = DefinedName("half", attr_text="0.5")
    book, dropped = imported(source)
    sheet = book.sheets[0]
    assert (sheet.frozen_rows, sheet.frozen_columns, sheet.right_to_left, sheet.hide_gridlines) == (
        2,
        1,
        True,
        True,
    )
    assert sheet.columns[2].pixels == 215
    assert sheet.columns[3].hidden_by_user
    assert sheet.rows[5].hidden_by_user
    assert sheet.row_groups[0]["range"]["startIndex"] == 7
    assert [held.hidden for held in book.sheets] == [False, True, True]
    assert [named["name"] for named in book.named_ranges] == ["rate"]
    assert dropped == ["names that stand for more than one area, a formula or a constant"]
    read = again(book)[0].sheets[0]
    for name in ("merges", "columns", "rows", "row_groups", "tab_colour", "frozen_rows", "right_to_left"):
        assert getattr(read, name) == getattr(sheet, name), name


def test_tables_filters_and_charts(source: openpyxl.Workbook, page: Any) -> None:
    for row in (["month", "cost"], ["Jan", 3], ["Feb", 5], ["Mar", 4]):
        page.append(row)
    page.add_table(Table(displayName="Costs", ref="A1:B4"))
    chart = BarChart()
    chart.title = "Cost by month"
    chart.add_data(Reference(page, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    chart.set_categories(Reference(page, min_col=1, min_row=2, max_row=4))
    page.add_chart(chart, "D2")
    other = source.create_sheet("Filtered")
    other.append(["a", "b"])
    other.auto_filter.ref = "A1:B1"
    book, _ = imported(source)
    sheet = book.sheets[0]
    assert sheet.tables[0]["name"] == "Costs"
    spec = sheet.charts[0]["spec"]
    assert (spec["title"], spec["basicChart"]["chartType"], spec["basicChart"]["headerCount"]) == (
        "Cost by month",
        "COLUMN",
        1,
    )
    area = spec["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0]
    assert (area["startRowIndex"], area["endRowIndex"], area["startColumnIndex"]) == (0, 4, 1)
    read, _ = again(book)
    assert read.sheets[0].charts[0]["spec"] == spec
    assert read.sheets[0].tables[0]["range"] == sheet.tables[0]["range"]
    assert read.sheets[1].basic_filter is not None


def test_titles_that_excel_does_not_allow() -> None:
    from app.sandbox.grid.sheet import Sheet
    from app.sandbox.grid.spreadsheet import fresh
    from app.sandbox.grid.value import Formula

    book = fresh("x", "Plan")
    long = "A title of more than thirty-one characters"
    book.sheets = [Sheet(0, "Budget [EUR]"), Sheet(1, long), Sheet(2, long + " 2")]
    book.sheets[0].grid.for_write(0).set_value(0, 7)
    book.sheets[1].grid.for_write(0).set_value(0, Formula("='Budget [EUR]'!A1*2"))
    recalculate(book)
    data, _ = export_xlsx(book)
    read = openpyxl.load_workbook(io.BytesIO(data))
    assert read.sheetnames == ["Budget _EUR_", long[:31], long[:29] + " 2"]
    assert read.worksheets[1]["A1"].value == "='Budget _EUR_'!A1*2"
    assert openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[1]["A1"].value == 14


def test_newer_functions_and_array_formulas(source: openpyxl.Workbook, page: Any) -> None:
    from openpyxl.worksheet.formula import ArrayFormula

    page["A1"], page["A2"] = 1, 2
    page["B1"] = '=_xlfn.IFS(A1=1,"one",TRUE,"IFS(")'
    page["C1"] = ArrayFormula("C1:D1", "=TRANSPOSE(A1:A2)")
    book, _ = imported(source)
    grid = book.sheets[0].grid
    assert grid.value(0, 1).text == '=IFS(A1=1,"one",TRUE,"IFS(")'  # type: ignore[union-attr]
    assert (grid.effective(0, 2), grid.effective(0, 3)) == (1, 2)
    data, _ = export_xlsx(book)
    read = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert read["B1"].value == '=_xlfn.IFS(A1=1,"one",TRUE,"IFS(")'
    assert (read["C1"].value.ref, read["C1"].value.text) == ("C1:D1", "=TRANSPOSE(A1:A2)")


def test_what_is_no_workbook() -> None:
    for data in (b"", b"PK\x03\x04", b"a,b\n1,2"):
        with pytest.raises(NotAWorkbook):
            import_xlsx(data, spreadsheet_id="x", title="Plan")
