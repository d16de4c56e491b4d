"""Copies of whole sheets."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from app.sandbox.grid.remap import map_sheet_ids
from app.sandbox.grid.sheet import OBJECT_LISTS, Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.sheets.kinds.registry import Context

JsonDict = dict[str, Any]
_IDS = {
    "filter_views": "filterViewId",
    "protected_ranges": "protectedRangeId",
    "charts": "chartId",
    "banded_ranges": "bandedRangeId",
    "slicers": "slicerId",
    "tables": "tableId",
}


def copy_sheet(ctx: Context, source: Sheet, sheet_id: int, title: str) -> Sheet:
    """A copy with ids of its own; references to the sheet itself follow, others stay."""
    copy = source.fork()
    copy.sheet_id, copy.title = sheet_id, title
    copy.hidden = False
    for name in OBJECT_LISTS:
        made = []
        for held in getattr(source, name):
            item = map_sheet_ids(deepcopy(held), source.sheet_id, sheet_id)
            key = _IDS.get(name)
            if key is not None:
                item[key] = str(ctx.new_id()) if key == "tableId" else ctx.new_id()
            if name == "tables":
                item["name"] = _table_name(ctx, item["name"])
            made.append(item)
        setattr(copy, name, made)
    if source.basic_filter is not None:
        copy.basic_filter = map_sheet_ids(source.basic_filter, source.sheet_id, sheet_id)
    for metadata in list(ctx.book.developer_metadata):
        location = metadata["location"]
        if location.get("dimensionRange", location).get("sheetId") == source.sheet_id:
            moved = map_sheet_ids(metadata, source.sheet_id, sheet_id)
            ctx.book.developer_metadata.append({**moved, "metadataId": ctx.new_id()})
    return copy


def _table_name(ctx: Context, name: str) -> str:
    taken = {table["name"].casefold() for sheet in ctx.book.sheets for table in sheet.tables}
    number = 2
    while f"{name}_{number}".casefold() in taken:
        number += 1
    return f"{name}_{number}"


def copy_into(ctx: Context, source_book: Spreadsheet, source: Sheet) -> Sheet:
    """A copy of another workbook's sheet, last in the draft; named ranges on it do not come along."""
    title, number = f"Copy of {source.title}", 2
    while ctx.book.by_title(title) is not None:
        title, number = f"Copy of {source.title} {number}", number + 1
    copy = copy_sheet(ctx, source, ctx.new_id(), title)
    if source_book.spreadsheet_id != ctx.book.spreadsheet_id:
        for metadata in source_book.developer_metadata:
            location = metadata["location"]
            if location.get("dimensionRange", location).get("sheetId") == source.sheet_id:
                moved = map_sheet_ids(metadata, source.sheet_id, copy.sheet_id)
                ctx.book.developer_metadata.append({**moved, "metadataId": ctx.new_id()})
    ctx.book.add(copy)
    return copy
