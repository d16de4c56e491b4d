"""Percentages of two scales in one column: 0.4 on one line, 40 on the next."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.intake.sense.ground import Ground
from app.project.problem import Problem, ProblemKind
from app.workbook.named import column_name


def mixed_units(ground: Ground) -> Iterator[Problem]:
    """Columns of shares with fractions below 1 and figures above 2: the fewer of the two are named.

    0 and 1 belong to either scale. As many of the one as of the other: the column has no scale of its own.
    """
    for name, column in sorted(ground.located.columns.items()):
        if ground.located.contract.field(name).unit != "percent":
            continue
        numbers = np.nan_to_num(ground.numbers(column))
        lines = np.array(ground.lines, np.int64)
        shares = lines[(numbers[lines] > 0) & (numbers[lines] < 1)].tolist()
        hundreds = lines[numbers[lines] > 2].tolist()
        if not shares or not hundreds or len(shares) == len(hundreds):
            continue
        odd = hundreds if len(hundreds) < len(shares) else shares
        rest = "out of 100" if odd is shares else "as shares"
        example = numbers[odd[0]]
        meant = example / 100 if odd is hundreds else example * 100
        percent = example if odd is hundreds else meant
        yield Problem(
            kind=ProblemKind.MIXED_UNITS,
            message=f"{ground.place(odd[0], column)}: {example:g} where "
            f"{len(shares) + len(hundreds) - len(odd):,} other cells of {ground.heading(column)} are typed "
            f"{rest}; it is read as {percent:g} %",
            mend=f"Type the whole column on one scale: here {meant:g}",
            places=ground.runs(odd, column),
            count=len(odd),
            column=column_name(ground.located, column),
        )
