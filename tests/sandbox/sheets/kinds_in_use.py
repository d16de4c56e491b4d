"""A sensible request of every kind, and what has to be there for it to work."""

from __future__ import annotations

from tests.sandbox.sheets.in_process import Json, Sheets, rows_of, span

RED = {"rgbColor": {"red": 1}}
CHART = {
    "basicChart": {
        "chartType": "LINE",
        "domains": [{"domain": {"sourceRange": {"sources": [span(0, 4, 0, 1)]}}}],
        "series": [{"series": {"sourceRange": {"sources": [span(0, 4, 1, 2)]}}}],
    }
}
RULE = {
    "ranges": [span(0, 4, 0, 1)],
    "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {"backgroundColorStyle": RED}},
}
ANCHOR = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}}}
BANDS = {"firstBandColorStyle": RED, "secondBandColorStyle": {"rgbColor": {}}}
AT_HOME = {"location": {"spreadsheet": True}, "visibility": "DOCUMENT"}


def furnished() -> Sheets:
    """A workbook with one of everything, under ids that the requests below name."""
    sheets = Sheets()
    sheets.put("A1", [["x", 2], ["y ", 1], ["y ", 1], ["a,b", 3]], "RAW")
    sheets.put("F1", [["h1", "h2"], [1, 2]], "RAW")
    sheets.batch(
        {"addSheet": {"properties": {"sheetId": 5, "title": "Other"}}},
        {
            "addBanding": {
                "bandedRange": {"bandedRangeId": 11, "range": span(0, 4, 0, 2), "rowProperties": BANDS}
            }
        },
        {"addChart": {"chart": {"chartId": 12, "spec": CHART, "position": ANCHOR}}},
        {"addConditionalFormatRule": {"rule": RULE}},
        {"addDimensionGroup": {"range": rows_of(1, 3)}},
        {"addFilterView": {"filter": {"filterViewId": 13, "title": "V", "range": span(0, 4, 0, 2)}}},
        {"addNamedRange": {"namedRange": {"namedRangeId": "n1", "name": "Name", "range": span(0, 1, 0, 1)}}},
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": 14, "range": span(9, 10, 9, 10)}}},
        {
            "addSlicer": {
                "slicer": {"slicerId": 15, "spec": {"dataRange": span(0, 4, 0, 2)}, "position": ANCHOR}
            }
        },
        {"addTable": {"table": {"tableId": "t1", "name": "Tab", "range": span(0, 2, 5, 7)}}},
        {"createDeveloperMetadata": {"developerMetadata": {"metadataId": 16, "metadataKey": "k", **AT_HOME}}},
        {"setBasicFilter": {"filter": {"range": span(0, 4, 0, 2)}}},
        {"mergeCells": {"range": span(20, 22, 0, 2), "mergeType": "MERGE_ALL"}},
    )
    return sheets


def comment_ids(sheets: Sheets) -> tuple[str, str, str]:
    """Ids of a thread, of its head and of its reply, made for the purpose."""
    (made,) = sheets.batch({"insertComment": {"coordinate": {"rowIndex": 0}, "content": "Why?"}})
    thread = made["insertComment"]["commentThread"]
    reply = {"commentId": thread["commentId"], "post": {"content": "So."}}
    (answered,) = sheets.batch({"addCommentReply": reply})
    return thread["commentId"], thread["headPost"]["postId"], answered["addCommentReply"]["post"]["postId"]


