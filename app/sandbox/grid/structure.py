"""Rows and columns inserted, deleted and moved, with everything that points at them."""

from __future__ import annotations

from typing import Any

from app.sandbox.grid.cell_format import Format
from app.sandbox.grid.cells import Grid, Row
from app.sandbox.grid.change import Change, Delete, Insert, Move
from app.sandbox.grid.remap import FormulaChange, formula_change, remap, remap_list
from app.sandbox.grid.sheet import OBJECT_LISTS, Dimension, Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.value import Formula, Value

JsonDict = dict[str, Any]


def apply(book: Spreadsheet, change: Insert | Delete | Move, *, inherit_before: bool | None = None) -> None:
    """Carry a change through a draft.

    `inherit_before`: new rows or columns take formats and sizes from the one before (True), the one after
    (False), or none (None). The sheet's size follows an insert or delete.
    """
    sheet = book.edit(change.sheet_id)
    _move_cells(sheet, change)
    _move_dimensions(sheet, change)
    if isinstance(change, Insert):
        sheet.set_count(change.dimension, sheet.count(change.dimension) + change.count)
        if inherit_before is not None:
            _inherit(sheet, change, before=inherit_before)
    elif isinstance(change, Delete):
        sheet.set_count(change.dimension, sheet.count(change.dimension) - (change.end - change.start))
    repoint(book, change)
    _keep_frozen(sheet, change)


def repoint(book: Spreadsheet, change: Change) -> None:
    """Move every range, anchor, metadata and formula reference along with a change of the cells."""
    title = _title(book, change.sheet_id)
    book.named_ranges = remap_list(book.named_ranges, change, _as_is)
    book.developer_metadata = remap_list(book.developer_metadata, change, _as_is)
    book.comments = remap_list(book.comments, change, _as_is)
    for held in list(book.sheets):
        here = held.sheet_id == change.sheet_id
        formula = formula_change(change, title, held.title)
        if here or _may_point_elsewhere(held):
            sheet = book.edit(held.sheet_id)
            for name in OBJECT_LISTS:
                setattr(sheet, name, remap_list(getattr(sheet, name), change, formula))
            if sheet.basic_filter is not None:
                sheet.basic_filter = remap(sheet.basic_filter, change, formula)
        rewrite_formulas(book, held.sheet_id, formula, only_with="" if here else title)


def _as_is(text: str) -> str:
    return text


def _title(book: Spreadsheet, sheet_id: int) -> str:
    sheet = book.sheet(sheet_id)
    return sheet.title if sheet is not None else ""


def _may_point_elsewhere(sheet: Sheet) -> bool:
    """Whether objects of a sheet may point at another: charts, slicers, rules with formulas."""
    return bool(sheet.charts or sheet.slicers or sheet.conditional_formats or sheet.filter_views)


def rewrite_formulas(
    book: Spreadsheet, sheet_id: int, formula: FormulaChange, *, only_with: str = ""
) -> None:
    """Rewrite every formula of a sheet, in cells and validation; `only_with`: those that contain a title."""
    held = book.sheet(sheet_id)
    if held is None:
        return
    wanted = only_with.replace("'", "''").casefold()
    for index, row in list(held.grid.rows.items()):
        changes: dict[int, Formula] = {}
        for column, value in enumerate(row.values):
            if type(value) is Formula and wanted in value.text.casefold():
                text = formula(value.text)
                if text != value.text:
                    changes[column] = Formula(text)
        rules = _validation_changes(row, formula)
        if changes or rules:
            written = book.edit(sheet_id).grid.for_write(index)
            for column, value in changes.items():
                written.values[column] = value
            for column, extra in rules.items():
                written.extras[column] = extra


