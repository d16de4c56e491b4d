"""Rows that are no lines: totals, parents, taxes, mark-ups, shares, checks.

Told by formula first, then by hierarchy and words, then by arithmetic over the rows they enclose, then by
their place. What is left are the lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.intake.body import Body, NoLine
from app.intake.column_formulas import ColumnFormulas
from app.intake.columns import Column
from app.intake.frame import Frame
from app.intake.kinds import View
from app.intake.role import Role
from app.intake.total_arithmetic import by_arithmetic, by_hierarchy, parents_first
from app.intake.total_words import by_words


def sort_out(
    view: View,
    frame: Frame,
    columns: Sequence[Column],
    roles: Mapping[int, Role],
    formulas: ColumnFormulas,
) -> Body:
    """Finds every row that is no line."""
    body = Body(view, frame, columns, roles, formulas)
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
    amounts = set(body.amounts)
    sums: dict[int, dict[int, tuple[int, ...]]] = {}
    for (row, column), rows in body.formulas.summed.items():
        if row in body.at and column in amounts:
            sums.setdefault(row, {})[column] = rows
    for row in sorted(sums):
        others = sum((row, column) in body.formulas.others for column in amounts)
        if len(sums[row]) >= others:
            body.found[row] = NoLine(row, "total", "formula", sums[row])


def _derived(body: Body) -> None:
    """Rows computed from totals: tax, mark-up, total with tax, differences of totals."""
    amounts = set(body.amounts)
    cells = [
        (row, rows)
        for (row, column), rows in (body.formulas.taken | body.formulas.summed).items()
        if row in body.at and column in amounts
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
