"""values.update, append and clear: lists of plain values into cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from app.sandbox.errors import invalid
from app.sandbox.grid import a1, defaults
from app.sandbox.grid.area import Area
from app.sandbox.grid.cell_format import Format, intern
from app.sandbox.grid.cells import Row
from app.sandbox.grid.entered import UNSURE, entered, plain_reader
from app.sandbox.grid.locale import Conventions, conventions
from app.sandbox.grid.resolve import show
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.value import Value, number
from app.sandbox.sheets.conditions import today
from app.sandbox.sheets.protection import refuse_protected

JsonDict = dict[str, Any]
_SCALARS = frozenset({int, float, str, bool})


@dataclass(frozen=True, slots=True)
class Written:
    """What a write touched: the array's own area, and rows, columns and cells that got a value."""

    area: Area
    rows: int
    columns: int
    cells: int

    def response(self, book: Spreadsheet) -> JsonDict:
        """As the counts of an UpdateValuesResponse; zero counts vanish."""
        counts = {"updatedRows": self.rows, "updatedColumns": self.columns, "updatedCells": self.cells}
        return {
            "spreadsheetId": book.spreadsheet_id,
            "updatedRange": show(book, self.area),
            **{name: count for name, count in counts.items() if count},
        }


@dataclass(frozen=True, slots=True)
class Typist:
    """How values become cells: RAW keeps texts, USER_ENTERED reads them as typed."""

    raw: bool
    locale: Conventions
    today: date

    @classmethod
    def of(cls, book: Spreadsheet, value_input_option: str) -> Typist:
        """For a workbook and an input option."""
        return cls(value_input_option != "USER_ENTERED", conventions(book.locale), today(book))


def write_values(
    book: Spreadsheet,
    area: Area,
    values: Sequence[Sequence[Any]],
    typist: Typist,
    *,
    dimension: str,
    within: str | None,
    caller: str,
) -> Written:
    """Write an array at the top left of an area.

    `within`: the range as it was asked for, named when the array does not fit the area; None lets the array
    pass its end and the sheet grow. A None among the values skips a cell, an empty text empties it; formats,
    notes and validation stay.
    """
    rows = [list(row) for row in values]
    if dimension == "COLUMNS":
        rows = _turned(rows)
    height, width = len(rows), max((len(row) for row in rows), default=0)
    sheet = book.edit(area.sheet_id)
    if within is not None:
        _refuse_beyond(area, height, width, within)
    spanned = Area(area.sheet_id, area.top, area.top + max(height, 1), area.left, area.left + max(width, 1))
    if within is None:
        grow(book, sheet, spanned.bottom, spanned.right)
    refuse_protected(book, sheet, spanned, caller)
    touched_columns: set[int] = set()
    touched_rows = cells = 0
    for offset, held in enumerate(rows):
        if not held:
            continue
        row = sheet.grid.for_write(area.top + offset)
        count = _fill(row, area.left, held, typist, offset, touched_columns)
        cells += count
        touched_rows += bool(count)
        sheet.grid.tidy(area.top + offset)
    return Written(spanned, touched_rows, len(touched_columns), cells)


def _fill(row: Row, left: int, held: list[Any], typist: Typist, offset: int, touched: set[int]) -> int:
    """One row of an array into cells; answers how many were touched."""
    row.reach(left + len(held))
    if typist.raw and _SCALARS.issuperset(map(type, held)):
        row.values[left : left + len(held)] = [_raw(item) for item in held]
        touched.update(range(left, left + len(held)))
        return len(held)
    count = 0
    read = plain_reader(typist.locale)
    values, unformatted = row.values, row.formats is None
    for column, item in enumerate(held, start=left):
        if item is None:
            continue
        if type(item) not in _SCALARS:
            raise invalid(f"Invalid values[{offset}][{column - left}]: {_proto_text(item)}")
        if typist.raw or type(item) is not str:
            values[column] = _raw(item)
        elif unformatted and (plain := read(item)) is not UNSURE and len(item) <= defaults.MAX_CHARACTERS:
            values[column] = plain  # type: ignore[assignment]  # known to be a value: it is not UNSURE
        else:
            _type(row, column, item, typist)
            unformatted = row.formats is None
        touched.add(column)
        count += 1
    return count


def _raw(item: Any) -> Value:
    kind = type(item)
    if kind is str:
        if len(item) > defaults.MAX_CHARACTERS:
            raise too_long()
        return item or None
    if kind is float or kind is int:
        return number(item)
    return bool(item)


