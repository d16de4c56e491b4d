"""addSheet, deleteSheet, updateSheetProperties, duplicateSheet, updateSpreadsheetProperties."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from app.sandbox.errors import invalid
from app.sandbox.grid import defaults
from app.sandbox.grid import locale as locales
from app.sandbox.grid.change import Delete
from app.sandbox.grid.formula_text import lose_sheet, rename_sheet
from app.sandbox.grid.remap import map_formulas
from app.sandbox.grid.sheet import OBJECT_LISTS, Sheet
from app.sandbox.grid.structure import apply, rewrite_formulas
from app.sandbox.sheets import masks
from app.sandbox.sheets.colours import with_styles
from app.sandbox.sheets.kinds.copying import copy_sheet
from app.sandbox.sheets.kinds.places import any_sheet, mask_of
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.resource import book_properties, sheet_properties
from app.sandbox.sheets.values_write import check_size

JsonDict = dict[str, Any]
_MAX_TITLE = 100


@kind("addSheet")
def add_sheet(ctx: Context, request: JsonDict) -> JsonDict:
    """A new sheet, last or at its index."""
    properties = request.get("properties", {})
    if "dataSourceSheetProperties" in properties or properties.get("sheetType") == "DATA_SOURCE":
        raise invalid("Adding a data source sheet is not supported. Add a data source instead.")
    if properties.get("sheetType") == "OBJECT":
        raise invalid("Adding a sheet of type OBJECT is not supported. Add a chart on a new sheet instead.")
    title = properties.get("title") or _free_title(ctx)
    _check_title(ctx, title, None)
    sheet = Sheet(_free_id(ctx, properties.get("sheetId")), title)
    index = properties.get("index")
    if index is not None and not 0 <= index <= len(ctx.book.sheets):
        raise invalid(f"Invalid index: {index}. Valid indices are from 0 to {len(ctx.book.sheets)}.")
    sheet.row_count = sheet.column_count = 0
    ctx.book.add(sheet, index)
    grid = {
        "rowCount": defaults.ROWS,
        "columnCount": defaults.COLUMNS,
        **properties.get("gridProperties", {}),
    }
    _set_grid(ctx, sheet, grid)
    _set_looks(sheet, properties)
    return {"properties": sheet_properties(sheet, ctx.book.sheets.index(sheet))}


def _free_id(ctx: Context, wanted: int | None) -> int:
    if wanted is None:
        return ctx.new_id()
    if wanted < 0:
        raise invalid(f"Invalid sheetId: {wanted}. Sheet ids must be non-negative.")
    if ctx.book.sheet(wanted) is not None:
        raise invalid(f"Sheet with id {wanted} already exists")
    return wanted


def _free_title(ctx: Context) -> str:
    number = len(ctx.book.sheets) + 1
    while ctx.book.by_title(f"Sheet{number}") is not None:
        number += 1
    return f"Sheet{number}"


def _check_title(ctx: Context, title: str, own: Sheet | None) -> None:
    if not title:
        raise invalid("Sheet name cannot be empty.")
    if len(title) > _MAX_TITLE:
        raise invalid(f"Sheet name cannot be longer than {_MAX_TITLE} characters.")
    found = ctx.book.by_title(title)
    if found is not None and (own is None or found.sheet_id != own.sheet_id):
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _set_grid(ctx: Context, sheet: Sheet, grid: JsonDict) -> None:
    """Size first (rows, then columns, each checked), then what lies within it."""
    for name, dimension in (("rowCount", "ROWS"), ("columnCount", "COLUMNS")):
        if name in grid:
            _resize(ctx, sheet, dimension, grid[name])
    frozen_rows = grid.get("frozenRowCount", sheet.frozen_rows)
    frozen_columns = grid.get("frozenColumnCount", sheet.frozen_columns)
    if frozen_rows < 0 or frozen_columns < 0:
        raise invalid("Frozen counts must not be negative.")
    for count, total, what in (
        (frozen_rows, sheet.row_count, "rows"),
        (frozen_columns, sheet.column_count, "columns"),
    ):
        if count and count >= total:
            raise invalid(f"You can't freeze all visible {what} on the sheet.")
    sheet.frozen_rows, sheet.frozen_columns = frozen_rows, frozen_columns
    sheet.hide_gridlines = grid.get("hideGridlines", sheet.hide_gridlines)
    sheet.row_group_control_after = grid.get("rowGroupControlAfter", sheet.row_group_control_after)
    sheet.column_group_control_after = grid.get("columnGroupControlAfter", sheet.column_group_control_after)


def _resize(ctx: Context, sheet: Sheet, dimension: str, count: int) -> None:
    now = sheet.count(dimension)
    if count < 1:
        what = "row" if dimension == "ROWS" else "column"
        raise invalid(f"You must have at least one {what} in the sheet.")
    if count >= now:
        rows = count if dimension == "ROWS" else max(sheet.row_count, 1)
        columns = count if dimension == "COLUMNS" else max(sheet.column_count, 1)
        check_size(ctx.book, sheet, rows, columns)
        sheet.set_count(dimension, count)
    else:
        apply(ctx.book, Delete(sheet.sheet_id, dimension, count, now))


def _set_looks(sheet: Sheet, properties: JsonDict) -> None:
    sheet.hidden = properties.get("hidden", sheet.hidden)
    sheet.right_to_left = properties.get("rightToLeft", sheet.right_to_left)
    coloured = with_styles(properties)
    if "tabColorStyle" in coloured:
        sheet.tab_colour = coloured["tabColorStyle"] or None


@kind("deleteSheet")
def delete_sheet(ctx: Context, request: JsonDict) -> None:
    """A sheet and all on it; what pointed there becomes `#REF!`."""
    sheet = any_sheet(ctx, request.get("sheetId", 0))
    if len(ctx.book.sheets) == 1:
        raise invalid("You can't remove all the sheets in a document.")
    if not sheet.hidden and sum(not held.hidden for held in ctx.book.sheets) == 1:
        raise invalid("You can't remove all the visible sheets in a document.")
    gone = sheet.sheet_id
    ctx.book.sheets = [held for held in ctx.book.sheets if held.sheet_id != gone]
    ctx.book.named_ranges = [n for n in ctx.book.named_ranges if n["range"]["sheetId"] != gone]
    ctx.book.developer_metadata = [m for m in ctx.book.developer_metadata if _metadata_sheet(m) != gone]
    ctx.book.comments = [c for c in ctx.book.comments if c.get("range", {}).get("sheetId") != gone]
    _rewrite_all(ctx, lambda text: lose_sheet(text, sheet.title))


def _metadata_sheet(metadata: JsonDict) -> int | None:
    location = metadata["location"]
    held: int | None = location.get("dimensionRange", location).get("sheetId")
    return held


def _rewrite_all(ctx: Context, formula: Any) -> None:
    for held in list(ctx.book.sheets):
        rewrite_formulas(ctx.book, held.sheet_id, formula)
        if any(getattr(held, name) for name in OBJECT_LISTS):
            sheet = ctx.book.edit(held.sheet_id)
            for name in OBJECT_LISTS:
                setattr(sheet, name, [map_formulas(item, formula) for item in getattr(sheet, name)])


@kind("updateSheetProperties")
def update_sheet_properties(ctx: Context, request: JsonDict) -> None:
    """Title, place, size, frozen parts, colour, hidden: what the mask names."""
    properties = request.get("properties", {})
    tree = mask_of(request, "SheetProperties", root="properties")
    sheet = any_sheet(ctx, properties.get("sheetId", 0))
    index = ctx.book.sheets.index(sheet)
    wanted = {name for name in properties | dict(tree) if masks.wants(tree, name)}
    if "gridProperties" in wanted and not sheet.is_grid:
        raise invalid("Cannot set grid properties on a sheet that is not a grid.")
    if "title" in wanted:
        _rename(ctx, sheet, properties.get("title", ""))
    if "gridProperties" in wanted:
        _set_grid(ctx, sheet, _masked_grid(sheet, index, properties, masks.below(tree, "gridProperties")))
    if "hidden" in wanted:
        _hide(ctx, sheet, hidden=properties.get("hidden", False))
    if "rightToLeft" in wanted:
        sheet.right_to_left = properties.get("rightToLeft", False)
    if wanted & {"tabColor", "tabColorStyle"}:
        sheet.tab_colour = with_styles(properties).get("tabColorStyle") or None
    if "index" in wanted and ("index" in properties or "index" in tree):
        _place(ctx, sheet, properties.get("index", 0))


def _masked_grid(sheet: Sheet, index: int, properties: JsonDict, tree: masks.Tree) -> JsonDict:
    """All grid properties after the update; what the mask clears goes back to its default."""
    now = sheet_properties(sheet, index)["gridProperties"]
    merged = masks.merge(now, properties.get("gridProperties", {}), tree)
    zero = {
        "frozenRowCount": 0,
        "frozenColumnCount": 0,
        "hideGridlines": False,
        "rowGroupControlAfter": False,
        "columnGroupControlAfter": False,
    }
    sizes = {"rowCount": sheet.row_count, "columnCount": sheet.column_count} if not tree else {}
    return {**zero, **sizes, **merged}


def _rename(ctx: Context, sheet: Sheet, title: str) -> None:
    _check_title(ctx, title, sheet)
    old = sheet.title
    if title == old:
        return
    sheet.title = title
    _rewrite_all(ctx, lambda text: rename_sheet(text, old, title))


def _hide(ctx: Context, sheet: Sheet, *, hidden: bool) -> None:
    sheet.hidden = hidden
    if all(held.hidden for held in ctx.book.sheets):
        raise invalid("You can't hide all the sheets in a document.")


def _place(ctx: Context, sheet: Sheet, index: int) -> None:
    """Move a sheet to an index counted before the move."""
    sheets = ctx.book.sheets
    if not 0 <= index <= len(sheets):
        raise invalid(f"Invalid index: {index}. Valid indices are from 0 to {len(sheets)}.")
    old = sheets.index(sheet)
    sheets.remove(sheet)
    sheets.insert(index - 1 if index > old else index, sheet)


@kind("duplicateSheet")
def duplicate_sheet(ctx: Context, request: JsonDict) -> JsonDict:
    """A copy of a sheet in the same workbook."""
    source = any_sheet(ctx, request.get("sourceSheetId", 0))
    title = request.get("newSheetName") or _copy_title(ctx, source.title)
    _check_title(ctx, title, None)
    index = request.get("insertSheetIndex", 0)
    if not 0 <= index <= len(ctx.book.sheets):
        raise invalid(f"Invalid index: {index}. Valid indices are from 0 to {len(ctx.book.sheets)}.")
    copy = copy_sheet(ctx, source, _free_id(ctx, request.get("newSheetId")), title)
    ctx.book.add(copy, index)
    return {"properties": sheet_properties(copy, index)}


def _copy_title(ctx: Context, title: str) -> str:
    made, number = f"Copy of {title}", 2
    while ctx.book.by_title(made) is not None:
        made, number = f"Copy of {title} {number}", number + 1
    return made[:_MAX_TITLE]


@kind("updateSpreadsheetProperties")
def update_spreadsheet_properties(ctx: Context, request: JsonDict) -> None:
    """Title, locale, time zone, recalculation, default format, theme: what the mask names."""
    tree = mask_of(request, "SpreadsheetProperties", root="properties")
    given = request.get("properties", {})
    merged = (
        masks.merge(book_properties(ctx.book), given, tree)
        if tree
        else {**book_properties(ctx.book), **given}
    )
    set_book_properties(ctx, merged)


@cache
def _time_zones() -> frozenset[str]:
    """Names of time zones, looked up on the disk once."""
    return frozenset(available_timezones())


def set_book_properties(ctx: Context, properties: JsonDict) -> None:
    """Take over properties, each checked."""
    book = ctx.book
    title = properties.get("title", "")
    if not title:
        raise invalid("Spreadsheet title cannot be empty.")
    locale = properties.get("locale") or defaults.LOCALE
    if not locales.known(locale):
        raise invalid(f"Invalid locale: {locale}")
    zone = properties.get("timeZone") or defaults.TIME_ZONE
    if zone != book.time_zone and zone not in _time_zones():
        raise invalid(f"Invalid time zone: {zone}")
    book.title, book.locale, book.time_zone = title, locale, zone
    recalc = properties.get("autoRecalc", "ON_CHANGE")
    book.auto_recalc = "ON_CHANGE" if recalc.endswith("UNSPECIFIED") else recalc
    book.iterative = properties.get("iterativeCalculationSettings")
    book.theme = properties.get("spreadsheetTheme") or book.theme
    book.external_urls_allowed = properties.get("importFunctionsExternalUrlAccessAllowed", False)
    held = properties.get("defaultFormat")
    if held and held != book.default_format:
        book.default_format = {**book.default_format, **with_styles(held)}