def requests_by_kind(thread: str, head: str, reply: str) -> dict[str, Json]:
    """One request a kind, to run on a furnished workbook."""
    first = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    by_key = {"developerMetadataLookup": {"metadataKey": "k"}}
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    return {
        "addBanding": {"bandedRange": {"range": span(30, 34, 0, 2), "rowProperties": BANDS}},
        "addChart": {"chart": {"spec": CHART, "position": ANCHOR}},
        "addCommentReply": {"commentId": thread, "post": {"content": "More."}},
        "addConditionalFormatRule": {"rule": RULE},
        "addDataSource": {"dataSource": {"spec": {"bigQuery": {"projectId": "p"}}}},
        "addDimensionGroup": {"range": rows_of(5, 8)},
        "addFilterView": {"filter": {"range": span(0, 4, 0, 2)}},
        "addNamedRange": {"namedRange": {"name": "Another", "range": span(0, 1, 0, 1)}},
        "addProtectedRange": {"protectedRange": {"range": span(0, 1, 0, 1)}},
        "addSheet": {"properties": {"title": "New"}},
        "addSlicer": {"slicer": {"spec": {"dataRange": span(0, 4, 0, 2)}, "position": ANCHOR}},
        "addTable": {"table": {"range": span(40, 43, 0, 2)}},
        "appendCells": {"rows": [{"values": [{"userEnteredValue": {"numberValue": 1}}]}], "fields": "*"},
        "appendDimension": {"dimension": "ROWS", "length": 3},
        "autoFill": {
            "sourceAndDestination": {"source": span(0, 1, 1, 2), "dimension": "COLUMNS", "fillLength": 2}
        },
        "autoResizeDimensions": {"dimensions": rows_of(0, 1, "COLUMNS")},
        "cancelDataSourceRefresh": {"isAll": True},
        "clearBasicFilter": {"sheetId": 0},
        "copyPaste": {
            "source": span(0, 1, 0, 2),
            "destination": span(50, 51, 0, 2),
            "pasteType": "PASTE_NORMAL",
        },
        "createDeveloperMetadata": {"developerMetadata": {"metadataKey": "l", **AT_HOME}},
        "cutPaste": {"source": span(0, 1, 0, 1), "destination": {"rowIndex": 50}},
        "deleteBanding": {"bandedRangeId": 11},
        "deleteComment": {"commentId": thread},
        "deleteCommentReply": {"commentId": thread, "postId": reply},
        "deleteConditionalFormatRule": {"index": 0},
        "deleteDataSource": {"dataSourceId": "x"},
        "deleteDeveloperMetadata": {"dataFilter": by_key},
        "deleteDimension": {"range": rows_of(0, 1)},
        "deleteDimensionGroup": {"range": rows_of(1, 3)},
        "deleteDuplicates": {"range": span(0, 4, 0, 2)},
        "deleteEmbeddedObject": {"objectId": 12},
        "deleteFilterView": {"filterId": 13},
        "deleteNamedRange": {"namedRangeId": "n1"},
        "deleteProtectedRange": {"protectedRangeId": 14},
        "deleteRange": {"range": span(0, 1, 0, 2), "shiftDimension": "ROWS"},
        "deleteSheet": {"sheetId": 5},
        "deleteTable": {"tableId": "t1"},
        "duplicateFilterView": {"filterId": 13},
        "duplicateSheet": {"sourceSheetId": 0, "newSheetName": "Twin"},
        "findReplace": {"find": "x", "replacement": "z", "allSheets": True},
        "insertComment": {"coordinate": first, "content": "Hm."},
        "insertDimension": {"range": rows_of(0, 1)},
        "insertRange": {"range": span(0, 1, 0, 2), "shiftDimension": "ROWS"},
        "mergeCells": {"range": span(60, 62, 0, 2), "mergeType": "MERGE_ROWS"},
        "moveDimension": {"source": rows_of(0, 1), "destinationIndex": 3},
        "pasteData": {"coordinate": {"rowIndex": 50}, "data": "a;1", "delimiter": ";"},
        "randomizeRange": {"range": span(0, 4, 0, 2)},
        "refreshDataSource": {"isAll": True},
        "repeatCell": {
            "range": span(0, 2, 0, 2),
            "cell": bold,
            "fields": "userEnteredFormat.textFormat.bold",
        },
        "setBasicFilter": {"filter": {"range": span(0, 3, 0, 2)}},
        "setDataValidation": {"range": span(0, 1, 0, 1), "rule": {"condition": {"type": "NOT_BLANK"}}},
        "sortRange": {
            "range": span(0, 4, 0, 2),
            "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}],
        },
        "textToColumns": {"source": span(3, 4, 0, 1), "delimiterType": "COMMA"},
        "trimWhitespace": {"range": span(0, 4, 0, 1)},
        "unmergeCells": {"range": span(20, 22, 0, 2)},
        "updateBanding": {
            "bandedRange": {"bandedRangeId": 11, "range": span(0, 3, 0, 2)},
            "fields": "range",
        },
        "updateBorders": {"range": span(0, 1, 0, 1), "top": {"style": "SOLID", "colorStyle": RED}},
        "updateCells": {"start": first, "rows": [{"values": [{"note": "n"}]}], "fields": "note"},
        "updateChartSpec": {"chartId": 12, "spec": {**CHART, "title": "T"}},
        "updateCommentPost": {"commentId": thread, "postId": head, "content": "Other words"},
        "updateConditionalFormatRule": {
            "index": 0,
            "rule": {**RULE, "ranges": [span(0, 1, 0, 1)]},
        },
        "updateDataSource": {"dataSource": {"dataSourceId": "x"}, "fields": "*"},
        "updateDeveloperMetadata": {
            "dataFilters": [by_key],
            "developerMetadata": {"metadataValue": "v"},
            "fields": "metadataValue",
        },
        "updateDimensionGroup": {
            "dimensionGroup": {"range": rows_of(1, 3), "depth": 1, "collapsed": True},
            "fields": "collapsed",
        },
        "updateDimensionProperties": {
            "range": rows_of(0, 1),
            "properties": {"pixelSize": 40},
            "fields": "pixelSize",
        },
        "updateEmbeddedObjectBorder": {"objectId": 12, "border": {"colorStyle": RED}, "fields": "colorStyle"},
        "updateEmbeddedObjectPosition": {
            "objectId": 12,
            "newPosition": {"overlayPosition": {"offsetXPixels": 5}},
            "fields": "offsetXPixels",
        },
        "updateFilterView": {"filter": {"filterViewId": 13, "title": "W"}, "fields": "title"},
        "updateNamedRange": {"namedRange": {"namedRangeId": "n1", "name": "Renamed"}, "fields": "name"},
        "updateProtectedRange": {
            "protectedRange": {"protectedRangeId": 14, "description": "d"},
            "fields": "description",
        },
        "updateSheetProperties": {"properties": {"sheetId": 0, "title": "Renamed"}, "fields": "title"},
        "updateSlicerSpec": {"slicerId": 15, "spec": {"title": "S"}, "fields": "title"},
        "updateSpreadsheetProperties": {"properties": {"title": "Renamed"}, "fields": "title"},
        "updateTable": {"table": {"tableId": "t1", "name": "Renamed"}, "fields": "name"},
    }
