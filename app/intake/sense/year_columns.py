"""A column headed by the year that is a month times some other number than 12."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.formula import bare_of
from app.intake.sense.ground import Ground
from app.intake.yearly import factor_of, says_year
from app.project.problem import Problem, ProblemKind
from app.workbook.named import column_name

_MOST = 0.6  # of the lines are computed so
_LEAST = 3


def year_columns(ground: Ground) -> Iterator[Problem]:
    """People's own columns: those of the contract say no year."""
    lines = set(ground.lines)
    by_column: dict[int, list[str]] = {}
    for (row, column), formula in ground.formulas.items():
        if row in lines and column in ground.own and (factor := factor_of(bare_of(formula))):
            by_column.setdefault(column, []).append(factor)
    for column, factors in sorted(by_column.items()):
        told = len(factors) >= max(_LEAST, _MOST * len(lines)) and len(set(factors)) == 1
        if not told or factors[0] in ("1", "12") or not says_year(ground.heading(column)):
            continue
        yield Problem(
            kind=ProblemKind.COLUMNS_APART,
            message=f"{ground.place(ground.header, column)}: {ground.heading(column)} is {factors[0]} times "
            f"another column on {len(factors):,} lines, and a year has 12 months",
            mend=f"Head it {factors[0]} months, or multiply by 12",
            places=(ground.place(ground.header, column),),
            subject=column_name(ground.located, column),
        )
