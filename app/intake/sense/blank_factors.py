"""Amounts that show 0 because what they multiply was never filled in: unknown, and not free."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.intake.formula import bare_of, references
from app.intake.sense.ground import Ground
from app.project.problem import Problem, ProblemKind
from app.workbook.named import column_name

_CELL = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_PRODUCT = re.compile(rf"=\+?{_CELL}(?:\*{_CELL})+|=PRODUCT\({_CELL}(?:[,;:]{_CELL})*\)")
_COPY = re.compile(rf"=\+?{_CELL}")
_MOST = 0.5  # where more than this share is blank, the rows wait to be filled


def blank_factors(ground: Ground) -> Iterator[Problem]:
    """One problem a column of blanks."""
    products: dict[int, list[tuple[int, list[int]]]] = {}
    lines, measured = set(ground.lines), ground.measured
    for (row, column), formula in ground.formulas.items():
        if column in measured and row in lines and _PRODUCT.fullmatch(bare_of(formula)):
            refs = references(formula, row, column)
            if all(not ref.sheet and ref.top == ref.bottom == row for ref in refs):
                factors = [at for ref in refs for at in range(ref.left, ref.right + 1)]
                products.setdefault(column, []).append((row, factors))
    for column, rows in products.items():
        blanks: dict[int, list[int]] = {}
        for row, factors in rows:
            blank = next((at for at in factors if _blank(ground, row, at)), None)
            if blank is not None and not ground.value(row, column):
                blanks.setdefault(blank, []).append(row)
        if sum(map(len, blanks.values())) <= _MOST * len(rows):
            for at, where in sorted(blanks.items()):
                yield _problem(ground, column, at, sorted(where))


def _blank(ground: Ground, row: int, column: int) -> bool:
    """Whether the cell is blank, or only repeats one that is."""
    value, formula = ground.value(row, column), ground.formulas.get((row, column))
    if formula is None:
        return value is None
    refs = references(formula, row, column)
    copied = bool(_COPY.fullmatch(bare_of(formula))) and len(refs) == 1 and not refs[0].sheet
    return copied and not value and ground.value(refs[0].top, refs[0].left) is None


def _problem(ground: Ground, column: int, at: int, rows: Sequence[int]) -> Problem:
    factor = ground.heading(at)
    return Problem(
        kind=ProblemKind.BLANK_FACTOR,
        message=f"{ground.first_of(rows, at)}: {factor} is blank, so that {ground.heading(column)} "
        "shows 0: unknown, not free",
        mend=f"Fill in {factor}, or type 0 where nothing is meant",
        places=ground.runs(rows, at),
        count=len(rows),
        column=column_name(ground.located, at),
    )
