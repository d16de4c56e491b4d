"""Dates and amounts that are another every day: computed from today, or at random."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.intake.formula import bare_of
from app.intake.sense.ground import Ground
from app.project.problem import Problem, ProblemKind
from app.workbook.book import CellError
from app.workbook.named import column_name

MOVES = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\(")


def moving_figures(ground: Ground) -> Iterator[Problem]:
    """One problem a column that is read: what counts as at the status date must not move by itself."""
    by_column: dict[int, dict[int, str]] = {}
    for (row, column), formula in ground.formulas.items():
        found = MOVES.search(bare_of(formula))
        shows = not isinstance(ground.value(row, column), CellError)
        if found and shows and row >= ground.first and column not in ground.own:
            by_column.setdefault(column, {})[row] = found[1]
    for column, cells in sorted(by_column.items()):
        rows = sorted(cells)
        value = ground.value(rows[0], column)
        now = ground.shown(column, value) if isinstance(value, (int, float)) else "what it shows"
        yield Problem(
            kind=ProblemKind.MOVING_FIGURE,
            message=f"{ground.first_of(rows, column)}: {ground.heading(column)} comes from "
            f"{cells[rows[0]]}(), so that {now} is another at each look",
            mend=f"Type what is meant: {now}",
            places=ground.runs(rows, column),
            count=len(rows),
            column=column_name(ground.located, column),
        )
