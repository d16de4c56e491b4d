"""Developer metadata: create, update, delete."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.sheets import masks
from app.sandbox.sheets.data_filters import metadata_matching
from app.sandbox.sheets.kinds.places import mask_of
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.proto import present

JsonDict = dict[str, Any]
_MAX_CHARACTERS = 30_000


@kind("createDeveloperMetadata")
def create_developer_metadata(ctx: Context, request: JsonDict) -> JsonDict:
    """A key and value on the file, a sheet, one row or one column."""
    given = request.get("developerMetadata", {})
    made = _checked(ctx, given)
    made = {"metadataId": given.get("metadataId") or ctx.new_id(), **made}
    if any(held["metadataId"] == made["metadataId"] for held in ctx.book.developer_metadata):
        raise invalid(f"Developer metadata with id {made['metadataId']} already exists.")
    ctx.book.developer_metadata.append(made)
    _check_room(ctx.book, made)
    return {"developerMetadata": present("DeveloperMetadata", made)}


def _checked(ctx: Context, given: JsonDict) -> JsonDict:
    key = given.get("metadataKey", "")
    if not key:
        raise invalid("developerMetadata.metadataKey must be set.")
    visibility = given.get("visibility", "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED")
    if visibility.endswith("UNSPECIFIED"):
        raise invalid("developerMetadata.visibility must be set.")
    made = {"metadataKey": key}
    if given.get("metadataValue"):
        made["metadataValue"] = given["metadataValue"]
    return {**made, "location": _location(ctx.book, given.get("location", {})), "visibility": visibility}


def _location(book: Spreadsheet, given: JsonDict) -> JsonDict:
    if given.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "sheetId" in given:
        if book.sheet(given["sheetId"]) is None:
            raise invalid(f"No sheet with id: {given['sheetId']}")
        return {"locationType": "SHEET", "sheetId": given["sheetId"]}
    if "dimensionRange" not in given:
        raise invalid("developerMetadata.location must be set.")
    held = {"sheetId": 0, "startIndex": 0, **given["dimensionRange"]}
    sheet = book.sheet(held["sheetId"])
    if sheet is None or not sheet.is_grid:
        raise invalid(f"No grid with id: {held['sheetId']}")
    dimension = held.get("dimension", "")
    if dimension not in {"ROWS", "COLUMNS"}:
        raise invalid("location.dimensionRange.dimension must be ROWS or COLUMNS.")
    start = held["startIndex"]
    if held.get("endIndex", -1) != start + 1 or not 0 <= start < sheet.count(dimension):
        raise invalid("Developer metadata may only be associated with a single row or column.")
    return {"locationType": "ROW" if dimension == "ROWS" else "COLUMN", "dimensionRange": held}


def _check_room(book: Spreadsheet, made: JsonDict) -> None:
    """Google keeps 30,000 characters of metadata for a file and as many for each sheet."""
    place = _sheet_of(made)
    size = sum(
        len(held["metadataKey"]) + len(held.get("metadataValue", ""))
        for held in book.developer_metadata
        if _sheet_of(held) == place
    )
    if size > _MAX_CHARACTERS:
        raise invalid("The developer metadata storage limit has been exceeded.")


def _sheet_of(metadata: JsonDict) -> int | None:
    location = metadata["location"]
    held: int | None = location.get("dimensionRange", location).get("sheetId")
    return held


@kind("updateDeveloperMetadata")
def update_developer_metadata(ctx: Context, request: JsonDict) -> JsonDict:
    """Everything the filters match, changed as the mask says."""
    tree = mask_of(request, "DeveloperMetadata", root="developer_metadata")
    matched = _matched(ctx, request.get("dataFilters", ()))
    given = request.get("developerMetadata", {})
    updated = []
    for place, held in enumerate(ctx.book.developer_metadata):
        if held["metadataId"] in matched:
            merged = masks.merge(held, given, tree)
            checked = {"metadataId": held["metadataId"], **_checked(ctx, merged)}
            ctx.book.developer_metadata[place] = checked
            _check_room(ctx.book, checked)
            updated.append(present("DeveloperMetadata", checked))
    return {"developerMetadata": updated} if updated else {}


@kind("deleteDeveloperMetadata")
def delete_developer_metadata(ctx: Context, request: JsonDict) -> JsonDict:
    """Everything the filter matches, gone."""
    matched = _matched(ctx, [request.get("dataFilter", {})])
    gone = [held for held in ctx.book.developer_metadata if held["metadataId"] in matched]
    ctx.book.developer_metadata = [h for h in ctx.book.developer_metadata if h["metadataId"] not in matched]
    return {"deletedDeveloperMetadata": [present("DeveloperMetadata", held) for held in gone]} if gone else {}


def _matched(ctx: Context, data_filters: Any) -> set[int]:
    return {
        held["metadataId"]
        for data_filter in data_filters
        for held in metadata_matching(ctx.book, data_filter)
    }
