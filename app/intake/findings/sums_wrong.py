"""Totals added up again: sums that stop short, take wrong rows or count twice, and all that rests on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from app.intake.body import NoLine
from app.intake.findings.seen import Seen, money
from app.intake.formula import Reference, references
from app.intake.kinds import View
from app.intake.mapping import Finding
from app.intake.table import Table

_LEAST = 0.02  # differences below are rounding
_DEEPEST = 8  # totals of totals of totals
_FOLLOWS = 3  # rows within which a line follows its block
_MOST_REACHED = 3_000_000  # lines looked at in one column
_STEPS = 4  # how far an error is followed
_MOST = 400  # cells followed


def wrong_sums(seen: Seen) -> Iterator[Finding]:
    """Every total whose formula or figure is not its lines, then what inherits the error."""
    wrong: dict[tuple[str, int, int], str] = {}
    for table in seen.tables:
        for finding, column, row in _in_table(seen, table):
            wrong[table.view.sheet.name, row, column] = finding.kind
            yield finding
    yield from _heirs(seen, wrong)


def _in_table(seen: Seen, table: Table) -> Iterator[tuple[Finding, int, int]]:
    for column in table.body.amounts:
        if table.role(column) != "duration" or table.body.children:
            yield from _Column(seen, table, column).findings()


class _Column:
    """The sums of one amount column, and the lines that each of them reaches."""

    def __init__(self, seen: Seen, table: Table, column: int) -> None:
        self.seen, self.table, self.column = seen, table, column
        numbers = table.view.numbers[:, column]
        self.amounts = {line for line in table.lines if abs(numbers[line]) > 0}
        self.items = {r: item for r, item in sorted(table.body.found.items()) if item.sums.get(column)}
        self.reach: dict[int, Counter[int]] = {}
        self.left = _MOST_REACHED
        for row in self.items:
            self._covered(row, 0)
        self.everywhere = set().union(*self.reach.values()) if self.reach else set()

    def findings(self) -> Iterator[tuple[Finding, int, int]]:
        """What is wrong, with its column and row; sums that only take a wrong sum are left to `_heirs`."""
        wrong: set[int] = set()
        for row, item in self.items.items():
            told = item.sums[self.column]
            if wrong & set(told) or self.left <= 0:
                continue
            finding = (
                self._formula(item)
                if item.by == "formula"
                else _rollup(self.seen, self.table, self.column, item)
                if item.kind == "rollup"
                else None
            )
            if finding:
                wrong.add(row)
                yield finding, self.column, row

    def _covered(self, row: int, depth: int) -> Counter[int]:
        """The lines that a total adds up, through the totals it takes, with how often."""
        if row in self.reach:
            return self.reach[row]
        found: Counter[int] = Counter()
        for other in self.items[row].sums[self.column]:
            self.left -= 1
            if self.left <= 0:
                break
            if other not in self.table.body.found:
                found[other] += 1
            elif other in self.items and depth < _DEEPEST and not self._hidden_from_sums(other):
                inner = self._covered(other, depth + 1)
                self.left -= len(inner)
                found.update(inner)
        self.reach[row] = found
        return found

    def _hidden_from_sums(self, row: int) -> bool:
        """Whether a parent's amount is a text, so that SUM passes it over."""
        return isinstance(self.table.view.value(row, self.column), str)

    def _formula(self, item: NoLine) -> Finding | None:
        view, row, covered = self.table.view, item.row, self.reach[item.row]
        twice = sorted(line for line, times in covered.items() if times > 1 and line in self.amounts)
        taken = sorted(line for line in covered if line in self.amounts)
        missing = self._missing(row, taken) if taken else []
        shown = view.numbers[row, self.column]
        true = sum(view.numbers[line, self.column] for line in {*taken, *missing})
        if not (missing or twice) or np.isnan(shown) or abs(true - shown) < _LEAST:
            return None
        if twice and not missing:
            kind, note = "sum_double_count", f"adds {_rows(twice)} twice"
        elif _one_run(item.sums[self.column]) and not twice:
            kind, note = "sum_range_short", f"leaves out {_rows(missing)}"
        else:
            kind = "sum_wrong_rows"
            note = f"leaves out {_rows(missing)}" + (f" and adds {_rows(twice)} twice" if twice else "")
        return Finding(
            kind=kind,
            places=(self.seen.cell(view, row, self.column),),
            note=f"The sum {note}",
            shown=money(shown),
            recomputed=money(true),
            mend="Let the sum take every line of its block once",
        )

    def _missing(self, row: int, taken: list[int]) -> list[int]:
        """Lines inside or beside the rows that are taken, which belong to them and are not."""
        kids = set(self.table.body.children.get(row, ()))
        if kids & set(taken):
            return sorted((kids & self.amounts) - set(taken))
        if row < taken[-1]:
            return self._beneath(taken)
        left = {line for line in self.amounts if taken[0] < line < row} - set(taken)
        if row == max(self.items):
            left |= {line for line in self.amounts if line < taken[0]} - self.everywhere
        return sorted(left)

    def _beneath(self, taken: list[int]) -> list[int]:
        """Of a total above its lines: those that follow at once and that no other total takes."""
        found = self.table.body.found
        stop = min((r for r, item in found.items() if r > taken[-1] and item.by == "formula"), default=10**9)
        near = range(taken[-1] + 1, min(stop, taken[-1] + _FOLLOWS + 1))
        return [line for line in near if line in self.amounts and line not in self.everywhere]


