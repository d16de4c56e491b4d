"""A page of the client's workbook as plain data: cells, merges, charts over its own cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Value = str | int | float | date | None
Kind = Literal["text", "money", "percent", "tenths", "count", "date", "month"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `kind` says how a value is written: `money` is whole units, `tenths` has one decimal."""

    value: Value = None
    look: str = "plain"
    kind: Kind = "text"


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Merge:
    """A rectangle shown as one cell, half-open like the Sheets API's."""

    row: int
    column: int
    end_row: int
    end_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One series: a column of the page's own rows."""

    column: int
    colour: str
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart over rows `row` to `end_row` (half-open, heading row first) of its own page."""

    name: str
    kind: Literal["line", "column", "bar", "waterfall"]
    title: str
    subtitle: str
    alt_text: str
    axis: str
    domain: int
    curves: tuple[Curve, ...]
    row: int
    end_row: int
    at_row: int
    at_column: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A tab: exactly so many rows and columns as it has cells. `header_rows` are frozen."""

    key: str
    title: str
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heights: tuple[int, ...]
    merges: tuple[Merge, ...] = ()
    charts: tuple[Chart, ...] = ()
    header_rows: int = 0
    right_to_left: bool = False

    @property
    def columns(self) -> int:
        """How many."""
        return len(self.widths)

    def json(self) -> dict[str, Any]:
        """For the bundle that is kept: every cell, so that what was seen can be told years later."""
        return {
            "key": self.key,
            "title": self.title,
            "right_to_left": self.right_to_left,
            "widths": list(self.widths),
            "heights": list(self.heights),
            "rows": [[_cell(cell) for cell in row] for row in self.rows],
            "merges": [[one.row, one.column, one.end_row, one.end_column] for one in self.merges],
            "charts": [one.name for one in self.charts],
        }


def _cell(cell: Cell) -> list[Any]:
    value = cell.value.isoformat() if isinstance(cell.value, date) else cell.value
    return [value, cell.look, cell.kind]


@dataclass
class Draft:
    """A page while it is being made: rows of equal length, told from the top."""

    columns: int
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    heights: list[int] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    def add(self, *cells: tuple[int, Cell], height: int = 21) -> int:
        """A row of (columns that it spans, cell); what is left over is blank. Its number."""
        row: list[Cell] = []
        at = len(self.rows)
        for span, cell in cells:
            if span > 1:
                self.merges.append(Merge(at, len(row), at + 1, len(row) + span))
            row += [cell, *[Cell(None, cell.look, cell.kind)] * (span - 1)]
        row += [BLANK] * (self.columns - len(row))
        if len(row) != self.columns:
            raise AssertionError(f"a row of {len(row)} cells on a page of {self.columns} columns")
        self.rows.append(tuple(row))
        self.heights.append(height)
        return at

    def gap(self, height: int = 10) -> None:
        """A blank row."""
        self.add(height=height)
