"""Signs: the same money with both signs, and income among costs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.intake.columns import Column, Type
from app.intake.findings.seen import Seen, money
from app.intake.mapping import Finding
from app.intake.role import MONEY
from app.intake.table import Table
from app.intake.words_of_column import concepts
from app.project.place import Place

_LEAST = 5  # lines that mirror each other, or that make a sign the rule
_FEWEST = 2  # lines of income: one alone is more often a word misread
_LABELS = ("group", "category", "title")
_INCOME = "revenue"


def signs(seen: Seen) -> Iterator[Finding]:
    """All faults of this kind."""
    for table in seen.tables:
        columns = [c for c in table.columns if table.role(c.index) in MONEY and c.type == Type.NUMBER]
        yield from _mirrors(seen, table, columns)
        yield from _income_among_costs(seen, table, columns)


def _mirrors(seen: Seen, table: Table, columns: list[Column]) -> Iterator[Finding]:
    """A column that is another one with the sign turned."""
    rows = list(table.lines)
    for place, column in enumerate(columns):
        mine = np.nan_to_num(table.view.numbers[rows, column.index])
        for other in columns[:place]:
            theirs = np.nan_to_num(table.view.numbers[rows, other.index])
            held = (mine != 0) & (theirs != 0)
            if (
                held.sum() >= _LEAST
                and held.sum() >= 0.9 * (mine != 0).sum()
                and (mine[held] == -theirs[held]).all()
            ):
                yield Finding(
                    kind="sign_convention",
                    places=(_cells(seen, table, column),),
                    note=f"Repeats {other.own or 'another column'} with the sign turned: "
                    "added together they vanish",
                    shown=money(float(mine.sum())),
                    recomputed=money(float(theirs.sum())),
                    mend="Keep one of the two, or say which way each counts",
                )
                break


def _income_among_costs(seen: Seen, table: Table, columns: list[Column]) -> Iterator[Finding]:
    """Lines that their own labels call income, counted like the costs around them."""
    labels = [c for name in _LABELS for c in table.with_role(name)][:2]
    if not labels or len(table.lines) < _LEAST:
        return
    income = np.array([_says_income(seen, table, row, labels) for row in table.lines], np.bool_)
    if not _FEWEST <= income.sum() <= 0.5 * len(income):
        return
    for column in columns:
        if table.role(column.index) == _INCOME:
            continue
        values = np.nan_to_num(table.view.numbers[list(table.lines), column.index])
        inside, around = values[income & (values != 0)], values[~income & (values != 0)]
        if len(inside) and len(around) >= _LEAST and np.sign(np.median(inside)) == np.sign(np.median(around)):
            rows = [row for row, is_income in zip(table.lines, income, strict=True) if is_income]
            yield Finding(
                kind="sign_convention",
                places=seen.runs(table.view, rows, column.index)[:50],
                note="Income stands among costs with the same sign: the column's sum mixes the two",
                shown=money(float(values.sum())),
                recomputed=f"income {money(float(values[income].sum()))}, "
                f"cost {money(float(values[~income].sum()))}",
                mend="Give income the other sign, or a column of its own",
            )


def _says_income(seen: Seen, table: Table, row: int, labels: list[Column]) -> bool:
    texts = (table.view.text(row, label.index) for label in labels)
    return any(
        hit.concept == _INCOME and hit.first == 0
        for text in texts
        if len(text) < 60
        for hit in concepts(text, seen.language)
    )


def _cells(seen: Seen, table: Table, column: Column) -> Place:
    return seen.area(table.view, table.frame.first_row, column.index, table.frame.last_row, column.index)
