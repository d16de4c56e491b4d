"""R6: what a total lacks is told in the project's money, where its rows have currencies of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.checks.flag import Flag
from app.intake.reading import understand
from tests.checks.checking import by_check, cells, findings
from tests.intake.test_sheet_sense import Sheets
from tests.workbook.books import SMALL, TODAY, draft

DOLLARS = [{"currency": "USD", "effective_from": date(2026, 1, 1), "rate": 0.9}]


def told(*rates: dict[str, Any]) -> Flag:
    """Orders of EUR 60,000 and USD 40,000, and a total that takes the first alone."""
    orders = [
        {"order": "PO-1", "vendor": "Alba", "line": "1.1", "value": 60_000},
        {"order": "PO-2", "vendor": "Brac", "line": "1.1", "value": 40_000, "currency": "USD"},
    ]
    made = Sheets(draft({**SMALL, "purchase_orders": orders, "exchange_rates": list(rates)}))
    at = made.made.at("Purchase orders", "Order value")
    made.type("Purchase orders", 3, 0, "Total")
    made.type("Purchase orders", 3, at, 60_000, f"=SUM({chr(65 + at)}2:{chr(65 + at)}2)")
    reading = understand(made.book(), today=TODAY)
    flag = by_check(findings(reading.project, reading.problems), "R6")
    assert cells(flag) == [f"Purchase orders!{chr(65 + at)}4"]
    assert "it shows 60,000, its rows come to 100,000, whatever their currency" in flag.figure
    return flag


def test_it_concerns_what_is_missing_at_the_rate_of_the_status_date() -> None:
    flag = told(*DOLLARS)
    assert flag.stake == pytest.approx(36_000_00)
    assert flag.remedy == (
        "Let the sum take every row of its block once, in one currency. It concerns EUR 36,000."
    )


def test_without_a_rate_nothing_is_said_of_money() -> None:
    flag = told()
    assert flag.stake is None
    assert flag.remedy.endswith("1 cell to mend.")
