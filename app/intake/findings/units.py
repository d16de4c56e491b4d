"""What figures are counted in: said nowhere, in two ways, with tax, or hidden by the number format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from app.intake.columns import Column, Type
from app.intake.findings.seen import Seen, money
from app.intake.kinds import NUMERIC
from app.intake.looks import hides_number, is_percent, scale_of, shows_no_decimals
from app.intake.mapping import Finding
from app.intake.role import MONEY
from app.intake.table import Table
from app.intake.words_of_column import concepts
from app.project.place import Place

_LOOKED_AT = 2000
_TAX_RATES = (
    0.04,
    0.05,
    0.055,
    0.06,
    0.07,
    0.08,
    0.10,
    0.12,
    0.15,
    0.16,
    0.17,
    0.18,
    0.19,
    0.20,
    0.21,
    0.22,
    0.23,
    0.24,
    0.25,
    0.27,
)
_LEAST_LINES = 3


def units(seen: Seen) -> Iterator[Finding]:
    """All faults of this kind."""
    for table in seen.tables:
        yield from _undeclared(seen, table)
        yield from _mixed_units(seen, table)
        yield from _mixed_shares(seen, table)
        yield from _with_tax(seen, table)
        yield from _hidden_by_format(seen, table)


def _undeclared(seen: Seen, table: Table) -> Iterator[Finding]:
    """Money without a currency in heading, number format, title or a column of currencies."""
    columns = [
        c for c in table.columns if c.index in table.units and table.role(c.index) in MONEY and c.filled
    ]
    if not columns or table.with_role("currency") or any(table.units[c.index][0] for c in columns):
        return
    first, last = table.frame.first_row, table.frame.last_row
    yield Finding(
        kind="unit_undeclared",
        places=tuple(seen.area(table.view, first, c.index, last, c.index) for c in columns[:20]),
        note="Nothing says in what currency these amounts are, or whether they are thousands",
        mend="Name the currency in the heading, such as Budget (EUR)",
    )


def _mixed_units(seen: Seen, table: Table) -> Iterator[Finding]:
    """A column of quantities that is added up although its rows count different things."""
    codes = table.with_role("unit")
    added = table.with_role("quantity")
    if not codes or not added or not any(item.kind == "total" for item in table.body.found.values()):
        return
    names = Counter(table.view.text(row, codes[0].index).casefold().strip(" .") for row in table.lines)
    names.pop("", None)
    for column in added:
        totals = [
            row
            for row, item in table.body.found.items()
            if item.kind in {"total", "subtotal"} and not np.isnan(table.view.numbers[row, column.index])
        ]
        if len(names) > 1 and totals:
            yield Finding(
                kind="unit_mixed",
                places=(_body(seen, table, column),),
                note=f"Added up although it counts {', '.join(sorted(names)[:4])}",
                mend="Total each unit apart, or only the money",
            )


def _mixed_shares(seen: Seen, table: Table) -> Iterator[Finding]:
    """Shares typed as 0.15 and as 15 in one column."""
    for column in table.with_role("percent"):
        if column.type != Type.NUMBER:
            continue
        rows = [row for row in table.lines[:_LOOKED_AT] if table.view.numbers[row, column.index] > 0]
        formats = {row: is_percent(table.view.look(row, column.index).number_format) for row in rows}
        values = {row: float(table.view.numbers[row, column.index]) for row in rows}
        small = [row for row in rows if values[row] <= 1 and not formats[row]]
        large = [row for row in rows if values[row] > 2 and not formats[row]]
        shown = [row for row in rows if formats[row]]
        minority = min((small, large), key=len) if small and large else large if shown and large else []
        if minority and len(rows) >= _LEAST_LINES and not _all_are_one(values, small, large):
            yield Finding(
                kind="unit_mixed",
                places=seen.runs(table.view, minority, column.index)[:50],
                note="Shares of 1 and shares of 100 in one column",
                shown=money(values[minority[0]]),
                mend="Type them all as percentages",
            )


def _all_are_one(values: dict[int, float], small: Sequence[int], large: Sequence[int]) -> bool:
    """1 % or 100 %: a column of whole percents may hold a 1."""
    return bool(large) and all(values[row] == 1 for row in small)


def _with_tax(seen: Seen, table: Table) -> Iterator[Finding]:
    """Money that says it holds tax, or that is another money column and a tax rate more, line by line."""
    money_columns = [
        c for c in table.columns if c.index in table.units and table.role(c.index) in MONEY and c.filled
    ]
    for column in money_columns:
        said = {hit.concept for hit in concepts(column.label, seen.language)}
        if "taxed" in said and "untaxed" not in said:
            yield _taxed(_body(seen, table, column), "Says that it holds tax")
            continue
        for other in money_columns:
            rate = _tax_between(table, other, column) if other is not column else None
            if rate is not None:
                yield _taxed(
                    _body(seen, table, column),
                    f"Is {other.own or 'the column beside it'} and {100 * rate:g} % more on every line: "
                    "it holds tax",
                )
                break


def _taxed(place: Place, note: str) -> Finding:
    return Finding(
        kind="tax_included", places=(place,), note=note, mend="Take the amount before tax: tax is not cost"
    )


def _tax_between(table: Table, net: Column, gross: Column) -> float | None:
    a, b = (
        table.view.numbers[list(table.lines), net.index],
        table.view.numbers[list(table.lines), gross.index],
    )
    held = ~np.isnan(a) & ~np.isnan(b) & (np.abs(a) > 1)
    if held.sum() < _LEAST_LINES or len(np.unique(np.abs(a[held]))) < _LEAST_LINES:
        return None
    ratios = b[held] / a[held] - 1
    rate = float(np.median(ratios))
    near = min(_TAX_RATES, key=lambda known: abs(known - rate))
    within = np.abs(b[held] - a[held] * (1 + near)) <= 0.0051 + 1e-6 * np.abs(b[held])
    return near if within.all() else None


def _hidden_by_format(seen: Seen, table: Table) -> Iterator[Finding]:
    """Figures that the number format shows as something else: thousandths, nothing, or 0."""
    for column in table.columns:
        if column.type != Type.NUMBER:
            continue
        rows: dict[str, list[int]] = {}
        for row in (*table.lines[:_LOOKED_AT], *table.body.found):
            value = table.view.numbers[row, column.index]
            if table.view.kinds[row, column.index] not in NUMERIC or np.isnan(value) or value == 0:
                continue
            code = table.view.look(row, column.index).number_format
            if hides_number(code):
                rows.setdefault("The format shows nothing although the cell holds a figure", []).append(row)
            elif scale_of(code) > 1:
                rows.setdefault(f"The format shows 1/{scale_of(code):,} of the figure", []).append(row)
            elif abs(value) < 0.5 and shows_no_decimals(code) and not is_percent(code):
                rows.setdefault("The format shows 0 although the cell holds a figure", []).append(row)
        for note, found in rows.items():
            yield Finding(
                kind="number_format_hides",
                places=seen.runs(table.view, found, column.index)[:50],
                note=note,
                recomputed=money(float(table.view.numbers[found[0], column.index])),
                mend="Show the figure as it is, or say the unit in the heading",
            )


def _body(seen: Seen, table: Table, column: Column) -> Place:
    return seen.area(table.view, table.frame.first_row, column.index, table.frame.last_row, column.index)
