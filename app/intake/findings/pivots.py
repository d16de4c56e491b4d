"""Pivots that no longer show what their source holds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.intake.findings.seen import Seen, money
from app.intake.kinds import View
from app.intake.mapping import Finding
from app.intake.sheet import Pivot
from app.project.place import Place

_NOISE = 0.005  # what sums of floats leave


def stale_pivots(seen: Seen) -> Iterator[Finding]:
    """A pivot is a cached picture: its grand totals against the sums of its source."""
    by_name = {view.sheet.name: view for view in seen.views}
    for view in seen.views:
        for pivot in view.sheet.pivots:
            source = by_name.get(pivot.source[0]) if pivot.source else None
            if source is None or not pivot.source:
                continue
            box = pivot.source[1]
            first = pivot.box.end_column - len(pivot.fields)
            for column, field in enumerate(pivot.fields, first):
                shown = _number(view, pivot.box.end_row - 1, column)
                held = source.numbers[box.row + 1 : box.end_row, box.column + field]
                now = float(np.nansum(held))
                if shown is not None and abs(shown - now) > _NOISE + 1e-9 * abs(now):
                    yield _stale(seen.cell(view, pivot.box.end_row - 1, column), source, pivot, shown, now)


def _number(view: View, row: int, column: int) -> float | None:
    if row >= view.rows or column >= view.columns or np.isnan(view.numbers[row, column]):
        return None
    return float(view.numbers[row, column])


def _stale(place: Place, source: View, pivot: Pivot, shown: float, now: float) -> Finding:
    rows = pivot.source[1].end_row - pivot.source[1].row - 1 if pivot.source else 0
    return Finding(
        kind="stale_pivot",
        places=(place,),
        note=f"The pivot was not refreshed since the {rows:,} rows of {source.sheet.name} changed",
        shown=money(shown),
        recomputed=money(now),
        mend="Refresh the pivot; figures are taken from its source, never from the pivot",
    )
