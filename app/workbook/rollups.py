"""Parents among the lines: rows that only add up the rows beneath them, by number (1, 1.1) or indentation.

A parent's own budget and that of its children would count the same money twice. A parent is a rollup when its
amounts are those of the rows directly beneath it, to 0.01; where most parents of a tab are, the others are
rollups that went wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.project.problem import ProblemKind
from app.workbook.book import CellValue
from app.workbook.cells import number_of
from app.workbook.table import Bools, Table

_CENT = 0.01
_MOST = 0.6  # this share of the parents that add up makes rollups of the others too
_LEAST = 2  # children with amounts that make an equal sum no accident
_NUMBER = re.compile(r"\w+(?:[.\-]\w+)*[.]?")
_LEAD = re.compile(r"^[ \u00a0\t]*")


@dataclass(frozen=True, slots=True)
class Rollup:
    """A parent and what it is: `column` is that of its main amount."""

    row: int
    column: int
    adds_up: bool
    shown: float
    beneath: float
    as_text: bool


def find_rollups(
    ids: Sequence[str], titles: Sequence[CellValue], columns: Sequence[Sequence[CellValue]]
) -> list[Rollup]:
    """`ids` and `titles` by row, `columns` of amounts (the main one first) with their raw cells by row."""
    children = _by_number(ids) or _by_indent(ids, titles)
    if not children:
        return []
    amounts = np.array([[_number(cell) for cell in column] for column in columns], np.float64)
    found = [
        rollup
        for parent, rows in children.items()
        if (rollup := _rollup(parent, rows, columns, amounts)) is not None
    ]
    right = [rollup for rollup in found if rollup.adds_up]
    sure = any(np.count_nonzero(_held(amounts, children[each.row])) >= _LEAST for each in right)
    if sure and len(right) >= max(2, _MOST * len(found)):
        return found
    return [each for each in right if np.count_nonzero(_held(amounts, children[each.row])) >= _LEAST]


def _held(amounts: NDArray[np.float64], rows: Sequence[int]) -> NDArray[np.bool_]:
    """Which of the rows hold an amount."""
    return np.asarray((np.nan_to_num(amounts[:, rows]) != 0).any(axis=0))


def _rollup(
    parent: int, rows: Sequence[int], columns: Sequence[Sequence[CellValue]], amounts: NDArray[np.float64]
) -> Rollup | None:
    if not _held(amounts, rows).any():
        return None
    beneath = np.nansum(amounts[:, rows], axis=1)
    fits, main = [], -1
    shown = 0.0
    for at, column in enumerate(columns):
        readings = _readings(column[parent])
        if not any(readings):
            continue
        near = min(readings, key=lambda value: abs(value - beneath[at]))
        fits.append(abs(near - beneath[at]) <= max(_CENT, 1e-9 * abs(near)))
        if main < 0:
            main, shown = at, near
    if main < 0:
        return None
    as_text = isinstance(columns[main][parent], str)
    return Rollup(parent, main, all(fits), shown, float(beneath[main]), as_text)


def _readings(cell: CellValue) -> tuple[float, ...]:
    """What a cell can be read as: of 14,400 as text both."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return (float(cell),)
    if not isinstance(cell, str):
        return ()
    read = number_of(cell, ".")
    return tuple(value for value in (read.value, read.other) if value is not None)


def _number(cell: CellValue) -> float:
    readings = _readings(cell)
    return readings[0] if readings else np.nan


def _by_number(ids: Sequence[str]) -> dict[int, list[int]]:
    """Parent row -> its children, where a number is another's beginning: 1 of 1.1, A-1 of A-1-2."""
    if not any("." in text or "-" in text for text in ids):
        return {}
    rows = {text.rstrip("."): row for row, text in reversed(list(enumerate(ids))) if _NUMBER.fullmatch(text)}
    children: dict[int, list[int]] = {}
    for row, text in enumerate(ids):
        above = text.rstrip(".")
        while cut := max(above.rfind("."), above.rfind("-"), 0):
            above = above[:cut]
            if above in rows and rows[above] != row:
                children.setdefault(rows[above], []).append(row)
                break
    return children


def _by_indent(ids: Sequence[str], titles: Sequence[CellValue]) -> dict[int, list[int]]:
    """Parent row -> the rows indented one step more beneath it, of the rows that have a number."""
    if not any(isinstance(title, str) and title[:1] in " \u00a0\t" for title in titles):
        return {}
    children: dict[int, list[int]] = {}
    trail: list[tuple[int, int]] = []
    for row, (number, title) in enumerate(zip(ids, titles, strict=True)):
        if not number or not isinstance(title, str) or not title.strip():
            continue
        lead = _LEAD.match(title)
        depth = len(lead[0]) if lead else 0
        while trail and trail[-1][0] >= depth:
            trail.pop()
        if trail:
            children.setdefault(trail[-1][1], []).append(row)
        trail.append((depth, row))
    return children


def leave_out_rollups(table: Table, columns: Sequence[int], ids: Sequence[str], used: Bools) -> Bools:
    """Rows of `used` that are rollups, shape (rows,); each is told with its figures at its main amount."""
    is_rollup = np.zeros(table.height, np.bool_)
    if table.located.stand_in or not columns:
        return is_rollup  # a confirmed mapping has left them out
    rows = np.flatnonzero(used).tolist()
    titles = table.cells("title")
    found = find_rollups(
        [ids[row] for row in rows],
        [titles[row] for row in rows],
        [[cells[row] for row in rows] for cells in map(table.column, columns)],
    )
    for rollup in found:
        row = rows[rollup.row]
        is_rollup[row] = True
        table.faults.totals.add(table.sheet_row(row))
        shown = f"a total of {rollup.shown:,.2f}{', kept as text' if rollup.as_text else ''}"
        if rollup.adds_up:
            shown += ", which is what the rows beneath it come to"
        else:
            shown += f" that does not add up: the rows beneath it come to {rollup.beneath:,.2f}"
            if table.unit_of(columns[rollup.column]) == "money":
                table.faults.off[table.sheet_row(row)] = abs(rollup.shown - rollup.beneath)
        sound = ProblemKind.TOTAL_ROW if rollup.as_text else ProblemKind.SUMMING_ROW
        table.faults.add(
            sound if rollup.adds_up else ProblemKind.WRONG_TOTAL,
            columns[rollup.column],
            table.sheet_row(row),
            shown,
            effect="the row is left out, so that nothing counts twice",
            left_out=True,
            mend="Leave it as it is, or let a formula add up the rows beneath it"
            if rollup.adds_up
            else f"Let it add up the rows beneath it: {rollup.beneath:,.2f}",
        )
    return is_rollup
