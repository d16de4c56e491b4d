"""The Rate card and Exchange rates tabs."""

from __future__ import annotations

from datetime import date

import numpy as np

from app.project.model import ExchangeRate, Rate
from app.project.problem import Problem, ProblemKind
from app.workbook.cells import plain
from app.workbook.days import month_of_cell
from app.workbook.rows import missing_columns
from app.workbook.table import Table, currency_codes

_OUT = "the row is left out"
_UNITS = {"": "hour", "h": "hour", "hr": "hour", "hour": "hour", "hours": "hour", "hourly": "hour",
          "d": "day", "day": "day", "days": "day", "daily": "day"}  # fmt: skip
_KINDS = {"": "closing", "closing": "closing", "average": "average", "avg": "average", "budget": "budget"}


def read_rates(
    table: Table, *, currency: str, hours_per_day: float
) -> tuple[tuple[Rate, ...], list[Problem]]:
    """Rates an hour in major units; a day's rate is divided by the working day's hours."""
    if not table.has("cost_rate") or not (table.has("person") or table.has("role")):
        wanted = [name for name in ("cost_rate", "person") if not table.has(name)]
        return (), missing_columns(table, wanted)
    used = ~table.blank_rows()
    people, roles = table.texts("person"), table.texts("role")
    units = _choices(table, "unit", _UNITS)
    codes, no_currency = currency_codes(table, currency)
    cost, bill = table.numbers("cost_rate", effect=_OUT), table.numbers("bill_rate")
    since = table.days("effective_from", effect=_OUT)
    nameless = np.array([not (a or b) for a, b in zip(people, roles, strict=True)], np.bool_)
    rateless = np.isnan(cost.values) & np.isnan(bill.values) & ~cost.bad & ~bill.bad
    _pass_over(table, used & nameless, rateless, "no person and no role")
    _pass_over(table, used & ~nameless & rateless, rateless, "no rate")
    used &= ~(nameless | rateless | cost.bad | since.bad | no_currency)
    used &= np.array([unit is not None for unit in units], np.bool_)
    rates = []
    for row in np.flatnonzero(used).tolist():
        hours = hours_per_day if units[row] == "day" else 1.0
        rates.append(
            Rate(
                person=people[row],
                role=roles[row],
                cost_rate=_rate(cost.values[row], hours),
                bill_rate=_rate(bill.values[row], hours),
                currency=codes[row],
                effective_from=_day(since.values[row]),
                row=table.sheet_row(row),
            )
        )
    left_out = {
        table.sheet_row(row): people[row] or roles[row]
        for row in np.flatnonzero(~table.blank_rows() & (~used | bill.bad)).tolist()
    }
    return tuple(rates), table.faults.problems(rates_of=left_out) + table.merge_problems()


def read_exchange_rates(table: Table, *, currency: str) -> tuple[tuple[ExchangeRate, ...], list[Problem]]:
    """Project-currency units for one unit of a foreign currency."""
    missing = [name for name in ("currency", "rate") if not table.has(name)]
    if missing:
        return (), missing_columns(table, missing)
    used = ~table.blank_rows()
    named = np.array([cell is not None for cell in table.cells("currency")], np.bool_)
    codes, no_currency = currency_codes(table, currency)
    rate = table.numbers("rate", effect=_OUT)
    kinds = _choices(table, "kind", _KINDS)
    since, bad_since = _since(table)
    rateless = np.isnan(rate.values) & ~rate.bad
    _pass_over(table, used & ~named, rateless, "no currency")
    _pass_over(table, used & named & rateless, rateless, "no rate")
    used &= named & ~rateless & ~(rate.bad | bad_since | no_currency)
    rates = tuple(
        ExchangeRate(
            currency=codes[row],
            effective_from=since[row],
            rate=float(rate.values[row]),
            kind=kinds[row] or "closing",
            row=table.sheet_row(row),
        )
        for row in np.flatnonzero(used).tolist()
        if kinds[row] is not None
    )
    left_out = {table.sheet_row(row): codes[row] for row in np.flatnonzero(named & ~used).tolist()}
    return rates, table.faults.problems(rates_of=left_out) + table.merge_problems()


def _since(table: Table) -> tuple[list[date | None], np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """First days; a month (`2026-03`) means its first day."""
    cells = table.cells("effective_from")
    months = [
        month_of_cell(cell, table.notation) if isinstance(cell, str) and not _looks_like_a_day(cell) else None
        for cell in cells
    ]
    if not any(months):
        read = table.days("effective_from", effect=_OUT)
        return [_day(ordinal) for ordinal in read.values], read.bad
    bad = np.zeros(table.height, np.bool_)
    since: list[date | None] = []
    for row, (cell, month) in enumerate(zip(cells, months, strict=True)):
        first = month if month is not None else month_of_cell(cell, table.notation)
        since.append(date(first // 12, first % 12 + 1, 1) if first is not None else None)
        if first is None and cell is not None:
            bad[row] = True
            table.faults.add(
                ProblemKind.NOT_A_DATE,
                table.located.columns["effective_from"],
                table.sheet_row(row),
                f"'{cell}'",
                effect=_OUT,
                left_out=True,
            )
    return since, bad


def _looks_like_a_day(text: str) -> bool:
    return sum(char.isdigit() for char in plain(text)) > 6


def _choices(table: Table, field: str, words: dict[str, str]) -> list[str | None]:
    """What each cell chooses; None (told) where it chooses nothing known."""
    texts = table.texts(field)
    chosen = {text: words.get(text.casefold().removeprefix("per ").strip()) for text in set(texts)}
    for row, text in enumerate(texts):
        if chosen[text] is None:
            table.faults.add(
                ProblemKind.NOT_A_CHOICE,
                table.located.columns[field],
                table.sheet_row(row),
                f"'{text}'",
                effect=_OUT,
                left_out=True,
            )
    return [chosen[text] for text in texts]


def _pass_over(
    table: Table,
    rows: np.ndarray[tuple[int], np.dtype[np.bool_]],
    empty: np.ndarray[tuple[int], np.dtype[np.bool_]],
    shown: str,
) -> None:
    first = table.located.leading
    for row in np.flatnonzero(rows).tolist():
        kind = ProblemKind.PASSED_OVER if empty[row] else ProblemKind.MISSING_FIELD
        effect = "passed over" if empty[row] else _OUT
        table.faults.add(kind, first, table.sheet_row(row), shown, effect=effect, left_out=not empty[row])


def _rate(value: float, hours: float) -> float | None:
    return None if np.isnan(value) else float(value) / hours


def _day(ordinal: int) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None
