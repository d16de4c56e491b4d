"""What several tabs' rows have in common: totals left out, month columns, money as whole minor units."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.project.month import Month, label
from app.project.problem import Problem, ProblemKind
from app.workbook.named import column_name
from app.workbook.sum_formulas import summing_rows
from app.workbook.table import Table
from app.workbook.totals import find_totals, says_total


def whole_minor(values: NDArray[np.float64], digits: int) -> list[int | None]:
    """Major units as whole minor units; NaN is None."""
    blank = np.isnan(values)
    whole = np.rint(np.where(blank, 0, values) * 10**digits).astype(np.int64).tolist()
    if not blank.any():
        return list(whole)
    return [None if none else value for none, value in zip(blank.tolist(), whole, strict=True)]


def money_by_row(table: Table, values: NDArray[np.float64], digits: int) -> dict[int, float]:
    """Tab row -> minor units, for the rows that hold money."""
    return {table.sheet_row(row): float(values[row]) * 10**digits for row in np.flatnonzero(values).tolist()}


def leave_out_totals(
    table: Table, columns: Sequence[int], *, keyless: NDArray[np.bool_], key: str, labels: Sequence[str]
) -> NDArray[np.bool_]:
    """Rows that are totals of the rows above them, shape (rows,); each is told with its figures."""
    is_total = np.zeros(table.height, np.bool_)
    if table.located.stand_in:
        return is_total  # a confirmed mapping has left them out
    by_label = {name: _says_total(table, name) for name in labels if table.has(name)}
    labelled = np.logical_or.reduce([*by_label.values(), is_total])
    by_formula = _by_formula(table, columns)
    if not (keyless.any() or labelled.any() or by_formula.any()) or not columns:
        return is_total
    found = find_totals(
        table.amounts_at(columns),
        keyless=keyless,
        labelled=labelled,
        label_is_key=by_label.get(key, is_total),
        by_formula=by_formula,
    )
    for total in found:
        is_total[total.row] = True
        row, column = table.sheet_row(total.row), columns[total.column]
        table.faults.totals.add(row)
        shown = f"a total of {total.shown:,.2f}"
        if not total.adds_up:
            shown += f" that does not add up: the rows above it make {total.recomputed:,.2f}"
            if table.unit_of(column) == "money":
                table.faults.off[row] = abs(total.shown - total.recomputed)
        says_so = labelled[total.row] or keyless[total.row]
        sound = ProblemKind.TOTAL_ROW if says_so else ProblemKind.SUMMING_ROW
        table.faults.add(
            sound if total.adds_up else ProblemKind.WRONG_TOTAL,
            table.located.columns.get(key, columns[0]) if total.adds_up else column,
            row,
            shown,
            effect="the row is left out, so that nothing counts twice",
            left_out=True,
        )
    return is_total


def _by_formula(table: Table, columns: Sequence[int]) -> NDArray[np.bool_]:
    """Rows all of whose amounts are by their formulas sums of other rows, shape (rows,)."""
    found = np.zeros(table.height, np.bool_)
    formulas = table.located.tab.formulas
    sums = summing_rows(formulas, columns, first=table.first_row) if formulas else {}
    for sheet_row, by_column in sums.items():
        row = sheet_row - table.first_row
        if row < table.height:
            others = (table.column(at)[row] for at in columns if at not in by_column)
            found[row] = all(cell is None or cell == 0 for cell in others)
    return found


def _says_total(table: Table, name: str) -> NDArray[np.bool_]:
    cells = table.cells(name)
    says = {text: says_total(text) for text in set(cells) if isinstance(text, str)}
    if not any(says.values()):
        return np.zeros(table.height, np.bool_)
    return np.array([says.get(cell, False) if isinstance(cell, str) else False for cell in cells], np.bool_)


def month_groups(table: Table) -> dict[Month, list[int]]:
    """Month -> its columns, oldest first. Several columns of one month are weeks."""
    groups: dict[Month, list[int]] = {}
    for column, month in sorted(table.located.months.items(), key=lambda item: (item[1], item[0])):
        groups.setdefault(month, []).append(column)
    return groups


def month_heading_problems(table: Table) -> list[Problem]:
    """Month columns that can't be placed (no year), or that stand twice with one heading."""
    header = table.located.header
    problems = [
        Problem(
            kind=ProblemKind.NOT_A_DATE,
            message=f"{table.located.place(header.row, column)}: "
            f"'{table.located.tab.value(header.row, column)}' names no year; the column is left out",
            mend="Head the column with a month and its year, such as 2026-03",
            places=(table.located.place(header.row, column),),
            left_out=True,
            column=column_name(table.located, column),
        )
        for column in header.undated
    ]
    for month, columns in month_groups(table).items():
        heads = [table.located.tab.value(header.row, column) for column in columns]
        if len(columns) > 1 and len(set(heads)) < len(heads):
            places = tuple(table.located.place(header.row, column) for column in columns)
            problems.append(
                Problem(
                    kind=ProblemKind.DOUBLE_HEADING,
                    message=f"{table.located.tab.title}!{' and '.join(place.a1 for place in places)}: "
                    f"{len(columns)} columns are headed {label(month)}; they are added together",
                    mend="Give each month one column",
                    places=places,
                    subject=label(month),
                    count=len(columns),
                )
            )
    return problems


def missing_columns(table: Table, names: Sequence[str]) -> list[Problem]:
    """One problem for each column that the tab should have and lacks."""
    return [missing_column(table, name) for name in names if not table.has(name)]


def missing_column(
    table: Table,
    name: str,
    effect: str = "",
    *,
    left_out: bool = True,
    count: int = 1,
    amount: float | None = None,
    hours: float | None = None,
) -> Problem:
    """A column that the tab lacks; `effect` says what that does to the figures."""
    located = table.located
    title = located.contract.field(name).title
    return Problem(
        kind=ProblemKind.MISSING_COLUMN,
        message=f"{located.tab.title} has no column {title}{f'; {effect}' if effect else ''}",
        mend=f"Add a column headed {title}",
        places=(located.place(max(located.header.row, 0), 0),),
        left_out=left_out,
        amount=amount,
        hours=hours,
        count=count,
        subject=name,
    )


def double_headings(table: Table) -> list[Problem]:
    """Fields that two columns claim with one heading: read where the columns agree, else withheld."""
    located, problems = table.located, []
    for name, columns in located.header.doubles.items():
        same = all(table.column(at) == table.column(columns[0]) for at in columns[1:])
        places = tuple(located.place(located.header.row, at) for at in columns)
        effect = "they hold the same" if same else "they differ, so neither is read"
        problems.append(
            Problem(
                kind=ProblemKind.DOUBLE_HEADING,
                message=f"{located.tab.title}!{' and '.join(place.a1 for place in places)}: "
                f"{len(columns)} columns are headed {located.contract.field(name).title}; {effect}",
                mend="Rename one of the columns",
                places=places,
                left_out=not same,
                subject=name,
                count=len(columns),
            )
        )
    return problems
