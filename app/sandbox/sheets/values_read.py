"""values.get and its like: cells as plain lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.sandbox.grid.area import Area
from app.sandbox.grid.cell_format import Format
from app.sandbox.grid.locale import Conventions, conventions
from app.sandbox.grid.resolve import show
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.show import shown, shown_row
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.value import CellError, Formula, Value

JsonDict = dict[str, Any]
_DATES = frozenset({"DATE", "TIME", "DATE_TIME"})


def value_range(
    book: Spreadsheet,
    area: Area,
    *,
    dimension: str = "ROWS",
    render: str = "FORMATTED_VALUE",
    dates: str = "SERIAL_NUMBER",
) -> JsonDict:
    """A ValueRange: trailing empty cells and rows cut, gaps as empty texts, no `values` when all is empty."""
    made: JsonDict = {"range": show(book, area), "majorDimension": dimension}
    rows = _rows(book, area, render, dates)
    if dimension == "COLUMNS":
        rows = _turned(rows)
    if rows:
        made["values"] = rows
    return made


def _rows(book: Spreadsheet, area: Area, render: str, dates: str) -> list[list[Any]]:
    sheet = book.sheet(area.sheet_id)
    if sheet is None:
        return []
    read = _READERS[render]
    locale = conventions(book.locale)
    rows: list[list[Any]] = []
    position = area.top
    for index in sheet.grid.result_indices(area.top, area.bottom):
        cells = read(sheet, index, area, locale, dates)
        end = len(cells)
        while end and cells[end - 1] == "":
            end -= 1
        if not end:
            continue
        rows.extend([] for _ in range(position, index))
        rows.append(cells[:end] if end < len(cells) else cells)
        position = index + 1
    return rows


def _formatted(sheet: Sheet, index: int, area: Area, locale: Conventions, dates: str) -> list[Any]:  # noqa: ARG001
    row = sheet.grid.rows.get(index)
    if row is None or index in sheet.grid.results:
        texts = shown_row(sheet.grid.effective_row(index), sheet.grid.look_row(index), locale)
    else:
        key = ("shown", locale.name)
        texts = row.cache.get(key) or row.cache.setdefault(key, shown_row(row.values, row.formats, locale))
    return texts[area.left : area.right]


def _unformatted(sheet: Sheet, index: int, area: Area, locale: Conventions, dates: str) -> list[Any]:
    values = sheet.grid.effective_row(index)[area.left : area.right]
    formats = sheet.grid.look_row(index)
    if dates == "FORMATTED_STRING" and formats is not None:
        return [
            shown(value, formats[column], locale) if _is_date(value, formats, column) else _bare(value)
            for column, value in enumerate(values, start=area.left)
        ]
    return ["" if v is None else v if type(v) in _SCALARS else _bare(v) for v in values]


def _formula(sheet: Sheet, index: int, area: Area, locale: Conventions, dates: str) -> list[Any]:
    row = sheet.grid.rows.get(index)
    if row is None:
        return _unformatted(sheet, index, area, locale, dates)
    results = sheet.grid.results.get(index, {})
    entered = row.values
    width = max(len(entered), max(results, default=-1) + 1)
    cells: list[Any] = []
    for column in range(area.left, min(area.right, width)):
        value = entered[column] if column < len(entered) else None
        if type(value) is Formula:
            cells.append(value.text)
        else:
            cells.append(_bare(results.get(column, value)))
    return cells


_READERS = {"FORMATTED_VALUE": _formatted, "UNFORMATTED_VALUE": _unformatted, "FORMULA": _formula}
_SCALARS = frozenset({int, float, str, bool})


def _is_date(value: Value, formats: Sequence[Format | None], column: int) -> bool:
    if type(value) not in {int, float} or column >= len(formats):
        return False
    held = formats[column]
    number_format = held.number_format if held is not None else None
    return number_format is not None and number_format.get("type") in _DATES


def _bare(value: Value) -> Any:
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, Formula):
        return ""
    return value


def _turned(rows: list[list[Any]]) -> list[list[Any]]:
    """Rows as columns, each cut after its last filled cell."""
    width = max((len(row) for row in rows), default=0)
    columns: list[list[Any]] = []
    for place in range(width):
        column = [row[place] if place < len(row) else "" for row in rows]
        while column and column[-1] == "":
            column.pop()
        columns.append(column)
    while columns and not columns[-1]:
        columns.pop()
    return columns
