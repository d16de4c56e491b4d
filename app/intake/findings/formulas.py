"""Formulas that break with their column: typed figures, other forms, foreign rates, uneven mark-ups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from app.intake.axis import AcrossAxis
from app.intake.columns import Type
from app.intake.findings.seen import Seen, money
from app.intake.formula import bare_of, references, relative
from app.intake.kinds import NUMERIC, Kind
from app.intake.mapping import Finding
from app.intake.sheet import Formula
from app.intake.table import Table

_USUAL = 0.6  # share of a column's lines that make a form the usual one
_CONSTANT = re.compile(r"(?<![A-Z$\d.])(\d+(?:\.\d+)?)(%?)(?![\d.]*[A-Z(:])")
_CELL = re.compile(r"(?:'[^']*'!|[\w.]+!)?\$?[A-Z]{1,3}\$?\d+")


def breaks_in_columns(seen: Seen) -> Iterator[Finding]:
    """Per column of lines: what departs from the form that most share."""
    for table in seen.tables:
        for column in table.columns:
            if column.type in {Type.NUMBER, Type.DAY}:
                yield from _column(seen, table, column.index)
        yield from _total_rows(seen, table)


def _column(seen: Seen, table: Table, column: int) -> Iterator[Finding]:
    view = table.view
    forms: dict[int, str] = {}
    for row in table.lines:
        formula = view.formula(row, column)
        if formula and "DUMMYFUNCTION" not in formula.text:
            forms[row] = relative(formula)
    if len(forms) < 3:
        return
    held = [row for row in table.lines if view.kinds[row, column] or row in forms]
    constants = {row: _constants(view.formula(row, column)) for row in forms}
    shapes = {row: _CONSTANT.sub("#", form) for row, form in forms.items()}
    usual, times = Counter(shapes.values()).most_common(1)[0]
    running = column in table.relations and table.relations[column].kind == "cumulative"
    if running:
        held = [row for row in held if row != table.lines[0]]
        shapes.pop(table.lines[0], None)  # the opening balance
    if times >= _USUAL * len(held):
        yield from _typed(seen, table, column, [row for row in held if row not in forms])
        odd = [row for row, shape in shapes.items() if shape != usual]
        yield from _others(seen, table, column, odd, len(forms))
        yield from _blanks(seen, table, column, forms, times)
    alike = [row for row, shape in shapes.items() if shape == usual]
    yield from _markups(seen, table, column, alike, constants)


def _constants(formula: Formula | None) -> tuple[str, ...]:
    text = _CELL.sub("@", bare_of(formula)) if formula else ""
    return tuple(number + percent for number, percent in _CONSTANT.findall(text))


def _typed(seen: Seen, table: Table, column: int, rows: Sequence[int]) -> Iterator[Finding]:
    rows = [row for row in rows if table.view.kinds[row, column] in {*NUMERIC, Kind.DAY}]
    for row in rows[:20]:
        made = _by_relation(table, column, row)
        yield Finding(
            kind="constant_in_formula_range",
            places=(seen.cell(table.view, row, column),),
            note="A typed figure where the other lines compute it",
            shown=money(table.view.numbers[row, column]),
            recomputed="" if made is None else money(made),
            mend="Put the column's formula back",
        )


def _by_relation(table: Table, column: int, row: int) -> float | None:
    """What the column's usual formula would give."""
    relation = table.relations.get(column)
    if relation is None:
        return None
    parts = [np.nan_to_num(table.view.numbers[row, part]) for part in relation.parts]
    made = {"difference": parts[0] - sum(parts[1:]), "sum": sum(parts)}
    if relation.kind == "product":
        return float(np.prod(parts))
    return float(made[relation.kind]) if relation.kind in made else None