def too_long() -> Exception:
    """The refusal of a text beyond 50,000 characters."""
    return invalid("Your input contains more than the maximum of 50000 characters in a single cell.")


def _type(row: Row, column: int, text: str, typist: Typist) -> None:
    """A text typed into a cell: its number format set where the cell had none."""
    held = row.format(column)
    value, brought = typed(text, held, typist)
    row.values[column] = value
    if brought is not None:
        json = dict(held.json) if held is not None else {}
        row.set_format(column, intern({**json, "numberFormat": brought}))


def typed(text: str, held: Format | None, typist: Typist) -> tuple[Value, JsonDict | None]:
    """What typing a text into a cell of this format makes of it, and the number format it brings."""
    if len(text) > defaults.MAX_CHARACTERS:
        raise too_long()
    number_format = held.number_format if held is not None else None
    as_text = number_format is not None and number_format.get("type") == "TEXT"
    value, brought = entered(text, typist.locale, typist.today, as_text=as_text)
    return value, brought if number_format is None else None


def _refuse_beyond(area: Area, height: int, width: int, within: str) -> None:
    if height <= area.height and width <= area.width:
        return
    if height > area.height:
        beyond = f"row [{area.bottom + 1}]"
    else:
        beyond = f"column [{a1.column_letters(area.right)}]"
    raise invalid(f"Requested writing within range [{within}], but tried writing to {beyond}")


def grow(book: Spreadsheet, sheet: Sheet, bottom: int, right: int) -> None:
    """Make a sheet at least so large; refused beyond Google's limits."""
    rows, columns = max(sheet.row_count, bottom), max(sheet.column_count, right)
    check_size(book, sheet, rows, columns)
    sheet.row_count, sheet.column_count = rows, columns


def check_size(book: Spreadsheet, sheet: Sheet, rows: int, columns: int) -> None:
    """Refuse a size beyond ten million cells in the workbook or 18,278 columns in a sheet."""
    if book.cell_count - sheet.cell_count + rows * columns > defaults.MAX_CELLS:
        raise invalid(
            "This action would increase the number of cells in the workbook above the limit of "
            f"{defaults.MAX_CELLS} cells."
        )
    if columns > defaults.MAX_COLUMNS:
        raise invalid(
            "This action would increase the number of columns in the sheet above the limit of "
            f"{defaults.MAX_COLUMNS} columns."
        )


def clear_values(book: Spreadsheet, area: Area, *, caller: str) -> None:
    """Empty the values of an area; formats, notes and validation stay."""
    sheet = book.edit(area.sheet_id)
    refuse_protected(book, sheet, area, caller)
    for index in sheet.grid.indices(area.top, area.bottom):
        row = sheet.grid.rows[index]
        if any(value is not None for value in row.values[area.left : area.right]):
            row = sheet.grid.for_write(index)
            end = min(area.right, len(row.values))
            row.values[area.left : end] = [None] * (end - area.left)
            sheet.grid.tidy(index)


def _turned(rows: list[list[Any]]) -> list[list[Any]]:
    """Columns as rows; what a ragged column lacks is left untouched."""
    height = max((len(column) for column in rows), default=0)
    return [[column[i] if i < len(column) else None for column in rows] for i in range(height)]


def _proto_text(item: Any) -> str:
    """A value as protocol buffers print it, which is how Google shows a cell it refuses."""
    if item is None:
        return "null_value: NULL_VALUE\n"
    if isinstance(item, bool):
        return f"bool_value: {'true' if item else 'false'}\n"
    if isinstance(item, (int, float)):
        return f"number_value: {float(item)}\n"
    if isinstance(item, str):
        return f"string_value: {orjson.dumps(item).decode()}\n"
    if isinstance(item, list):
        inner = "".join(f"values {{\n{_indented(_proto_text(v))}}}\n" for v in item)
        return f"list_value {{\n{_indented(inner)}}}\n"
    fields = "".join(_proto_field(key, value) for key, value in item.items())
    return f"struct_value {{\n{_indented(fields)}}}\n"


def _proto_field(key: str, value: Any) -> str:
    inner = f"key: {orjson.dumps(key).decode()}\nvalue {{\n{_indented(_proto_text(value))}}}\n"
    return f"fields {{\n{_indented(inner)}}}\n"


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())
