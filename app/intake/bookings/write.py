"""New bookings beneath the last row of the Actuals tab, in one atomic write."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from app.intake.bookings.plan import ImportPlan, Value
from app.workbook.days import serial_of
from app.workbook.locate import Located

_DAY = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}


def import_requests(plan: ImportPlan, actuals: Located) -> list[dict[str, Any]]:
    """One batch for Sheets; texts go out as texts, never parsed. Empty where nothing is new."""
    if not plan.rows:
        return []
    sheet_id, first = actuals.tab.sheet_id, plan.last_row + 1
    lacking = first + len(plan.rows) - actuals.tab.row_count
    requests: list[dict[str, Any]] = []
    if lacking > 0:
        requests.append({"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": lacking}})
    for name, column in sorted(actuals.columns.items(), key=lambda item: item[1]):
        requests.append(
            {
                "updateCells": {
                    "start": {"sheetId": sheet_id, "rowIndex": first, "columnIndex": column},
                    "rows": [{"values": [_cell(row.get(name))]} for row in plan.rows],
                    "fields": "userEnteredValue,userEnteredFormat.numberFormat"
                    if name == "date"
                    else "userEnteredValue",
                }
            }
        )
    return requests


def _cell(value: Value) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, date):
        return {"userEnteredValue": {"numberValue": serial_of(value)}, **_DAY}
    if isinstance(value, (int, float)):
        return {"userEnteredValue": {"numberValue": value}}
    return {"userEnteredValue": {"stringValue": value}}


def import_into_excel(plan: ImportPlan, actuals: Located, path: Path, target: Path) -> None:
    """Writes `target`, whole or not at all; `path` stays as it is."""
    book = load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    sheet = book[actuals.tab.title]
    for at, row in enumerate(plan.rows, plan.last_row + 2):
        for name, column in actuals.columns.items():
            value = row.get(name)
            if value is None:
                continue
            cell = sheet.cell(at, column + 1, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a memo such as "=A1" stays text
            elif isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
    unfinished = target.with_name(f".{target.name}.part")
    book.save(unfinished)
    unfinished.replace(target)
