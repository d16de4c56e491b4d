"""The Budget tab: a line a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.errors import MissingColumn, NoBudgetLines
from app.project.model import CreditingRule, Line
from app.project.month import Month
from app.project.names import folded
from app.project.place import Place
from app.project.problem import Problem, ProblemKind, Work
from app.workbook.book import CellError
from app.workbook.rollups import leave_out_rollups
from app.workbook.rows import leave_out_totals, missing_column, money_by_row, month_groups, whole_minor
from app.workbook.table import Numbers, Table

_OUT = "the row is left out"
_NO_AMOUNT = (type(None), CellError)  # an error is told where it stands
_NO_PROGRESS = "the cell counts as blank, so the line has no progress"


@dataclass(frozen=True, slots=True)
class Budget:
    """The lines; those that could not be read, and those that add up others: folded number -> their cell."""

    lines: tuple[Line, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    summing: Mapping[str, str] = field(default_factory=dict)


def read_budget(
    table: Table, *, currency: str, digits: int, rule: CreditingRule = CreditingRule.FIFTY_FIFTY
) -> tuple[Budget, list[Problem]]:
    """Lines in the order of the tab. Money in minor units of the project currency (10**digits).

    `rule`: how lines earn value unless they say otherwise.
    """
    _refuse_unusable(table)
    ids = table.texts("line")
    used = ~table.blank_rows()
    keyless = np.array([not text for text in ids], np.bool_)
    amounts = [
        at for name in ("hours", "cost", "other_cost", "revenue") if (at := _at(table, name)) is not None
    ]
    used &= ~leave_out_totals(
        table,
        [*amounts, *table.located.months],
        keyless=keyless,
        key="line",
        labels=("line", "title", "phase"),
    )
    main_first = sorted(amounts, key=lambda at: at != _at(table, "cost"))
    used &= ~leave_out_rollups(table, [*main_first, *table.located.months], ids, used & ~keyless)
    hours = table.numbers("hours")
    cost = table.numbers("cost", effect=_OUT, currency=currency)
    used &= ~_without_key(table, keyless & used, [*amounts, *table.located.months])
    unread = used & (cost.bad | (hours.bad & np.isnan(cost.values)))
    used &= ~unread
    lines = _lines(table, ids, used, hours=hours, cost=cost, currency=currency, digits=digits)
    _tell_doubles(table, lines)
    if not lines:
        raise NoBudgetLines(
            f"{table.located.tab.title} has no row with a line number and readable amounts.",
            tab=table.located.tab.title,
        )
    by_row = money_by_row(table, np.nan_to_num(cost.values), digits)
    worked = {
        table.sheet_row(row): float(hours.values[row]) for row in np.flatnonzero(hours.values > 0).tolist()
    }
    told = table.faults.problems(
        by_row, worked, _unpriced(table, hours, cost), by_cell=_months_held(table, lines)
    )
    problems = told + table.merge_problems()
    known = {folded(line.id) for line in lines}
    cells = {
        folded(ids[row]): str(_cell(table, row, "cost" if cost.bad[row] else "hours"))
        for row in np.flatnonzero(unread).tolist()
        if folded(ids[row]) not in known
    }
    summing = {
        folded(ids[row]): str(_cell(table, row, "line"))
        for row in np.flatnonzero(~keyless).tolist()
        if table.sheet_row(row) in table.faults.totals and folded(ids[row]) not in known
    }
    return Budget(lines, cells, summing), problems + _missing(table, lines, rule)


def _lines(
    table: Table,
    ids: list[str],
    used: NDArray[np.bool_],
    *,
    hours: Numbers,
    cost: Numbers,
    currency: str,
    digits: int,
) -> tuple[Line, ...]:
    texts = {name: table.texts(name) for name in ("title", "phase", "owner")}
    days = {name: table.days(name).values for name in ("start", "finish", "actual_start", "actual_finish")}
    other = whole_minor(table.numbers("other_cost", currency=currency).values, digits)
    revenue = whole_minor(table.numbers("revenue", currency=currency).values, digits)
    costs, worked = whole_minor(cost.values, digits), _blanks_to_none(hours.values)
    progress = _blanks_to_none(table.percents("progress", effect=_NO_PROGRESS).values)
    rules = _rules(table)
    months = _months(table, currency, digits)
    day = _day
    return tuple(
        Line(
            id=ids[row],
            title=texts["title"][row],
            phase=texts["phase"][row],
            owner=texts["owner"][row],
            start=day(days["start"][row]),
            finish=day(days["finish"][row]),
            actual_start=day(days["actual_start"][row]),
            actual_finish=day(days["actual_finish"][row]),
            hours=worked[row],
            cost=costs[row],
            other_cost=other[row],
            revenue=revenue[row],
            progress=progress[row],
            rule=rules[row],
            months=months(row),
            row=table.sheet_row(row),
        )
        for row in np.flatnonzero(used).tolist()
    )


def _missing(table: Table, lines: Sequence[Line], rule: CreditingRule) -> list[Problem]:
    """Columns whose absence changes figures."""
    found = []
    by_progress = sum((line.rule or rule) is CreditingRule.PERCENT for line in lines)
    if by_progress and not table.has("progress"):
        credited = "1 line" if by_progress == 1 else f"{by_progress:,} lines"
        found.append(
            missing_column(
                table, "progress", f"{credited} credited by percent can earn nothing before the end"
            )
        )
    if not (table.has("cost") or table.located.months):
        found.append(missing_column(table, "cost", "the budget is hours times rate", left_out=False))
    return found


def _refuse_unusable(table: Table) -> None:
    """Without line numbers, or without hours and cost, nothing can be said."""
    located = table.located
    title = located.tab.title
    if not table.has("line"):
        field = located.contract.field("line")
        known = ", ".join([name for name in field.names if name != field.name][:4])
        raise MissingColumn(f"{title} has no column of line numbers (headed {known}).", tab=title)
    if not (table.has("cost") or table.has("hours") or located.months):
        raise MissingColumn(f"{title} has neither a column Cost budget nor a column Budget hours.", tab=title)


def _without_key(table: Table, rows: NDArray[np.bool_], amounts: Sequence[int]) -> NDArray[np.bool_]:
    """Rows that have no line number: with amounts they are withheld, without they are passed over."""
    filled = np.zeros(table.height, np.bool_)
    for at in amounts:
        filled |= np.array([not isinstance(cell, _NO_AMOUNT) for cell in table.column(at)], np.bool_)
    for row in np.flatnonzero(rows).tolist():
        table.faults.add(
            ProblemKind.MISSING_FIELD if filled[row] else ProblemKind.PASSED_OVER,
            table.located.columns["line"],
            table.sheet_row(row),
            "the row has amounts but no line number" if filled[row] else "no line number and no amounts",
            effect=_OUT if filled[row] else "passed over",
            left_out=bool(filled[row]),
            mend="Type the line number" if filled[row] else "",
        )
    return rows


def _tell_doubles(table: Table, lines: tuple[Line, ...]) -> None:
    first: dict[str, Line] = {}
    at = table.located.columns["line"]
    cells = table.cells("line")
    for line in lines:
        known = first.setdefault(folded(line.id), line)
        if known is not line:
            cell = cells[line.row - table.first_row]
            as_number = isinstance(cell, float) and not cell.is_integer()
            table.faults.add(
                ProblemKind.DUPLICATE_LINE,
                at,
                line.row,
                f"line '{line.id}' stands in row {known.row + 1} too",
                effect="both budgets count, and actuals go to the first"
                + (f"; as a number {line.id}0 is {line.id} as well" if as_number else ""),
                mend=f"If {line.id}0 is meant, format the column as text and type it again; else give one of "
                "them another number, or delete it"
                if as_number
                else "",
            )


def _rules(table: Table) -> list[CreditingRule | None]:
    texts = table.texts("rule")
    known = {text: _rule(text) for text in set(texts)}
    for row, text in enumerate(texts):
        if text and known[text] is None:
            table.faults.add(
                ProblemKind.NOT_A_CHOICE,
                table.located.columns["rule"],
                table.sheet_row(row),
                f"'{text}'",
                effect="the project's rule counts",
            )
    return [known[text] for text in texts]


def _rule(text: str) -> CreditingRule | None:
    try:
        return CreditingRule(_RULE_WORDS.get(text.casefold(), text.casefold()))
    except ValueError:
        return None


_RULE_WORDS = {
    "% complete": "percent",
    "percent complete": "percent",
    "level of effort": "effort",
    "loe": "effort",
    "milestone": "milestones",
    "0-100": "0/100",
    "50-50": "50/50",
}


def _months(table: Table, currency: str, digits: int) -> Callable[[int], dict[Month, int]]:
    """The phased cost of a row; columns of one month (weeks) are added."""
    groups = month_groups(table)
    if not groups:
        return lambda _: {}
    grid = {
        month: np.vstack(
            [
                table.numbers_at(at, effect="the cell counts as blank", currency=currency).values
                for at in columns
            ]
        )
        for month, columns in groups.items()
    }
    minor = {month: whole_minor(_added(values), digits) for month, values in grid.items()}
    return lambda row: {month: value for month, values in minor.items() if (value := values[row]) is not None}


def _unpriced(table: Table, hours: Numbers, cost: Numbers) -> dict[int, Work]:
    """By row the owner's hours on lines whose cost is blank or unreadable, where anything is told at all."""
    rows = np.flatnonzero((hours.values > 0) & np.isnan(cost.values)).tolist() if table.faults.any else []
    owners = table.cells("owner")
    return {
        table.sheet_row(row): Work(
            owner.strip() if isinstance(owner := owners[row], str) else "", 0, float(hours.values[row])
        )
        for row in rows
    }


def _months_held(table: Table, lines: Sequence[Line]) -> dict[tuple[int, int], float | None]:
    """By row and column what an unreadable month may hold, minor units: of the budget what the line's other
    months leave, shared with further ones that cannot be read; None where no budget is typed."""
    cells = table.faults.unread(table.located.months)
    if not cells:
        return {}
    together = Counter(row for row, _ in cells)
    left = {
        line.row: (line.cost - sum(line.months.values())) / together[line.row]
        for line in lines
        if line.cost is not None and line.row in together
    }
    return {(row, column): rest if (rest := left.get(row, 0.0)) > 0 else None for row, column in cells}


def _added(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isnan(values).all(axis=0), np.nan, np.nansum(values, axis=0))


def _blanks_to_none(values: NDArray[np.float64]) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]  # noqa: PLR0124 # NaN is not itself


def _day(ordinal: int) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None


def _cell(table: Table, row: int, name: str) -> Place:
    return table.located.place(table.sheet_row(row), table.located.columns[name])


def _at(table: Table, name: str) -> int | None:
    return table.located.columns.get(name)
