"""A file as it came in: plain values, formulas and looks by tab. No meaning yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.workbook.book import Box, CellValue


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is shown. `shows_day`: its number format makes a date of a number."""

    number_format: str = "General"
    bold: bool = False
    filled: bool = False
    indent: int = 0
    shows_day: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it stands in cell (`row`, `column`); cells that share it keep the first cell's text."""

    text: str
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivot:
    """A pivot table: a cached picture of other cells. `source`: the tab and the cells, header included, that
    it adds up, where the file says so; `fields`: their columns, in the order of the pivot's last columns,
    where it shows plain sums of all the rows and nothing else."""

    box: Box
    source: tuple[str, Box] | None = None
    fields: tuple[int, ...] = ()


PLAIN = Look()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One tab. `values` are ragged rows (days as serial numbers), `looks` rows of the same lengths that
    index `Received.looks`; both are empty lists for blank rows. Rows and columns count from 0.

    `typed` is False where the file knows only text (CSV): there a number in a text is no fault.
    """

    name: str
    state: str = "visible"  # visible | hidden | very_hidden
    rtl: bool = False
    values: Sequence[Sequence[CellValue]]
    looks: Sequence[Sequence[int]] = ()
    formulas: Mapping[tuple[int, int], Formula] = field(default_factory=dict)
    merges: tuple[Box, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    outline: Mapping[int, int] = field(default_factory=dict)  # row -> level of its group, where > 0
    frozen_rows: int = 0
    pivots: tuple[Pivot, ...] = ()
    has_charts: bool = False
    typed: bool = True
    far: tuple[Box, ...] = ()  # cells beyond the last thousand blank rows: named, not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A whole file. `uncalculated`: it holds formulas whose results were never stored."""

    name: str
    kind: str  # xlsx | xls | csv | spreadsheetml
    sheets: tuple[Sheet, ...]
    looks: tuple[Look, ...] = (PLAIN,)
    uncalculated: bool = False
