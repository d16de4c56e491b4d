"""A person's table as the tab of the contract it stands in for: same cells, same places, lines alone.

What the table says in its own way is said again in columns of ours, to the right of the person's: line
numbers made of titles, phases filled down, amounts in whole units. Nothing is written anywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from app.intake.axis import AcrossAxis
from app.intake.feeds import BUDGET_MEASURES, FIELDS, chosen, matching_column, spent_columns, spent_months
from app.intake.kinds import NUMERIC
from app.intake.table import Table
from app.intake.terms import Terms
from app.project.month import Month, month_of
from app.workbook.book import CellValue, Tab
from app.workbook.headings import Header
from app.workbook.locate import Located, StandIn
from sheets_schema import Schema

_MONTH, _WEEK = re.compile(r"\d{4}-\d\d"), re.compile(r"\d{4}-W\d\d")
_NAMES = ("line_id", "title", "group")


@dataclass(slots=True)
class _Draft:
    """Rows while columns of ours are added to their right."""

    rows: list[list[CellValue]]
    width: int
    columns: dict[str, int] = field(default_factory=dict)
    months: dict[int, Month] = field(default_factory=dict)
    shown_in: dict[int, int] = field(default_factory=dict)

    def add(self, values: Mapping[int, CellValue], shown_in: int) -> int:
        """A column of ours; `shown_in` is the person's column to be named for it."""
        at = self.width
        self.width += 1
        for row, value in values.items():
            cells = self.rows[row]
            cells.extend([None] * (at + 1 - len(cells)))
            cells[at] = value
        self.shown_in[at] = shown_in
        return at


def stand_in(table: Table, contract: str, tab: Tab, schema: Schema, terms: Terms) -> Located:
    """`table`, on `tab`, as `contract`."""
    draft = _lines_alone(table, tab)
    _fields(draft, table, contract, terms)
    across = contract == "actuals" and not ({"date", "period"} & draft.columns.keys())
    if contract in {"budget", "actuals", "resource_plan"}:
        _name_lines(draft, table, contract, terms)
    if contract == "budget":
        _phases(draft, table)
        _budget_months(draft, table)
    elif across:
        _spent(draft, table)
    elif contract == "resource_plan":
        _months(draft, table, ("hours", "days"), scale=_hours(terms))
    return Located(
        contract=schema.tabs[contract],
        tab=tab,
        header=Header(row=table.frame.first_row - 1, columns=draft.columns, months=draft.months),
        stand_in=StandIn(rows=draft.rows, shown_in=draft.shown_in, across=across),
    )


def _lines_alone(table: Table, tab: Tab) -> _Draft:
    last = table.frame.last_row
    lines = set(table.lines)
    rows: list[list[CellValue]] = [
        list(cells) if row in lines or row < table.frame.first_row else []
        for row, cells in enumerate(tab.rows[: last + 1])
    ]
    rows.extend([] for _ in range(len(rows), last + 1))
    return _Draft(rows, max(map(len, rows), default=0))


def _fields(draft: _Draft, table: Table, contract: str, terms: Terms) -> None:
    for name, roles in FIELDS[contract].items():
        column = chosen(table, roles, terms.currency)
        if column is None or name in {"line", "phase"}:
            continue
        if contract == "actuals" and name == "cost" and table.role(column.index) != "actual":
            column = chosen(table, ("actual",), terms.currency) or column
        scale = terms.hours_per_day if table.role(column.index) == "days" else _scale(table, column.index)
        draft.columns[name] = (
            column.index if scale == 1 else draft.add(_scaled(table, column.index, scale), column.index)
        )


def _scale(table: Table, column: int) -> float:
    return table.units.get(column, ("", 1))[1]


def _scaled(table: Table, column: int, scale: float) -> dict[int, CellValue]:
    """The column's numbers times `scale`; what is no number stays as it is, to be told."""
    held = {row: table.view.value(row, column) for row in table.lines}
    return {
        row: float(table.view.numbers[row, column]) * scale
        if table.view.kinds[row, column] in NUMERIC
        else value
        for row, value in held.items()
    }


