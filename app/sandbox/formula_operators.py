"""Google's functions that stand for operators, and its ways of sorting and flattening a range."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

import formualizer

Function = Callable[..., Any]
Row = list[Any]


def sort_rows(rows: Any, *keys: Any) -> list[Row]:
    """SORT: rows by pairs of (column from 1 or a range of keys, TRUE for ascending); blanks last, stable."""
    held = _rows(rows)
    pairs = list(zip_longest(keys[::2], keys[1::2], fillvalue=True)) or [(1, True)]
    order = list(range(len(held)))
    for key, ascending in reversed(pairs):
        column = _keys(held, key)
        filled = [i for i in order if column[i] not in (None, "")]
        places = {i: _sort_key(column[i]) for i in filled}
        filled.sort(key=places.__getitem__, reverse=not ascending)
        order = filled + [i for i in order if column[i] in (None, "")]
    return [[_shown(value) for value in held[i]] for i in order]


def _rows(value: Any) -> list[Row]:
    if not isinstance(value, (list, tuple)):
        return [[value]]
    return [list(row) if isinstance(row, (list, tuple)) else [row] for row in value]


def _keys(rows: list[Row], key: Any) -> list[Any]:
    if isinstance(key, (list, tuple)):
        column = [row[0] for row in _rows(key)]
        if len(column) != len(rows):
            raise ValueError("SORT has mismatched range sizes.")
        return column
    place = int(key)
    if rows and not 1 <= place <= len(rows[0]):
        raise ValueError(f"Function SORT parameter 2 value is {place}. It is out of range.")
    return [row[place - 1] for row in rows]


def _compare(left: Any, right: Any) -> int:
    mine, other = _sort_key(left), _sort_key(right)
    return (mine > other) - (mine < other)


def _sort_key(value: Any) -> tuple[int, Any]:
    """Numbers before texts before booleans, as a sheet is sorted; texts whatever their case."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, (int, float)):
        return 0, value
    return 1, str(value).casefold()


def flatten(*ranges: Any) -> list[Row]:
    """FLATTEN: all values in one column, row by row, range by range."""
    return [[_shown(value)] for held in ranges for row in _rows(held) for value in row]


def _shown(value: Any) -> Any:
    """A blank stays blank; the engine would make it 0."""
    return "" if value is None else value


def divide(left: Any, right: Any) -> Any:
    """DIVIDE: `#DIV/0!` where the second is zero."""
    divisor = _number(right)
    return _number(left) / divisor if divisor else formualizer.LiteralValue.error("Div", None)


def _number(value: Any) -> float:
    if value is None or value == "":
        return 0.0
    return float(value)


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return bool(left == right)


def _reckon(act: Callable[[float, float], float]) -> Function:
    return lambda left, right: act(_number(left), _number(right))


def _order(holds: Callable[[int], bool]) -> Function:
    return lambda left, right: holds(_compare(left, right))


OPERATORS: tuple[tuple[str, Function, int, int | None], ...] = (
    ("ADD", _reckon(lambda a, b: a + b), 2, 2),
    ("MINUS", _reckon(lambda a, b: a - b), 2, 2),
    ("MULTIPLY", _reckon(lambda a, b: a * b), 2, 2),
    ("DIVIDE", divide, 2, 2),
    ("UMINUS", lambda value: -_number(value), 1, 1),
    ("UPLUS", lambda value: value, 1, 1),
    ("UNARY_PERCENT", lambda value: _number(value) / 100, 1, 1),
    ("EQ", _equal, 2, 2),
    ("NE", lambda left, right: not _equal(left, right), 2, 2),
    ("GT", _order(lambda found: found > 0), 2, 2),
    ("GTE", _order(lambda found: found >= 0), 2, 2),
    ("LT", _order(lambda found: found < 0), 2, 2),
    ("LTE", _order(lambda found: found <= 0), 2, 2),
    ("FLATTEN", flatten, 1, None),
    ("SORT", sort_rows, 1, None),
)
"""Name, function, least and most arguments; the engine's own SORT sorts as Excel does."""
