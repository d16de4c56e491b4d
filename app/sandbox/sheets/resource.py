"""A spreadsheet as `spreadsheets.get` sends it, no more of it built than the mask takes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.sandbox.grid.area import Area
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.sheets import masks
from app.sandbox.sheets.grid_data import grid_data
from app.sandbox.sheets.masks import Tree, below, wants
from app.sandbox.sheets.proto import present

JsonDict = dict[str, Any]


def spreadsheet(
    book: Spreadsheet,
    tree: Tree,
    *,
    areas: Sequence[Area] | None = None,
    grid: bool = False,
    caller: str = "",
    public_url: str = "https://docs.google.com",
    comments: bool = False,
) -> JsonDict:
    """The Spreadsheet resource.

    `areas` limits the sheets and their data; None means all. `grid` asks for cells; a mask that names `data`
    does too.
    """
    made: JsonDict = {}
    parts: dict[str, Callable[[], Any]] = {
        "spreadsheetId": lambda: book.spreadsheet_id,
        "properties": lambda: masks.project(book_properties(book), below(tree, "properties")),
        "sheets": lambda: _sheets(
            book, below(tree, "sheets"), areas, grid=grid, caller=caller, comments=comments
        ),
        "namedRanges": lambda: _listed("NamedRange", book.named_ranges, below(tree, "namedRanges")),
        "spreadsheetUrl": lambda: f"{public_url}/spreadsheets/d/{book.spreadsheet_id}/edit",
        "developerMetadata": lambda: _listed(
            "DeveloperMetadata", located(book, None), below(tree, "developerMetadata")
        ),
        "comments": lambda: (
            _listed("CommentThread", [_thread(c, caller) for c in book.comments], below(tree, "comments"))
            if comments
            else []
        ),
    }
    for name, make in parts.items():
        if wants(tree, name):
            value = make()
            if value or value == {}:
                made[name] = value
    return made


def book_properties(book: Spreadsheet) -> JsonDict:
    """SpreadsheetProperties."""
    made: JsonDict = {
        "title": book.title,
        "locale": book.locale,
        "autoRecalc": book.auto_recalc,
        "timeZone": book.time_zone,
        "defaultFormat": book.default_format,
    }
    if book.iterative is not None:
        made["iterativeCalculationSettings"] = book.iterative
    made["spreadsheetTheme"] = book.theme
    if book.external_urls_allowed:
        made["importFunctionsExternalUrlAccessAllowed"] = True
    return made


def sheet_properties(sheet: Sheet, index: int) -> JsonDict:
    """SheetProperties."""
    made: JsonDict = {
        "sheetId": sheet.sheet_id,
        "title": sheet.title,
        "index": index,
        "sheetType": sheet.sheet_type,
    }
    if sheet.is_grid:
        made["gridProperties"] = _grid_properties(sheet)
    if sheet.hidden:
        made["hidden"] = True
    if sheet.tab_colour is not None:
        rgb = sheet.tab_colour.get("rgbColor")
        if rgb is not None:
            made["tabColor"] = rgb
        made["tabColorStyle"] = sheet.tab_colour
    if sheet.right_to_left:
        made["rightToLeft"] = True
    return made


def _grid_properties(sheet: Sheet) -> JsonDict:
    made = {
        "rowCount": sheet.row_count,
        "columnCount": sheet.column_count,
        "frozenRowCount": sheet.frozen_rows,
        "frozenColumnCount": sheet.frozen_columns,
        "hideGridlines": sheet.hide_gridlines,
        "rowGroupControlAfter": sheet.row_group_control_after,
        "columnGroupControlAfter": sheet.column_group_control_after,
    }
    return {name: value for name, value in made.items() if value}


def located(book: Spreadsheet, sheet_id: int | None) -> list[JsonDict]:
    """Developer metadata of the file (None) or of a sheet itself, not of its rows and columns."""
    kind = "SPREADSHEET" if sheet_id is None else "SHEET"
    return [
        held
        for held in book.developer_metadata
        if held["location"]["locationType"] == kind and held["location"].get("sheetId") == sheet_id
    ]


def _sheets(
    book: Spreadsheet, tree: Tree, areas: Sequence[Area] | None, *, grid: bool, caller: str, comments: bool
) -> list[JsonDict]:
    made = []
    with_data = grid if not tree else "data" in tree or "*" in tree
    for index, sheet in enumerate(book.sheets):
        wanted = None if areas is None else [a for a in areas if a.sheet_id == sheet.sheet_id]
        if wanted is None or wanted:
            made.append(
                _sheet(
                    book, sheet, index, tree, wanted if with_data else (), caller=caller, comments=comments
                )
            )
    return made


def _sheet(
    book: Spreadsheet,
    sheet: Sheet,
    index: int,
    tree: Tree,
    areas: Sequence[Area] | None,
    *,
    caller: str,
    comments: bool,
) -> JsonDict:
    """One Sheet resource; `areas` empty means no cells, None all of them."""
    made: JsonDict = {}
    if wants(tree, "properties"):
        made["properties"] = masks.project(sheet_properties(sheet, index), below(tree, "properties"))
    if areas is None or areas:
        whole = Area(sheet.sheet_id, 0, sheet.row_count, 0, sheet.column_count)
        if sheet.is_grid and wants(tree, "data"):
            data_tree = below(tree, "data")
            made["data"] = [grid_data(book, sheet, area, data_tree) for area in areas or [whole]]
    lists: dict[str, tuple[str, Callable[[], Sequence[JsonDict]]]] = {
        "merges": ("GridRange", lambda: sheet.merges),
        "conditionalFormats": ("ConditionalFormatRule", lambda: sheet.conditional_formats),
        "filterViews": ("FilterView", lambda: sheet.filter_views),
        "protectedRanges": (
            "ProtectedRange",
            lambda: [_protected(p, caller) for p in sheet.protected_ranges],
        ),
        "charts": ("EmbeddedChart", lambda: sheet.charts),
        "bandedRanges": ("BandedRange", lambda: sheet.banded_ranges),
        "developerMetadata": ("DeveloperMetadata", lambda: located(book, sheet.sheet_id)),
        "rowGroups": ("DimensionGroup", lambda: sheet.row_groups),
        "columnGroups": ("DimensionGroup", lambda: sheet.column_groups),
        "slicers": ("Slicer", lambda: sheet.slicers),
        "tables": ("Table", lambda: sheet.tables),
    }
    for name, (type_name, held) in lists.items():
        if wants(tree, name):
            listed = _listed(type_name, held(), below(tree, name))
            if listed:
                made[name] = listed
    anchors = comment_anchors(book, sheet) if comments and wants(tree, "commentAnchors") else []
    if anchors:
        made["commentAnchors"] = _listed("CommentAnchor", anchors, below(tree, "commentAnchors"))
    if sheet.basic_filter is not None and wants(tree, "basicFilter"):
        shown = present("BasicFilter", sheet.basic_filter)
        made["basicFilter"] = masks.project(shown, below(tree, "basicFilter"))
    return made


def comment_anchors(book: Spreadsheet, sheet: Sheet) -> list[JsonDict]:
    """Where comments on a sheet are anchored."""
    return [
        {"anchorId": held["anchorId"], "range": held["range"]}
        for held in book.comments
        if held["range"]["sheetId"] == sheet.sheet_id
    ]


def _thread(comment: JsonDict, caller: str) -> JsonDict:
    """A comment thread as this caller sees it: their own posts marked, its anchor kept to the sheet."""
    made = {name: value for name, value in comment.items() if name != "range"}
    made["headPost"] = _post(made["headPost"], caller)
    if "replies" in made:
        made["replies"] = [_post(reply, caller) for reply in made["replies"]]
    return made


def _post(post: JsonDict, caller: str) -> JsonDict:
    return {**post, "author": {**post["author"], "me": True}} if post["author"]["user"] == caller else post


def _listed(type_name: str, held: Sequence[JsonDict], tree: Tree) -> list[JsonDict]:
    return [masks.project(present(type_name, item), tree) for item in held]


def _protected(protected: JsonDict, caller: str) -> JsonDict:
    """A protected range as this caller sees it: who may edit is shown to those who may."""
    editable = may_edit(protected, caller)
    hidden = () if editable else ("editors",)
    made = {name: value for name, value in protected.items() if name not in hidden}
    return {**made, "requestingUserCanEdit": editable}


def may_edit(protected: JsonDict, caller: str) -> bool:
    """Whether a caller may write within a protected range; the file's owner is always among its editors."""
    if protected.get("warningOnly") or not caller:
        return True
    users = protected.get("editors", {}).get("users", ())
    return caller.casefold() in {user.casefold() for user in users}
