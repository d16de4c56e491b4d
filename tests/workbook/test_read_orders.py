"""The Purchase orders and Change orders tabs: what is read, what is left out, and what is told."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.project.change_order import Phasing, Status
from app.project.month import month_of
from app.project.problem import ProblemKind
from tests.workbook.books import SMALL, Draft, addresses, draft, of_kind

APRIL, MAY = (month_of(date(2026, month, 1)) for month in (4, 5))


def with_rows(name: str, *rows: dict[str, Any]) -> Draft:
    return draft({**SMALL, name: list(rows)})


def test_a_purchase_order_as_typed() -> None:
    reading = with_rows(
        "purchase_orders",
        {"order": "PO-1", "vendor": "Lampworks", "line": "2.1", "value": 9000, "invoiced": 1234.56,
         "accrued": 100, "currency": "USD", "valid_until": date(2026, 5, 31), "owner": "Ana"},
    ).read()  # fmt: skip
    (order,) = reading.project.purchase_orders
    assert (order.id, order.vendor, order.line, order.currency) == ("PO-1", "Lampworks", 2, "USD")
    assert (order.value, order.invoiced, order.accrued) == (900000, 123456, 10000)
    assert order.remaining == 766544
    assert order.valid_until == date(2026, 5, 31)
    assert not reading.problems


def test_orders_that_cannot_be_read_whole_are_left_out_and_told() -> None:
    reading = with_rows(
        "purchase_orders",
        {"order": "PO-1", "line": "2.1", "value": "about 9000"},
        {"order": "PO-2", "line": "2.1", "value": 500, "invoiced": "all"},
        {"order": "PO-3", "line": "2.1"},
        {"vendor": "Lampworks", "line": "2.1", "value": 500},
        {"order": "PO-5", "line": "Lamps", "value": 700, "currency": "gold"},
        {"order": "PO-6", "line": "Lamps", "value": 800},
    ).read()
    assert [(order.id, order.line) for order in reading.project.purchase_orders] == [("PO-6", 2)]
    told = {place: problem.left_out for problem in reading.problems for place in addresses(problem)}
    cells = ("D2", "E3", "D4", "A5", "G6")
    assert told == {f"Purchase orders!{cell}": True for cell in cells}


def test_change_orders_as_typed() -> None:
    reading = with_rows(
        "change_orders",
        {"order": "CO-1", "title": "More lamps", "raised": date(2026, 2, 2), "status": "Approved",
         "cost": 2000, "price": 2600, "days": 5, "line": "2.1", "approved_on": date(2026, 3, 2),
         "approver": "Client", "phasing": "last month"},
        {"order": "CO-2", "status": "", "price": -300},
        {"order": "CO-3", "status": "signed", "cost": 500, "line": "2.1", "2026-04": 200, "2026-05": 300},
    ).read()  # fmt: skip
    first, second, third = reading.project.change_orders
    assert (first.status, first.cost, first.price, first.days) == (Status.APPROVED, 200000, 260000, 5)
    assert (first.phasing, first.line, first.approved_on) == (Phasing.LAST, 2, date(2026, 3, 2))
    assert (second.status, second.cost, second.price, second.line) == (Status.PENDING, 0, -30000, -1)
    assert (third.phasing, dict(third.months)) == (Phasing.EXPLICIT, {APRIL: 20000, MAY: 30000})
    assert not reading.problems


def test_a_change_of_unknown_status_is_left_out_and_told() -> None:
    reading = with_rows(
        "change_orders",
        {"order": "CO-1", "status": "maybe", "cost": 2000, "line": "2.1"},
        {"order": "CO-2", "status": "approved", "cost": 100, "line": "2.1", "phasing": "by moon"},
    ).read()
    assert [(order.id, order.phasing) for order in reading.project.change_orders] == [("CO-2", Phasing.EQUAL)]
    told = of_kind(reading, ProblemKind.NOT_A_CHOICE)
    assert [(addresses(each), each.left_out) for each in told] == [
        (["Change orders!D2"], True),
        (["Change orders!K3"], False),
    ]


def test_an_empty_tab_waits_for_its_first_row() -> None:
    reading = draft({**SMALL, "purchase_orders": [], "change_orders": []}).read()
    assert (reading.project.purchase_orders, reading.project.change_orders) == ((), ())
    assert not reading.problems
