"""A workbook of ours as .xlsx: tab by tab, and a list of what the format cannot hold."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from app.sandbox.grid import defaults
from app.sandbox.grid.formula_text import Reference, rewrite
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.xlsx.cells_out import write_cells
from app.sandbox.xlsx.charts_out import write_charts
from app.sandbox.xlsx.colours import excel_colour, theme_of
from app.sandbox.xlsx.measures_in import PADDING, PIXELS_PER_CHARACTER, PIXELS_PER_POINT
from app.sandbox.xlsx.ranges import address, full_address
from app.sandbox.xlsx.results import with_results
from app.sandbox.xlsx.rules_out import write_rules, write_validation
from app.sandbox.xlsx.styles_out import StylesOut

FORBIDDEN = re.compile(r"[\\*?:/\[\]]")
LONGEST_TITLE = 31
LISTS_WITHOUT_A_LIKE = {
    "filter_views": "filter views",
    "protected_ranges": "protected ranges",
    "banded_ranges": "alternating colours",
    "slicers": "slicers",
}


def export_xlsx(book: Spreadsheet) -> tuple[bytes, list[str]]:
    """The bytes, and what of the workbook the format cannot hold."""
    dropped: set[str] = set()
    target: Any = Workbook()
    styles = StylesOut(book)
    target.remove(target.worksheets[0])
    target._fonts[0] = styles.default_font()
    titles = _titles(book)
    rename = _renaming({sheet.title: titles[sheet.sheet_id] for sheet in book.sheets})
    pages: dict[int, tuple[Any, Sheet]] = {}
    for sheet in book.sheets:
        page = target.create_sheet(titles[sheet.sheet_id])
        pages[sheet.sheet_id] = (page, sheet)
        _sheet_properties(page, sheet, book)
        _measures(page, sheet)
        write_cells(page, sheet, styles=styles, rename=rename, dropped=dropped)
        for held in sheet.merges:
            page.merge_cells(address(sheet, held))
        write_validation(page, sheet, dropped=dropped)
        write_rules(page, sheet, styles=styles, dropped=dropped)
        _filter_and_tables(page, sheet, dropped)
        dropped |= {said for name, said in LISTS_WITHOUT_A_LIKE.items() if getattr(sheet, name)}
    for page, sheet in pages.values():
        write_charts(page, sheet, pages, dropped=dropped)
    titled = replace_titles(book, titles)
    for named in book.named_ranges:
        where = full_address(titled, named.get("range", {}))
        if where is not None:
            target.defined_names[named["name"]] = DefinedName(named["name"], attr_text=where)
    if book.developer_metadata:
        dropped.add("developer metadata")
    if book.comments:
        dropped.add("comments")
    out = io.BytesIO()
    target.save(out)
    parts = {f"xl/worksheets/sheet{at}.xml": sheet for at, sheet in enumerate(book.sheets, 1)}
    return with_results(out.getvalue(), parts), sorted(dropped)


def replace_titles(book: Spreadsheet, titles: dict[int, str]) -> Spreadsheet:
    """The workbook with titles as the file has them; cells are shared."""
    sheets = [replace(sheet, title=titles[sheet.sheet_id]) for sheet in book.sheets]
    return replace(book, sheets=sheets)


def _titles(book: Spreadsheet) -> dict[int, str]:
    """At most 31 characters, none that Excel forbids, unique without regard to case."""
    found: dict[int, str] = {}
    for sheet in book.sheets:
        plain = FORBIDDEN.sub("_", sheet.title).strip("'")[:LONGEST_TITLE] or "Sheet"
        title, number = plain, 2
        while title.casefold() in {known.casefold() for known in found.values()}:
            tail = f" {number}"
            title, number = plain[: LONGEST_TITLE - len(tail)] + tail, number + 1
        found[sheet.sheet_id] = title
    return found


def _renaming(titles: dict[str, str]) -> Callable[[str], str]:
    changed = {old.casefold(): new for old, new in titles.items() if old != new}

    def renamed(reference: Reference) -> Reference | None:
        new = changed.get(reference.title.casefold()) if reference.title is not None else None
        return replace(reference, title=new) if new is not None else None

    return (lambda text: rewrite(text, renamed)) if changed else (lambda text: text)


def _sheet_properties(page: Any, sheet: Sheet, book: Spreadsheet) -> None:
    page.sheet_state = "hidden" if sheet.hidden else "visible"
    page.sheet_view.rightToLeft = sheet.right_to_left or None
    page.sheet_view.showGridLines = not sheet.hide_gridlines
    if sheet.tab_colour is not None:
        page.sheet_properties.tabColor = excel_colour(sheet.tab_colour, None, theme_of(book.theme))
    if sheet.frozen_rows or sheet.frozen_columns:
        page.freeze_panes = f"{get_column_letter(sheet.frozen_columns + 1)}{sheet.frozen_rows + 1}"


def _measures(page: Any, sheet: Sheet) -> None:
    page.sheet_format.defaultColWidth = (defaults.COLUMN_PIXELS - PADDING) / PIXELS_PER_CHARACTER
    page.sheet_format.defaultRowHeight = defaults.ROW_PIXELS / PIXELS_PER_POINT
    for index, held in sheet.rows.items():
        row = page.row_dimensions[index + 1]
        if held.pixels is not None:
            row.height = held.pixels / PIXELS_PER_POINT
        row.hidden = held.hidden_by_user or held.hidden_by_filter
    for index, held in sheet.columns.items():
        column = page.column_dimensions[get_column_letter(index + 1)]
        column.width = ((held.pixels or defaults.COLUMN_PIXELS) - PADDING) / PIXELS_PER_CHARACTER
        column.hidden = held.hidden_by_user or held.hidden_by_filter
    for group in sheet.row_groups:
        for index in range(group["range"].get("startIndex", 0), group["range"]["endIndex"]):
            page.row_dimensions[index + 1].outlineLevel = max(
                page.row_dimensions[index + 1].outlineLevel, group.get("depth", 1)
            )
    for group in sheet.column_groups:
        for index in range(group["range"].get("startIndex", 0), group["range"]["endIndex"]):
            column = page.column_dimensions[get_column_letter(index + 1)]
            column.outlineLevel = max(column.outlineLevel, group.get("depth", 1))


def _filter_and_tables(page: Any, sheet: Sheet, dropped: set[str]) -> None:
    if sheet.basic_filter is not None:
        page.auto_filter.ref = address(sheet, sheet.basic_filter.get("range", {}))
        if sheet.basic_filter.get("criteria") or sheet.basic_filter.get("filterSpecs"):
            dropped.add("criteria of filters (the rows that they hide stay hidden)")
    for held in sheet.tables:
        area = held["range"]
        top = area.get("startRowIndex", 0)
        headings = [
            sheet.grid.effective(top, column)
            for column in range(area.get("startColumnIndex", 0), area.get("endColumnIndex", 0))
        ]
        name = re.sub(r"\W", "_", held.get("name", "")) or "Table"
        unique = len({str(heading).casefold() for heading in headings}) == len(headings)
        if not unique or not all(isinstance(heading, str) for heading in headings):
            dropped.add("tables whose headings are not unique texts")
            continue
        page.add_table(Table(displayName=name, ref=address(sheet, area)))
