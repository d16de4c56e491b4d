"""Totals with a formula, added up again: sums that stop short, take wrong rows or count some twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from app.intake.column_formulas import ColumnFormulas
from app.intake.formula import bare_of
from app.intake.frame import Frame
from app.intake.sense.ground import Ground, shown
from app.intake.sense.heirs import Heir, heirs_of
from app.intake.sums import exact_sum
from app.project.problem import Problem, ProblemKind
from app.workbook.cells import currency_of
from app.workbook.named import cell_name
from app.workbook.totals import says_total

_CENT = 0.01
_DEEPEST = 8  # totals of totals of totals
_NAMED = 6  # rows named one by one


def totals_apart(ground: Ground) -> Iterator[Problem]:
    """One problem for a total and all its columns that go wrong in the same rows."""
    if not ground.formulas:
        return
    frame = Frame(
        header_rows=(ground.header,),
        label_row=ground.header,
        first_row=0,
        last_row=ground.last,
        first_column=0,
        last_column=max(ground.columns, default=0),
    )
    formulas = ColumnFormulas(ground.formulas, frame)
    by_column = _by_column(ground, formulas.summed)
    takes = _by_column(ground, formulas.taken)
    causes: dict[tuple[int, tuple[int, ...], tuple[int, ...]], list[tuple[int, float, float]]] = {}
    for column, sums in by_column.items():
        for row, missing, twice, now, true in _Sums(ground, column, sums, takes.get(column, {})).wrong():
            causes.setdefault((row, missing, twice), []).append((column, now, true))
    told = {(row, column) for (row, _, _), cells in causes.items() for column, _, _ in cells}
    for (row, missing, twice), cells in causes.items():
        heirs = [
            heir
            for column, _, true in cells
            for heir in heirs_of(
                ground, (row, column), true, {**takes.get(column, {}), **by_column[column]}, told
            )
        ]
        among = not twice and all(max(by_column[column][row]) < row < min(missing) for column, _, _ in cells)
        yield _problem(ground, row, missing, twice, cells, heirs, among=among and _says_total(ground, row))


def _says_total(ground: Ground, row: int) -> bool:
    """Whether a row that is left out as a total calls itself one, or names no line."""
    cells = ground.tab.rows[row]
    key = ground.located.columns.get("line")
    named = key is not None and key < len(cells) and cells[key] is not None
    says = any(says_total(cell) for cell in cells if isinstance(cell, str))
    return row in ground.totals and (says or not named)


def _by_column(
    ground: Ground, cells: Mapping[tuple[int, int], tuple[int, ...]]
) -> dict[int, dict[int, tuple[int, ...]]]:
    found: dict[int, dict[int, tuple[int, ...]]] = {}
    for (row, column), rows in cells.items():
        if column in ground.columns and row != ground.header:
            found.setdefault(column, {})[row] = rows
    return found


class _Sums:
    """The sums of one column and the lines that each reaches. `takes`: what other cells read there."""

    def __init__(
        self,
        ground: Ground,
        column: int,
        sums: Mapping[int, tuple[int, ...]],
        takes: Mapping[int, tuple[int, ...]],
    ) -> None:
        self.ground, self.column, self.sums = ground, column, sums
        self.takes = {**takes, **sums}
        self.numbers = ground.numbers(column)
        lines = set(ground.lines) - set(sums)
        self.lines = sorted(row for row in lines if abs(np.nan_to_num(self.numbers[row])) > 0)
        self.reach = {row: self._reached(row, 0) for row in sums}
        self.everywhere: set[int] = set().union(*self.reach.values()) if self.reach else set()

    def _reached(self, row: int, depth: int) -> Counter[int]:
        """The lines a total adds up, through the totals it takes, with how often."""
        found: Counter[int] = Counter()
        skips = "SUBTOTAL(" in bare_of(self.ground.formulas[row, self.column])
        for other in self.sums[row]:
            if other not in self.sums:
                found[other] += 1
            elif depth < _DEEPEST and not skips:
                found.update(self._reached(other, depth + 1))
        return found

    def wrong(self) -> Iterator[tuple[int, tuple[int, ...], tuple[int, ...], float, float]]:
        """(row, lines left out, lines counted twice, what it shows, what it should), the cause before its
        heirs: a total that only takes a wrong total is wrong for that one's reason."""
        spoiled: set[int] = set()
        for row in sorted(self.sums, key=lambda row: (len(self.reach[row]), row)):
            if spoiled & set(self.sums[row]):
                spoiled.add(row)
                continue
            taken = [line for line in self.reach[row] if line in self.lines]
            if not taken:
                continue
            twice = tuple(sorted(line for line in taken if self.reach[row][line] > 1))
            missing = tuple(line for line in self._missing(row, taken) if not self._rests_on(line, row))
            now = self.numbers[row]
            true = float(exact_sum(self.numbers[[*taken, *missing]]))
            if (missing or twice) and not np.isnan(now) and abs(true - now) > _CENT:
                spoiled.add(row)
                yield row, missing, twice, float(now), true

    def _rests_on(self, line: int, total: int) -> bool:
        """Whether a line is computed from the total, as a share of it: it cannot belong to it then."""
        seen, waiting = set[int](), [line]
        while waiting:
            for row in self.takes.get(waiting.pop(), ()):
                if row == total:
                    return True
                if row not in seen:
                    seen.add(row)
                    waiting.append(row)
        return False

    def _missing(self, row: int, taken: Sequence[int]) -> list[int]:
        """Lines that belong to the total and are not in it: of a total of totals all above it, of the widest
        all that are in no total, else those in none between its first line and itself."""
        first, end = min(taken), row if row > min(taken) else max(taken)
        if any(other in self.sums for other in self.sums[row]):
            return [line for line in self.lines if first < line < end and line not in self.reach[row]]
        loose = [line for line in self.lines if line not in self.everywhere]
        widest = len(self.reach[row]) == max(len(reach) for reach in self.reach.values())
        if row < first and not widest:  # a total above its lines: those that follow them at once are its own
            end = max(taken) + 1
            while end in loose:
                end += 1
        return loose if widest else [line for line in loose if first < line < end]


