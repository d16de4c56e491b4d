"""The demo workbook as Google would answer for it, without a sandbox: for what surrounds a refresh."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson

from app.sandbox.demo.tables import story, tables
from app.workbook.marks import RUN
from sheets_schema.template import Sheet, template
from tests.support.google_wire import Asked
from tests.support.rows import BOOK

TITLE = "Harbour portal"


class DemoBook:
    """Answers reads with the demo's input tabs; takes writes, of which it remembers the run's stamp alone."""

    def __init__(self, *, without: tuple[str, ...] = (), changes: dict[str, Any] | None = None) -> None:
        rows = tables(story())
        for setting in rows["settings"]:
            setting["value"] = (changes or {}).get(setting["key"], setting["value"])
        sheets = [sheet for sheet in template(rows) if sheet.name not in without]
        self.body: dict[str, Any] = {
            "spreadsheetId": BOOK,
            "properties": {"title": TITLE, "locale": "en_GB", "timeZone": "Europe/Lisbon"},
            "sheets": [_sheet(sheet, at) for at, sheet in enumerate(sheets)],
        }
        self.stamps: list[dict[str, Any]] = []
        self.writes: list[dict[str, Any]] = []

    def __call__(self, asked: Asked) -> tuple[int, Any]:
        """One request, answered."""
        if asked.method == "POST":
            return self.write(asked)
        return 200, self.body | ({"developerMetadata": self.stamps} if self.stamps else {})

    def write(self, asked: Asked) -> tuple[int, Any]:
        """The batch, taken."""
        batch = orjson.loads(asked.body)
        self.writes.append(batch)
        for request in batch["requests"]:
            made = request.get("createDeveloperMetadata") or request.get("updateDeveloperMetadata") or {}
            mark = made.get("developerMetadata", {})
            if mark.get("metadataKey") == RUN or "updateDeveloperMetadata" in request:
                self.stamps = [{"metadataId": 1, "metadataKey": RUN, "metadataValue": mark["metadataValue"]}]
        return 200, {"replies": [{} for _ in batch["requests"]]}


def _sheet(sheet: Sheet, at: int) -> dict[str, Any]:
    headings = [column.heading for column in sheet.columns]
    rows = [headings, *sheet.rows]
    return {
        "properties": {
            "sheetId": at,
            "title": sheet.title,
            "index": at,
            "gridProperties": {"rowCount": max(len(rows) + 10, 100), "columnCount": len(headings) + 5},
        },
        "data": [{"rowData": [{"values": [_cell(value) for value in row]} for row in rows]}],
    }


def _cell(value: Any) -> dict[str, Any]:
    if value is None or value == "":
        return {}
    if isinstance(value, date):
        return {"effectiveValue": {"numberValue": (value - date(1899, 12, 30)).days}}
    if isinstance(value, bool):
        return {"effectiveValue": {"boolValue": value}}
    if isinstance(value, (int, float)):
        return {"effectiveValue": {"numberValue": value}}
    return {"effectiveValue": {"stringValue": str(value)}}
