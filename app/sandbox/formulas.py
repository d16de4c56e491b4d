"""The one seam to the formula engine: a workbook in, effective values out.

The engine is formualizer. It is given entered values and formulas as the grid holds them; its answers
are told in Google's words (`#REF!` for a circle, `Unknown function: 'X'.`). Its state is kept per
workbook and fed only rows that changed, so a write costs what it touches.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from threading import RLock
from typing import Any

import formualizer

from app.sandbox.formula_arrays import may_spill, may_spill_anywhere, row_has_formula
from app.sandbox.formula_dialect import engine_text
from app.sandbox.formula_functions import register
from app.sandbox.formula_intersections import intersected
from app.sandbox.formula_looks import set_looks
from app.sandbox.grid import a1
from app.sandbox.grid.cells import Grid, Row
from app.sandbox.grid.formula_text import Reference, names, rewrite
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.value import CellError, Formula, Value, number

_ERRORS = {
    "Div": ("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero."),
    "Ref": ("REF", "Reference does not exist."),
    "Name": ("NAME", "Unknown range name or function."),
    "Value": ("VALUE", "A parameter has the wrong type."),
    "Num": ("NUM", "The result is not a number."),
    "Na": ("N_A", "Did not find the value."),
    "Null": ("NULL_VALUE", "The ranges do not meet."),
    "Circ": (
        "REF",
        "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
    ),
    "Spill": ("REF", "Array result was not expanded because it would overwrite data."),
    "Error": ("ERROR", "Formula parse error."),
}
_FUNCTION = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\s*\(")
_SCRATCH = "\u2009scratch"
_KEPT_ENGINES = 16
_engines: OrderedDict[str, _Engine] = OrderedDict()
_guard = RLock()


def recalculate(book: Spreadsheet) -> None:
    """Set the results of every sheet of a draft or a freshly loaded workbook."""
    has_formulas = any(_holds_formula(sheet.grid) for sheet in book.sheets)
    if not has_formulas:
        for sheet in book.sheets:
            sheet.grid.results, sheet.grid.looks = {}, {}
        return
    with _guard:
        engine = _engine_for(book)
        engine.feed(book)
        engine.read_into(book)
    set_looks(book)


def evaluate(book: Spreadsheet, sheet: Sheet, asked: Sequence[str]) -> list[Value]:
    """What formulas would give on a sheet, without entering them there."""
    with _guard:
        engine = _engine_for(book)
        engine.feed(book)
        return [engine.evaluate(book, sheet, text) for text in asked]


def forget(spreadsheet_id: str) -> None:
    """Drop what is kept for a workbook."""
    with _guard:
        _engines.pop(spreadsheet_id, None)


def _engine_for(book: Spreadsheet) -> _Engine:
    engine = _engines.get(book.spreadsheet_id)
    if engine is None:
        engine = _engines[book.spreadsheet_id] = _Engine()
    _engines.move_to_end(book.spreadsheet_id)
    while len(_engines) > _KEPT_ENGINES:
        _engines.popitem(last=False)
    return engine


def _holds_formula(grid: Grid) -> bool:
    return any(row_has_formula(row) for row in grid.rows.values())


class _Engine:
    """One workbook as the engine has it, and the rows it was fed."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._workbook = _new_workbook()
        self._fed: dict[int, dict[int, Row]] = {}
        self._names: tuple[tuple[int, str, int, int], ...] = ()
        self._ranges: list[Any] = []
        self._locale = ""
        self._spills = False

    def feed(self, book: Spreadsheet) -> None:
        """Bring the engine up to the workbook.

        From scratch when sheets, sizes or names changed, and when cells changed where arrays may spill: the
        engine will not spill into a cell that once held something.
        """
        names = tuple((s.sheet_id, s.title, s.row_count, s.column_count) for s in book.sheets if s.is_grid)
        same = names == self._names and book.named_ranges == self._ranges and book.locale == self._locale
        spills = may_spill_anywhere(book)
        if not same or (self._changed(book) and (spills or self._spills)):
            self._start()
            self._spills = spills
            self._names, self._ranges, self._locale = names, list(book.named_ranges), book.locale
            for _sheet_id, title, _rows, _columns in names:
                self._workbook.add_sheet(title)
            self._workbook.add_sheet(_SCRATCH)
        for sheet in book.sheets:
            if sheet.is_grid:
                self._feed_sheet(book, sheet)
        self._workbook.evaluate_all()

    def _changed(self, book: Spreadsheet) -> bool:
        """Whether any row differs from what was fed."""
        for sheet in book.sheets:
            fed, rows = self._fed.get(sheet.sheet_id, {}), sheet.grid.rows
            if len(fed) != len(rows) or any(fed.get(index) is not row for index, row in rows.items()):
                return True
        return False

    def _feed_sheet(self, book: Spreadsheet, sheet: Sheet) -> None:
        fed = self._fed.get(sheet.sheet_id, {})
        rows = sheet.grid.rows
        changed = [i for i, row in rows.items() if fed.get(i) is not row]
        for index in fed.keys() - rows.keys():
            self._workbook.set_values_batch(sheet.title, index + 1, 1, [[None] * len(fed[index].values)])
        changed.sort()
        for start, run in _runs(changed):
            self._put(book, sheet, start, [rows[i] for i in run], [fed.get(i) for i in run])
        self._fed[sheet.sheet_id] = dict(rows)

    def _put(
        self, book: Spreadsheet, sheet: Sheet, start: int, rows: list[Row], before: list[Row | None]
    ) -> None:
        width = max(
            max(len(row.values), len(old.values) if old is not None else 0)
            for row, old in zip(rows, before, strict=True)
        )
        if not width:
            return
        block = [[_plain(value) for value in row.values] + [None] * (width - len(row.values)) for row in rows]
        if self._spills:
            self._put_filled(sheet.title, start, block)
        else:
            self._workbook.set_values_batch(sheet.title, start + 1, 1, block)
        for offset, row in enumerate(rows):
            if row_has_formula(row):
                for column, value in enumerate(row.values):
                    if type(value) is Formula:
                        text = engine_text(book, intersected(value.text))
                        self._enter(sheet.title, start + offset + 1, column + 1, text)

    def _put_filled(self, title: str, start: int, block: list[list[Any]]) -> None:
        """Only cells that hold something: one told to be empty would not take what spills into it."""
        for offset, row in enumerate(block):
            filled = [column for column, value in enumerate(row) if value is not None]
            for first, run in _runs(filled):
                part = [[row[column] for column in run]]
                self._workbook.set_values_batch(title, start + offset + 1, first + 1, part)

    def _enter(self, title: str, row: int, column: int, text: str) -> None:
        """A formula at a cell (from 1); one the engine will not take stands there as the error it is."""
        try:
            self._workbook.set_formula(title, row, column, text)
        except (RuntimeError, ValueError) as fault:
            kind = "Circ" if "CIRC" in str(fault) else "Error"
            self._workbook.set_value(title, row, column, formualizer.LiteralValue.error(kind, None))

    def evaluate(self, book: Spreadsheet, sheet: Sheet, text: str) -> Value:
        """One formula as it would read on `sheet`."""
        own = sheet.title
        spelled = rewrite(
            text,
            lambda ref: Reference(own, ref.first, ref.second) if ref.title is None else None,
        )
        self._enter(_SCRATCH, 1, 1, engine_text(book, spelled))
        found = self._workbook.evaluate_cell(_SCRATCH, 1, 1)
        return _value(_first(found), text)

    def read_into(self, book: Spreadsheet) -> None:
        """Copy results to the sheets: of formulas, and of the cells they spill into."""
        for sheet in book.sheets:
            sheet.grid.results = self._results(sheet) if sheet.is_grid else {}

    def _results(self, sheet: Sheet) -> dict[int, dict[int, Value]]:
        results: dict[int, dict[int, Value]] = {}
        spills: list[tuple[int, int]] = []
        for index, row in sheet.grid.rows.items():
            if not row_has_formula(row):
                continue
            values = self._row_values(sheet.title, index, len(row.values))
            held: dict[int, Value] = {}
            for column, value in enumerate(row.values):
                if type(value) is Formula:
                    held[column] = _value(values[column], value.text)
                    if may_spill(value.text):
                        spills.append((index, column))
            results[index] = held
        for index, column in spills:
            self._spill(sheet, index, column, results)
        return results

    def _row_values(self, title: str, index: int, width: int) -> list[Any]:
        area = formualizer.RangeAddress(title, index + 1, 1, index + 1, width)
        values: list[Any] = self._workbook.sheet(title).get_values(area)[0]
        return values

    def _spill(self, sheet: Sheet, row: int, column: int, results: dict[int, dict[int, Value]]) -> None:
        address = f"'{sheet.title.replace(chr(39), chr(39) * 2)}'!{a1.cell(row, column)}"
        spill = self._workbook.inspect_cell(address).cell.spill
        extent = spill.extent if spill is not None else None
        if not extent:
            return
        bottom, right = _extent_end(extent, row, column)
        for index in range(row, min(bottom, sheet.row_count - 1) + 1):
            area = formualizer.RangeAddress(sheet.title, index + 1, column + 1, index + 1, right + 1)
            values = self._workbook.sheet(sheet.title).get_values(area)[0]
            for offset, value in enumerate(values):
                if (index, column + offset) != (row, column) and column + offset < sheet.column_count:
                    results.setdefault(index, {})[column + offset] = _value(value, "")


