"""Errors that people's own columns show: no figure of ours rests on them, and theirs do."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.formula import bare_of
from app.intake.sense.ground import Ground
from app.project.problem import Problem, ProblemKind
from app.workbook.book import CellError

_NAMED = 3  # columns named one by one


def errors_beside(ground: Ground) -> Iterator[Problem]:
    """One problem a tab: errors spread from cell to cell, and have one cause.

    Formulas that name cells which are gone are told by those cells.
    """
    by_column = {column: errors for column in ground.own if (errors := _errors(ground, column))}
    if not by_column:
        return
    columns = list(by_column)
    places = tuple(place for column in columns for place in ground.runs(by_column[column], column))
    count = sum(map(len, by_column.values()))
    shows = " and ".join(sorted({text for errors in by_column.values() for text in errors.values()}))
    names = ", ".join(ground.heading(column) for column in columns[:_NAMED])
    names += f" and {len(columns) - _NAMED:,} more columns" if len(columns) > _NAMED else ""
    more = f" and {count - 1:,} more" if count > 1 else ""
    yours = "the column is yours, and is not read" if len(columns) == 1 else "they are yours, and not read"
    first = ground.place(min(by_column[columns[0]]), columns[0])
    yield Problem(
        kind=ProblemKind.ERROR_BESIDE,
        message=f"{first}{more}: {shows} in {names}; {yours}",
        mend="Mend the formulas, or type the values",
        places=places,
        count=count,
        column=ground.located.contract.title,
    )


def _errors(ground: Ground, column: int) -> dict[int, str]:
    """Row -> the error it shows."""
    return {
        row: cell.text
        for row, cells in enumerate(ground.tab.rows[ground.first :], ground.first)
        if column < len(cells)
        and isinstance(cell := cells[column], CellError)
        and not _names_gone(ground, row, column)
    }


def _names_gone(ground: Ground, row: int, column: int) -> bool:
    formula = ground.formulas.get((row, column))
    return formula is not None and "#REF!" in bare_of(formula)
