"""Sheet sense: what is off in the sheets themselves, before any figure of the project is looked at.

Totals that do not add up, figures typed over formulas, references that broke, rows that are hidden, columns
that contradict each other, units that differ. It reads the cells of the one read and their formulas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from app.intake.sense.blank_factors import blank_factors
from app.intake.sense.broken_references import broken_references
from app.intake.sense.columns_apart import columns_apart
from app.intake.sense.errors_beside import errors_beside
from app.intake.sense.ground import Ground
from app.intake.sense.hidden_rows import hidden_rows
from app.intake.sense.income_among_costs import income_among_costs
from app.intake.sense.mixed_units import mixed_units
from app.intake.sense.moving_figures import moving_figures
from app.intake.sense.moving_settings import moving_settings
from app.intake.sense.placeholders import placeholders
from app.intake.sense.totals_apart import totals_apart
from app.intake.sense.typed_in_formulas import typed_in_formulas
from app.intake.sense.typed_over import typed_over
from app.intake.sense.year_columns import year_columns
from app.project.problem import TOTALS, Problem, ProblemKind
from app.workbook.locate import Located

SENSES = (
    totals_apart,
    typed_over,
    hidden_rows,
    columns_apart,
    mixed_units,
    errors_beside,
    blank_factors,
    placeholders,
    moving_figures,
    year_columns,
    income_among_costs,
)


def sheet_sense(
    located: Mapping[str, Located], problems: Iterable[Problem], *, digits: int
) -> tuple[Problem, ...]:
    """`problems` of the reading, and what the sheets' own sense adds; `digits`: decimals of the currency.

    One cause is told once. Of a total that does not add up, or that stands among the lines, the one that
    knows the formula speaks, and says that its row is left out; of a percentage, the one that knows the rest
    of its column; of an error that a cell shows, the reading, which knows what it left out. Tabs laid out
    otherwise than the contract were looked at when they were adopted.
    """
    read = list(problems)
    errors = _cells(read, ProblemKind.FORMULA_ERROR)
    settings = located.get("settings")
    found: list[Problem] = (
        list(moving_settings(Ground(settings, read, digits)))
        if settings and settings.stand_in is None
        else []
    )
    for tab in located.values():
        if tab.stand_in is not None or tab.contract.layout != "table" or tab.header.row < 0:
            continue
        ground = Ground(tab, read, digits)
        for sense in SENSES:
            found += sense(ground)
        found += broken_references(ground, errors)
        found += typed_in_formulas(ground, _cells(found, ProblemKind.ODD_FORMULA))
    told = _cells(found, ProblemKind.WRONG_TOTAL) | _cells(found, ProblemKind.TOTAL_ROW)
    summed = {(sheet, row) for sheet, row, _ in told}
    mixed = {(sheet, column) for sheet, _, column in _cells(found, ProblemKind.MIXED_UNITS)}
    kept = [
        problem for problem in read if not (_same_total(problem, summed) or _same_percentages(problem, mixed))
    ]
    return (*kept, *found)


def _cells(problems: Iterable[Problem], kind: ProblemKind) -> set[tuple[int, int, int]]:
    """(sheet, row, column) of each cell that problems of one kind name."""
    return {
        (place.sheet_id, row, column)
        for problem in problems
        if problem.kind is kind
        for place in problem.places
        for row in range(place.row, place.end_row)
        for column in range(place.column, place.end_column)
    }


def _same_total(problem: Problem, summed: Set[tuple[int, int]]) -> bool:
    """Whether all its rows are sums that are told to go wrong."""
    return problem.kind in TOTALS and all(
        (place.sheet_id, row) in summed for place in problem.places for row in range(place.row, place.end_row)
    )


def _same_percentages(problem: Problem, mixed: Set[tuple[int, int]]) -> bool:
    """Whether all its cells stand in columns of two scales, which are told as such."""
    cells = _cells([problem], ProblemKind.PERCENT_SCALE)
    return problem.kind is ProblemKind.PERCENT_SCALE and {(sheet, at) for sheet, _, at in cells} <= mixed