def _extent_end(extent: str, row: int, column: int) -> tuple[int, int]:
    """Bottom row and rightmost column of a spill such as `S!C17:D18`."""
    rect = a1.parse_rect(extent.rpartition("!")[2].replace("$", ""))
    if rect is None or rect.bottom is None or rect.right is None:
        return row, column
    return rect.bottom - 1, rect.right - 1


def _runs(indices: list[int]) -> list[tuple[int, list[int]]]:
    """Neighbouring indices together: [3,4,7] → [(3,[3,4]), (7,[7])]."""
    runs: list[tuple[int, list[int]]] = []
    for index in indices:
        if runs and runs[-1][1][-1] == index - 1:
            runs[-1][1].append(index)
        else:
            runs.append((index, [index]))
    return runs


def _plain(value: Value) -> Any:
    kind = type(value)
    if kind is Formula:
        return None
    if kind is int:
        return float(value)  # type: ignore[arg-type]
    if isinstance(value, CellError):
        return formualizer.LiteralValue.error(_ENGINE_KINDS.get(value.kind, "Error"), value.message or None)
    return value


_ENGINE_KINDS = {google: ours for ours, (google, _text) in reversed(_ERRORS.items())}


def _value(found: Any, text: str) -> Value:
    """The engine's answer as a cell value; an empty reference counts as 0, as in a cell."""
    if isinstance(found, (bool, str)):
        return found
    if isinstance(found, (int, float)):
        if not math.isfinite(found):
            return CellError("NUM", "The result is not a number.")
        return number(found)
    if isinstance(found, dict) and found.get("type") == "Error":
        return _error(str(found.get("kind", "Error")), text)
    if found is None:
        return None
    return CellError("ERROR", "Formula parse error.")


