"""DataFilters: by A1 range, grid range, or developer metadata."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.area import Area
from app.sandbox.grid.resolve import RangeError, of_range, resolve
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.sheets.metadata_lookup import check_lookup, looked_up

JsonDict = dict[str, Any]


def areas_of(book: Spreadsheet, data_filter: JsonDict) -> list[Area]:
    """The cells a filter means; metadata on the file means every sheet."""
    if "a1Range" in data_filter:
        try:
            return [resolve(book, data_filter["a1Range"])]
        except RangeError as fault:
            raise invalid(str(fault)) from None
    if "gridRange" in data_filter:
        return [grid_area(book, data_filter["gridRange"])]
    if "developerMetadataLookup" in data_filter:
        found: list[Area] = []
        for metadata in metadata_matching(book, data_filter):
            found.extend(area for area in _areas_of_metadata(book, metadata) if area not in found)
        return found
    raise invalid("No filter set in dataFilter.")


def grid_area(book: Spreadsheet, grid_range: JsonDict) -> Area:
    """A GridRange of a filter on this workbook; refused where it names no cells."""
    area = of_range(book, grid_range)
    if area is None:
        raise invalid(f"No grid with id: {grid_range.get('sheetId', 0)}")
    if area.is_empty or area.top < 0 or area.left < 0:
        sheet = book.sheet(area.sheet_id)
        if sheet is None:
            raise invalid(f"No grid with id: {area.sheet_id}")
        raise invalid(
            f"GridRange exceeds grid limits. Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
        )
    return area


def _areas_of_metadata(book: Spreadsheet, metadata: JsonDict) -> list[Area]:
    location = metadata["location"]
    if location["locationType"] == "SPREADSHEET":
        return [_whole(book, sheet.sheet_id) for sheet in book.sheets if sheet.is_grid]
    if location["locationType"] == "SHEET":
        return [_whole(book, location["sheetId"])]
    held = location["dimensionRange"]
    whole = _whole(book, held["sheetId"])
    start, end = held["startIndex"], held["endIndex"]
    if held["dimension"] == "ROWS":
        return [Area(whole.sheet_id, start, end, 0, whole.right)]
    return [Area(whole.sheet_id, 0, whole.bottom, start, end)]


def _whole(book: Spreadsheet, sheet_id: int) -> Area:
    sheet = book.sheet(sheet_id)
    if sheet is None:
        return Area(sheet_id, 0, 0, 0, 0)
    return Area(sheet_id, 0, sheet.row_count, 0, sheet.column_count)


def metadata_matching(book: Spreadsheet, data_filter: JsonDict) -> list[JsonDict]:
    """Metadata a filter selects: by lookup, or whatever lies on the rows and columns of a range."""
    if "developerMetadataLookup" in data_filter:
        lookup = data_filter["developerMetadataLookup"]
        check_lookup(lookup)
        return [held for held in book.developer_metadata if looked_up(held, lookup)]
    areas = areas_of(book, data_filter)
    return [held for held in book.developer_metadata if any(_lies_in(held, area) for area in areas)]


def _lies_in(metadata: JsonDict, area: Area) -> bool:
    held = metadata["location"].get("dimensionRange")
    if held is None or held["sheetId"] != area.sheet_id:
        return False
    low, high = (area.top, area.bottom) if held["dimension"] == "ROWS" else (area.left, area.right)
    return bool(low <= held["startIndex"] < high)
