"""Rectangles of cells: half-open, always bounded once they are resolved against a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

JsonDict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Area:
    """Rows [top, bottom) and columns [left, right) of one sheet, counted from 0."""

    sheet_id: int
    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def is_empty(self) -> bool:
        """Whether no cell is in it."""
        return self.bottom <= self.top or self.right <= self.left

    def meets(self, other: Area) -> bool:
        """Whether the two share a cell."""
        return self.sheet_id == other.sheet_id and not self.within(other).is_empty

    def holds(self, other: Area) -> bool:
        """Whether `other` lies wholly inside."""
        return self.sheet_id == other.sheet_id and self.within(other) == other

    def contains(self, row: int, column: int) -> bool:
        """Whether a cell of the same sheet is inside."""
        return self.top <= row < self.bottom and self.left <= column < self.right

    def within(self, other: Area) -> Area:
        """The part inside `other`; may be empty."""
        return Area(
            self.sheet_id,
            max(self.top, other.top),
            min(self.bottom, other.bottom),
            max(self.left, other.left),
            min(self.right, other.right),
        )

    def rows(self) -> Iterator[int]:
        """Row indices."""
        return iter(range(self.top, self.bottom))

    def columns(self) -> Iterator[int]:
        """Column indices."""
        return iter(range(self.left, self.right))

    def moved(self, down: int, across: int) -> Area:
        """The same shape elsewhere."""
        return Area(
            self.sheet_id, self.top + down, self.bottom + down, self.left + across, self.right + across
        )

    def grid_range(self) -> JsonDict:
        """As a GridRange with every bound written out."""
        return {
            "sheetId": self.sheet_id,
            "startRowIndex": self.top,
            "endRowIndex": self.bottom,
            "startColumnIndex": self.left,
            "endColumnIndex": self.right,
        }


def of_grid_range(grid_range: JsonDict, *, rows: int, columns: int) -> Area:
    """A GridRange (validated) on a sheet of so many rows and columns; open sides end at the grid's."""
    return Area(
        grid_range.get("sheetId", 0),
        grid_range.get("startRowIndex", 0),
        min(grid_range.get("endRowIndex", rows), rows),
        grid_range.get("startColumnIndex", 0),
        min(grid_range.get("endColumnIndex", columns), columns),
    )
