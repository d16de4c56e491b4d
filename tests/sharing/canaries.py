"""An internal workbook with a mark of its own in every place that a sheet can hide something in.

`CNRY-…` are texts, 7919.0731 and 6883.5077 numbers. `CLASSES` are the leak classes that must be found in it;
what the sandbox cannot hold is in `NOT_HELD`, and is told as not covered instead of passed.
"""

from __future__ import annotations

from typing import Any

from app.sharing.build import sheet_id
from tests.sharing.desk import SharingDesk
from tests.support.sandbox import SAM

Json = dict[str, Any]
NUMBERS = (7919.0731, 6883.5077)
TEXT = "CNRY"
NOT_HELD = {
    "data source": "the sandbox has no connected data",
    "pivot": "the sandbox has no pivot tables",
    "history": "the sandbox keeps no earlier revisions",
}
CLASSES = {
    "hidden",
    "formula",
    "note",
    "link",
    "smart chip",
    "validation list",
    "table",
    "thresholds",
    "names",
    "protection",
    "metadata",
    "filters",
    "banding",
    "chart",
    "comments",
    "invisible values",
    "precision",
    "titles",
    "values",
    "stale tail",
    "file properties",
    "folder",
    "people and other clients",
    "access",
    "file ids",
    "package",
}
OURS = sheet_id("report", 1)  # a tab that claims to be the report
OTHER_CLIENT = "CNRY-client Kestrel Foods (invented)"


