"""The number format a formula brings along: that of what it adds up, or that of its function.

A cell without a number format of its own shows `=A1*2` as A1 is shown, and `=TODAY()` as a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.sandbox.grid.cell_format import Format, intern
from app.sandbox.grid.formula_text import Reference, references
from app.sandbox.grid.locale import Conventions, conventions
from app.sandbox.grid.number_format import default_pattern
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.value import Formula

JsonDict = dict[str, Any]
_BY_FUNCTION = {
    **dict.fromkeys(("DATE", "TODAY", "EDATE", "EOMONTH", "WORKDAY", "DATEVALUE", "TO_DATE"), "DATE"),
    "NOW": "DATE_TIME",
    **dict.fromkeys(("TIME", "TIMEVALUE"), "TIME"),
    **dict.fromkeys(("TO_PERCENT",), "PERCENT"),
    "TO_DOLLARS": "CURRENCY",
}
_PASSING = frozenset(
    {
        "SUM",
        "AVERAGE",
        "MIN",
        "MAX",
        "MEDIAN",
        "SUMIF",
        "SUMIFS",
        "AVERAGEIF",
        "AVERAGEIFS",
        "MINIFS",
        "MAXIFS",
        "ROUND",
        "ROUNDUP",
        "ROUNDDOWN",
        "ABS",
        "IF",
        "IFS",
        "IFERROR",
        "IFNA",
        "INDEX",
        "VLOOKUP",
        "HLOOKUP",
        "XLOOKUP",
        "LOOKUP",
        "OFFSET",
        "CHOOSE",
        "FILTER",
        "SORT",
        "UNIQUE",
        "ARRAYFORMULA",
        "SUMPRODUCT",
        "SUBTOTAL",
        "LARGE",
        "SMALL",
        "MODE",
        "CEILING",
        "FLOOR",
        "TRUNC",
        "INT",
        "N",
        "MROUND",
        "SWITCH",
        "TRANSPOSE",
        "PMT",
        "PV",
        "FV",
    }
)
_FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\s*\(")
_STRINGS = re.compile(r'"(?:[^"]|"")*"')
_MIXING = re.compile(r"[<>=&^]")
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a formula's text says of its look: a fixed type, or the references to take it from."""

    fixed: str | None
    sources: tuple[Reference, ...]
    divides: bool
    subtracts: bool


@lru_cache(maxsize=20_000)
def _shape(text: str) -> _Shape:
    bare = _STRINGS.sub("", text[1:]).strip()
    found = _FUNCTION.match(bare)
    if found is not None and found[1].upper() in _BY_FUNCTION and _is_whole(bare, found.end()):
        return _Shape(_BY_FUNCTION[found[1].upper()], (), divides=False, subtracts=False)
    functions = {match[1].upper() for match in _FUNCTION.finditer(bare)}
    if _MIXING.search(bare) and not functions & {"IF", "IFS", "FILTER", "SUMPRODUCT", "SWITCH"}:
        return _Shape(None, (), divides=False, subtracts=False)
    if functions - _PASSING - set(_BY_FUNCTION):
        return _Shape(None, (), divides=False, subtracts=False)
    sources = tuple(references(text))
    if found is not None and found[1].upper() in {"IF", "IFS"} and len(sources) > 1:
        sources = sources[1:]
    if found is not None and found[1].upper() in {"VLOOKUP", "XLOOKUP", "LOOKUP", "HLOOKUP"}:
        sources = sources[2:]
    return _Shape(None, sources, divides="/" in bare, subtracts="-" in bare)


def _is_whole(bare: str, opened: int) -> bool:
    """Whether the call that opens a formula also ends it."""
    depth = 1
    for place in range(opened, len(bare)):
        depth += {"(": 1, ")": -1}.get(bare[place], 0)
        if depth == 0:
            return place == len(bare) - 1
    return True


def set_looks(book: Spreadsheet) -> None:
    """Give every formula cell without a number format the one its formula brings."""
    finder = _Finder(book)
    for sheet in book.sheets:
        looks: dict[int, dict[int, Format]] = {}
        for index, column, formula in sheet.grid.formulas():
            held = sheet.grid.format(index, column)
            if held is not None and held.number_format is not None:
                continue
            brought = finder.brought(sheet, formula.text, 0)
            if brought is not None:
                json = {**(held.json if held is not None else {}), "numberFormat": brought}
                made = intern(json)
                if made is not None:
                    looks.setdefault(index, {})[column] = made
        sheet.grid.looks = looks


class _Finder:
    def __init__(self, book: Spreadsheet) -> None:
        self._book = book
        self._locale: Conventions = conventions(book.locale)
        self._known: dict[tuple[int, int, int], JsonDict | None] = {}

    def brought(self, sheet: Sheet, text: str, depth: int) -> JsonDict | None:
        """The number format a formula on a sheet brings."""
        shape = _shape(text)
        if shape.fixed is not None:
            return {"type": shape.fixed, "pattern": default_pattern(shape.fixed, self._locale)}
        found = [held for held in (self._of(sheet, r, depth) for r in shape.sources) if held is not None]
        if not found:
            return None
        if len(found) > 1 and found[0].get("type") == found[1].get("type"):
            cancels = shape.divides or (shape.subtracts and str(found[0].get("type", "")).startswith("DATE"))
            if cancels:
                return None
        return found[0]

    def _of(self, sheet: Sheet, reference: Reference, depth: int) -> JsonDict | None:
        """The number format of the first cell a reference names."""
        target = self._book.by_title(reference.title) if reference.title is not None else sheet
        if target is None or depth > _MAX_DEPTH:
            return None
        row, column = reference.first.row or 0, reference.first.column or 0
        key = (target.sheet_id, row, column)
        if key not in self._known:
            self._known[key] = None
            self._known[key] = self._of_cell(target, row, column, depth)
        return self._known[key]

    def _of_cell(self, sheet: Sheet, row: int, column: int, depth: int) -> JsonDict | None:
        held = sheet.grid.format(row, column)
        if held is not None and held.number_format is not None:
            return held.number_format if held.number_format.get("type") != "TEXT" else None
        value = sheet.grid.value(row, column)
        return self.brought(sheet, value.text, depth + 1) if isinstance(value, Formula) else None