def _error(kind: str, text: str) -> CellError:
    google, message = _ERRORS.get(kind, _ERRORS["Error"])
    if google == "NAME":
        message = _name_message(text, message)
    return CellError(google, message)


def _name_message(text: str, otherwise: str) -> str:
    for match in _FUNCTION.finditer(text):
        if not _is_function(match[1].upper()):
            return f"Unknown function: '{match[1].upper()}'."
    named = names(text)
    return f"Unknown range name: '{named[0].upper()}'." if named else otherwise


@cache
def _is_function(name: str) -> bool:
    """Whether the engine knows a function: without arguments it then errs in another way, or not at all."""
    found = evaluate_constant(f"={name}()")
    return not (isinstance(found, CellError) and found.kind == "NAME")


def evaluate_constant(text: str) -> Value:
    """A formula that mentions no cell and no name."""
    with _guard:
        _PROBE.set_formula("Sheet1", 1, 1, text)
        found = _PROBE.evaluate_cell("Sheet1", 1, 1)
    if isinstance(found, dict) and found.get("kind") == "Name":
        return CellError("NAME", _ERRORS["Name"][1])
    return _value(_first(found), text)


def _first(found: Any) -> Any:
    """The top left of an array."""
    while isinstance(found, list):
        found = found[0] if found else None
    return found


def _new_workbook() -> Any:
    workbook = formualizer.Workbook()
    workbook.set_temporal_egress("serial")
    register(workbook)
    return workbook


_PROBE = _new_workbook()
