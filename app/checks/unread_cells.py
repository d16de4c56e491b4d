"""Cells that could not be read: what is lacking there is no second fault."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from app.checks.case import Bools, Case
from app.project.problem import ProblemKind

_NO_NUMBER = {
    ProblemKind.FORMULA_ERROR,
    ProblemKind.NOT_A_NUMBER,
    ProblemKind.AMBIGUOUS_NUMBER,
    ProblemKind.NUMBER_TOO_LARGE,
}
_NO_DATE = {ProblemKind.NOT_A_DATE, ProblemKind.FORMULA_ERROR}


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
    return np.isin(case.line_rows, sorted(_rows(case, _NO_NUMBER, source.sheet_id, months)))


def unread_dates(case: Case, tab: str, field: str) -> set[int]:
    """Rows of a tab whose `field` holds something that is no date, such as `TBD`."""
    source = case.project.sources.get(tab)
    column = source.columns.get(field) if source else None
    if source is None or column is None:
        return set()
    return _rows(case, _NO_DATE, source.sheet_id, {column})


def _rows(case: Case, kinds: Collection[ProblemKind], sheet_id: int, columns: Collection[int]) -> set[int]:
    """Rows in which problems of these kinds name a cell of these columns."""
    return {
        row
        for problem in case.problems
        if problem.kind in kinds
        for place in problem.places
        if place.sheet_id == sheet_id and any(place.column <= at < place.end_column for at in columns)
        for row in range(place.row, place.end_row)
    }
