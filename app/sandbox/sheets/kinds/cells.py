"""updateCells, repeatCell, appendCells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.sandbox.errors import invalid, unimplemented
from app.sandbox.grid import defaults
from app.sandbox.grid.area import Area
from app.sandbox.grid.cell_format import Format, intern
from app.sandbox.grid.cells import Row
from app.sandbox.grid.formula_text import shift
from app.sandbox.grid.resolve import exceeds_grid
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.value import Formula, Value, from_extended, number
from app.sandbox.sheets import masks
from app.sandbox.sheets.border_lines import border_line
from app.sandbox.sheets.colours import mask_with_styles, with_styles
from app.sandbox.sheets.kinds.places import area_of, area_to_write, full_range, grid_sheet, mask_of
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.kinds.tables import grow_table, table_by_id
from app.sandbox.sheets.masks import Tree
from app.sandbox.sheets.protection import refuse_protected
from app.sandbox.sheets.proto import present
from app.sandbox.sheets.validation import checked_rule
from app.sandbox.sheets.values_write import grow, too_long

JsonDict = dict[str, Any]
CellWriter = Callable[[Row, int, JsonDict], None]
_EXTRAS = ("note", "dataValidation", "textFormatRuns", "chipRuns")
_REFUSED = {
    "pivotTable": "A pivot table",
    "dataSourceTable": "A data source table",
    "dataSourceFormula": "A data source formula",
}
_VALUE_ONLY = {"userEnteredValue": None}


@kind("updateCells")
def update_cells(ctx: Context, request: JsonDict) -> None:
    """Cells from `rows`; a masked field that a cell lacks is cleared, the rest of `range` too."""
    tree = mask_of(request, "CellData")
    rows = request.get("rows", [])
    if "range" in request:
        area = area_of(ctx, request["range"])
        _check_fits(area, rows)
    elif "start" in request:
        start = _from_start(ctx, request["start"], rows)
        if start is None:
            return
        area = start
    else:
        raise invalid("Either 'start' or 'range' must be set.")
    sheet = grid_sheet(ctx, area.sheet_id)
    refuse_protected(ctx.book, sheet, area, ctx.caller.email)
    if tree == _VALUE_ONLY:
        _write_values(sheet, area, rows, clear_rest="range" in request)
    else:
        _write_cells(sheet, area, rows, cell_writer(ctx, tree), clear_rest="range" in request)


def _check_fits(area: Area, rows: Sequence[JsonDict]) -> None:
    if len(rows) > area.height:
        raise invalid(
            f"Attempting to write row: {area.bottom}, beyond the last requested row of: {area.bottom - 1}"
        )
    if max((len(row.get("values", ())) for row in rows), default=0) > area.width:
        raise invalid(
            f"Attempting to write column: {area.right}, beyond the last requested column of: {area.right - 1}"
        )


def _from_start(ctx: Context, start: JsonDict, rows: Sequence[JsonDict]) -> Area | None:
    sheet = grid_sheet(ctx, start.get("sheetId", 0))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    if top < 0 or left < 0:
        raise invalid("start indices must not be negative.")
    width = max((len(row.get("values", ())) for row in rows), default=0)
    area = Area(sheet.sheet_id, top, top + max(len(rows), 1), left, left + max(width, 1))
    if area.bottom > sheet.row_count or area.right > sheet.column_count:
        raise invalid(str(exceeds_grid(sheet, area)))
    return area if rows and width else None


def _write_values(sheet: Sheet, area: Area, rows: Sequence[JsonDict], *, clear_rest: bool) -> None:
    """The common write: values alone, a whole row at a time."""
    width = area.width
    for offset in range(area.height if clear_rest else len(rows)):
        cells = rows[offset].get("values", ()) if offset < len(rows) else ()
        values = _plain_values(cells)
        if clear_rest and len(values) < width:
            values.extend([None] * (width - len(values)))
        if not values:
            continue
        index = area.top + offset
        if index not in sheet.grid.rows and not any(value is not None for value in values):
            continue
        row = sheet.grid.for_write(index)
        row.reach(area.left + len(values))
        row.values[area.left : area.left + len(values)] = values
        _drop_runs(row, area.left, area.left + len(values))
        sheet.grid.tidy(index)


def _plain_values(cells: Sequence[JsonDict]) -> list[Value]:
    values: list[Value] = []
    add = values.append
    for cell in cells:
        extended = cell.get("userEnteredValue")
        if not extended:
            add(None)
        elif "numberValue" in extended:
            add(number(extended["numberValue"]))
        else:
            add(_checked_value(extended))
    return values


def _drop_runs(row: Row, left: int, right: int) -> None:
    """Runs and chips describe the text they came with."""
    for column in [c for c in row.extras if left <= c < right]:
        kept = {k: v for k, v in row.extras[column].items() if k not in {"textFormatRuns", "chipRuns"}}
        row.set_extra(column, kept)


def _checked_value(extended: JsonDict) -> Value:
    value = from_extended(extended)
    if type(value) is str and len(value) > defaults.MAX_CHARACTERS:
        raise too_long()
    if type(value) is Formula and len(value.text) > defaults.MAX_CHARACTERS:
        raise too_long()
    return value


def _write_cells(
    sheet: Sheet, area: Area, rows: Sequence[JsonDict], write: CellWriter, *, clear_rest: bool
) -> None:
    for offset in range(area.height if clear_rest else len(rows)):
        cells = rows[offset].get("values", ()) if offset < len(rows) else ()
        width = area.width if clear_rest else len(cells)
        index = area.top + offset
        if not width or (not cells and index not in sheet.grid.rows):
            continue
        row = sheet.grid.for_write(index)
        for place in range(width):
            write(row, area.left + place, cells[place] if place < len(cells) else {})
        sheet.grid.tidy(index)


def cell_writer(ctx: Context, tree: Tree) -> CellWriter:
    """A function that writes the masked members of a CellData into a cell."""
    whole = not tree or "*" in tree
    with_value = whole or "userEnteredValue" in tree
    write_format = _format_writer(tree) if whole or "userEnteredFormat" in tree else None
    extras = [name for name in _EXTRAS if whole or name in tree]
    refused = {name: what for name, what in _REFUSED.items() if whole or name in tree}

    def write(row: Row, column: int, cell: JsonDict) -> None:
        if refused and not cell.keys().isdisjoint(refused):
            raise unimplemented(next(what for name, what in refused.items() if name in cell))
        if with_value:
            row.set_value(column, _checked_value(cell.get("userEnteredValue", {})))
            if column in row.extras:
                _drop_runs(row, column, column + 1)
        if write_format is not None:
            write_format(row, column, cell)
        if extras and (column in row.extras or not cell.keys().isdisjoint(extras)):
            row.set_extra(column, _merged_extra(ctx, row.extra_at(column), cell, extras))

    return write


def _format_writer(tree: Tree) -> CellWriter:
    """A function that writes the masked part of a format; equal formats are merged once."""
    format_tree = mask_with_styles(masks.below(tree, "userEnteredFormat"), "CellFormat")
    known: dict[tuple[Format | None, int], tuple[JsonDict, Format | None]] = {}

    def write(row: Row, column: int, cell: JsonDict) -> None:
        given = cell.get("userEnteredFormat")
        old = row.format(column)
        if given is None and old is None:
            return
        found = known.get((old, id(given)))
        if found is None:
            merged = _merged_format(old, given or {}, format_tree)
            found = known[old, id(given)] = (given or {}, merged)
        row.set_format(column, found[1])

    return write


def _merged_format(old: Format | None, given: JsonDict, tree: Tree) -> Format | None:
    merged = masks.merge(old.json if old is not None else {}, with_styles(given), tree)
    return intern(present("CellFormat", _without_empty(merged)))


def _without_empty(held: JsonDict) -> JsonDict:
    """A format without parts that say nothing; an empty colour says black and stays."""
    made = {}
    for name, value in held.items():
        if value == {} and name in {"textFormat", "borders", "padding", "numberFormat", "textRotation"}:
            continue
        if name == "borders":
            lines = {side: border_line(border) for side, border in value.items()}
            kept = {side: line for side, line in lines.items() if line is not None}
            if kept:
                made[name] = kept
            continue
        made[name] = value
    return made


def _merged_extra(ctx: Context, old: JsonDict, cell: JsonDict, names: Sequence[str]) -> JsonDict:
    merged = dict(old)
    for name in names:
        value = cell.get(name)
        if not value:
            merged.pop(name, None)
        elif name == "dataValidation":
            merged[name] = checked_rule(ctx.book, value)
        else:
            merged[name] = _inside_styles(value)
    return merged


def _inside_styles(value: Any) -> Any:
    return [with_styles(item) for item in value] if isinstance(value, list) else value


@kind("repeatCell")
def repeat_cell(ctx: Context, request: JsonDict) -> None:
    """One cell's masked members over a whole range; a formula's references shift with each cell."""
    tree = mask_of(request, "CellData", root="cell")
    area = area_to_write(ctx, full_range(request.get("range", {})))
    cell = request.get("cell", {})
    sheet = grid_sheet(ctx, area.sheet_id)
    write = cell_writer(ctx, tree)
    value = from_extended(cell.get("userEnteredValue", {}))
    shifting = type(value) is Formula and masks.wants(tree, "userEnteredValue")
    clearing = not cell or cell == {"userEnteredFormat": {}}
    indices = sheet.grid.indices(area.top, area.bottom) if clearing else area.rows()
    untouched = None if shifting or clearing else _new_row(area, write, cell)
    for index in indices:
        if untouched is not None and index not in sheet.grid.rows:
            sheet.grid.rows[index] = untouched
            continue
        row = sheet.grid.for_write(index)
        for column in range(area.left, min(area.right, len(row.values)) if clearing else area.right):
            if shifting and isinstance(value, Formula):
                text = shift(value.text, index - area.top, column - area.left)
                write(row, column, {**cell, "userEnteredValue": {"formulaValue": text}})
            else:
                write(row, column, cell)
        sheet.grid.tidy(index)


def _new_row(area: Area, write: CellWriter, cell: JsonDict) -> Row | None:
    """What a row that held nothing becomes: one object for all of them, copied by whoever writes to it."""
    row = Row()
    for column in area.columns():
        write(row, column, cell)
    row.trim()
    return row if not row.is_empty() else None


@kind("appendCells")
def append_cells(ctx: Context, request: JsonDict) -> None:
    """Cells below the last row that holds anything, the grid grown as needed; or at the end of a table."""
    tree = mask_of(request, "CellData")
    rows = request.get("rows", [])
    width = max((len(row.get("values", ())) for row in rows), default=0)
    if request.get("tableId"):
        sheet, table = table_by_id(ctx, request["tableId"])
        top, left = grow_table(ctx, sheet, table, len(rows))
        sheet = grid_sheet(ctx, sheet.sheet_id)
    else:
        sheet = grid_sheet(ctx, request.get("sheetId", 0))
        ctx.settle()
        filled = [
            index
            for index in sheet.grid.result_indices(0, sheet.row_count)
            if any(value is not None for value in sheet.grid.effective_row(index))
        ]
        top, left = (filled[-1] + 1 if filled else 0), 0
    area = Area(sheet.sheet_id, top, top + len(rows), left, left + width)
    if area.is_empty:
        return
    grow(ctx.book, sheet, area.bottom, area.right)
    refuse_protected(ctx.book, sheet, area, ctx.caller.email)
    _write_cells(sheet, area, rows, cell_writer(ctx, tree), clear_rest=False)
