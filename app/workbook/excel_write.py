"""A write plan rendered into an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.workbook import marks
from app.workbook.book import Box
from app.workbook.excel_charts import draw_chart
from app.workbook.excel_marks import set_property, set_tab
from app.workbook.excel_moves import move_columns, move_rows
from app.workbook.highlights import COLOURS, TabRules
from app.workbook.output.looks import Look, look_on
from app.workbook.output.page import Page
from app.workbook.page_write import PageWrite
from app.workbook.plan import Mark, WritePlan
from sheets_schema.formats import ACCENT

_PIXELS_A_CHARACTER, _POINTS_A_PIXEL = 7, 0.75


def write_plan(book: Workbook, plan: WritePlan) -> None:
    """Our tabs, our highlights, our charts and our marks; a person's cells get no value."""
    sheets: dict[int, Worksheet] = dict(enumerate(book.worksheets))
    for write in plan.pages:
        if write.is_new:
            sheets[write.sheet_id] = _new_sheet(book, write)
        _page(sheets[write.sheet_id], write)
    for rules in plan.rules:
        _rules(sheets[rules.sheet_id], rules)
    for chart in plan.charts:
        draw_chart(sheets[chart.sheet_id], sheets[chart.months_sheet_id], chart)
    _marks(book, sheets, plan)


def _new_sheet(book: Workbook, write: PageWrite) -> Worksheet:
    sheet: Worksheet = book.create_sheet(write.title)
    page = write.page
    sheet.sheet_properties.tabColor = ACCENT.strip("#")
    sheet.sheet_view.showGridLines = page.gridlines
    if page.right_to_left:
        sheet.sheet_view.rightToLeft = True
    if page.frozen_rows or page.frozen_columns:
        sheet.freeze_panes = f"{get_column_letter(page.frozen_columns + 1)}{page.frozen_rows + 1}"
    for row, pixels in page.row_heights.items():
        sheet.row_dimensions[row + 1].height = pixels * _POINTS_A_PIXEL
    return sheet


def _page(sheet: Worksheet, write: PageWrite) -> None:
    if write.turned:
        sheet.sheet_view.rightToLeft = write.page.right_to_left or None
    _arrange(sheet, write)
    for box in write.clear:
        _clear(sheet, box)
    for start, end in write.styles:
        for row in range(start, end):
            _style(sheet, write, row)
    for start, end in write.values:
        for row in range(start, end):
            _values(sheet, row, write.page)
    for column, spec in enumerate(write.page.columns[write.widths_from :], write.widths_from):
        sheet.column_dimensions[get_column_letter(column + 1)].width = spec.width / _PIXELS_A_CHARACTER


def _arrange(sheet: Worksheet, write: PageWrite) -> None:
    """Room for the page, and people's rows and columns to where they belong."""
    for box in write.unmerge:
        sheet.unmerge_cells(_a1(box))
    if write.moves:
        move_columns(sheet, write.moves)
    for at in write.new_columns:
        sheet.insert_cols(at + 1)
    if write.insert_columns:
        sheet.insert_cols(write.insert_columns[0] + 1, write.insert_columns[1])
    if write.insert_rows:
        sheet.insert_rows(write.insert_rows[0] + 1, write.insert_rows[1])
    if write.row_moves:
        move_rows(sheet, write.row_moves)


def _clear(sheet: Worksheet, box: Box) -> None:
    for cells in sheet.iter_rows(box.row + 1, box.end_row, box.column + 1, box.end_column):
        for cell in cells:
            cell.value = None
            cell.style = "Normal"
            cell.comment = None


def _values(sheet: Worksheet, at: int, page: Page) -> None:
    row = page.rows[at]
    for column in _columns(page, at):
        value = row.values[column]
        cell = sheet.cell(at + 1, column + 1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # a title such as "=A1" stays text
        if column in row.notes:
            cell.comment = Comment(row.notes[column], "Plumbline")


def _style(sheet: Worksheet, write: PageWrite, at: int) -> None:
    row = write.page.rows[at]
    for column in _columns(write.page, at):
        look = look_on(write.page, row, column)
        cell = sheet.cell(at + 1, column + 1)
        cell.font = Font(size=look.size, bold=look.bold, italic=look.italic, color=look.ink.strip("#"))
        cell.fill = PatternFill("solid", fgColor=look.fill.strip("#")) if look.fill else PatternFill()
        cell.border = Border(top=_edge(look.top), bottom=_edge(look.bottom))
        cell.alignment = _alignment(look)
        shown = write.page.number_format(row, column)
        cell.number_format = shown[1] if shown else "General"


def _columns(page: Page, row: int) -> Iterable[int]:
    """Those of the row that are ours."""
    return (column for start, end in page.segments(row) for column in range(start, end))


def _edge(colour: str) -> Side:
    return Side("thin", color=colour.strip("#")) if colour else Side()


def _alignment(look: Look) -> Alignment:
    return Alignment(
        horizontal=look.align.lower() or None,
        vertical="center",
        wrap_text=look.wrap or None,
    )


def _rules(sheet: Worksheet, rules: TabRules) -> None:
    kept = ConditionalFormattingList()
    for formatting in sheet.conditional_formatting:
        for rule in formatting.rules:
            if not (rule.formula and marks.rule_severity(f"={rule.formula[0]}")):
                kept.add(str(formatting.sqref), rule)
    for ours in rules.add:
        fill = PatternFill(bgColor=COLOURS[ours.severity].strip("#"), fill_type="solid")
        areas = " ".join(_a1(box) for box in ours.ranges)
        formula = marks.rule_formula(ours.severity).removeprefix("=")
        kept.add(areas, FormulaRule(formula=[formula], fill=fill))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting = kept


def _a1(box: Box) -> str:
    first = f"{get_column_letter(box.column + 1)}{box.row + 1}"
    last = f"{get_column_letter(box.end_column)}{box.end_row}"
    return first if first == last else f"{first}:{last}"


def _marks(book: Workbook, sheets: Mapping[int, Worksheet], plan: WritePlan) -> None:
    names = {write.sheet_id: write.page.name for write in plan.pages}
    for mark in plan.marks:
        _mark(book, sheets, names, mark)


def _mark(book: Workbook, sheets: Mapping[int, Worksheet], names: Mapping[int, str], mark: Mark) -> None:
    if mark.sheet_id is None:
        set_property(book, mark.key, mark.value)
    elif mark.key == marks.TAB:
        set_tab(sheets[mark.sheet_id], mark.value)
    else:
        set_property(book, f"{mark.key}.{names[mark.sheet_id]}", mark.value)
