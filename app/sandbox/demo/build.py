"""Puts the demo workbook into a running sandbox, through the doors that anyone may use."""

from __future__ import annotations

from typing import Any

import requests

from app.sandbox.demo.tables import Row, story, tables
from sheets_schema.template import template
from sheets_schema.template_batch import batch_requests

DEMO_ID = "1DemoClaimsPortalRenewalForecastWorkbook0001"
"""File ids have 44 characters; a fixed one keeps the desk's address the same after a fresh start."""

FIRST_SHEET_ID = 101
BUDGET = FIRST_SHEET_ID + 1
GREEN = {"red": 0.86, "green": 0.93, "blue": 0.87}


def put_demo(sandbox_url: str) -> str:
    """Creates the workbook, unless it is there, owned by the first person; returns its id."""
    person = requests.get(f"{sandbox_url}/sandbox/people", timeout=30).json()[0]["email"]
    token = requests.post(f"{sandbox_url}/sandbox/tokens", json={"email": person}, timeout=30).json()
    as_owner = {"Authorization": f"Bearer {token['access_token']}"}
    workbook = f"{sandbox_url}/v4/spreadsheets/{DEMO_ID}"
    present = requests.get(f"{workbook}?fields=sheets.properties.title", headers=as_owner, timeout=30)
    if present.ok and len(present.json().get("sheets", [])) > 1:
        return DEMO_ID
    if not present.ok:
        wish = {"name": story()["title"], "owner": person, "id": DEMO_ID}
        requests.post(f"{sandbox_url}/sandbox/files", json=wish, timeout=30).raise_for_status()
    body = {"requests": demo_requests()}
    requests.post(f"{workbook}:batchUpdate", json=body, headers=as_owner, timeout=60).raise_for_status()
    requests.delete(f"{sandbox_url}/sandbox/requests", timeout=30)
    return DEMO_ID


def demo_requests() -> list[dict[str, Any]]:
    """The template filled with the story, and some things of the PMO's own that must survive."""
    facts = story()
    rows = tables(facts)
    batch = batch_requests(template(rows), first_sheet_id=FIRST_SHEET_ID)
    return [*batch, {"deleteSheet": {"sheetId": 0}}, *_own_column(rows["budget"]), _own_rule(rows["budget"])]


def _own_column(budget: list[Row]) -> list[dict[str, Any]]:
    """A remark column that the contract does not know, after its last column."""
    width = len(template({"budget": budget})[1].columns)
    remarks = {
        "3.50": "Scan quality worse than assumed; see minutes of 12 August",
        "3.60": "New engineer since June",
    }
    cells = [{"values": [{"userEnteredValue": {"stringValue": "PM remark"}, "userEnteredFormat": _bold()}]}]
    for row in budget:
        remark = remarks.get(row["line"])
        cells.append({"values": [{"userEnteredValue": {"stringValue": remark}} if remark else {}]})
    return [
        {"appendDimension": {"sheetId": BUDGET, "dimension": "COLUMNS", "length": 1}},
        {
            "updateCells": {
                "start": {"sheetId": BUDGET, "rowIndex": 0, "columnIndex": width},
                "rows": cells,
                "fields": "userEnteredValue,userEnteredFormat.textFormat.bold",
            }
        },
    ]


def _bold() -> dict[str, Any]:
    return {"textFormat": {"bold": True}}


def _own_rule(budget: list[Row]) -> dict[str, Any]:
    """The PMO's own conditional rule: finished lines are green in the progress column."""
    progress = [column.name for column in template({"budget": budget})[1].columns].index("progress")
    where = {
        "sheetId": BUDGET,
        "startRowIndex": 1,
        "endRowIndex": len(budget) + 1,
        "startColumnIndex": progress,
        "endColumnIndex": progress + 1,
    }
    condition = {"type": "NUMBER_EQ", "values": [{"userEnteredValue": "1"}]}
    green = {"backgroundColorStyle": {"rgbColor": GREEN}}
    rule = {"ranges": [where], "booleanRule": {"condition": condition, "format": green}}
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}
