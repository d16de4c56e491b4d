"""Headings: which row they stand in, and which column is which field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.project.month import Month
from app.workbook.book import CellValue, Tab
from app.workbook.cells import folded_heading
from app.workbook.days import is_serial, month_of_cell, names_month_without_year
from app.workbook.notation import Notation
from sheets_schema import Tab as Contract

SEARCHED_ROWS = 60
_UNIT = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Headings:
    """Folded heading -> (field, rank); rank 0 is the field's own title. `keys`: the settings' names."""

    fields: Mapping[str, tuple[str, int]]
    keys: Mapping[str, str]
    series: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header row of a tab; `row` is -1 when there is none (a key/value list may begin at once).

    `doubles` holds fields that two or more columns claim with the same words; `undated` the columns
    that are headed by a month without a year.
    """

    row: int = -1
    columns: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[int, Month] = field(default_factory=dict)
    doubles: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    undated: tuple[int, ...] = ()


@lru_cache(maxsize=32)
def headings_of(contract: Contract) -> Headings:
    """What the contract's columns may be called."""
    fields: dict[str, tuple[str, int]] = {}
    for column in contract.fields:
        for rank, name in enumerate(column.names):
            fields.setdefault(folded_heading(name), (column.name, rank))
    keys = {folded_heading(name): key.name for key in contract.keys for name in key.names}
    return Headings(fields, keys, bool(contract.series))


def find_header(headings: Headings, tab: Tab, notation: Notation, *, fixed_row: int | None = None) -> Header:
    """The row with the most headings among the first rows; an empty Header when none has two."""
    if fixed_row is not None and fixed_row < len(tab.rows):
        return _read_row(headings, tab.rows[fixed_row], fixed_row, notation)
    best, score = Header(), 1
    for row in range(min(len(tab.rows), SEARCHED_ROWS)):
        cells = _cells_of(tab, row)
        hits = sum(_field_of(headings, cell) is not None for cell in cells)
        if not hits:
            continue
        header = _read_row(headings, cells, row, notation)
        fits = len(header.columns) + min(3, len(header.months))
        if fits > score:
            best, score = header, fits
    if headings.keys and not {"key", "value"} <= best.columns.keys():
        return _key_list(headings, tab) or best
    return best


def _cells_of(tab: Tab, row: int) -> Sequence[CellValue]:
    """A row's cells; a cell merged down from above holds what the merge holds (headings of two rows)."""
    above = [merge for merge in tab.merges if merge.row < row < merge.end_row]
    if not above:
        return tab.rows[row]
    width = max(len(tab.rows[row]), *(merge.column + 1 for merge in above))
    cells = [tab.value(row, column) for column in range(width)]
    for merge in above:
        cells[merge.column] = tab.value(merge.row, merge.column)
    return cells


def _read_row(headings: Headings, cells: Sequence[CellValue], row: int, notation: Notation) -> Header:
    claims: dict[str, list[tuple[int, int]]] = {}
    months: dict[int, Month] = {}
    undated: list[int] = []
    for column, cell in enumerate(cells):
        hit = _field_of(headings, cell)
        if hit:
            claims.setdefault(hit[0], []).append((hit[1], column))
        elif headings.series:
            month = month_of_cell(cell, notation)
            if month is not None:
                months[column] = month
            elif names_month_without_year(cell, notation):
                undated.append(column)
    columns, doubles = {}, {}
    for name, claim in claims.items():
        best = min(rank for rank, _ in claim)
        same = tuple(column for rank, column in claim if rank == best)
        columns[name] = same[0]
        if len(same) > 1:
            doubles[name] = same
    return Header(row=row, columns=columns, months=months, doubles=doubles, undated=tuple(undated))


def _field_of(headings: Headings, cell: CellValue) -> tuple[str, int] | None:
    """The field that a heading cell names, exactly or with a unit in brackets behind it."""
    if not isinstance(cell, str):
        return None
    text = folded_heading(cell)
    hit = headings.fields.get(text)
    if hit is None and text.endswith((")", "]")):
        hit = headings.fields.get(_UNIT.sub("", text))
        return (hit[0], hit[1] + 100) if hit else None
    return hit


def _key_list(headings: Headings, tab: Tab) -> Header | None:
    """A settings list without headings: the column that holds three known keys, its values to the right."""
    hits: dict[int, list[int]] = {}
    for row, cells in enumerate(tab.rows[:SEARCHED_ROWS]):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and folded_heading(cell) in headings.keys:
                hits.setdefault(column, []).append(row)
    column, rows = max(hits.items(), key=lambda hit: len(hit[1]), default=(0, []))
    if len(rows) < 3:
        return None
    return Header(row=rows[0] - 1, columns={"key": column, "value": column + 1})


def is_month_heading(cell: CellValue) -> bool:
    """Whether a heading is a real date: then its day tells weeks from months."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool) and is_serial(cell)
