"""Formulas that name cells which are gone, whatever they show."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.sense.ground import Ground
from app.project.problem import Problem, ProblemKind


def broken_references(ground: Ground) -> Iterator[Problem]:
    """One problem a column: `#REF!` stands in the formula, though the cell may show a figure."""
    by_column: dict[int, list[int]] = {}
    for (row, column), formula in ground.formulas.items():
        if "#REF!" in formula.text.upper():
            by_column.setdefault(column, []).append(row)
    for column, rows in sorted(by_column.items()):
        places = ground.runs(rows, column)
        more = f" and {len(rows) - 1:,} more" if len(rows) > 1 else ""
        yield Problem(
            kind=ProblemKind.BROKEN_REFERENCE,
            message=f"{ground.place(min(rows), column)}{more}: the formula names cells that are gone (#REF!)",
            mend="Point the formula at the cells it means, or type the value",
            places=places,
            count=len(rows),
        )