def _others(
    seen: Seen,
    table: Table,
    column: int,
    rows: Sequence[int],
    forms: int,
) -> Iterator[Finding]:
    view = table.view
    if len(rows) > 0.3 * forms + 1:
        return
    for row in rows[:20]:
        formula = view.formula(row, column)
        if formula is None:
            continue
        refs = references(formula, row, column)
        foreign = [ref for ref in refs if not ref.sheet and ref.one_cell and ref.top != row]
        rate = [ref for ref in refs if table.role(ref.left) in {"rate", "bill_rate"}]
        priced = table.relations.get(column)
        wrong_rate = bool(
            priced
            and priced.kind == "product"
            and (
                any(ref in rate for ref in foreign)
                or (rate and not any(ref.left in priced.parts for ref in rate))
            )
        )
        yield Finding(
            kind="wrong_rate_reference" if wrong_rate else "formula_inconsistent",
            places=(seen.cell(view, row, column),),
            note="Takes another line's rate" if wrong_rate else "Computed otherwise than the other lines",
            shown=formula.text[:60],
            mend="Put the column's formula back, or say why it differs",
        )


def _blanks(seen: Seen, table: Table, column: int, forms: dict[int, str], times: int) -> Iterator[Finding]:
    """Lines without the formula between lines that have it."""
    first, last = min(forms), max(forms)
    blank = [
        row
        for row in table.lines
        if first < row < last and not table.view.kinds[row, column] and row not in forms
    ]
    if blank and len(blank) <= 0.2 * times:
        yield Finding(
            kind="missing_formula",
            places=seen.runs(table.view, blank, column),
            note="No formula where the other lines have one",
            mend="Fill the column's formula down",
        )


def _markups(
    seen: Seen, table: Table, column: int, rows: Sequence[int], constants: dict[int, tuple[str, ...]]
) -> Iterator[Finding]:
    """Lines whose factor is not the one that most lines carry."""
    told = {row: constants[row] for row in rows if len(constants[row]) == 1}
    if len(told) < 4:
        return
    usual, times = Counter(told.values()).most_common(1)[0]
    odd = [row for row, factor in told.items() if factor != usual]
    if odd and times >= 0.6 * len(told):
        yield Finding(
            kind="inconsistent_markup",
            places=seen.runs(table.view, odd, column),
            note=f"The other lines are multiplied by {usual[0]}",
            shown=", ".join(sorted({told[row][0] for row in odd})),
            recomputed=usual[0],
            mend="Use one factor, in a cell of its own",
        )


def _total_rows(seen: Seen, table: Table) -> Iterator[Finding]:
    """Totals whose formula differs from its neighbours', and months without one."""
    across = sorted(table.axis.periods) if isinstance(table.axis, AcrossAxis) else list(table.body.amounts)
    for row, item in sorted(table.body.found.items()):
        forms = {
            c: relative(f)
            for c in across
            if (f := table.view.formula(row, c)) and "DUMMYFUNCTION" not in f.text
        }
        if len(forms) < 3:
            continue
        usual, times = Counter(forms.values()).most_common(1)[0]
        odd = [c for c, form in forms.items() if form != usual and item.sums.get(c)]
        if odd and times >= 0.6 * len(forms):
            yield Finding(
                kind="formula_inconsistent",
                places=tuple(seen.cell(table.view, row, c) for c in odd),
                note="This total takes other rows than its neighbours",
                mend="Let it add the same rows",
            )
        typed = [c for c in across if min(forms) < c < max(forms) and c not in forms]
        for column in typed if len(typed) <= 0.3 * len(forms) and times >= 0.6 * len(forms) else ():
            held = table.view.kinds[row, column] in NUMERIC
            below = any(not np.isnan(table.view.numbers[line, column]) for line in table.lines)
            if held or below:
                yield Finding(
                    kind="constant_in_formula_range" if held else "missing_formula",
                    places=(seen.cell(table.view, row, column),),
                    note="A typed figure amid formulas" if held else "No total where its neighbours have one",
                    mend="Fill the formula across",
                )
