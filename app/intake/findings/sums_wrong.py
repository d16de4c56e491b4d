"""Totals added up again: sums that stop short, take wrong rows or count twice, and all that rests on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from app.intake.body import NoLine
from app.intake.findings.seen import Seen, money
from app.intake.formula import Reference, references
from app.intake.kinds import View
from app.intake.mapping import Finding
from app.intake.table import Table

_LEAST = 0.02  # differences below are rounding
_STEPS = 4  # how far an error is followed
_MOST = 400  # cells followed


def wrong_sums(seen: Seen) -> Iterator[Finding]:
    """Every total whose formula or figure is not its lines, then what inherits the error."""
    wrong: dict[tuple[str, int, int], str] = {}
    for table in seen.tables:
        for finding, column, row in _in_table(seen, table):
            wrong[table.view.sheet.name, row, column] = finding.kind
            yield finding
    yield from _heirs(seen, wrong)


def _in_table(seen: Seen, table: Table) -> Iterator[tuple[Finding, int, int]]:
    for column in table.body.amounts:
        if table.role(column) in {"duration", "percent"} and not table.body.children:
            continue
        yield from _in_column(seen, table, column)


def _in_column(seen: Seen, table: Table, column: int) -> Iterator[tuple[Finding, int, int]]:
    body = table.body
    cover = {row: _covered(table, row, column) for row, item in body.found.items() if item.sums.get(column)}
    everywhere = set().union(*cover.values()) if cover else set()
    lines = [row for row in table.lines if not np.isnan(table.view.numbers[row, column])]
    wrong: set[int] = set()
    for row, item in sorted(body.found.items()):
        told = item.sums.get(column)
        if told and wrong & set(told):
            continue  # it inherits what is wrong
        if told and item.by == "formula":
            finding = _formula_sum(seen, table, column, item, cover[row], lines, everywhere)
        elif told and item.kind == "rollup":
            finding = _rollup(seen, table, column, item)
        else:
            finding = None
        if finding:
            wrong.add(row)
            yield finding, column, row


def _covered(table: Table, row: int, column: int, depth: int = 0) -> Counter[int]:
    """The lines that a total adds up, through the totals it takes, with how often."""
    found: Counter[int] = Counter()
    for other in table.body.found[row].sums.get(column, ()):
        if other in table.body.found:
            inner = table.body.found[other].sums.get(column)
            if inner and depth < 8 and not _hidden_from_sums(table, other, column):
                found.update(_covered(table, other, column, depth + 1))
        else:
            found[other] += 1
    return found


def _hidden_from_sums(table: Table, row: int, column: int) -> bool:
    """Whether a parent's amount is a text, so that SUM passes it over."""
    return isinstance(table.view.value(row, column), str)


def _formula_sum(
    seen: Seen,
    table: Table,
    column: int,
    item: NoLine,
    covered: Counter[int],
    lines: list[int],
    everywhere: set[int],
) -> Finding | None:
    view, row = table.view, item.row
    amounts = {line for line in lines if abs(view.numbers[line, column]) > 0}
    twice = sorted(line for line, times in covered.items() if times > 1 and line in amounts)
    taken = sorted(line for line in covered if line in amounts)
    if not taken:
        return None
    missing = _missing(table, row, taken, amounts, everywhere, column)
    if not missing and not twice:
        return None
    shown = view.numbers[row, column]
    true = sum(view.numbers[line, column] for line in {*taken, *missing})
    if abs(true - shown) < _LEAST or np.isnan(shown):
        return None
    if twice and not missing:
        kind, note = "sum_double_count", f"adds {_rows(twice)} twice"
    elif _one_run(item.sums[column]) and not twice:
        kind, note = "sum_range_short", f"leaves out {_rows(missing)}"
    else:
        kind = "sum_wrong_rows"
        note = f"leaves out {_rows(missing)}" + (f" and adds {_rows(twice)} twice" if twice else "")
    return Finding(
        kind=kind,
        places=(seen.cell(view, row, column),),
        note=f"The sum {note}",
        shown=money(shown),
        recomputed=money(true),
        mend="Let the sum take every line of its block once",
    )


