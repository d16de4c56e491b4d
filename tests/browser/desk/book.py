"""A workbook that has a bit of everything, put together through the API."""

from __future__ import annotations

from typing import Any

from tests.support.sandbox import RunningSandbox

Json = dict[str, Any]

BUDGET, ACTUALS, MONTHS, SECRET = 11, 12, 13, 14
HOSTILE = "<img src=x onerror=alert(1)>"
ROWS = 20_001


def build(sandbox: RunningSandbox) -> str:
    """The id of the new workbook."""
    book = sandbox.create("Pattern")
    sandbox.json("POST", f"/v4/spreadsheets/{book}:batchUpdate", json={"requests": _requests()})
    return book


def copy(sandbox: RunningSandbox, book: str, *, reader: str) -> str:
    """The id of a copy which someone else may read."""
    made = sandbox.json("POST", f"/drive/v3/files/{book}/copy", json={"name": "Harbour migration"})["id"]
    reading = {"type": "user", "role": "reader", "emailAddress": reader}
    sandbox.json("POST", f"/drive/v3/files/{made}/permissions", json=reading)
    return str(made)


def put(sandbox: RunningSandbox, book: str, a1: str, values: list[list[Any]]) -> None:
    """Someone else writes."""
    sandbox.json(
        "PUT",
        f"/v4/spreadsheets/{book}/values/{a1}",
        params={"valueInputOption": "USER_ENTERED"},
        json={"values": values},
    )


def get(sandbox: RunningSandbox, book: str, a1: str, render: str = "FORMULA") -> Any:
    """What one cell holds; None when it is empty."""
    params = {"valueRenderOption": render}
    held = sandbox.json("GET", f"/v4/spreadsheets/{book}/values/{a1}", params=params)
    return held["values"][0][0] if "values" in held else None


def _requests() -> list[Json]:
    return [
        *(_tab(*tab) for tab in ((BUDGET, "Budget", 200, 12), (ACTUALS, "Actuals", ROWS, 6))),
        *(_tab(*tab) for tab in ((MONTHS, "Months", 30, 16), (SECRET, "Secret", 10, 3))),
        {"deleteSheet": {"sheetId": 0}},
        _sheet(BUDGET, {"frozenRowCount": 1, "frozenColumnCount": 1}),
        _sheet(ACTUALS, {"frozenRowCount": 1}),
        {"updateSheetProperties": {"properties": {"sheetId": SECRET, "hidden": True}, "fields": "hidden"}},
        _tab_colour(BUDGET),
        _write(BUDGET, 0, 0, [["Line", "Title", "Owner", "Cost budget", "Progress"]], bold=True),
        _write(
            BUDGET,
            1,
            0,
            [[f"1.{n}", f"Work package {n}", "Ana Ruiz", 1000.5 * n, n / 40] for n in range(1, 41)],
        ),
        _format(BUDGET, "D2:D41", {"numberFormat": {"type": "NUMBER", "pattern": "#,##0.00"}}),
        _format(BUDGET, "E2:E41", {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}),
        _format(
            BUDGET, "A1:E1", {"backgroundColorStyle": {"rgbColor": {"red": 0.8, "green": 0.9, "blue": 1}}}
        ),
        _note(BUDGET, 2, 3, "Agreed on 12 June."),
        {"mergeCells": {"range": _range(BUDGET, "B45:D46"), "mergeType": "MERGE_ALL"}},
        _write(BUDGET, 44, 1, [["Merged"]]),
        _hide(BUDGET, "ROWS", 4),
        _hide(BUDGET, "COLUMNS", 2),
        {
            "updateDimensionProperties": {
                "range": {"sheetId": BUDGET, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2},
                "properties": {"pixelSize": 260},
                "fields": "pixelSize",
            }
        },
        {
            "addConditionalFormatRule": {
                "index": 0,
                "rule": {
                    "ranges": [_range(BUDGET, "D3:D3")],
                    "booleanRule": {
                        "condition": {
                            "type": "CUSTOM_FORMULA",
                            "values": [{"userEnteredValue": '=N("plumbline:red")=0'}],
                        },
                        "format": {"backgroundColorStyle": {"rgbColor": {"red": 1}}},
                    },
                },
            }
        },
        _write(ACTUALS, 0, 0, [["Date", "Line", "Person", "Hours"]], bold=True),
        _write(ACTUALS, 1, 0, [["2026-01-05", "1.1", "Ana", n] for n in range(1, ROWS)]),
        _write(MONTHS, 0, 0, [["Month", "Budget", "Actual", "Forecast"]]),
        _write(MONTHS, 1, 0, [["Jan", 10, 12, None], ["Feb", 20, 25, 25], ["Mar", 30, None, 40]]),
        _write(MONTHS, 6, 0, [[HOSTILE]]),
        _s_curve(),
    ]