def _name_lines(draft: _Draft, table: Table, contract: str, terms: Terms) -> None:
    """Line numbers: the person's where each line has its own, else made of what names the line."""
    if contract != "budget" and terms.names:
        column = matching_column(table, set(terms.names))
        if column is not None:
            draft.columns["line"] = column.index
            return
    columns = [c.index for role in _NAMES for c in table.with_role(role)]
    if not columns:
        return
    texts = {row: _first_text(table, row, columns) for row in table.lines}
    first = columns[0]
    own = [table.view.text(row, first) for row in table.lines]
    if table.role(first) == "line_id" and all(own) and len(set(own)) == len(own):
        draft.columns["line"] = first
        return
    groups = _groups(table)
    doubled = {text for text, count in Counter(texts.values()).items() if count > 1}
    full = {
        row: f"{groups[row]} / {text}" if text in doubled and groups.get(row) else text
        for row, text in texts.items()
    }
    draft.columns["line"] = draft.add(_numbered(full), first)


def _numbered(texts: Mapping[int, str]) -> dict[int, CellValue]:
    """Equal ones told apart by their order: `Travel`, `Travel (2)`."""
    seen: Counter[str] = Counter()
    found: dict[int, CellValue] = {}
    for row, text in texts.items():
        seen[text] += 1
        found[row] = text if seen[text] == 1 or not text else f"{text} ({seen[text]})"
    return found


def _first_text(table: Table, row: int, columns: Iterable[int]) -> str:
    return next((text for column in columns if (text := table.view.text(row, column).strip())), "")


def _phases(draft: _Draft, table: Table) -> None:
    groups = _groups(table)
    named = [c.index for role in ("group", "category", "title", "line_id") for c in table.with_role(role)]
    if any(groups.values()) and named:
        draft.columns["phase"] = draft.add({row: text or None for row, text in groups.items()}, named[0])


def _groups(table: Table) -> dict[int, str]:
    """What each line belongs to: its group filled down, else the heading or parent above it."""
    groups = [c.index for c in table.with_role("group", "category")][:1]
    names = [c.index for role in ("title", "group", "line_id") for c in table.with_role(role)]
    parents = {row for row, item in table.body.found.items() if item.kind == "rollup"} | set(table.headings)
    lines, found, current = set(table.lines), {}, ""
    for row in range(table.frame.first_row, table.frame.last_row + 1):
        own = _first_text(table, row, groups)
        if row in parents and not groups:
            current = _first_text(table, row, names)
        elif own:
            current = own
        if row in lines:
            found[row] = current
    return found


def _budget_months(draft: _Draft, table: Table) -> None:
    """Planned cost by month; where the periods are no months, their sum is the line's cost."""
    if not isinstance(table.axis, AcrossAxis):
        return
    planned = [column for column in table.axis.periods if table.role(column) in BUDGET_MEASURES]
    if table.axis.grain in {"month", "week", "day"}:
        _months(draft, table, BUDGET_MEASURES, scale=lambda column: _scale(table, column))
    elif planned and "cost" not in draft.columns:
        sums = {
            row: float(np.nansum([table.view.numbers[row, c] * _scale(table, c) for c in planned]))
            for row in table.lines
        }
        draft.columns["cost"] = draft.add(dict(sums), planned[0])


def _spent(draft: _Draft, table: Table) -> None:
    """Amounts spent, in the columns of their months or in one."""
    draft.columns.pop("cost", None)
    draft.columns.pop("hours", None)
    if spent_months(table):
        _months(draft, table, ("actual",), scale=lambda column: _scale(table, column))
    elif columns := spent_columns(table):
        scale = _scale(table, columns[0])
        draft.columns["cost"] = (
            columns[0] if scale == 1 else draft.add(_scaled(table, columns[0], scale), columns[0])
        )


def _months(draft: _Draft, table: Table, measures: tuple[str, ...], *, scale: Callable[[int], float]) -> None:
    if not isinstance(table.axis, AcrossAxis):
        return
    for column, key in table.axis.periods.items():
        month = month_of_period(key)
        if month is None or table.role(column) not in measures:
            continue
        factor = scale(column) if table.role(column) != "hours" else 1.0
        at = column if factor == 1 else draft.add(_scaled(table, column, factor), column)
        draft.months[at] = month


def _hours(terms: Terms) -> Callable[[int], float]:
    return lambda _column: terms.hours_per_day


def month_of_period(key: str) -> Month | None:
    """The month of `2026-03`, `2026-03-16` or `2026-W12` (its Monday); None without a year, or if longer."""
    try:
        if _WEEK.fullmatch(key):
            return month_of(date.fromisocalendar(int(key[:4]), int(key[6:]), 1))
        return month_of(date.fromisoformat(f"{key}-01" if _MONTH.fullmatch(key) else key))
    except ValueError:
        return None
