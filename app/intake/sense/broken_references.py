"""Formulas that name cells which are gone, whatever they show."""

from __future__ import annotations

from collections.abc import Iterator, Set

from app.intake.formula import bare_of
from app.intake.sense.ground import Ground
from app.project.problem import Problem, ProblemKind
from app.workbook.named import column_name


def broken_references(ground: Ground, told: Set[tuple[int, int, int]]) -> Iterator[Problem]:
    """One problem a column: `#REF!` stands in the formula, though the cell may show a figure.

    `told`: (sheet, row, column) of cells whose error the reading has told, with what it left out.
    """
    by_column: dict[int, list[int]] = {}
    for (row, column), formula in ground.formulas.items():
        if "#REF!" in bare_of(formula) and (ground.tab.sheet_id, row, column) not in told:
            by_column.setdefault(column, []).append(row)
    for column, rows in sorted(by_column.items()):
        places = ground.runs(rows, column)
        yield Problem(
            kind=ProblemKind.BROKEN_REFERENCE,
            message=f"{ground.first_of(rows, column)}: the formula names cells that are gone (#REF!)",
            mend="Point the formula at the cells it means, or type the value",
            places=places,
            count=len(rows),
            column=column_name(ground.located, column),
        )
