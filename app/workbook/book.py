"""A workbook as it was read: plain values by tab, and the marks that are ours. No meaning yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error: `text` is what the person sees, such as `#REF!`."""

    text: str


CellValue = float | str | bool | CellError | None
"""What a cell holds: dates are serial numbers (day 0 is 1899-12-30), blank is None."""


class Box(NamedTuple):
    """A rectangle of cells, zero-based and half-open."""

    row: int
    column: int
    end_row: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """One developer metadata entry: a mark that only programs see."""

    id: int
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class OurRule:
    """A conditional format rule of ours: its place in the tab's list and what it covers."""

    index: int
    severity: str
    ranges: tuple[Box, ...]
    colour: str  # "#FBE3E0"


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A Table of the Sheets kind: the first row of `box` is its header. `id`: at Google; "" in a file."""

    name: str
    box: Box
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab. `rows` are ragged: a row ends at its last cell, and the tab at its last row."""

    sheet_id: int
    title: str
    index: int
    hidden: bool = False
    row_count: int
    column_count: int
    rows: Sequence[Sequence[CellValue]]
    merges: tuple[Box, ...] = ()
    our_rules: tuple[OurRule, ...] = ()
    chart_ids: tuple[int, ...] = ()
    charts_by_title: Mapping[str, int] = field(default_factory=dict)
    tables: tuple[NamedTable, ...] = ()
    metadata: tuple[Metadata, ...] = ()
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)  # (row, column) -> =SUM(...)
    hidden_rows: frozenset[int] = frozenset()  # by hand; what a filter hides is not in it

    def mark(self, key: str) -> Metadata | None:
        """The first metadata entry under `key`."""
        return next((entry for entry in self.metadata if entry.key == key), None)

    def value(self, row: int, column: int) -> CellValue:
        """The cell's value; None outside what was read."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The whole workbook as one request returned it."""

    id: str
    title: str
    locale: str = "en_US"
    time_zone: str = "Etc/GMT"
    metadata: tuple[Metadata, ...] = ()
    tabs: tuple[Tab, ...] = ()

    @property
    def cells(self) -> int:
        """How many cells were read, blanks between them included."""
        return sum(sum(map(len, tab.rows)) for tab in self.tabs)
