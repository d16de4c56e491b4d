"""GridData: cells of a rectangle, built by what the mask asks of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.sandbox.grid import defaults
from app.sandbox.grid.area import Area
from app.sandbox.grid.cell_format import Format, intern
from app.sandbox.grid.cells import Row
from app.sandbox.grid.links import hyperlink
from app.sandbox.grid.locale import Conventions, conventions
from app.sandbox.grid.sheet import Dimension, Sheet
from app.sandbox.grid.show import effective_format, overlay, shown
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.value import Formula, Value, to_extended
from app.sandbox.sheets import masks
from app.sandbox.sheets.masks import Tree, below, wants
from app.sandbox.sheets.matching_rules import matching_rules
from app.sandbox.sheets.proto import present

JsonDict = dict[str, Any]
_CellMaker = Callable[[int, int, Row, Value, Value], JsonDict]
_ValueMaker = Callable[[Value, Value, Format | None], JsonDict]
_EMPTY = Row()


def grid_data(book: Spreadsheet, sheet: Sheet, area: Area, tree: Tree) -> JsonDict:
    """One `data` block: start, rows up to the last existing cell, and what rows and columns are like."""
    made: JsonDict = {}
    if area.top and wants(tree, "startRow"):
        made["startRow"] = area.top
    if area.left and wants(tree, "startColumn"):
        made["startColumn"] = area.left
    if wants(tree, "rowData"):
        rows = _rows(book, sheet, area, below(tree, "rowData"))
        if rows:
            made["rowData"] = rows
    for name, dimension, start, end in (
        ("rowMetadata", "ROWS", area.top, area.bottom),
        ("columnMetadata", "COLUMNS", area.left, area.right),
    ):
        if wants(tree, name):
            made[name] = _dimensions(book, sheet, dimension, start, end, below(tree, name))
    return made


def _dimensions(
    book: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int, tree: Tree
) -> list[JsonDict]:
    default = defaults.ROW_PIXELS if dimension == "ROWS" else defaults.COLUMN_PIXELS
    plain = masks.project({"pixelSize": default}, tree)
    made = [plain] * (end - start)
    for index, held in sheet.dimensions(dimension).items():
        if start <= index < end:
            made[index - start] = masks.project(_dimension(held, default), tree)
    for metadata in book.developer_metadata:
        place = metadata["location"].get("dimensionRange")
        if place and place["sheetId"] == sheet.sheet_id and place["dimension"] == dimension:
            index = place["startIndex"]
            if start <= index < end and wants(tree, "developerMetadata"):
                shown_metadata = masks.project(
                    present("DeveloperMetadata", metadata), below(tree, "developerMetadata")
                )
                held_json = made[index - start]
                listed = [*held_json.get("developerMetadata", ()), shown_metadata]
                made[index - start] = {**held_json, "developerMetadata": listed}
    return made


def _dimension(held: Dimension, default: int) -> JsonDict:
    made: JsonDict = {}
    if held.hidden_by_filter:
        made["hiddenByFilter"] = True
    if held.hidden_by_user:
        made["hiddenByUser"] = True
    made["pixelSize"] = held.pixels if held.pixels is not None else default
    return made


def _rows(book: Spreadsheet, sheet: Sheet, area: Area, tree: Tree) -> list[JsonDict]:
    grid = sheet.grid
    indices = grid.result_indices(area.top, area.bottom)
    if not indices and not sheet.conditional_formats:
        return []
    cell_tree = below(tree, "values") if wants(tree, "values") else None
    if cell_tree is not None and cell_tree.keys() == {"effectiveValue"} and not cell_tree["effectiveValue"]:
        make_row = _effective_values_only
    elif cell_tree is None:
        return [{} for _ in range(area.top, indices[-1] + 1)] if indices else []
    else:
        return _full_rows(book, sheet, area, cell_tree, indices)
    rows: list[JsonDict] = []
    position = area.top
    for index in indices:
        rows.extend({} for _ in range(position, index))
        cells = make_row(grid.effective_row(index), area)
        rows.append({"values": cells} if cells else {})
        position = index + 1
    return _trimmed(rows)


def _effective_values_only(values: Sequence[Value], area: Area) -> list[JsonDict]:
    """The common read, as fast as it can be."""
    made: list[JsonDict] = []
    add = made.append
    for value in values[area.left : area.right]:
        kind = type(value)
        if kind is str:
            add({"effectiveValue": {"stringValue": value}})
        elif kind is int or kind is float:
            add({"effectiveValue": {"numberValue": value}})
        elif value is None or kind is Formula:
            add({})
        else:
            add({"effectiveValue": to_extended(value)})
    return made


def _full_rows(
    book: Spreadsheet, sheet: Sheet, area: Area, tree: Tree, indices: Sequence[int]
) -> list[JsonDict]:
    """Rows of whole cells; a cell that only a conditional format colours counts as one."""
    rules = matching_rules(book, sheet) if wants(tree, "effectiveFormat") else {}
    coloured: dict[int, int] = {}
    for index, column in rules:
        if area.contains(index, column):
            coloured[index] = max(coloured.get(index, 0), column + 1)
    make = _cell_maker(book, sheet, tree, rules)
    grid = sheet.grid
    rows: list[JsonDict] = []
    position = area.top
    for index in sorted({*indices, *coloured}):
        rows.extend({} for _ in range(position, index))
        row = grid.rows.get(index, _EMPTY)
        effective = grid.effective_row(index)
        entered = row.values
        width = max(len(effective), coloured.get(index, 0))
        cells = [
            make(
                index,
                column,
                row,
                entered[column] if column < len(entered) else None,
                effective[column] if column < len(effective) else None,
            )
            for column in range(area.left, min(area.right, width))
        ]
        rows.append({"values": cells} if cells else {})
        position = index + 1
    return _trimmed(rows)


def _trimmed(rows: list[JsonDict]) -> list[JsonDict]:
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cell_maker(
    book: Spreadsheet, sheet: Sheet, tree: Tree, rules: Mapping[tuple[int, int], JsonDict]
) -> _CellMaker:
    """A function that makes one CellData out of the wanted members."""
    locale = conventions(book.locale)
    default = intern(book.default_format) or Format({}, b"")
    whole = not tree or "*" in tree
    wanted = {name: below(tree, name) for name in _MEMBERS if whole or name in tree}
    extras = {name: part for name, part in wanted.items() if name in _EXTRAS}
    values = _value_maker(wanted, locale)
    with_format = "effectiveFormat" in wanted

    def effect_of(index: int, column: int, held: Format | None, effective: Value) -> JsonDict | None:
        by_rule = rules.get((index, column))
        if held is None and effective is None and by_rule is None:
            return None
        effect = effective_format(held, default, effective, locale)
        made: JsonDict = _part(
            overlay(effect, by_rule) if by_rule is not None else effect, wanted["effectiveFormat"]
        )
        return made

    def make(index: int, column: int, row: Row, entered: Value, effective: Value) -> JsonDict:
        held = row.format(column)
        look = sheet.grid.look(index, column) if type(entered) is Formula else held
        cell = values(entered, effective, look)
        if held is not None and "userEnteredFormat" in wanted:
            cell["userEnteredFormat"] = _part(held.json, wanted["userEnteredFormat"])
        effect = effect_of(index, column, look, effective) if with_format else None
        if effect is not None:
            cell["effectiveFormat"] = effect
        if "hyperlink" in wanted and (type(entered) is Formula or held is not None or column in row.extras):
            link = hyperlink(entered, held, row.extra_at(column))
            if link:
                cell["hyperlink"] = link
        if extras and column in row.extras:
            extra = present("CellData", row.extras[column])
            cell.update(
                {name: masks.project(extra[name], part) for name, part in extras.items() if name in extra}
            )
        return cell

    return make


def _value_maker(wanted: Mapping[str, Tree], locale: Conventions) -> _ValueMaker:
    """The part of a CellData that is its value: as entered, in effect, and as shown."""

    def make(entered: Value, effective: Value, held: Format | None) -> JsonDict:
        cell: JsonDict = {}
        if entered is not None and "userEnteredValue" in wanted:
            cell["userEnteredValue"] = _part(to_extended(entered), wanted["userEnteredValue"])
        if effective is not None:
            if "effectiveValue" in wanted:
                cell["effectiveValue"] = _part(to_extended(effective), wanted["effectiveValue"])
            text = shown(effective, held, locale) if "formattedValue" in wanted else ""
            if text:
                cell["formattedValue"] = text
        return cell

    return make


def _part(extended: JsonDict | None, tree: Tree) -> Any:
    return masks.project(extended, tree) if tree else extended


_EXTRAS = frozenset(
    {
        "note",
        "dataValidation",
        "textFormatRuns",
        "chipRuns",
        "pivotTable",
        "dataSourceTable",
        "dataSourceFormula",
    }
)
_MEMBERS = (
    "userEnteredValue",
    "effectiveValue",
    "formattedValue",
    "userEnteredFormat",
    "effectiveFormat",
    "hyperlink",
    *sorted(_EXTRAS),
)