def _one_run(rows: tuple[int, ...]) -> bool:
    return len(rows) == 1 or max(rows) - min(rows) + 1 == len(set(rows)) == len(rows)


def _rows(rows: Iterable[int]) -> str:
    listed = [str(row + 1) for row in rows]
    return (
        ("row " if len(listed) == 1 else "rows ")
        + ", ".join(listed[:8])
        + (" ..." if len(listed) > 8 else "")
    )


def _rollup(seen: Seen, table: Table, column: int, item: NoLine) -> Finding | None:
    view = table.view
    shown = view.numbers[item.row, column]
    parts = [view.numbers[row, column] for row in item.sums[column]]
    true = float(np.nansum(parts)) if parts else float("nan")
    if np.isnan(shown) or np.isnan(true) or not np.any(~np.isnan(parts)) or abs(true - shown) < _LEAST:
        return None
    return Finding(
        kind="rollup_mismatch",
        places=(seen.cell(view, item.row, column),),
        note=f"The parent is not the sum of {_rows(item.sums[column])}",
        shown=money(shown),
        recomputed=money(true),
        mend="Let the parent add up its parts, or say why it differs",
    )


def _heirs(seen: Seen, wrong: dict[tuple[str, int, int], str]) -> Iterator[Finding]:
    """Cells that take a wrong total: their figures are wrong as well."""
    spoiled = set(wrong)
    if not wrong:
        return
    for _ in range(_STEPS):
        fresh = {
            (view.sheet.name, row, column)
            for view in seen.views
            for (row, column), formula in view.sheet.formulas.items()
            if (view.sheet.name, row, column) not in spoiled
            and any(_takes(ref, view.sheet.name, spoiled) for ref in references(formula, row, column))
        }
        if not fresh or len(spoiled) > _MOST:
            return
        spoiled |= fresh
        for view in seen.views:
            for name, row, column in sorted(fresh):
                if name == view.sheet.name and _is_amount(view, row, column):
                    yield Finding(
                        kind="total_not_equal_parts",
                        places=(seen.cell(view, row, column),),
                        note="Rests on a sum that is wrong",
                        shown=money(view.numbers[row, column]),
                        mend="Mend the sum it takes, then look again",
                    )


def _takes(ref: Reference, own: str, spoiled: set[tuple[str, int, int]]) -> bool:
    sheet = ref.sheet or own
    if ref.one_cell:
        return (sheet, ref.top, ref.left) in spoiled
    return any(
        s == sheet and ref.top <= row <= ref.bottom and ref.left <= column <= ref.right
        for s, row, column in spoiled
    )


def _is_amount(view: View, row: int, column: int) -> bool:
    return not np.isnan(view.numbers[row, column]) and "%" not in view.look(row, column).number_format
