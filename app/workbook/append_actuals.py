"""New rows beneath those of an Actuals tab, as one request that takes nobody's row.

Google itself finds the last row that holds something at the moment of the write, so that a row typed since
the tab was read is not covered. Texts are texts, never formulas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.workbook.days import serial_of
from app.workbook.locate import Located

Value = str | float | date | bool | None
DAY, AMOUNT = "yyyy-mm-dd", "#,##0.00"
FIELDS = "userEnteredValue,userEnteredFormat.numberFormat"


def append_request(actuals: Located, rows: Sequence[Mapping[str, Value]]) -> dict[str, Any]:
    """`rows`: field of the tab -> value; a field without a column must have none."""
    width = max(actuals.columns.values(), default=-1) + 1
    return {
        "appendCells": {
            "sheetId": actuals.tab.sheet_id,
            "rows": [{"values": _cells(actuals, row, width)} for row in rows],
            "fields": FIELDS,
        }
    }


def _cells(actuals: Located, row: Mapping[str, Value], width: int) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = [{} for _ in range(width)]
    for name, column in actuals.columns.items():
        value = row.get(name)
        if value is not None:
            cells[column] = _cell(value)
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
