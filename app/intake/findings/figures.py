"""Figures at odds with each other: dates, orders and invoices, outliers, currencies, ratios, checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from app.intake.axis import AcrossAxis
from app.intake.columns import Type
from app.intake.findings.seen import Seen, money
from app.intake.formula import references
from app.intake.kinds import Kind
from app.intake.looks import currency_sign
from app.intake.mapping import Finding
from app.intake.table import Table
from app.intake.vocabulary import currency_in

_OVER = 1.0  # currency units: overruns below are noise
_OVER_SHARE = 0.005
_OUTLIER = 8.0  # times the median of the other months


def figures(seen: Seen) -> Iterator[Finding]:
    """All faults of this kind."""
    for table in seen.tables:
        yield from _dates(seen, table)
        yield from _over_committed(seen, table)
        yield from _outliers(seen, table)
        yield from _currencies(seen, table)
        yield from _ratios(seen, table)
        yield from _checks(seen, table)
        yield from _ambiguous_days(seen, table)


def _dates(seen: Seen, table: Table) -> Iterator[Finding]:
    starts, ends = table.with_role("start"), table.with_role("finish")
    if starts and ends:
        a, b = starts[0].index, ends[0].index
        rows = [row for row in table.lines if table.view.numbers[row, b] < table.view.numbers[row, a]]
        if rows:
            yield Finding(
                kind="finish_before_start",
                places=seen.runs(table.view, rows, b),
                note="Ends before it starts",
                mend="Swap or correct the dates",
            )
    for column in table.with_role("duration"):
        rows = [row for row in table.lines if table.view.numbers[row, column.index] < 0]
        if rows:
            yield Finding(
                kind="finish_before_start",
                places=seen.runs(table.view, rows, column.index),
                note="A negative duration",
                mend="Correct the dates it comes from",
            )


def _over_committed(seen: Seen, table: Table) -> Iterator[Finding]:
    """Invoiced or spent above what was ordered, in like currency, by a sum and a share that matter."""
    ordered, spent = table.with_role("committed"), table.with_role("actual")
    if not ordered or not spent or isinstance(table.axis, AcrossAxis):
        return
    a, b = ordered[0].index, spent[-1].index
    if table.units.get(a, ("", 1)) != table.units.get(b, ("", 1)):
        return
    over = table.view.numbers[:, b] - table.view.numbers[:, a]
    rows = [
        row for row in table.lines if over[row] > max(_OVER, _OVER_SHARE * abs(table.view.numbers[row, a]))
    ]
    if rows:
        excess = money(float(over[rows].sum()))
        yield Finding(
            kind="over_committed",
            places=seen.runs(table.view, rows, b)[:50],
            note=f"{len(rows)} lines are invoiced above the order, by {excess} in all",
            mend="Raise the order, or query the invoice",
        )


def _outliers(seen: Seen, table: Table) -> Iterator[Finding]:
    """One month many times the others of its line."""
    if not isinstance(table.axis, AcrossAxis) or table.axis.grain not in {"month", "week"}:
        return
    by_role: dict[str, list[int]] = {}
    for column in table.axis.periods:
        by_role.setdefault(table.role(column), []).append(column)
    found: list[tuple[int, int]] = []
    for columns in by_role.values():
        if len(columns) < 5:
            continue
        for row in table.lines[:2000]:
            values = np.abs(table.view.numbers[row, columns])
            held = values[~np.isnan(values) & (values > 0)]
            if len(held) >= 5 and held.max() > _OUTLIER * np.median(held):
                found.append((row, columns[int(np.nanargmax(values))]))
    for row, column in found[:10] if len(found) <= 0.2 * len(table.lines) + 2 else ():
        yield Finding(
            kind="outlier",
            places=(seen.cell(table.view, row, column),),
            note="Many times the other periods of its line",
            shown=money(table.view.numbers[row, column]),
            mend="Check the figure",
        )


def _currencies(seen: Seen, table: Table) -> Iterator[Finding]:
    """One column in several currencies: its sum means nothing."""
    codes = table.with_role("currency")
    for column in table.columns:
        if column.type != Type.NUMBER or column.index not in table.units:
            continue
        signs = Counter(
            sign
            for row in table.lines[:2000]
            if (sign := currency_in(currency_sign(table.view.look(row, column.index).number_format)))
        )
        if len(signs) > 1:
            usual = signs.most_common(1)[0][0]
            rows = [
                row
                for row in table.lines
                if (sign := currency_in(currency_sign(table.view.look(row, column.index).number_format)))
                and sign != usual
            ]
            yield Finding(
                kind="currency_mixed",
                places=seen.runs(table.view, rows, column.index)[:50],
                note=f"Shown in {', '.join(sorted(signs))} in one column",
                mend="One currency a column, or a column that names it",
            )
    if codes:
        names = {table.view.text(row, codes[0].index) for row in table.lines} - {""}
        if len(names) > 1:
            yield Finding(
                kind="currency_mixed",
                places=(
                    seen.area(
                        table.view,
                        table.frame.first_row,
                        codes[0].index,
                        table.frame.last_row,
                        codes[0].index,
                    ),
                ),
                note=f"Amounts in {', '.join(sorted(names)[:6])}: they are added per currency only",
                mend="Add an exchange rate, or a column in one currency",
            )


def _ratios(seen: Seen, table: Table) -> Iterator[Finding]:
    """A share computed the wrong way round."""
    for column, relation in table.relations.items():
        if relation.kind != "ratio" or len(relation.parts) < 2:
            continue
        above, below = (table.role(part) for part in relation.parts[:2])
        if above in {"budget", "committed"} and below in {"actual", "earned"}:
            yield Finding(
                kind="ratio_inverted",
                places=seen.runs(table.view, table.lines, column)[:50],
                note=f"{above} divided by {below}: the other way round it is a share",
                mend="Divide what was spent by what was planned",
            )
            continue
        odd = []
        for row in table.lines:
            formula = table.view.formula(row, column)
            if formula:
                refs = [
                    ref.left for ref in references(formula, row, column) if ref.one_cell and ref.top == row
                ]
                if refs[:2] == list(reversed(relation.parts[:2])):
                    odd.append(row)
        if odd:
            yield Finding(
                kind="ratio_inverted",
                places=seen.runs(table.view, odd, column),
                note="Divided the other way round than the other lines",
                mend="Put the column's formula back",
            )


def _checks(seen: Seen, table: Table) -> Iterator[Finding]:
    """Check rows and columns that are not 0."""
    for row, item in sorted(table.body.found.items()):
        words = table.body.words_of(row)
        if item.kind != "check" or not words.kind:
            continue
        label = " ".join(table.view.text(row, c.index) for c in table.columns if c.type == Type.TEXT).lower()
        if not any(
            word in label
            for word in (
                "check",
                "control",
                "diff",
                "контроль",
                "провер",
                "בדיקה",
                "ביקורת",
                "prüf",
                "kontroll",
                "comprob",
                "contr",
                "écart",
            )
        ):
            continue
        bad = [c for c in table.body.amounts if abs(table.view.numbers[row, c]) > 0.5]
        if bad:
            yield Finding(
                kind="check_failed",
                places=tuple(seen.cell(table.view, row, c) for c in bad[:20]),
                note="The workbook's own check is not 0",
                shown=money(table.view.numbers[row, bad[0]]),
                recomputed="0",
                mend="Find what it compares",
            )


def _ambiguous_days(seen: Seen, table: Table) -> Iterator[Finding]:
    from app.intake.kinds import day_order

    for column in table.columns:
        if column.type != Type.DAY:
            continue
        rows = [row for row in table.lines if table.view.kinds[row, column.index] == Kind.DAY_TEXT]
        if rows and day_order([table.view.text(row, column.index) for row in rows]) == "ambiguous":
            yield Finding(
                kind="date_ambiguous",
                places=(seen.area(table.view, rows[0], column.index, rows[-1], column.index),),
                note="Days kept as text: nothing tells day from month",
                shown=table.view.text(rows[0], column.index),
                mend="Say which comes first",
            )
