"""An .xlsx as a workbook of ours: tab by tab, and a list of what it cannot hold."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.chartsheet import Chartsheet
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.sandbox.grid import defaults
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet, fresh
from app.sandbox.xlsx.cells_in import fill_cells
from app.sandbox.xlsx.charts_in import sheet_charts
from app.sandbox.xlsx.colours import both, google_colour, theme_colours
from app.sandbox.xlsx.measures_in import take_measures
from app.sandbox.xlsx.names_in import named_ranges
from app.sandbox.xlsx.reading import NotAWorkbook, read_workbook
from app.sandbox.xlsx.rules_in import conditional_formats
from app.sandbox.xlsx.styles_in import StylesIn
from app.sandbox.xlsx.tables_in import sheet_tables
from app.sandbox.xlsx.validation_in import set_validation

__all__ = ["NotAWorkbook", "import_xlsx"]
MAC_DAYS = 1462  # between the two calendars of Excel


def import_xlsx(data: bytes, *, spreadsheet_id: str, title: str) -> tuple[Spreadsheet, list[str]]:
    """The workbook, not yet recalculated, and what of the file it cannot hold.

    Formulas that were never calculated here show what they came to in the file only after `recalculate`
    has had its say.
    """
    source, warned = read_workbook(data)
    dropped = {_lost(text) for text in warned}
    theme = theme_colours(source.loaded_theme)
    default = source._fonts[0]
    styles = StylesIn(theme=theme, default=default, dropped=dropped)
    book = fresh(spreadsheet_id, title)
    book.sheets = []
    usual = {"fontFamily": default.name or "Calibri", "fontSize": round(default.sz or 11)}
    book.default_format["textFormat"] |= usual
    days = MAC_DAYS if source.epoch == CALENDAR_MAC_1904 else 0
    pairs: list[tuple[Any, Sheet]] = []
    for page in source._sheets:
        if isinstance(page, Chartsheet):
            dropped.add("chart sheets")
            continue
        sheet = Sheet(_sheet_id(book), _title(book, page.title))
        book.sheets.append(sheet)
        pairs.append((page, sheet))
        sheet.row_count = max(defaults.ROWS, page.max_row)
        sheet.column_count = max(defaults.COLUMNS, page.max_column)
        _sheet_properties(page, sheet, theme)
        take_measures(page, sheet)
        fill_cells(page, sheet, styles=styles, days=days, date_styles=source.date_styles, dropped=dropped)
    if not pairs:
        raise NotAWorkbook("This workbook has no worksheet.")
    for page, sheet in pairs:  # these may refer to any tab
        set_validation(page, sheet, dropped=dropped)
        sheet.conditional_formats = conditional_formats(page, sheet, styles=styles, dropped=dropped)
        sheet_tables(book, page, sheet, dropped=dropped)
        sheet_charts(book, page, sheet, dropped=dropped)
    book.named_ranges = named_ranges(book, source, dropped=dropped)
    if all(sheet.hidden for sheet in book.sheets):
        book.sheets[0].hidden = False
    return book, sorted(dropped)


def _sheet_id(book: Spreadsheet) -> int:
    """0 for the first, as in a fresh file; then numbers that are the same in every run."""
    number, book.next_number = book.next_number, book.next_number + 1
    return 0 if not book.sheets else (number * 2_654_435_761) % (2**31 - 1)


def _title(book: Spreadsheet, wanted: str) -> str:
    """Unique without regard to case."""
    title, number = wanted, 2
    while book.by_title(title) is not None:
        title, number = f"{wanted} {number}", number + 1
    return title


def _sheet_properties(page: Any, sheet: Sheet, theme: tuple[str, ...]) -> None:
    sheet.hidden = page.sheet_state != "visible"
    view = page.sheet_view
    sheet.right_to_left = bool(view.rightToLeft)
    sheet.hide_gridlines = view.showGridLines is False
    colour = google_colour(page.sheet_properties.tabColor, theme)
    if colour is not None:
        sheet.tab_colour = both("tabColor", colour)["tabColorStyle"]
    pane = view.pane
    if pane is not None and pane.state in {"frozen", "frozenSplit"}:
        sheet.frozen_rows, sheet.frozen_columns = int(pane.ySplit or 0), int(pane.xSplit or 0)
    for held in page.merged_cells.ranges:
        sheet.merges.append(
            {
                "sheetId": sheet.sheet_id,
                "startRowIndex": held.min_row - 1,
                "endRowIndex": held.max_row,
                "startColumnIndex": held.min_col - 1,
                "endColumnIndex": held.max_col,
            }
        )
        sheet.row_count = max(sheet.row_count, held.max_row)
        sheet.column_count = max(sheet.column_count, held.max_col)


def _lost(warning: str) -> str:
    """openpyxl's warning in our words."""
    match = re.match(r"(.*) extension is not supported", warning)
    return f"{match[1].lower()} of a newer kind" if match else warning
