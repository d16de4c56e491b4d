"""Actuals that stand beside their lines: one amount a line and month, or one a line up to the status date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.project.model import Ledger, Line
from app.project.month import Month, last_day, month_of
from app.project.problem import Problem
from app.workbook.read_actuals import line_numbers
from app.workbook.rows import month_groups
from app.workbook.table import Table

_BLANK = "the cell counts as blank"


def read_actuals_across(
    table: Table, lines: Sequence[Line], *, currency: str, digits: int, status_date: date
) -> tuple[Ledger, list[Problem]]:
    """An entry for each amount that is no 0. Costs in minor units of the project currency (10**digits).

    A month's amount counts at its last day, that of the status date's month at the status date; an amount
    without a month is what was spent up to the status date.
    """
    columns: list[tuple[Month | None, int]] = [
        (month, at) for month, group in month_groups(table).items() for at in group
    ]
    if table.has("cost"):
        columns.append((None, table.located.columns["cost"]))
    names = table.texts("line")
    rows, days, costs = [], [], []
    for month, at in columns:
        values = np.nan_to_num(table.numbers_at(at, effect=_BLANK, currency=currency).values)
        held = np.flatnonzero(values)
        rows.append(held)
        days.append(np.full(len(held), _day(month, status_date).toordinal(), np.int64))
        costs.append(np.rint(values[held] * 10**digits).astype(np.int64))
    row, day, cost = (np.concatenate([np.zeros(0, np.int64), *parts]) for parts in (rows, days, costs))
    order = np.argsort(row, kind="stable")
    row, day, cost = row[order], day[order], cost[order]
    line_names = [names[at] for at in row.tolist()]
    ledger = _ledger(
        day=day, line=line_numbers(line_names, lines), cost=cost, row=row + table.first_row,
        line_names=line_names, currency=currency,
    )  # fmt: skip
    return ledger, table.faults.problems() + table.merge_problems()


def no_entries(currency: str) -> Ledger:
    """Nothing booked."""
    none = np.zeros(0, np.int64)
    return _ledger(day=none, line=none, cost=none, row=none, line_names=(), currency=currency)


def _ledger(
    *,
    day: NDArray[np.int64],
    line: NDArray[np.integer],
    cost: NDArray[np.int64],
    row: NDArray[np.int64],
    line_names: Sequence[str],
    currency: str,
) -> Ledger:
    """Entries of money alone, in the project's currency."""
    count = len(day)
    return Ledger(
        day=day.astype(np.int32),
        month=np.array([month_of(date.fromordinal(one)) for one in day.tolist()], np.int32),
        line=line.astype(np.int32),
        person=np.full(count, -1, np.int32),
        hours=np.zeros(count),
        cost=cost,
        priced=np.ones(count, np.bool_),
        currency=np.zeros(count, np.int32),
        kind=np.zeros(count, np.int32),
        approved=np.ones(count, np.bool_),
        row=row.astype(np.int32),
        people=(),
        currencies=(currency,),
        kinds=("",),
        line_names=tuple(line_names),
        documents=("",) * count,
    )


def _day(month: Month | None, status_date: date) -> date:
    if month is None or month == month_of(status_date):
        return status_date
    return last_day(month)