def plant(desk: SharingDesk, workbook: str) -> None:
    """All of them, through the doors that anyone may use."""
    product = desk.product
    sheets = {
        one["properties"]["title"]: one["properties"]["sheetId"]
        for one in product.spreadsheet(workbook)["sheets"]
    }
    budget, settings = sheets["Budget"], sheets["Settings"]

    def box(
        sheet: int, row: int, column: int, end_row: int | None = None, end_column: int | None = None
    ) -> Json:
        return {
            "sheetId": sheet,
            "startRowIndex": row,
            "endRowIndex": end_row or row + 1,
            "startColumnIndex": column,
            "endColumnIndex": end_column or column + 1,
        }

    def cell(sheet: int, row: int, column: int, fields: str, **held: Any) -> Json:
        return {
            "updateCells": {"range": box(sheet, row, column), "rows": [{"values": [held]}], "fields": fields}
        }

    def rule(values: str) -> Json:
        return {"condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": values}]}}

    def mark(location: Json, value: str) -> Json:
        held = {
            "metadataKey": "CNRY-meta",
            "metadataValue": value,
            "visibility": "DOCUMENT",
            "location": location,
        }
        return {"createDeveloperMetadata": {"developerMetadata": held}}

    free = 40  # columns beyond the contract's, on Settings
    product.batch(
        workbook,
        {"appendDimension": {"sheetId": settings, "dimension": "COLUMNS", "length": 50}},
        {"addSheet": {"properties": {"sheetId": 9001, "title": "CNRY-hidden-tab", "hidden": True}}},
        {"addSheet": {"properties": {"sheetId": OURS, "title": "CNRY-clients"}}},
        cell(9001, 0, 0, "userEnteredValue", userEnteredValue={"stringValue": "CNRY-hidden-value"}),
        cell(OURS, 0, 0, "userEnteredValue", userEnteredValue={"stringValue": OTHER_CLIENT}),
        cell(OURS, 1, 0, "userEnteredValue", userEnteredValue={"numberValue": NUMBERS[0]}),
        cell(OURS, 2, 0, "userEnteredValue", userEnteredValue={"stringValue": workbook}),
        cell(OURS, 900, 5, "userEnteredValue", userEnteredValue={"stringValue": "CNRY-stale"}),
        cell(settings, 0, free, "userEnteredValue", userEnteredValue={"stringValue": "CNRY-hidden-column"}),
        cell(settings, 1, free, "userEnteredValue", userEnteredValue={"formulaValue": '="CNRY-"&"formula"'}),
        cell(settings, 2, free, "note", note="CNRY-note"),
        cell(
            settings,
            3,
            free,
            "userEnteredValue,textFormatRuns",
            userEnteredValue={"stringValue": "see CNRY"},
            textFormatRuns=[
                {"startIndex": 0},
                {"startIndex": 4, "format": {"link": {"uri": "https://cnry.example/CNRY-link"}}},
            ],
        ),
        cell(
            settings,
            4,
            free,
            "userEnteredValue,userEnteredFormat",
            userEnteredValue={"stringValue": "CNRY-white"},
            userEnteredFormat={
                "textFormat": {"foregroundColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}}}
            },
        ),
        cell(
            settings,
            5,
            free,
            "userEnteredValue,userEnteredFormat",
            userEnteredValue={"numberValue": NUMBERS[1]},
            userEnteredFormat={"numberFormat": {"type": "NUMBER", "pattern": ";;;"}},
        ),
        cell(
            settings,
            6,
            free,
            "userEnteredValue,userEnteredFormat",
            userEnteredValue={"numberValue": NUMBERS[1]},
            userEnteredFormat={"numberFormat": {"type": "NUMBER", "pattern": "#,##0"}},
        ),
        cell(
            settings,
            8,
            free,
            "userEnteredValue,chipRuns",
            userEnteredValue={"stringValue": "@"},
            chipRuns=[{"startIndex": 0, "chip": {"personProperties": {"email": "cnry@northlight.example"}}}],
        ),
        {
            "setDataValidation": {
                "range": box(settings, 7, free),
                "rule": {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "CNRY-list"}]}},
            }
        },
        {
            "updateDimensionProperties": {
                "range": {
                    "sheetId": settings,
                    "dimension": "COLUMNS",
                    "startIndex": free,
                    "endIndex": free + 1,
                },
                "properties": {"hiddenByUser": True},
                "fields": "hiddenByUser",
            }
        },
        {
            "updateDimensionProperties": {
                "range": {"sheetId": settings, "dimension": "ROWS", "startIndex": 5, "endIndex": 6},
                "properties": {"pixelSize": 2},
                "fields": "pixelSize",
            }
        },
        {
            "addConditionalFormatRule": {
                "index": 0,
                "rule": {
                    "ranges": [box(budget, 1, 7)],
                    "booleanRule": {**rule("7919.0731"), "format": {"textFormat": {"bold": True}}},
                },
            }
        },
        {"addNamedRange": {"namedRange": {"name": "CNRY_named", "range": box(budget, 1, 7)}}},
        {
            "addProtectedRange": {
                "protectedRange": {
                    "range": box(budget, 1, 7),
                    "description": "CNRY-protected",
                    "warningOnly": True,
                }
            }
        },
        mark({"spreadsheet": True}, "CNRY-file-meta"),
        mark({"sheetId": budget}, "CNRY-tab-meta"),
        mark(
            {"dimensionRange": {"sheetId": budget, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}},
            "CNRY-row-meta",
        ),
        {
            "addFilterView": {
                "filter": {
                    "title": "CNRY-filter",
                    "range": box(budget, 0, 0, 9, 3),
                    "filterSpecs": [{"columnIndex": 1, "filterCriteria": {"hiddenValues": ["CNRY-hidden"]}}],
                }
            }
        },
        {"setBasicFilter": {"filter": {"range": box(OURS, 0, 0, 3, 1)}}},
        {
            "addSlicer": {
                "slicer": {
                    "spec": {"dataRange": box(budget, 0, 0, 9, 3), "title": "CNRY-slicer"},
                    "position": {"overlayPosition": {"anchorCell": {"sheetId": budget, "rowIndex": 9}}},
                }
            }
        },
        {
            "addBanding": {
                "bandedRange": {
                    "range": box(budget, 0, 0, 9, 3),
                    "rowProperties": {
                        "firstBandColorStyle": {"rgbColor": {"red": 1}},
                        "secondBandColorStyle": {"rgbColor": {"green": 1}},
                    },
                }
            }
        },
        {
            "addTable": {
                "table": {
                    "name": "CNRY_table",
                    "range": box(OURS, 4, 0, 8, 2),
                    "columnProperties": [
                        {"columnIndex": 0, "columnName": "a"},
                        {"columnIndex": 1, "columnName": "b"},
                    ],
                }
            }
        },
        {"mergeCells": {"range": box(OURS, 10, 0, 12, 2), "mergeType": "MERGE_ALL"}},
        {
            "addChart": {
                "chart": {
                    "spec": {
                        "title": "CNRY-chart",
                        "altText": "CNRY-alt",
                        "basicChart": {
                            "chartType": "COLUMN",
                            "domains": [{"domain": {"sourceRange": {"sources": [box(budget, 0, 1, 9)]}}}],
                            "series": [{"series": {"sourceRange": {"sources": [box(budget, 0, 7, 9)]}}}],
                            "headerCount": 1,
                        },
                    },
                    "position": {"overlayPosition": {"anchorCell": {"sheetId": OURS, "rowIndex": 20}}},
                }
            }
        },
    )
    google = product.google
    google.json(
        "PATCH",
        f"/drive/v3/files/{workbook}",
        json={
            "description": "CNRY-description",
            "properties": {"cnry": "CNRY-property"},
            "appProperties": {"cnry": "CNRY-app-property"},
            "contentHints": {"indexableText": "CNRY-hint"},
        },
    )
    comment = google.json(
        "POST",
        f"/drive/v3/files/{workbook}/comments",
        params={"fields": "id"},
        json={"content": "CNRY-comment"},
    )
    google.json(
        "POST",
        f"/drive/v3/files/{workbook}/comments/{comment['id']}/replies",
        params={"fields": "id"},
        json={"content": "CNRY-reply", "action": "resolve"},
    )
    home = google.json("GET", f"/drive/v3/files/{workbook}", params={"fields": "parents"})
    folder = google.json(
        "POST",
        "/drive/v3/files",
        json={"name": "CNRY-folder", "mimeType": "application/vnd.google-apps.folder"},
    )
    google.json(
        "PATCH",
        f"/drive/v3/files/{workbook}",
        params={"addParents": folder["id"], "removeParents": home["parents"][0]},
        json={},
    )
    google.json(
        "POST", f"/drive/v3/files/{folder['id']}/permissions", json={"type": "anyone", "role": "reader"}
    )
    google.json(
        "POST",
        f"/drive/v3/files/{workbook}/permissions",
        json={"type": "user", "role": "reader", "emailAddress": SAM},
    )
