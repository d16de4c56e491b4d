"""The Resource plan tab: planned hours, a row a person and line, a column a month."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.project.model import Line, ResourcePlan
from app.project.problem import Problem, ProblemKind
from app.workbook.read_actuals import line_numbers
from app.workbook.rows import leave_out_totals, missing_columns, month_groups, month_heading_problems
from app.workbook.table import Table


def read_plan(table: Table, lines: Sequence[Line]) -> tuple[ResourcePlan | None, list[Problem]]:
    """The plan, or None (told) when it has no line column or no month columns to read."""
    problems = month_heading_problems(table)
    groups = month_groups(table)
    if not table.has("line") or not groups:
        return None, problems + _unreadable(table, bool(groups))
    used = ~table.blank_rows()
    names, people, roles = table.texts("line"), table.texts("person"), table.texts("role")
    keyless = np.array([not name for name in names], np.bool_)
    columns = [at for group in groups.values() for at in group]
    used &= ~leave_out_totals(table, columns, keyless=keyless, key="line", labels=("line", "person", "role"))
    hours = np.full((table.height, len(groups)), np.nan)
    for place, group in enumerate(groups.values()):
        weeks = np.vstack([table.numbers_at(at, effect="the cell counts as blank").values for at in group])
        hours[:, place] = np.where(np.isnan(weeks).all(axis=0), np.nan, np.nansum(weeks, axis=0))
    empty = np.isnan(hours).all(axis=1)
    for row in np.flatnonzero(used & empty & keyless).tolist():
        table.faults.add(
            ProblemKind.PASSED_OVER,
            table.located.columns["line"],
            table.sheet_row(row),
            "no line and no hours",
            effect="passed over",
        )
    used &= ~(empty & keyless)
    rows = np.flatnonzero(used)
    kept = [names[row] for row in rows]
    plan = ResourcePlan(
        person=tuple(people[row] for row in rows),
        role=tuple(roles[row] for row in rows),
        line=line_numbers(kept, lines),
        line_names=tuple(kept),
        months=tuple(groups),
        hours=hours[rows],
        row=(rows + table.first_row).astype(np.int32),
    )
    return plan, problems + table.faults.problems() + table.merge_problems()


def _unreadable(table: Table, has_months: bool) -> list[Problem]:
    if table.blank_rows().all():
        return []  # a tab that waits for its first row
    if not table.has("line"):
        return missing_columns(table, ["line"])
    if has_months:
        return []
    row = max(table.located.header.row, 0)
    return [
        Problem(
            kind=ProblemKind.MISSING_COLUMN,
            message=f"{table.located.tab.title} has no month columns; the plan is not read",
            mend="Head the columns with months, such as 2026-03",
            places=(table.located.place(row, 0),),
            left_out=True,
            subject="months",
        )
    ]
