"""What a table's formulas take from their own column: worked out once, for it is asked again and again."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.intake.formula import bare_of, references
from app.intake.frame import Frame
from app.intake.sheet import Formula

Cell = tuple[int, int]
_SUM = re.compile(r"SUM\(|SUBTOTAL\(|AGGREGATE\(")
_PLUS = re.compile(r"^=\+?\$?[A-Z]{1,3}\$?\d+(\+\$?[A-Z]{1,3}\$?\d+)+$")
_ADDED = re.compile(r"^=[$A-Z0-9:,;+()]*(/2)?$")
_LOOKS_UP = re.compile(r"LOOKUP\(|INDEX\(|MATCH\(|SUMIFS?\(|COUNTIFS?\(|RANK|MAX\(|MIN\(|DUMMYFUNCTION")
_MOST = 2_000_000  # rows taken in all; a workbook of real sums takes far fewer


class ColumnFormulas:
    """`summed`: cell -> rows of its column that it adds up. `taken`: cell -> rows that it takes otherwise.

    Both name rows of the table alone, its own row left out; cells that take none are not in them.
    """

    def __init__(self, formulas: Mapping[Cell, Formula], frame: Frame) -> None:
        self.first, self.last = frame.first_row, frame.last_row
        self.summed: dict[Cell, tuple[int, ...]] = {}
        self.taken: dict[Cell, tuple[int, ...]] = {}
        self.others: set[Cell] = set()  # cells that read more than their own row, and add nothing up
        left = _MOST
        for (row, column), formula in formulas.items():
            inside = self.first <= row <= self.last and frame.first_column <= column <= frame.last_column
            if inside and left > 0:
                left -= self._sort(row, column, formula)

    def _sort(self, row: int, column: int, formula: Formula) -> int:
        """Puts one cell where it belongs; how many rows it takes."""
        refs = references(formula, row, column)
        if all(not ref.sheet and ref.top == ref.bottom == row for ref in refs):
            return 0
        bare = bare_of(formula)
        own = [ref for ref in refs if not ref.sheet and ref.left == ref.right == column]
        rows = tuple(
            r
            for ref in own
            for r in range(max(ref.top, self.first), min(ref.bottom, self.last) + 1)
            if r != row
        )
        adds = bool(_SUM.search(bare) or _PLUS.match(bare)) and bool(_ADDED.match(bare))
        inside = all(ref.top <= self.last and ref.bottom >= self.first for ref in own)
        if adds and inside and len(own) == len(refs) and (len(set(rows)) > 1 or (rows and _SUM.search(bare))):
            self.summed[row, column] = rows
        else:
            self.others.add((row, column))
            around = any(ref.top <= row <= ref.bottom for ref in own)
            if rows and not around and not _LOOKS_UP.search(bare):
                self.taken[row, column] = tuple(set(rows))
        return len(rows)
