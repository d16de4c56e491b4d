"""Totals that were typed: compared with the lines they stand under."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.intake.findings.seen import Seen, money
from app.intake.mapping import Finding
from app.intake.table import Table

_ROUNDING = 0.02  # share of a unit and line that rounding explains
_KINDS = frozenset({"total", "subtotal"})


def typed_totals(seen: Seen) -> Iterator[Finding]:
    """A typed total that is not its lines; a subtotal without lines."""
    for table in seen.tables:
        rows = [row for row, item in sorted(table.body.found.items()) if item.kind in _KINDS]
        for row in rows:
            yield from _row(seen, table, row)
        yield from _without_lines(seen, table)


def _row(seen: Seen, table: Table, row: int) -> Iterator[Finding]:
    view, body = table.view, table.body
    if not table.lines or row < table.lines[0]:
        return
    for column in body.amounts:
        shown = view.numbers[row, column]
        if view.formula(row, column) or np.isnan(shown) or row not in body.at:
            continue
        since = _since(table, row)
        every = [line for line in table.lines if line < row]
        sums = [float(np.nansum(view.numbers[lines, column])) for lines in (since, every) if lines]
        sums = [
            total for total, lines in zip(sums, (since, every), strict=False) if lines and not np.isnan(total)
        ]
        if not sums:
            continue
        nearest = min(sums, key=lambda total: abs(total - shown))
        gap = abs(nearest - shown)
        if gap < 0.011 or (abs(nearest) < 1e-9):
            continue
        small = gap <= _ROUNDING * max(1, len(every)) or gap < 1e-6 * abs(shown)
        yield Finding(
            kind="rounding" if small else "total_not_equal_parts",
            places=(seen.cell(view, row, column),),
            note="The typed total is not the sum of its lines",
            shown=money(shown),
            recomputed=money(nearest),
            mend="Put a sum in its place",
        )


def _since(table: Table, row: int) -> list[int]:
    stops = [other for other, item in table.body.found.items() if other < row and item.kind != "rollup"]
    start = max(stops, default=-1)
    return [line for line in table.lines if start < line < row]


def _without_lines(seen: Seen, table: Table) -> Iterator[Finding]:
    """A line that calls itself a subtotal: nothing stands above it to be added."""
    for row in table.lines:
        if table.body.words_of(row).kind == "subtotal":
            columns = [c for c in table.body.amounts if not np.isnan(table.view.numbers[row, c])]
            if columns:
                yield Finding(
                    kind="total_without_lines",
                    places=(seen.cell(table.view, row, columns[0]),),
                    note="A subtotal without lines; its amount is counted as a line",
                    shown=money(table.view.numbers[row, columns[0]]),
                    mend="Give it a name of its own, or put its lines above it",
                )
