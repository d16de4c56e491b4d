"""addTable, updateTable, deleteTable, and how tables follow rows and columns."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.area import Area
from app.sandbox.grid.change import Delete, Insert, Move
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.value import Formula
from app.sandbox.sheets import masks
from app.sandbox.sheets.colours import mask_with_styles
from app.sandbox.sheets.kinds.places import area_of, full_range, grid_sheet, mask_of
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.proto import present
from app.sandbox.sheets.validation import checked_condition
from app.sandbox.sheets.values_write import grow

JsonDict = dict[str, Any]
_LISTED = "DROPDOWN"


def table_by_id(ctx: Context, table_id: str) -> tuple[Sheet, JsonDict]:
    """A table and the sheet it is on."""
    for sheet in ctx.book.sheets:
        for table in sheet.tables:
            if table["tableId"] == table_id:
                return ctx.book.edit(sheet.sheet_id), table
    raise invalid(f"No table with id: {table_id}")


@kind("addTable")
def add_table(ctx: Context, request: JsonDict) -> JsonDict:
    """A table over a range whose first row holds the headings."""
    given = request.get("table", {})
    if "range" not in given:
        raise invalid("table.range must be set.")
    area = area_of(ctx, full_range(given["range"]))
    if area.height < 2:
        raise invalid("A table must have at least one row besides its header.")
    sheet = grid_sheet(ctx, area.sheet_id)
    _refuse_overlap(sheet, area, None)
    name = given.get("name") or _free_name(ctx)
    table: JsonDict = {
        "tableId": given.get("tableId") or str(ctx.new_id()),
        "name": name,
        "range": area.grid_range(),
    }
    if any(t["tableId"] == table["tableId"] for s in ctx.book.sheets for t in s.tables):
        raise invalid(f"Table with id {table['tableId']} already exists.")
    _check_name(ctx, name, None)
    if "rowsProperties" in given:
        table["rowsProperties"] = given["rowsProperties"]
    table["columnProperties"] = _columns(sheet, area, given.get("columnProperties", ()))
    _write_headings(sheet, area, table["columnProperties"])
    sheet.tables.append(table)
    return {"table": present("Table", table)}


def _free_name(ctx: Context) -> str:
    taken = {t["name"].casefold() for s in ctx.book.sheets for t in s.tables}
    number = 1
    while f"table{number}" in taken:
        number += 1
    return f"Table{number}"


def _check_name(ctx: Context, name: str, own: str | None) -> None:
    if not name.strip():
        raise invalid("Table name cannot be empty.")
    for sheet in ctx.book.sheets:
        for table in sheet.tables:
            if table["name"].casefold() == name.casefold() and table["tableId"] != own:
                raise invalid(f"A table with the name {name} already exists.")


def _refuse_overlap(sheet: Sheet, area: Area, own: str | None) -> None:
    for table in sheet.tables:
        held = table["range"]
        other = Area(
            sheet.sheet_id,
            held["startRowIndex"],
            held["endRowIndex"],
            held["startColumnIndex"],
            held["endColumnIndex"],
        )
        if table["tableId"] != own and other.meets(area):
            raise invalid("You can't create a table that overlaps another table.")


def _columns(sheet: Sheet, area: Area, given: Any) -> list[JsonDict]:
    """Column properties of every column, headings from the cells where none are given."""
    by_index: dict[int, JsonDict] = {}
    for place, column in enumerate(given):
        index = column.get("columnIndex", place)
        if not 0 <= index < area.width or index in by_index:
            raise invalid(f"Invalid columnIndex: {index}. It must be unique and within the table.")
        by_index[index] = column
    made: list[JsonDict] = []
    for index in range(area.width):
        column = by_index.get(index, {})
        heading = sheet.grid.effective(area.top, area.left + index)
        name = column.get("columnName") or (str(heading) if heading is not None else f"Column {index + 1}")
        checked = {"columnIndex": index, "columnName": name}
        kind_of = column.get("columnType", "COLUMN_TYPE_UNSPECIFIED")
        rule = column.get("dataValidationRule")
        _check_column(kind_of, rule)
        if kind_of != "COLUMN_TYPE_UNSPECIFIED":
            checked["columnType"] = kind_of
        if rule:
            checked["dataValidationRule"] = rule
        made.append(checked)
    names = [column["columnName"].casefold() for column in made]
    if len(set(names)) != len(names):
        raise invalid("Table column names must be unique.")
    return made


def _check_column(column_type: str, rule: JsonDict | None) -> None:
    if column_type == _LISTED:
        if not rule or rule.get("condition", {}).get("type") not in {"ONE_OF_LIST", "ONE_OF_RANGE"}:
            raise invalid("A DROPDOWN column must have a data validation rule with a ONE_OF_LIST condition.")
        checked_condition(rule["condition"])
    elif rule:
        raise invalid("Only a DROPDOWN column can have a data validation rule.")


def _write_headings(sheet: Sheet, area: Area, columns: list[JsonDict]) -> None:
    row = sheet.grid.for_write(area.top)
    for column in columns:
        place = area.left + column["columnIndex"]
        if row.value(place) is None or not isinstance(row.value(place), Formula):
            row.set_value(place, column["columnName"])
    sheet.grid.tidy(area.top)


@kind("updateTable")
def update_table(ctx: Context, request: JsonDict) -> None:
    """Name, range, columns or colours of a table."""
    given = request.get("table", {})
    sheet, table = table_by_id(ctx, given.get("tableId", ""))
    tree = mask_with_styles(mask_of(request, "Table", root="table"), "Table")
    merged = masks.merge(table, given, tree)
    merged["tableId"] = table["tableId"]
    _check_name(ctx, merged.get("name", ""), table["tableId"])
    area = area_of(ctx, full_range(merged.get("range") or table["range"]))
    if area.sheet_id != sheet.sheet_id:
        raise invalid("A table cannot be moved to another sheet.")
    _refuse_overlap(sheet, area, table["tableId"])
    merged["range"] = area.grid_range()
    columns = [c for c in merged.get("columnProperties", ()) if c.get("columnIndex", 0) < area.width]
    merged["columnProperties"] = _columns(sheet, area, columns)
    _write_headings(sheet, area, merged["columnProperties"])
    sheet.tables[sheet.tables.index(table)] = merged


@kind("deleteTable")
def delete_table(ctx: Context, request: JsonDict) -> None:
    """A table with its cells; conditional rules over it go too."""
    sheet, table = table_by_id(ctx, request.get("tableId", ""))
    area = area_of(ctx, table["range"])
    sheet.tables.remove(table)
    for index in sheet.grid.indices(area.top, area.bottom):
        row = sheet.grid.for_write(index)
        for column in range(area.left, min(area.right, len(row.values))):
            row.values[column] = None
            row.set_format(column, None)
            row.extras.pop(column, None)
        sheet.grid.tidy(index)
    sheet.conditional_formats = [
        rule
        for rule in sheet.conditional_formats
        if not all(area.holds(area_of(ctx, held)) for held in rule["ranges"])
    ]


def grow_table(ctx: Context, sheet: Sheet, table: JsonDict, rows: int) -> tuple[int, int]:
    """Make room for rows at the end of a table; answers where the first goes."""
    held = table["range"]
    top = held["endRowIndex"]
    grow(ctx.book, sheet, top + rows, held["endColumnIndex"])
    grown = {**table, "range": {**held, "endRowIndex": top + rows}}
    sheet.tables[sheet.tables.index(table)] = grown
    return top, held["startColumnIndex"]


def follow_columns(sheet: Sheet, change: Insert | Delete | Move) -> None:
    """Column properties of tables after columns within them came, went or moved; called before the change."""
    if change.dimension != "COLUMNS":
        return
    for place, table in enumerate(sheet.tables):
        left, right = table["range"]["startColumnIndex"], table["range"]["endColumnIndex"]
        columns: list[JsonDict] = []
        for column in table["columnProperties"]:
            landed = change.position(left + column["columnIndex"])
            if landed is not None:
                columns.append({**column, "columnIndex": landed})
        if isinstance(change, Insert) and left < change.at < right:
            taken = {column["columnName"].casefold() for column in columns}
            for index in range(change.at, change.at + change.count):
                number = len(columns) + 1
                while f"column {number}" in taken:
                    number += 1
                taken.add(f"column {number}")
                columns.append({"columnIndex": index, "columnName": f"Column {number}"})
        columns.sort(key=lambda column: column["columnIndex"])
        first = columns[0]["columnIndex"] if columns else 0
        renumbered = [{**column, "columnIndex": column["columnIndex"] - first} for column in columns]
        sheet.tables[place] = {**table, "columnProperties": renumbered}