def _validation_changes(row: Row, formula: FormulaChange) -> dict[int, JsonDict]:
    changes = {}
    for column, extra in row.extras.items():
        rule = extra.get("dataValidation")
        values = rule.get("condition", {}).get("values", ()) if rule else ()
        texts = [value.get("userEnteredValue", "") for value in values]
        renewed = [formula(text) if text.startswith("=") else text for text in texts]
        if rule and renewed != texts:
            condition = {**rule["condition"], "values": [{"userEnteredValue": text} for text in renewed]}
            changes[column] = {**extra, "dataValidation": {**rule, "condition": condition}}
    return changes


def _move_cells(sheet: Sheet, change: Change) -> None:
    grid = sheet.grid
    if change.dimension == "ROWS":
        moved = {}
        for index, row in grid.rows.items():
            landed = change.position(index)
            if landed is not None:
                moved[landed] = row
        grid.rows = moved
        return
    for index in list(grid.rows):
        row = grid.for_write(index)
        _move_columns(row, change)
        grid.tidy(index)


def _move_columns(row: Row, change: Change) -> None:
    width = len(row.values)
    if isinstance(change, Insert):
        if change.at < width:
            row.values[change.at : change.at] = [None] * change.count
            if row.formats is not None:
                row.formats[change.at : change.at] = [None] * change.count
    elif isinstance(change, Delete):
        del row.values[change.start : change.end]
        if row.formats is not None:
            del row.formats[change.start : change.end]
    elif isinstance(change, Move):
        row.reach(max(change.end, change.destination))
        row.values = _permuted(row.values, change)
        if row.formats is not None:
            row.formats = _permuted_formats(row.formats, change)
    extras = {}
    for column, extra in row.extras.items():
        landed = change.position(column)
        if landed is not None:
            extras[landed] = extra
    row.extras = extras


def _permuted(values: list[Value], move: Move) -> list[Value]:
    made: list[Value] = [None] * len(values)
    for index, value in enumerate(values):
        made[move.position(index)] = value
    return made


def _permuted_formats(formats: list[Format | None], move: Move) -> list[Format | None]:
    made: list[Format | None] = [None] * len(formats)
    for index, held in enumerate(formats):
        made[move.position(index)] = held
    return made


def _move_dimensions(sheet: Sheet, change: Change) -> None:
    held = sheet.dimensions(change.dimension)
    moved: dict[int, Dimension] = {}
    for index, dimension in held.items():
        landed = change.position(index)
        if landed is not None:
            moved[landed] = dimension
    held.clear()
    held.update(moved)


def _inherit(sheet: Sheet, change: Insert, *, before: bool) -> None:
    source = change.at - 1 if before else change.at + change.count
    if source < 0 or source >= sheet.count(change.dimension):
        return
    pixels = sheet.dimensions(change.dimension).get(source, Dimension()).pixels
    new = range(change.at, change.at + change.count)
    if pixels is not None:
        for index in new:
            sheet.set_dimension(change.dimension, index, pixels=pixels)
    if change.dimension == "ROWS":
        _inherit_row(sheet.grid, source, new)
    else:
        _inherit_column(sheet.grid, source, new)


def _inherit_row(grid: Grid, source: int, new: range) -> None:
    row = grid.rows.get(source)
    if row is None or row.formats is None:
        return
    for index in new:
        made = grid.for_write(index)
        made.reach(len(row.formats))
        made.formats = row.formats.copy()
        grid.tidy(index)


def _inherit_column(grid: Grid, source: int, new: range) -> None:
    for index in list(grid.rows):
        held = grid.rows[index].format(source)
        if held is not None:
            row = grid.for_write(index)
            for column in new:
                row.set_format(column, held)


def _keep_frozen(sheet: Sheet, change: Change) -> None:
    """Frozen rows or columns count those that are deleted from among them."""
    if not isinstance(change, (Insert, Delete)):
        return
    frozen = sheet.frozen_rows if change.dimension == "ROWS" else sheet.frozen_columns
    if not frozen:
        return
    span = change.span(0, frozen)
    left = (span[1] or 0) if span is not None else 0
    if change.dimension == "ROWS":
        sheet.frozen_rows = left
    else:
        sheet.frozen_columns = left
