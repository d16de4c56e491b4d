"""Lines whose month columns hold what could not be read: what they lack there is no second fault."""

from __future__ import annotations

import numpy as np

from app.checks.case import Bools, Case
from app.project.problem import ProblemKind

_UNREAD = (
    ProblemKind.FORMULA_ERROR,
    ProblemKind.NOT_A_NUMBER,
    ProblemKind.AMBIGUOUS_NUMBER,
    ProblemKind.NUMBER_TOO_LARGE,
)


def month_columns(case: Case) -> set[tuple[int, int]]:
    """(sheet, column) of every month column: a table's source names them by their month."""
    return {
        (source.sheet_id, column)
        for source in case.project.sources.values()
        for name, column in source.columns.items()
        if name[:1].isdigit()
    }


def unread_months(case: Case) -> Bools:
    """Shape (lines,): a month of the line's cost was unreadable, so that its months add up to too little."""
    source = case.project.sources.get("budget")
    if source is None:
        return np.zeros(len(case.project.lines), np.bool_)
    months = {column for sheet, column in month_columns(case) if sheet == source.sheet_id}
    rows = {
        row
        for problem in case.problems
        if problem.kind in _UNREAD
        for place in problem.places
        if place.sheet_id == source.sheet_id and place.column in months
        for row in range(place.row, place.end_row)
    }
    return np.isin(case.line_rows, sorted(rows))
