"""Which cells of people's tabs are highlighted, and whether the rules that do it are already there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.checks.flag import Flag
from app.workbook.book import Box, Tab
from app.workbook.marks import SEVERITIES
from sheets_schema.formats import AMBER, ERROR, RED

COLOURS = {"error": ERROR, "red": RED, "amber": AMBER}
MOST_RANGES = 1_000  # of one rule


@dataclass(frozen=True, slots=True)
class Rule:
    """One conditional format rule of ours, to be added."""

    severity: str
    ranges: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class TabRules:
    """What changes in one tab's list of rules: indices to delete, high to low, then rules to put in front."""

    sheet_id: int
    delete: tuple[int, ...]
    add: tuple[Rule, ...]


def plan_highlights(flags: Iterable[Flag], tabs: Iterable[Tab]) -> tuple[tuple[TabRules, ...], int]:
    """Changes to the rules of `tabs` (people's), and how many cells are highlighted in all."""
    cells = _ranked(flags, {tab.sheet_id: tab for tab in tabs})
    changes, count = [], 0
    for tab in tabs:
        wanted = tuple(_rules(cells.get(tab.sheet_id, {})))
        count += sum((box.end_row - box.row) for rule in wanted for box in rule.ranges)
        if not _stands(tab, wanted):
            delete = tuple(sorted((rule.index for rule in tab.our_rules), reverse=True))
            changes.append(TabRules(tab.sheet_id, delete, wanted))
    return tuple(changes), count


Ranks = Mapping[int, NDArray[np.uint8]]
"""Column -> for each row of the tab the severity's rank; 255 where none."""


def _ranked(flags: Iterable[Flag], tabs: Mapping[int, Tab]) -> dict[int, dict[int, NDArray[np.uint8]]]:
    """Each cell takes the worst severity of the flags that name it."""
    rank_of = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    cells: dict[int, dict[int, NDArray[np.uint8]]] = {}
    for flag in flags:
        rank = rank_of.get(flag.severity.value)
        if rank is None:
            continue
        for place in flag.places:
            tab = tabs.get(place.sheet_id)
            if tab is None:
                continue
            for column in range(place.column, min(place.end_column, tab.column_count)):
                columns = cells.setdefault(tab.sheet_id, {})
                if column not in columns:
                    columns[column] = np.full(tab.row_count, 255, np.uint8)
                rows = columns[column][place.row : place.end_row]
                np.minimum(rows, rank, out=rows)
    return cells


def _rules(columns: Ranks) -> Iterable[Rule]:
    for rank, severity in enumerate(SEVERITIES):
        boxes = [box for column in sorted(columns) for box in _runs(columns[column] == rank, column)]
        if boxes:
            yield Rule(severity, tuple(sorted(boxes)[:MOST_RANGES]))


def _runs(rows: NDArray[np.bool_], column: int) -> Iterable[Box]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(np.int8), [0]])))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield Box(start, column, end, column + 1)


def _stands(tab: Tab, wanted: tuple[Rule, ...]) -> bool:
    """Whether the tab's rules of ours are just these, in this order."""
    have = [(rule.severity, frozenset(_cells(rule.ranges)), rule.colour) for rule in tab.our_rules]
    want = [(rule.severity, frozenset(_cells(rule.ranges)), COLOURS[rule.severity]) for rule in wanted]
    return have == want


def _cells(boxes: Iterable[Box]) -> Iterable[Box]:
    """Ranges cut by column, so that it does not matter how Google joins them."""
    for box in boxes:
        for column in range(box.column, box.end_column):
            yield Box(box.row, column, box.end_row, column + 1)
