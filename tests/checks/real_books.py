"""Seven workbooks that people made, laid out by the contract: which of their columns goes where."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.checks.flag import Findings
from app.workbook.book import Book, Tab
from tests.checks.laying_out import Block, checked, laid_out, there


def first_word(tab: Tab, row: int) -> str | None:
    """`2.1 Staffing` has the number 2.1."""
    text = str(tab.value(row - 1, 0) or "")
    return text.split(" ", maxsplit=1)[0] if text[:1].isdigit() else None


def column_b(tab: Tab, row: int) -> str | None:
    """The code where it has one."""
    code = tab.value(row - 1, 1)
    return str(code) if code is not None else None


def counted(tab: Tab, row: int) -> str | None:
    """Services by their row; the total has no number."""
    return None if tab.value(row - 1, 0) == "TOTAL" else f"S{row}"


def spends(start: date, finish: date, **more: Any) -> dict[str, Any]:
    """Settings as at the day before the work begins, so that nothing is late or missing yet."""
    before = date.fromordinal(start.toordinal() - 1)
    return {"status_date": before, "start": start, "finish": finish, "contract_price": None, **more}


YEAR_2013 = spends(date(2013, 1, 1), date(2013, 12, 31), currency="ILS")
INVOICES = spends(date(2018, 4, 1), date(2019, 12, 31), currency="USD", contract_price=62_000)
PLAN_2023 = spends(date(2023, 1, 2), date(2023, 6, 30))
CASH_2019 = spends(date(2019, 4, 1), date(2019, 12, 31))

LAYOUTS: dict[str, tuple[list[Block], dict[str, Any]]] = {
    "03": (
        [
            Block("Cost", range(4, 26), {
                "Line": "A", "Title": "B", "Owner": "C", "Quantity": "D", "Unit": "E", "Unit cost USD": "F",
                "Unit cost EUR": "G", "Cost budget": "H", "Budget EUR": "I", "2018-04": "J", "2018-12": "K",
                "2019-03": "L", "2019-10": "M", "2019-12": "N", "Note": "O",
            }),
            Block("Revenue", range(3, 9), {
                "Milestone": "A", "Title": "B", "Forecast date": "C", "Amount": "D",
                "Amount EUR": "E", "Note": "F",
            }, tab="Milestones"),
        ],
        INVOICES,
    ),
    "03 in euro": (
        [Block("Cost", range(6, 15), {"Line": "A", "Title": "B", "Owner": "C", "Cost budget": "I"})],
        {**INVOICES, "currency": "EUR", "contract_price": None},
    ),
    "04": (
        [
            Block("Projects", range(4, 5), {
                "Line": "A", "Title": "B", "Owner": "C", "Phase": "D", "Status": "E", "Cost budget": "G",
            }),
            Block("CashflowData1", range(4, 14), {
                "Title": "A", "Milestone": "C", "Forecast date": "D", "Amount": "E", "Cost": "F",
            }, tab="Milestones"),
            Block("CashflowData2", range(5, 12), {
                "To raise on": "A", "Old balance": "B", "New balance": "C", "Invoice amount": "D",
                "Project 2": "E", "Project 3": "F", "Project 4": "G", "Project 5": "H", "Project 6": "I",
                "Project 7": "J", "Project 8": "K", "Project 9": "L", "Project 10": "M",
            }, tab="Invoices"),
        ],
        CASH_2019,
    ),
    "08": (
        [Block("Presupuesto Interno", range(11, 24), {
            "Title": "D", "Phase": "C", "Cost budget": "H", "Revenue": "Presupuesto Cliente!H+1",
        }, lines=column_b)],
        {},
    ),
    "08 services": (
        [Block("Servicio", range(2, 12), {
            "Title": "A", "Coste mes": "B", "Coste año": "C", "Cost budget": "C",
        }, lines=counted)],
        {},
    ),
    "18": (
        [Block("Untitled Analysis", range(3, 2194), {
            "Line": "E", "Title": "F", "Phase": "B", "Cost budget": "G", "הוצאה מותנית בהכנסה": "H",
            "הכנסה מיועדת": "I", "הרשאה להתחייב": "J", "שיא כא": "K",
        })],
        YEAR_2013,
    ),
    "21": (
        [Block("Sheet1", range(2, 18), {
            "Title": "A", "Cost budget": "B", "Spent by us": "C", "Remaining": "D",
        }, lines=first_word)],
        {"contract_price": None},
    ),
    "27": (
        [Block("Project Plan", range(2, 41), {
            "Line": "A", "ReqId": "B", "Title": "C", "Budget hours": "E", "Swarm #": "F", "Owner": "H",
            "Start": "I", "Finish": "J",
        })],
        PLAN_2023,
    ),
    "28": (
        [Block("Hoja1", range(2, 38), {
            "Line": "A", "Title": "B", "Vendor": "C", "Quantity": "D", "Unit price": "E", "Cost budget": "F",
        })],
        {"contract_price": None},
    ),
}  # fmt: skip


def path_of(name: str) -> list[Path]:
    """The workbook of a layout, where it is on this machine."""
    return there(name[:2])


@cache
def book_of(name: str) -> Book:
    """The workbook as laid out."""
    blocks, settings = LAYOUTS[name]
    return laid_out(path_of(name)[0], *blocks, settings=settings)


@cache
def findings_of(name: str) -> Findings:
    """All that the checks say of it."""
    return checked(book_of(name))
