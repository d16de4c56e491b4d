"""Excel's tables and filters: tables become Tables, a tab's own filter its basic filter."""

from __future__ import annotations

from typing import Any

from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.xlsx.ranges import grid_range

JsonDict = dict[str, Any]


def sheet_tables(book: Spreadsheet, page: Any, sheet: Sheet, *, dropped: set[str]) -> None:
    """Tables and filter of one tab."""
    for table in page.tables.values():
        area = grid_range(sheet, table.ref)
        if area is None or not (table.headerRowCount or table.headerRowCount is None):
            dropped.add("tables without a heading row")
            continue
        number, book.next_number = book.next_number, book.next_number + 1
        columns = [
            {**({"columnIndex": at} if at else {}), "columnName": column.name}
            for at, column in enumerate(table.tableColumns)
        ]
        sheet.tables.append(
            {"tableId": str(number), "name": table.displayName, "range": area, "columnProperties": columns}
        )
    if page.auto_filter.ref:
        area = grid_range(sheet, page.auto_filter.ref)
        if area is not None:
            sheet.basic_filter = {"range": area}
        if page.auto_filter.filterColumn:
            dropped.add("criteria of filters (the rows that they hide stay hidden)")
    if page._images:
        dropped.add("pictures")
    if page._pivots:
        dropped.add("pivot tables (their last values are kept)")
    if page.protection.sheet:
        dropped.add("protection of tabs")
