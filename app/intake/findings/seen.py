"""What the findings look at, and how they name cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.intake.kinds import View
from app.intake.sheet import Received
from app.intake.table import Table
from app.project.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The whole file, understood."""

    received: Received
    views: tuple[View, ...]
    tables: tuple[Table, ...]
    language: str

    def number_of(self, view: View) -> int:
        """The tab's place in the file."""
        return next(place for place, other in enumerate(self.views) if other is view)

    def cell(self, view: View, row: int, column: int) -> Place:
        """One cell."""
        return self.area(view, row, column, row, column)

    def area(self, view: View, top: int, left: int, bottom: int, right: int) -> Place:
        """A rectangle; last ones included."""
        return Place(self.number_of(view), view.sheet.name, top, left, bottom + 1, right + 1)

    def runs(self, view: View, rows: Iterable[int], column: int) -> tuple[Place, ...]:
        """Cells of one column as runs of rows."""
        return tuple(self.area(view, first, column, last, column) for first, last in runs(sorted(set(rows))))


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers as (first, last)."""
    if not numbers:
        return []
    cuts = [place for place, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1]
    starts, ends = [0, *cuts], [*cuts, len(numbers)]
    return [(numbers[first], numbers[end - 1]) for first, end in zip(starts, ends, strict=True)]


def money(number: float) -> str:
    """A figure as it is shown beside another: without noise of floats."""
    text = f"{number:,.2f}"
    return text.removesuffix(".00")