def _tab(sheet_id: int, title: str, rows: int, columns: int) -> Json:
    grid = {"rowCount": rows, "columnCount": columns}
    return {"addSheet": {"properties": {"sheetId": sheet_id, "title": title, "gridProperties": grid}}}


def _sheet(sheet_id: int, grid: Json) -> Json:
    fields = ",".join(f"gridProperties.{name}" for name in grid)
    return {
        "updateSheetProperties": {
            "properties": {"sheetId": sheet_id, "gridProperties": grid},
            "fields": fields,
        }
    }


def _tab_colour(sheet_id: int) -> Json:
    properties = {"sheetId": sheet_id, "tabColorStyle": {"rgbColor": {"red": 1}}}
    return {"updateSheetProperties": {"properties": properties, "fields": "tabColorStyle"}}


def _range(sheet_id: int, a1: str) -> Json:
    first, last = (a1.split(":") * 2)[:2]
    return {
        "sheetId": sheet_id,
        "startRowIndex": int(first[1:]) - 1,
        "endRowIndex": int(last[1:]),
        "startColumnIndex": ord(first[0]) - 65,
        "endColumnIndex": ord(last[0]) - 64,
    }


def _cell(value: Any) -> Json:
    if value is None:
        return {}
    kind = "stringValue" if isinstance(value, str) else "numberValue"
    return {"userEnteredValue": {kind: value}}


def _write(sheet_id: int, row: int, column: int, values: list[list[Any]], *, bold: bool = False) -> Json:
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}} if bold else {}
    rows = [{"values": [_cell(value) | look for value in line]} for line in values]
    fields = "userEnteredValue" + (",userEnteredFormat.textFormat.bold" if bold else "")
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": rows, "fields": fields}}


def _format(sheet_id: int, a1: str, look: Json) -> Json:
    fields = ",".join(f"userEnteredFormat.{name}" for name in look)
    return {
        "repeatCell": {"range": _range(sheet_id, a1), "cell": {"userEnteredFormat": look}, "fields": fields}
    }


def _note(sheet_id: int, row: int, column: int, note: str) -> Json:
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": [{"note": note}]}], "fields": "note"}}


def _hide(sheet_id: int, dimension: str, index: int) -> Json:
    place = {"sheetId": sheet_id, "dimension": dimension, "startIndex": index, "endIndex": index + 1}
    properties = {"hiddenByUser": True}
    return {"updateDimensionProperties": {"range": place, "properties": properties, "fields": "hiddenByUser"}}


def _s_curve() -> Json:
    def source(column: str) -> Json:
        return {"sourceRange": {"sources": [_range(MONTHS, f"{column}1:{column}4")]}}

    def series(column: str, style: str) -> Json:
        return {"series": source(column), "targetAxis": "LEFT_AXIS", "lineStyle": {"type": style, "width": 3}}

    basic = {
        "chartType": "LINE",
        "legendPosition": "BOTTOM_LEGEND",
        "headerCount": 1,
        "domains": [{"domain": source("A")}],
        "series": [series("B", "SOLID"), series("C", "SOLID"), series("D", "MEDIUM_DASHED")],
    }
    anchor = {"sheetId": MONTHS, "rowIndex": 1, "columnIndex": 5}
    position = {"overlayPosition": {"anchorCell": anchor, "widthPixels": 460, "heightPixels": 280}}
    spec = {"title": "Cost to completion", "hiddenDimensionStrategy": "SHOW_ALL", "basicChart": basic}
    return {"addChart": {"chart": {"chartId": 501, "spec": spec, "position": position}}}
