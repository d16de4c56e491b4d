"""spreadsheets.create and sheets.copyTo."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import ApiError, invalid
from app.sandbox.grid.spreadsheet import fresh
from app.sandbox.sheets.batch import apply_requests
from app.sandbox.sheets.kinds.copying import copy_into
from app.sandbox.sheets.kinds.registry import Context
from app.sandbox.sheets.kinds.sheets import set_book_properties
from app.sandbox.sheets.resource import book_properties, sheet_properties, spreadsheet
from app.sandbox.sheets.service import Call, find

JsonDict = dict[str, Any]
_UNTITLED = "Untitled spreadsheet"
_ADDED = {
    "conditionalFormats": ("addConditionalFormatRule", "rule"),
    "filterViews": ("addFilterView", "filter"),
    "protectedRanges": ("addProtectedRange", "protectedRange"),
    "charts": ("addChart", "chart"),
    "bandedRanges": ("addBanding", "bandedRange"),
    "slicers": ("addSlicer", "slicer"),
    "tables": ("addTable", "table"),
    "developerMetadata": ("createDeveloperMetadata", "developerMetadata"),
}


def create(call: Call, body: JsonDict) -> JsonDict:
    """A new spreadsheet of the caller's; given sheets replace the default one."""
    properties = body.get("properties", {})
    store = call.store
    book = fresh(store.new_id(), properties.get("title") or _UNTITLED)
    ctx = Context(book, call.caller, call.caller.email, store.clock())
    set_book_properties(ctx, {**book_properties(book), **{k: v for k, v in properties.items() if v}})
    if body.get("sheets"):
        _replace_sheets(ctx, body["sheets"])
    requests = [{"addNamedRange": {"namedRange": named}} for named in body.get("namedRanges", ())]
    requests += [
        {"createDeveloperMetadata": {"developerMetadata": {"location": {"spreadsheet": True}, **held}}}
        for held in body.get("developerMetadata", ())
    ]
    if requests:
        _apply(ctx, requests)
    store.add(book, owner=call.caller.email)
    grid = any("data" in sheet for sheet in body.get("sheets", ()))
    return spreadsheet(book, call.tree, grid=grid, caller=call.caller.email)


def _apply(ctx: Context, requests: list[JsonDict]) -> None:
    """Parts of a new spreadsheet, made by the requests that would add them."""
    try:
        apply_requests(ctx, requests)
    except ApiError as refusal:
        refusal.message = f"Invalid spreadsheet: {refusal.message.partition(': ')[2] or refusal.message}"
        raise


def _replace_sheets(ctx: Context, sheets: list[JsonDict]) -> None:
    ctx.book.sheets.clear()
    ids = []
    for place, sheet in enumerate(sheets):
        properties = {**sheet.get("properties", {})}
        properties.pop("index", None)
        properties.setdefault("sheetId", 0 if place == 0 and not _takes_zero(sheets) else None)
        if properties["sheetId"] is None:
            del properties["sheetId"]
        _apply(ctx, [{"addSheet": {"properties": properties}}])
        ids.append(ctx.book.sheets[-1].sheet_id)
    for sheet, sheet_id in zip(sheets, ids, strict=True):
        requests = _contents(sheet, sheet_id)
        if requests:
            _apply(ctx, requests)


def _takes_zero(sheets: list[JsonDict]) -> bool:
    return any(sheet.get("properties", {}).get("sheetId") == 0 for sheet in sheets)


def _contents(sheet: JsonDict, sheet_id: int) -> list[JsonDict]:
    requests: list[JsonDict] = []
    for data in sheet.get("data", ()):
        start = {
            "sheetId": sheet_id,
            "rowIndex": data.get("startRow", 0),
            "columnIndex": data.get("startColumn", 0),
        }
        if data.get("rowData"):
            requests.append({"updateCells": {"start": start, "rows": data["rowData"], "fields": "*"}})
        requests += _dimensions(data, sheet_id)
    requests += [
        {"mergeCells": {"range": held, "mergeType": "MERGE_ALL"}} for held in sheet.get("merges", ())
    ]
    for name, (request, member) in _ADDED.items():
        requests += [{request: {member: held}} for held in sheet.get(name, ())]
    if sheet.get("basicFilter"):
        requests.append({"setBasicFilter": {"filter": sheet["basicFilter"]}})
    for name in ("rowGroups", "columnGroups"):
        requests += [{"addDimensionGroup": {"range": held.get("range", {})}} for held in sheet.get(name, ())]
    return requests


def _dimensions(data: JsonDict, sheet_id: int) -> list[JsonDict]:
    requests: list[JsonDict] = []
    for name, dimension, first in (
        ("rowMetadata", "ROWS", data.get("startRow", 0)),
        ("columnMetadata", "COLUMNS", data.get("startColumn", 0)),
    ):
        for place, held in enumerate(data.get(name, ()), start=first):
            fields = ",".join(n for n in ("pixelSize", "hiddenByUser") if n in held)
            if fields:
                span = {
                    "sheetId": sheet_id,
                    "dimension": dimension,
                    "startIndex": place,
                    "endIndex": place + 1,
                }
                update = {"range": span, "properties": held, "fields": fields}
                requests.append({"updateDimensionProperties": update})
    return requests


def copy_to(call: Call, number: str, body: JsonDict) -> JsonDict:
    """A copy of a sheet in another workbook (or the same), as `Copy of …`."""
    source_book = call.book()
    source = source_book.sheet(int(number)) if number.lstrip("-").isdigit() else None
    if source is None:
        raise invalid(f"No sheet with id: {number}")
    target_id = body.get("destinationSpreadsheetId", "")
    find(call.store, target_id)
    target = Call(call.store, call.caller, target_id, call.tree)

    def act(ctx: Context) -> JsonDict:
        copy = copy_into(ctx, source_book, source)
        return sheet_properties(copy, ctx.book.sheets.index(copy))

    made, _book = target.change(act)
    return made