def _problem(
    ground: Ground,
    row: int,
    missing: tuple[int, ...],
    twice: tuple[int, ...],
    cells: Sequence[tuple[int, float, float]],
    heirs: Sequence[Heir],
    *,
    among: bool,
) -> Problem:
    """That the sum is wrong; `among`: of a total of what stands above it, that lines follow it."""
    column, now, true = max(cells, key=lambda cell: abs(cell[2] - cell[1]))
    money = [
        amount for at, was, should in cells if (amount := ground.money(at, was if among else should - was))
    ]
    abroad = () if among else _by_currency(ground, column, missing, twice, true - now)
    money = [] if abroad else money
    mend = (
        f"Let the sum take every row of its block once{', in one currency' if abroad else f': {shown(true)}'}"
    )
    said = [f"leaves out {_rows(missing)}"] if missing else []
    said += [f"counts {_rows(twice)} twice"] if twice else []
    return Problem(
        kind=ProblemKind.TOTAL_ROW if among else ProblemKind.WRONG_TOTAL,
        message=f"{ground.place(row, column)}: the sum {' and '.join(said)}: it shows {shown(now)}, "
        f"its rows come to {shown(true)}{', whatever their currency' if abroad else ''}"
        + _taken_over(ground, heirs)
        + ("; the row is left out, so that nothing counts twice" if row in ground.totals else ""),
        mend=(
            f"Move it beneath {_rows(missing)}, and let its sum take every row: {shown(true)}"
            if among
            else mend
        ),
        left_out=among,
        places=(
            *(ground.place(row, at) for at, _, _ in sorted(cells)),
            *(ground.place(heir.row, heir.column) for heir in heirs),
        ),
        amount=max(money) if money else None,
        abroad=abroad,
        count=len(cells) + len(heirs),
        subject=min(cell_name(ground.located, row, at) for at, _, _ in cells),
    )


def _by_currency(
    ground: Ground, column: int, missing: Sequence[int], twice: Sequence[int], gap: float
) -> tuple[tuple[str, float], ...]:
    """What a sum of money lacks, by the currency of its rows in major units; () where they have but one."""
    where, numbers = ground.located.columns.get("currency"), ground.numbers(column)
    if where is None or ground.unit(column) != "money":
        return ()
    codes = {row: currency_of(str(ground.value(row, where) or "")) or "" for row in ground.lines}
    found: dict[str, float] = {}
    for sign, rows in ((1, missing), (-1, twice)):
        for row in rows:
            code = codes.get(row, "")
            found[code] = found.get(code, 0.0) + sign * float(numbers[row])
    if len(set(codes.values())) < 2 or abs(sum(found.values()) - gap) > _CENT:
        return ()
    return tuple(sorted(found.items()))


def _taken_over(ground: Ground, heirs: Sequence[Heir]) -> str:
    """`; H17 takes it over, and shows 379,500 instead of 489,500`."""
    said = [
        f"{ground.place(heir.row, heir.column).a1} takes it over"
        + (f", and shows {shown(heir.now)} instead of {shown(heir.true)}" if heir.true is not None else "")
        for heir in heirs[:_NAMED]
    ]
    return "".join(f"; {text}" for text in said)


def _rows(rows: Sequence[int]) -> str:
    named = ", ".join(str(row + 1) for row in rows[:_NAMED])
    return f"{'row' if len(rows) == 1 else 'rows'} {named}" + (" ..." if len(rows) > _NAMED else "")
