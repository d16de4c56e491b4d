"""Rows that are by their own formulas the sum of other rows of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

_CELL = r"([A-Z]{1,3})(\d{1,7})"
_AREA = rf"{_CELL}(?::{_CELL})?"
_SUM = re.compile(rf"=\+?(?:SUM|SUBTOTAL)\((?:(?:10)?9[,;])?{_AREA}(?:[,;]{_AREA})*\)")
_PLUS = re.compile(rf"=\+?{_CELL}(?:\+{_CELL})+")
_BEGINS = re.compile(r"=\s*\+?\s*(?:SUM|SUBTOTAL|\$?[A-Z]{1,3}\$?\d{1,7}\s*\+)", re.IGNORECASE)
_AREAS = re.compile(_AREA)


def summing_rows(
    formulas: Mapping[tuple[int, int], str], columns: Sequence[int], *, first: int
) -> dict[int, dict[int, tuple[int, ...]]]:
    """Row -> column -> the rows it adds up, of the rows from `first` on; all count from 0 over the tab.

    Only plain sums: of cells of their own column, and of nothing else.
    """
    wanted = set(columns)
    found: dict[int, dict[int, tuple[int, ...]]] = {}
    for (row, column), text in formulas.items():
        if row >= first and column in wanted and _BEGINS.match(text):
            rows = tuple(other for other in _added(text, column) if other >= first and other != row)
            if rows:
                found.setdefault(row, {})[column] = rows
    return found


def _added(text: str, column: int) -> Iterator[int]:
    bare = re.sub(r"[\s$]", "", text).upper()
    if not (_SUM.fullmatch(bare) or _PLUS.fullmatch(bare)):
        return
    areas = [match.groups() for match in _AREAS.finditer(bare)]
    own = all(_column(letters) == column for area in areas for letters in (area[0], area[2] or area[0]))
    for _, top, _, bottom in areas if own else ():
        yield from range(int(top) - 1, int(bottom or top))


@lru_cache(maxsize=512)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