def _missing(
    table: Table, row: int, taken: list[int], amounts: set[int], everywhere: set[int], column: int
) -> list[int]:
    """Lines inside or beside the rows that are taken, which belong to them and are not."""
    body = table.body
    kids = set(body.children.get(row, ()))
    if kids and set(taken) & kids:
        wanted = {line for line in kids if line in amounts}
        return sorted(wanted - set(taken))
    last_total = max(
        (r for r, item in body.found.items() if item.sums.get(column) and r > taken[-1]), default=row
    )
    if row > taken[-1]:
        above = [line for line in amounts if taken[0] < line < row]
        left = [line for line in above if line not in taken]
        if row == last_total:
            left += [line for line in amounts if line < taken[0] and line not in everywhere]
        return sorted(left)
    stop = min((r for r, item in body.found.items() if r > taken[-1] and item.by == "formula"), default=10**9)
    return sorted(
        line
        for line in amounts
        if taken[-1] < line < stop and line not in everywhere and line - taken[-1] <= 3
    )


def _one_run(rows: tuple[int, ...]) -> bool:
    return len(rows) == 1 or max(rows) - min(rows) + 1 == len(set(rows)) == len(rows)


def _rows(rows: Iterable[int]) -> str:
    listed = [str(row + 1) for row in rows]
    return (
        ("row " if len(listed) == 1 else "rows ")
        + ", ".join(listed[:8])
        + (" ..." if len(listed) > 8 else "")
    )


def _rollup(seen: Seen, table: Table, column: int, item: NoLine) -> Finding | None:
    view = table.view
    shown = view.numbers[item.row, column]
    parts = [view.numbers[row, column] for row in item.sums[column]]
    true = float(np.nansum(parts)) if parts else float("nan")
    if np.isnan(shown) or np.isnan(true) or not np.any(~np.isnan(parts)) or abs(true - shown) < _LEAST:
        return None
    return Finding(
        kind="rollup_mismatch",
        places=(seen.cell(view, item.row, column),),
        note=f"The parent is not the sum of {_rows(item.sums[column])}",
        shown=money(shown),
        recomputed=money(true),
        mend="Let the parent add up its parts, or say why it differs",
    )


def _heirs(seen: Seen, wrong: dict[tuple[str, int, int], str]) -> Iterator[Finding]:
    """Cells that take a wrong total: their figures are wrong as well."""
    spoiled = set(wrong)
    for _ in range(_STEPS):
        fresh = {
            (view.sheet.name, row, column)
            for view in seen.views
            for (row, column), formula in view.sheet.formulas.items()
            if (view.sheet.name, row, column) not in spoiled
            and any(_takes(ref, view.sheet.name, spoiled) for ref in references(formula, row, column))
        }
        if not fresh or len(spoiled) > _MOST:
            return
        spoiled |= fresh
        for view in seen.views:
            for name, row, column in sorted(fresh):
                if name == view.sheet.name and _is_amount(view, row, column):
                    yield Finding(
                        kind="total_not_equal_parts",
                        places=(seen.cell(view, row, column),),
                        note="Rests on a sum that is wrong",
                        shown=money(view.numbers[row, column]),
                        mend="Mend the sum it takes, then look again",
                    )


def _takes(ref: Reference, own: str, spoiled: set[tuple[str, int, int]]) -> bool:
    sheet = ref.sheet or own
    if ref.one_cell:
        return (sheet, ref.top, ref.left) in spoiled
    return any(
        s == sheet and ref.top <= row <= ref.bottom and ref.left <= column <= ref.right
        for s, row, column in spoiled
    )


def _is_amount(view: View, row: int, column: int) -> bool:
    return not np.isnan(view.numbers[row, column]) and "%" not in view.look(row, column).number_format
