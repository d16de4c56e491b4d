"""Cells whose date could not be read: that it is lacking there is no second fault."""

from __future__ import annotations

from app.checks.case import Case
from app.project.problem import ProblemKind

_UNREAD = {ProblemKind.NOT_A_DATE, ProblemKind.FORMULA_ERROR}


def unread_dates(case: Case, tab: str, field: str) -> set[int]:
    """Rows of a tab whose `field` holds something that is no date, such as `TBD`."""
    source = case.project.sources.get(tab)
    column = source.columns.get(field) if source else None
    if source is None or column is None:
        return set()
    return {
        row
        for problem in case.problems
        if problem.kind in _UNREAD
        for place in problem.places
        if place.sheet_id == source.sheet_id and place.column <= column < place.end_column
        for row in range(place.row, place.end_row)
    }
