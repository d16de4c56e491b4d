"""Periods: of two grains in one axis, twice, missing between two others, or other than their heading says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from app.intake.axis import AcrossAxis
from app.intake.columns import Column, Type
from app.intake.findings.seen import Seen
from app.intake.kinds import DAYS
from app.intake.mapping import Finding
from app.intake.table import Table
from app.intake.vocabulary import lexicon

_FINE = {"day", "week", "sprint"}
_WEEK = 7
_LEAST = 4  # dates that make a rhythm


def mixed_periods(seen: Seen) -> Iterator[Finding]:
    """All faults of this kind."""
    for table in seen.tables:
        if isinstance(table.axis, AcrossAxis):
            yield from _other_grains(seen, table, table.axis)
            yield from _twice(seen, table, table.axis)
        yield from _months_that_are_weeks(seen, table)


def _other_grains(seen: Seen, table: Table, axis: AcrossAxis) -> Iterator[Finding]:
    """Columns of another grain among those of the axis that are not sums of them."""
    summed = {column for column, relation in table.relations.items() if relation.kind in {"sum", "row_sum"}}
    odd = [
        c
        for c in table.columns
        if c.index not in axis.periods
        and c.index not in summed
        and table.role(c.index) not in {"total", "cumulative"}
        and any(period.grain != axis.grain for period in c.periods)
        and min(axis.periods) < c.index < max(axis.periods)
    ]
    if odd:
        grains = sorted({period.grain for c in odd for period in c.periods} - {axis.grain})
        yield _finding(
            seen,
            table,
            odd,
            f"Columns by {' and '.join(grains)} among columns by {axis.grain}: one sum would mix them",
        )


def _twice(seen: Seen, table: Table, axis: AcrossAxis) -> Iterator[Finding]:
    """One period in two columns of one measure."""
    counts = Counter((table.role(column), key) for column, key in axis.periods.items())
    odd = [
        c
        for c in table.columns
        if c.index in axis.periods
        and counts[table.role(c.index), axis.periods[c.index]] > 1
        and axis.grain not in _FINE
        and _alike(table, axis, c)
    ]
    if odd:
        keys = sorted({axis.periods[c.index] for c in odd})
        yield _finding(seen, table, odd, f"{', '.join(keys[:4])} stands in more than one column")


def _alike(table: Table, axis: AcrossAxis, column: Column) -> bool:
    """Whether another column of the same measure has the same period and the same words."""
    return any(
        other.index != column.index
        and axis.periods.get(other.index) == axis.periods[column.index]
        and (other.own, other.above, other.unit) == (column.own, column.above, column.unit)
        for other in table.columns
    )


def _months_that_are_weeks(seen: Seen, table: Table) -> Iterator[Finding]:
    """A column headed month whose dates go by weeks."""
    for column in table.columns:
        said = {hit.concept for hit in lexicon("units", "periods").hits(column.own)}
        if column.type != Type.DAY or said != {"month"}:
            continue
        days = [
            int(table.view.numbers[row, column.index])
            for row in table.lines
            if table.view.kinds[row, column.index] in DAYS
        ]
        if _steps(sorted(set(days))) == _WEEK:
            yield _finding(seen, table, [column], "Headed month, but its dates go week by week")


def _steps(days: Sequence[int]) -> int:
    """The usual distance between neighbouring days; 0 for too few."""
    if len(days) <= _LEAST:
        return 0
    return int(np.median([later - earlier for earlier, later in pairwise(days)]))


def _finding(seen: Seen, table: Table, columns: Sequence[Column], note: str) -> Finding:
    first = table.frame.header_rows[0] if table.frame.header_rows else table.frame.first_row
    return Finding(
        kind="period_mixed",
        places=tuple(
            seen.area(table.view, first, c.index, table.frame.last_row, c.index) for c in columns[:20]
        ),
        note=note,
        mend="One grain an axis, each period once",
    )
