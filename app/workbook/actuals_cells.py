"""The cells of new rows of an Actuals tab, and the Table of the Sheets kind that holds them. Texts are texts,
never formulas.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.workbook.book import NamedTable
from app.workbook.days import serial_of
from app.workbook.locate import Located

Value = str | float | date | bool | None
DAY, AMOUNT = "yyyy-mm-dd", "#,##0.00"
FIELDS = "userEnteredValue,userEnteredFormat.numberFormat"


def table_of(actuals: Located) -> NamedTable | None:
    """The Table whose header is the tab's, if all columns are within it."""
    for table in actuals.tab.tables:
        within = range(table.box.column, table.box.end_column)
        if table.id and table.box.row == actuals.header.row and set(actuals.columns.values()) <= set(within):
            return table
    return None


def row_cells(actuals: Located, row: Mapping[str, Value], first: int) -> list[dict[str, Any]]:
    """From column `first` on."""
    cells: list[dict[str, Any]] = [{} for _ in range(max(actuals.columns.values()) - first + 1)]
    for name, column in actuals.columns.items():
        value = row.get(name)
        if value is not None:
            cells[column - first] = _cell(value)
    return cells


def _cell(value: str | float | date | bool) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, str):
        return {"userEnteredValue": {"stringValue": value}}
    if isinstance(value, date):
        return _number(serial_of(value), "DATE", DAY)
    return _number(value, "NUMBER", AMOUNT)


def _number(value: float, kind: str, pattern: str) -> dict[str, Any]:
    return {
        "userEnteredValue": {"numberValue": value},
        "userEnteredFormat": {"numberFormat": {"type": kind, "pattern": pattern}},
    }
