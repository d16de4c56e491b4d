"""Orders of rows: Google's, where numbers come before texts before truth values before blanks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key
from typing import Any

from app.sandbox.errors import unimplemented
from app.sandbox.grid.area import Area
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.value import CellError, Value

JsonDict = dict[str, Any]
_RANKS = {int: 0, float: 0, str: 1, bool: 2}


def sorted_rows(sheet: Sheet, area: Area, specs: Sequence[JsonDict]) -> list[int]:
    """Row indices of an area in the order of the sort specs; equal rows keep their order, blanks go last."""
    for spec in specs:
        if "dataSourceColumnReference" in spec:
            raise unimplemented("Sorting a data source")
    keys = [(spec.get("dimensionIndex", 0), spec.get("sortOrder") == "DESCENDING", spec) for spec in specs]

    def compare(first: int, second: int) -> int:
        for column, descending, spec in keys:
            colour = _by_colour(sheet, first, second, column, spec)
            if colour:
                return colour
            order = _compare(sheet.grid.effective(first, column), sheet.grid.effective(second, column))
            if order:
                blank = abs(order) == _BLANK
                return order if blank or not descending else -order
        return 0

    return sorted(range(area.top, area.bottom), key=cmp_to_key(compare))


_BLANK = 2


def _compare(first: Value, second: Value) -> int:
    if first is None or second is None:
        return _BLANK * ((first is None) - (second is None))
    one, two = _key(first), _key(second)
    return (one > two) - (one < two)


def _key(value: Value) -> tuple[int, float, str]:
    if isinstance(value, CellError):
        return (3, 0.0, value.text)
    if isinstance(value, str):
        return (1, 0.0, value.casefold())
    number = float(value) if isinstance(value, (int, float)) else 0.0
    return (_RANKS.get(type(value), 3), number, "")


def _by_colour(sheet: Sheet, first: int, second: int, column: int, spec: JsonDict) -> int:
    """Cells of the wanted colour come first."""
    for name, path in (
        ("backgroundColorStyle", ("backgroundColorStyle",)),
        ("foregroundColorStyle", ("textFormat", "foregroundColorStyle")),
    ):
        wanted = spec.get(name)
        if wanted is not None:
            one = _colour(sheet, first, column, path) == wanted
            two = _colour(sheet, second, column, path) == wanted
            if one != two:
                return -1 if one else 1
    return 0


def _colour(sheet: Sheet, row: int, column: int, path: tuple[str, ...]) -> Any:
    held = sheet.grid.format(row, column)
    json: Any = held.json if held is not None else {}
    for name in path:
        json = json.get(name, {})
    return json
