"""Where rows or columns go when some are inserted, deleted or moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Change(Protocol):
    """A change along one dimension of one sheet."""

    @property
    def sheet_id(self) -> int:
        """The sheet it happens on."""
        ...

    @property
    def dimension(self) -> str:
        """ROWS or COLUMNS."""
        ...

    @property
    def band(self) -> tuple[int, int] | None:
        """The stretch of the other dimension it is limited to; None for whole rows or columns."""
        ...

    def position(self, index: int) -> int | None:
        """Where a row or column goes; None when it is deleted."""
        ...

    def span(self, start: int, end: int | None) -> tuple[int, int | None] | None:
        """Where a half-open stretch goes (end None: to the edge of the grid); None when nothing is left."""
        ...


@dataclass(frozen=True, slots=True)
class Insert:
    """`count` new ones before index `at`; only within `band` when that is given."""

    sheet_id: int
    dimension: str
    at: int
    count: int
    band: tuple[int, int] | None = None

    def position(self, index: int) -> int | None:
        """Those at or after the place move on."""
        return index + self.count if index >= self.at else index

    def span(self, start: int, end: int | None) -> tuple[int, int | None] | None:
        """A stretch grows when the place is inside it, and moves when it is before."""
        new_start = start + self.count if start >= self.at else start
        return new_start, end + self.count if end is not None and end > self.at else end


@dataclass(frozen=True, slots=True)
class Delete:
    """Those from `start` up to `end` go; only within `band` when that is given."""

    sheet_id: int
    dimension: str
    start: int
    end: int
    band: tuple[int, int] | None = None

    def position(self, index: int) -> int | None:
        """Those after close up."""
        if index < self.start:
            return index
        return None if index < self.end else index - (self.end - self.start)

    def span(self, start: int, end: int | None) -> tuple[int, int | None] | None:
        """A stretch shrinks by what it loses."""
        new_start = self._edge(start)
        if end is None:
            return new_start, None
        new_end = self._edge(end)
        return (new_start, new_end) if new_end > new_start else None

    def _edge(self, edge: int) -> int:
        if edge <= self.start:
            return edge
        return max(self.start, edge - (self.end - self.start))


@dataclass(frozen=True, slots=True)
class Move:
    """Those from `start` up to `end` go before what is at `destination` (counted before the move)."""

    sheet_id: int
    dimension: str
    start: int
    end: int
    destination: int
    band: tuple[int, int] | None = None

    def position(self, index: int) -> int:
        """A permutation."""
        count = self.end - self.start
        if self.start <= index < self.end:
            landed = self.destination if self.destination < self.start else self.destination - count
            return landed + index - self.start
        if self.end <= index < self.destination:
            return index - count
        if self.destination <= index < self.start:
            return index + count
        return index

    def span(self, start: int, end: int | None) -> tuple[int, int | None] | None:
        """A stretch wholly moved goes along; one that loses an end to the move keeps what stays."""
        if end is None:
            return start, None
        last = end - 1
        if start >= self.start and end <= self.end:
            landed = self.position(start)
            return landed, landed + end - start
        if self.start <= start < self.end:
            start = self.end
        elif self.start <= last < self.end:
            last = self.start - 1
        first, final = self.position(start), self.position(last)
        return min(first, final), max(first, final) + 1
