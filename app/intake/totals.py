"""Rows that are no lines: totals, parents, taxes, mark-ups, shares, checks.

Told by formula first, then by hierarchy and words, then by arithmetic over the rows they enclose, then by
their place. What is left are the lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.intake.body import Body, NoLine
from app.intake.columns import Column
from app.intake.formula import bare_of, references
from app.intake.frame import Frame
from app.intake.kinds import View
from app.intake.role import Role
from app.intake.total_arithmetic import by_arithmetic, by_hierarchy, parents_first
from app.intake.total_words import by_words

_SUM = re.compile(r"SUM\(|SUBTOTAL\(|AGGREGATE\(")
_PLUS = re.compile(r"^=\+?\$?[A-Z]{1,3}\$?\d+(\+\$?[A-Z]{1,3}\$?\d+)+$")
_ADDED = re.compile(r"^=\+?\(?(?:SUM|SUBTOTAL|AGGREGATE)?\(?[$A-Z0-9:,;+()]*\)*(/2)?$")
_LOOKS_UP = re.compile(r"LOOKUP\(|INDEX\(|MATCH\(|SUMIFS?\(|COUNTIFS?\(|RANK|MAX\(|MIN\(|DUMMYFUNCTION")


def sort_out(view: View, frame: Frame, columns: Sequence[Column], roles: Mapping[int, Role]) -> Body:
    """Finds every row that is no line."""
    body = Body(view, frame, columns, roles)
    if not body.amounts:
        return body
    _by_formula(body)
    by_hierarchy(body)
    by_words(body)
    by_arithmetic(body)
    _derived(body)
    _by_place(body)
    parents_first(body)
    return body


def _by_formula(body: Body) -> None:
    """Rows whose amounts add up other rows of the same column."""
    by_row: dict[int, list[int]] = {}
    amounts = set(body.amounts)
    for row, column in body.view.sheet.formulas:
        if row in body.at and column in amounts:
            by_row.setdefault(row, []).append(column)
    for row in sorted(by_row):
        sums: dict[int, tuple[int, ...]] = {}
        other = 0
        for column in by_row[row]:
            rows = summed_rows(body, row, column)
            if rows:
                sums[column] = rows
            elif not _same_line(body, row, column):
                other += 1
        if sums and len(sums) >= other:
            body.found[row] = NoLine(row, "total", "formula", sums)


def summed_rows(body: Body, row: int, column: int) -> tuple[int, ...]:
    """The table's rows that the cell's formula adds up in its own column; () when it does something else."""
    formula = body.view.formula(row, column)
    if formula is None:
        return ()
    bare = bare_of(formula)
    if "DUMMYFUNCTION" in bare or not (_SUM.search(bare) or _PLUS.match(bare)) or not _ADDED.match(bare):
        return ()
    first, last = body.frame.first_row, body.frame.last_row
    rows: list[int] = []
    for ref in references(formula, row, column):
        if ref.sheet or ref.left != column or ref.right != column or ref.top > last or ref.bottom < first:
            return ()
        rows.extend(r for r in range(max(ref.top, first), min(ref.bottom, last) + 1) if r != row)
    return tuple(rows) if len(set(rows)) > 1 or (rows and _SUM.search(bare)) else ()


def _same_line(body: Body, row: int, column: int) -> bool:
    """Whether the formula only reads its own row."""
    formula = body.view.formula(row, column)
    return formula is not None and all(
        not ref.sheet and ref.top == ref.bottom == row for ref in references(formula, row, column)
    )


def _derived(body: Body) -> None:
    """Rows computed from totals: tax, mark-up, total with tax, differences of totals."""
    amounts = set(body.amounts)
    cells = [
        (row, rows)
        for row, column in body.view.sheet.formulas
        if row in body.at and column in amounts and (rows := _taken(body, row, column))
    ]
    for _ in range(3):
        before = len(body.found)
        for row, rows in cells:
            if row in body.found:
                continue
            lines = [r for r in rows if r in body.at and r not in body.found]
            totals = [r for r in rows if r in body.found and body.found[r].kind != "rollup"]
            rests_on_totals = totals and not (lines and row not in body.keyless and row < min(totals))
            if rests_on_totals or len(lines) >= 3:
                kind = body.words_of(row).kind or ("total" if len(rows) > 1 else "adjustment")
                body.found[row] = NoLine(row, kind, "formula")
        if len(body.found) == before:
            return


def _taken(body: Body, row: int, column: int) -> tuple[int, ...]:
    """Other rows of the same column that a cell's formula takes, look-ups left aside."""
    formula = body.view.formula(row, column)
    if formula is None or _LOOKS_UP.search(bare_of(formula)):
        return ()
    rows: set[int] = set()
    for ref in references(formula, row, column):
        if not ref.sheet and ref.left == ref.right == column:
            if ref.top <= row <= ref.bottom:
                return ()
            rows.update(range(max(ref.top, body.frame.first_row), min(ref.bottom, body.frame.last_row) + 1))
    return tuple(rows)


def _by_place(body: Body) -> None:
    """Rows without what every line has, before the first line or after the last."""
    lines = [row for row in body.rows if row not in body.found and row not in body.keyless]
    if not lines:
        return
    for row in body.keyless:
        if row in body.found or lines[0] < row < lines[-1]:
            continue
        if body.view.kinds[row, body.amounts].any():
            body.found[row] = NoLine(row, body.words_of(row).kind or "check", "place")


def name_kinds(body: Body) -> None:
    """Gives each such row its kind: parent, subtotal, total, tax, mark-up, share, check."""
    last_total = max(
        (row for row, item in body.found.items() if item.kind in {"total", "subtotal"}), default=-1
    )
    for row, item in body.found.items():
        said = body.words_of(row).kind
        if item.by == "hierarchy":
            continue
        if said in {"tax", "adjustment", "average", "percent", "check", "total_inc_tax", "subtotal"}:
            item.kind = said
        elif item.sums and all(r > row for rows in item.sums.values() for r in rows):
            item.kind = "total" if row == body.rows[0] else "rollup"
        elif item.kind in {"total", "subtotal"} and said != "total" and row != last_total:
            item.kind = "subtotal"
