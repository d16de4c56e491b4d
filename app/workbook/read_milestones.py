"""The Milestones tab."""

from __future__ import annotations

from datetime import date

import numpy as np

from app.project.model import Milestone
from app.project.problem import Problem, ProblemKind
from app.workbook.rows import leave_out_totals, missing_columns, whole_minor
from app.workbook.table import Table


def read_milestones(
    table: Table, *, currency: str, digits: int
) -> tuple[tuple[Milestone, ...], list[Problem]]:
    """Milestones in the order of the tab; one without a number is known by its title."""
    if not (table.has("milestone") or table.has("title")):
        return (), missing_columns(table, ["milestone"])
    used = ~table.blank_rows()
    ids, titles, lines, owners = (table.texts(name) for name in ("milestone", "title", "line", "owner"))
    nameless = np.array([not (a or b) for a, b in zip(ids, titles, strict=True)], np.bool_)
    if table.has("amount"):
        used &= ~leave_out_totals(
            table,
            [table.located.columns["amount"]],
            keyless=np.array([not name for name in ids], np.bool_),
            key="milestone",
            labels=("milestone", "title"),
        )
    amounts = whole_minor(table.numbers("amount", currency=currency).values, digits)
    weights = table.percents("weight").values
    days = {name: table.days(name).values for name in ("baseline", "forecast", "actual")}
    for row in np.flatnonzero(used & nameless).tolist():
        table.faults.add(
            ProblemKind.MISSING_FIELD,
            table.located.leading,
            table.sheet_row(row),
            "the row names no milestone",
            effect="the row is left out",
            left_out=True,
        )
    used &= ~nameless
    milestones = tuple(
        Milestone(
            id=ids[row] or titles[row],
            title=titles[row],
            line=lines[row],
            weight=None if np.isnan(weights[row]) else float(weights[row]),
            baseline=_day(days["baseline"][row]),
            forecast=_day(days["forecast"][row]),
            actual=_day(days["actual"][row]),
            amount=amounts[row],
            owner=owners[row],
            row=table.sheet_row(row),
        )
        for row in np.flatnonzero(used).tolist()
    )
    return milestones, table.faults.problems() + table.merge_problems()


def _day(ordinal: int) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None
