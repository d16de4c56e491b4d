"""The Purchase orders and Change orders tabs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.project.change_order import ChangeOrder, Phasing, Status
from app.project.currency import minor_digits
from app.project.model import Line
from app.project.problem import Problem, ProblemKind
from app.project.purchase_order import PurchaseOrder
from app.workbook.read_actuals import line_numbers
from app.workbook.rows import (
    leave_out_totals,
    missing_columns,
    month_groups,
    month_heading_problems,
    whole_minor,
)
from app.workbook.table import Table, currency_codes

T = TypeVar("T", bound=StrEnum)
Bools = NDArray[np.bool_]

_OUT = "the row is left out"
_STATUSES = {
    "": Status.PENDING,
    "open": Status.PENDING,
    "raised": Status.PENDING,
    "submitted": Status.PENDING,
    "draft": Status.PENDING,
    "accepted": Status.APPROVED,
    "agreed": Status.APPROVED,
    "signed": Status.APPROVED,
    "declined": Status.REJECTED,
    "withdrawn": Status.REJECTED,
    "cancelled": Status.REJECTED,
}
_PHASINGS = {
    "evenly": Phasing.EQUAL,
    "even": Phasing.EQUAL,
    "first month": Phasing.FIRST,
    "last month": Phasing.LAST,
    "months": Phasing.EXPLICIT,
}


def read_purchase_orders(
    table: Table, lines: Sequence[Line], *, currency: str, digits: int
) -> tuple[tuple[PurchaseOrder, ...], list[Problem]]:
    """Orders in the order of the tab, amounts in minor units of the row's currency; `digits`: the project's.

    An order whose value, invoiced, accrued or currency cannot be read is left out whole: half of it would
    be a guess.
    """
    missing = [name for name in ("order", "value") if not table.has(name)]
    if missing:
        return (), missing_columns(table, missing) if not table.blank_rows().all() else []
    ids, names = table.texts("order"), table.texts("line")
    used = _named_rows(table, ids, ("value", "invoiced", "accrued"))
    codes, no_currency = currency_codes(table, currency)
    amounts = {name: table.numbers(name, effect=_OUT) for name in ("value", "invoiced", "accrued")}
    worthless = used & np.isnan(amounts["value"].values) & ~amounts["value"].bad
    _tell(table, worthless, "value", "the order has no value")
    used &= ~(
        no_currency | worthless | amounts["value"].bad | amounts["invoiced"].bad | amounts["accrued"].bad
    )
    decimals = {code: digits if code == currency else minor_digits(code) for code in set(codes)}
    scale = np.array([10.0 ** decimals[code] for code in codes], np.float64)
    minor = {
        name: np.rint(np.nan_to_num(each.values) * scale).astype(np.int64) for name, each in amounts.items()
    }
    vendors, owners, until = table.texts("vendor"), table.texts("owner"), table.days("valid_until").values
    which = line_numbers(names, lines)
    orders = tuple(
        PurchaseOrder(
            id=ids[row],
            vendor=vendors[row],
            value=int(minor["value"][row]),
            invoiced=int(minor["invoiced"][row]),
            accrued=int(minor["accrued"][row]),
            currency=codes[row],
            valid_until=_day(until[row]),
            owner=owners[row],
            line=int(which[row]),
            line_name=names[row],
            row=table.sheet_row(row),
        )
        for row in np.flatnonzero(used).tolist()
    )
    return orders, table.faults.problems() + table.merge_problems()


def read_change_orders(
    table: Table, lines: Sequence[Line], *, currency: str, digits: int
) -> tuple[tuple[ChangeOrder, ...], list[Problem]]:
    """Orders in the order of the tab, money in minor units of the project currency.

    An order whose cost, price or status cannot be read is left out whole.
    """
    if not table.has("order"):
        return (), missing_columns(table, ["order"]) if not table.blank_rows().all() else []
    problems = month_heading_problems(table)
    ids, names = table.texts("order"), table.texts("line")
    used = _named_rows(table, ids, ("cost", "price"))
    cost = table.numbers("cost", effect=_OUT, currency=currency)
    price = table.numbers("price", effect=_OUT, currency=currency)
    statuses = _choices(table, "status", Status, _STATUSES, effect=_OUT)
    phasings = _choices(
        table, "phasing", Phasing, _PHASINGS, effect="its cost falls equally in all its months"
    )
    unread = np.array([status is None for status in statuses], np.bool_)
    used &= ~(cost.bad | price.bad | unread)
    costs, prices = whole_minor(cost.values, digits), whole_minor(price.values, digits)
    days = np.nan_to_num(table.numbers("days").values)
    titles, approvers = table.texts("title"), table.texts("approver")
    raised, approved = table.days("raised").values, table.days("approved_on").values
    months = _months(table, currency, digits)
    which = line_numbers(names, lines)
    orders = tuple(
        ChangeOrder(
            id=ids[row],
            title=titles[row],
            cost=costs[row] or 0,
            price=prices[row] or 0,
            days=float(days[row]),
            status=statuses[row] or Status.PENDING,
            raised=_day(raised[row]),
            approved_on=_day(approved[row]),
            approver=approvers[row],
            phasing=phasings[row] or (Phasing.EXPLICIT if months[row] else Phasing.EQUAL),
            months=months[row],
            line=int(which[row]),
            line_name=names[row],
            row=table.sheet_row(row),
        )
        for row in np.flatnonzero(used).tolist()
    )
    return orders, problems + table.faults.problems() + table.merge_problems()


def _named_rows(table: Table, ids: Sequence[str], amounts: Sequence[str]) -> Bools:
    """Rows that name their order; totals and rows without a number are told."""
    used = ~table.blank_rows()
    nameless = np.array([not name for name in ids], np.bool_)
    columns = [table.located.columns[name] for name in amounts if table.has(name)]
    used &= ~leave_out_totals(table, columns, keyless=nameless, key="order", labels=("order",))
    _tell(table, used & nameless, "order", "the row names no order")
    return used & ~nameless


def _tell(table: Table, rows: Bools, field: str, shown: str) -> None:
    for row in np.flatnonzero(rows).tolist():
        table.faults.add(
            ProblemKind.MISSING_FIELD,
            table.located.columns[field],
            table.sheet_row(row),
            shown,
            effect=_OUT,
            left_out=True,
        )


def _choices(
    table: Table, field: str, kind: type[T], words: Mapping[str, T], *, effect: str
) -> list[T | None]:
    """What each cell chooses; None for nothing, and (told) for something unknown."""
    known = {str(each): each for each in kind} | dict(words)
    texts = table.texts(field)
    for row, text in enumerate(texts):
        if text and text.casefold() not in known:
            table.faults.add(
                ProblemKind.NOT_A_CHOICE,
                table.located.columns[field],
                table.sheet_row(row),
                f"'{text}'",
                effect=effect,
                left_out=effect == _OUT,
            )
    return [known.get(text.casefold()) for text in texts]


def _months(table: Table, currency: str, digits: int) -> list[dict[int, int]]:
    """Cost by month of each row; columns of one month are added."""
    months: list[dict[int, int]] = [{} for _ in range(table.height)]
    for month, columns in month_groups(table).items():
        for at in columns:
            values = table.numbers_at(at, effect="the cell counts as blank", currency=currency).values
            for row, value in enumerate(whole_minor(values, digits)):
                if value is not None:
                    months[row][month] = months[row].get(month, 0) + value
    return months


def _day(ordinal: int) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None
