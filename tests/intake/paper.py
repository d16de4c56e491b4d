"""Workbooks made by hand for tests: rows of plain values, formulas computed on the spot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl.utils.cell import column_index_from_string, range_boundaries

from app.intake.looks import shows_day
from app.intake.sheet import Formula, Look, Received, Sheet
from app.workbook.book import Box, CellError, CellValue
from app.workbook.days import serial_of

_CELL = re.compile(r"(?<![\w!'])\$?([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?")


def received(*sheets: Sheet, looks: Sequence[Look], kind: str = "xlsx") -> Received:
    return Received(name="made.xlsx", kind=kind, sheets=tuple(sheets), looks=tuple(looks))


class Paper:
    """Collects tabs; `file()` is what was received."""

    def __init__(self) -> None:
        self.looks: list[Look] = [Look()]
        self.sheets: list[Sheet] = []

    def look(self, code: str = "General", *, bold: bool = False, indent: int = 0) -> int:
        look = Look(number_format=code, bold=bold, filled=False, indent=indent, shows_day=shows_day(code))
        if look not in self.looks:
            self.looks.append(look)
        return self.looks.index(look)

    def tab(
        self,
        name: str,
        rows: Sequence[Sequence[Any]],
        *,
        bold: Sequence[int] = (),
        formats: Mapping[str, str] | None = None,
        merges: Sequence[str] = (),
        rtl: bool = False,
        typed: bool = True,
        state: str = "visible",
        hidden_columns: Iterable[int] = (),
    ) -> Paper:
        """`bold` are rows from 1; `formats` number formats by column letter."""
        by_column = {column_index_from_string(letter) - 1: code for letter, code in (formats or {}).items()}
        values: list[list[CellValue]] = []
        looks: list[list[int]] = []
        formulas: dict[tuple[int, int], Formula] = {}
        for at, (row, results) in enumerate(zip(rows, solved(rows), strict=True)):
            cells: list[CellValue] = []
            styles: list[int] = []
            for column, typed_in in enumerate(row):
                code = by_column.get(column, "General")
                value: Any = typed_in
                if isinstance(typed_in, date):
                    code = code if shows_day(code) else "yyyy-mm-dd"
                    value = serial_of(typed_in)
                elif isinstance(typed_in, str) and typed_in.startswith("="):
                    formulas[at, column] = Formula(typed_in, at, column)
                    value = results[column]
                elif isinstance(typed_in, str) and typed_in.startswith("#"):
                    value = CellError(typed_in)
                cells.append(value if value != "" else None)
                styles.append(self.look(code, bold=at + 1 in bold))
            values.append(cells)
            looks.append(styles)
        boxes = []
        for text in merges:
            left, top, right, bottom = range_boundaries(text)
            boxes.append(Box(top - 1, left - 1, bottom, right))
        self.sheets.append(
            Sheet(
                name=name,
                state=state,
                rtl=rtl,
                values=values,
                looks=looks,
                formulas=formulas,
                merges=tuple(boxes),
                hidden_columns=frozenset(hidden_columns),
                typed=typed,
            )
        )
        return self

    def file(self) -> Received:
        return received(*self.sheets, looks=self.looks)


def solved(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The rows with each formula's result in its place: SUM, arithmetic and addresses of the same tab."""
    values = [list(row) for row in rows]

    def number(row: int, column: int) -> float:
        if row >= len(values) or column >= len(values[row]):
            return 0.0
        value = values[row][column]
        if isinstance(value, str) and value.startswith("="):
            value = values[row][column] = worked_out(value[1:])
        return float(value) if isinstance(value, (int, float)) else 0.0

    def worked_out(text: str) -> float:
        def found(match: re.Match[str]) -> str:
            first = (int(match[2]) - 1, column_index_from_string(match[1]) - 1)
            if not match[3]:
                return repr(number(*first))
            last = (int(match[4]) - 1, column_index_from_string(match[3]) - 1)
            cells = [number(r, c) for r in range(first[0], last[0] + 1) for c in range(first[1], last[1] + 1)]
            return "[" + ",".join(map(repr, cells)) + "]"

        plain = re.sub(r"(\d+)%", r"(\1/100)", _CELL.sub(found, text))
        return float(eval(plain, {"SUM": _sum, "ROUND": round}))

    for row, cells in enumerate(values):
        for column in range(len(cells)):
            number(row, column)
    return values


def _sum(*parts: Any) -> float:
    return sum(sum(part) if isinstance(part, list) else part for part in parts)
