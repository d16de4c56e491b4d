"""Sheet sense: what is off in the sheets themselves, before any figure of the project is looked at.

Totals that do not add up, figures typed over formulas, references that broke, rows that are hidden, columns
that contradict each other, units that differ. It reads the cells of the one read and their formulas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.intake.sense.broken_references import broken_references
from app.intake.sense.columns_apart import columns_apart
from app.intake.sense.ground import Ground
from app.intake.sense.hidden_rows import hidden_rows
from app.intake.sense.mixed_units import mixed_units
from app.intake.sense.totals_apart import totals_apart
from app.intake.sense.typed_over import typed_over
from app.project.problem import Problem, ProblemKind
from app.workbook.locate import Located

SENSES = (totals_apart, typed_over, broken_references, hidden_rows, columns_apart, mixed_units)


def sheet_sense(
    located: Mapping[str, Located], problems: Iterable[Problem], *, digits: int
) -> tuple[Problem, ...]:
    """`problems` of the reading, and what the sheets' own sense adds; `digits`: decimals of the currency.

    Where both tell of one total, the one that knows the formula speaks. Tabs laid out otherwise than the
    contract were looked at when they were adopted.
    """
    read = list(problems)
    found: list[Problem] = []
    for tab in located.values():
        if tab.stand_in is not None or tab.contract.layout != "table" or tab.header.row < 0:
            continue
        ground = Ground(tab, read, digits)
        for sense in SENSES:
            found += sense(ground)
    summed = {
        (place.sheet_id, place.row)
        for problem in found
        if problem.kind is ProblemKind.WRONG_TOTAL
        for place in problem.places
    }
    kept = [problem for problem in read if not _same_total(problem, summed)]
    return (*kept, *found)


def _same_total(problem: Problem, summed: set[tuple[int, int]]) -> bool:
    return problem.kind in (ProblemKind.WRONG_TOTAL, ProblemKind.TOTAL_ROW) and any(
        (place.sheet_id, place.row) in summed for place in problem.places
    )
