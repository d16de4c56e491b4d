"""Rows and columns of an Excel sheet moved whole, as Sheets moves them: values, formulas, looks, notes."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any, NamedTuple, cast

from openpyxl.formula.translate import Translator
from openpyxl.worksheet.worksheet import Worksheet

from app.workbook.moves import Move, moved


class _Held(NamedTuple):
    """One cell taken off the sheet, and where it stood."""

    at: str
    value: Any
    kind: str
    style: Any
    comment: Any


def move_rows(sheet: Worksheet, moves: Sequence[Move]) -> None:
    """The rows after the moves; formulas keep pointing at what they pointed at, relative to their row."""
    _move(sheet, moves, rows=True)


def move_columns(sheet: Worksheet, moves: Sequence[Move]) -> None:
    """The same of columns, with their widths."""
    _move(sheet, moves, rows=False)


def _move(sheet: Worksheet, moves: Sequence[Move], *, rows: bool) -> None:
    count = max([sheet.max_row if rows else sheet.max_column, *(max(m.at + 1, m.to) for m in moves)])
    across = sheet.max_column if rows else sheet.max_row
    order: list[Any] = moved(range(count), moves)
    held = {
        (at, other): _take(_cell(sheet, at, other, rows=rows))
        for place, at in enumerate(order)
        if place != at
        for other in range(across)
    }
    for place, at in enumerate(order):
        if place != at:
            for other in range(across):
                _put(_cell(sheet, place, other, rows=rows), held[at, other])


def _cell(sheet: Worksheet, at: int, other: int, *, rows: bool) -> Any:
    """A cell, of which openpyxl's type stubs leave out the style."""
    return cast("Any", sheet.cell(at + 1, other + 1) if rows else sheet.cell(other + 1, at + 1))


def _take(cell: Any) -> _Held:
    held = _Held(cell.coordinate, cell.value, cell.data_type, copy(cell._style), cell.comment)
    cell.comment = None
    return held


def _put(cell: Any, held: _Held) -> None:
    value = held.value
    if held.kind == "f" and isinstance(value, str):
        value = Translator(value, origin=held.at).translate_formula(cell.coordinate)
    cell.value = value
    cell.data_type = held.kind
    cell._style = held.style
    cell.comment = copy(held.comment) if held.comment else None
