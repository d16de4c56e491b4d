"""Workbooks as bytes: the head (everything but cells) and the cells in chunks of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import orjson

from app.sandbox.grid.cell_format import Format, intern
from app.sandbox.grid.cells import Grid, Row
from app.sandbox.grid.sheet import Dimension, Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.value import CellError, Formula, Value

CHUNK_ROWS = 256

_SHEET_FIELDS = tuple(f.name for f in fields(Sheet) if f.name not in {"grid", "rows", "columns"})
_BOOK_FIELDS = tuple(f.name for f in fields(Spreadsheet) if f.name not in {"sheets", "_owned"})


def pack_head(book: Spreadsheet) -> bytes:
    """Everything but the cells; equal workbooks give equal bytes."""
    head = {name: getattr(book, name) for name in _BOOK_FIELDS}
    head["sheets"] = [
        {name: getattr(sheet, name) for name in _SHEET_FIELDS}
        | {"rows": _pack_dimensions(sheet.rows), "columns": _pack_dimensions(sheet.columns)}
        for sheet in book.sheets
    ]
    return orjson.dumps(head, option=orjson.OPT_SORT_KEYS)


def unpack_head(packed: bytes) -> Spreadsheet:
    """The workbook with empty grids."""
    head = orjson.loads(packed)
    sheets = []
    for held in head.pop("sheets"):
        rows, columns = held.pop("rows"), held.pop("columns")
        sheets.append(Sheet(**held, rows=_unpack_dimensions(rows), columns=_unpack_dimensions(columns)))
    return Spreadsheet(**head, sheets=sheets)


def _pack_dimensions(held: dict[int, Dimension]) -> list[list[Any]]:
    return [[i, d.pixels, d.hidden_by_user, d.hidden_by_filter] for i, d in sorted(held.items())]


def _unpack_dimensions(packed: list[list[Any]]) -> dict[int, Dimension]:
    return {i: Dimension(pixels, by_user, by_filter) for i, pixels, by_user, by_filter in packed}


def chunks_of(grid: Grid) -> dict[int, list[int]]:
    """Row indices by chunk number, in order."""
    chunks: dict[int, list[int]] = {}
    for index in sorted(grid.rows):
        chunks.setdefault(index // CHUNK_ROWS, []).append(index)
    return chunks


def changes(old: Grid, new: Grid) -> tuple[list[int], list[tuple[int, bytes]]]:
    """What storing `new` over `old` takes: chunks to drop, and (chunk, bytes) to write."""
    old_chunks, new_chunks = chunks_of(old), chunks_of(new)
    gone = sorted(old_chunks.keys() - new_chunks.keys())
    changed = [
        (chunk, pack_rows(new, indices))
        for chunk, indices in new_chunks.items()
        if indices != old_chunks.get(chunk) or any(old.rows[i] is not new.rows[i] for i in indices)
    ]
    return gone, changed


def pack_rows(grid: Grid, indices: Iterable[int]) -> bytes:
    """A chunk: its formats once, then each row as [index, values, format numbers, extras]."""
    numbers: dict[Format | None, int] = {None: 0}
    rows: list[list[Any]] = []
    for index in indices:
        row = grid.rows[index]
        formats = None
        if row.formats is not None:
            formats = [numbers.setdefault(f, len(numbers)) for f in row.formats]
        extras = [[column, row.extras[column]] for column in sorted(row.extras)] or None
        rows.append([index, row.values, formats, extras])
    packed = {"formats": [f.json if f else None for f in numbers], "rows": rows}
    return orjson.dumps(packed, default=_pack_value, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def _pack_value(value: Any) -> Any:
    if isinstance(value, Formula):
        return {"=": value.text}
    if isinstance(value, CellError):
        return {"!": [value.kind, value.message]}
    raise TypeError(type(value).__name__)


def unpack_rows(packed: bytes, grid: Grid) -> None:
    """Put a chunk's rows into a grid."""
    chunk = orjson.loads(packed)
    formats = [intern(json) for json in chunk["formats"]]
    for index, held, numbers, extras in chunk["rows"]:
        values: list[Value] = [_unpack_value(v) if type(v) is dict else v for v in held]
        grid.rows[index] = Row(
            values,
            [formats[n] for n in numbers] if numbers is not None else None,
            dict(extras) if extras else None,
        )


def _unpack_value(held: dict[str, Any]) -> Value:
    if "=" in held:
        return Formula(held["="])
    kind, message = held["!"]
    return CellError(kind, message)
