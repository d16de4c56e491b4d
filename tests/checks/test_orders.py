"""Orders: commitments the forecast lacks, invoices beyond an order, orders that run out, changes in limbo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.checks.flag import Severity
from app.project.change_order import ChangeOrder, Phasing, Status
from app.project.model import Project
from app.project.month import month_of
from app.project.purchase_order import PurchaseOrder
from tests.checks.checking import by_check, cells, checks, findings
from tests.support.factory import STATUS, lines, make_project

OPEN = next(at for at, line in enumerate(lines()) if (line.progress or 0) < 1 and not line.actual_finish)
DONE = next(at for at, line in enumerate(lines()) if (line.progress or 0) >= 1 or line.actual_finish)


def purchased(*orders: PurchaseOrder) -> Project:
    return replace(make_project(), purchase_orders=orders)


def order(value: int, **more: Any) -> PurchaseOrder:
    fields = {"id": "PO-1", "currency": "EUR", "line": OPEN, "row": 1, **more}
    return PurchaseOrder(value=value, **fields)


def changed(**fields: Any) -> Project:
    chosen = {"id": "CO-1", "row": 1, "line": OPEN, **fields}
    return replace(make_project(), change_orders=(ChangeOrder(**chosen),))


def test_c7_an_open_order_on_a_finished_line_is_not_in_the_forecast() -> None:
    flag = by_check(findings(purchased(order(500_000, line=DONE, invoiced=200_000))), "C7")
    assert (flag.stake, flag.severity) == (300_000, Severity.RED)
    assert cells(flag) == ["Purchase orders!D2"]
    assert "EUR 3,000" in flag.remedy


def test_c7_says_nothing_where_the_forecast_holds_the_order() -> None:
    assert "C7" not in checks(findings(purchased(order(500_000))))


def test_m12_needs_both_limits() -> None:
    flag = by_check(findings(purchased(order(1_000_000, invoiced=1_200_000))), "M12")
    assert flag.stake == 200_000
    assert "EUR 2,000" in flag.remedy
    for invoiced in (1_005_000, 1_090_000):  # half a per cent; 9 %, but under the floor of 1,000
        assert "M12" not in checks(findings(purchased(order(1_000_000, invoiced=invoiced))))


def test_m13_an_order_nearly_drawn_with_work_to_come() -> None:
    flag = by_check(findings(purchased(order(1_000_000, invoiced=850_000))), "M13")
    assert flag.severity is Severity.AMBER
    assert "85.0 %" in flag.figure
    assert by_check(findings(purchased(order(1_000_000, invoiced=1_010_000))), "M13").severity is Severity.RED
    assert "M13" not in checks(findings(purchased(order(1_000_000, invoiced=700_000))))


def test_an_overdrawn_order_lacks_what_is_drawn_and_what_is_to_come() -> None:
    """10,000 ordered, 11,500 invoiced, 500 accrued, 24,000 to come: 26,000, of it 2,000 is drawn."""
    found = findings(purchased(order(1_000_000, invoiced=1_150_000, accrued=50_000)))
    runs_out, invoiced = by_check(found, "M13"), by_check(found, "M12")
    assert runs_out.stake == 2_600_000
    assert "raise the order by EUR 26,000; 2,000 of it is drawn already." in runs_out.remedy
    assert invoiced.stake == 150_000
    assert invoiced.remedy == (
        "Raise the order by EUR 1,500, or dispute EUR 1,500 of the invoices. "
        "If the vendor does the rest, it lacks 26,000 in all."
    )
    whole = findings(purchased(order(3_600_000, invoiced=1_150_000, accrued=50_000)))
    assert not checks(whole) & {"M12", "M13"}


def test_m12_of_a_finished_line_asks_for_what_is_invoiced_alone() -> None:
    flag = by_check(findings(purchased(order(1_000_000, invoiced=1_200_000, line=DONE))), "M12")
    assert flag.remedy == "Raise the order by EUR 2,000, or dispute EUR 2,000 of the invoices."


def test_m13_an_order_that_ends_before_the_line() -> None:
    soon, past = date(2026, 7, 31), date(2026, 6, 1)
    flag = by_check(findings(purchased(order(1_000_000, valid_until=soon))), "M13")
    assert (flag.severity, flag.stake) == (Severity.AMBER, 1_000_000)
    assert by_check(findings(purchased(order(1_000_000, valid_until=past))), "M13").severity is Severity.RED
    late = order(1_000_000, valid_until=date(2027, 12, 31))
    assert "M13" not in checks(findings(purchased(late)))


def test_m14_a_change_that_waits_too_long() -> None:
    raised = date.fromordinal(STATUS.toordinal() - 31)
    flag = by_check(findings(changed(price=500_000, raised=raised)), "M14")
    assert (flag.stake, flag.severity) == (500_000, Severity.AMBER)
    assert "31 days ago" in flag.figure
    younger = date.fromordinal(STATUS.toordinal() - 30)
    assert "M14" not in checks(findings(changed(price=500_000, raised=younger)))
    assert "M14" not in checks(findings(changed(price=500_000, raised=raised, status=Status.REJECTED)))


def test_m15_months_that_do_not_add_up() -> None:
    july = month_of(date(2026, 7, 1))
    fields: dict[str, Any] = {"status": Status.APPROVED, "phasing": Phasing.EXPLICIT, "cost": 400_000}
    flag = by_check(findings(changed(months={july: 300_000}, **fields)), "M15")
    assert (flag.stake, flag.severity) == (100_000, Severity.RED)
    assert by_check(findings(changed(**fields)), "M15").stake == 400_000
    assert "M15" not in checks(findings(changed(months={july: 400_000}, **fields)))


def test_without_orders_the_checks_say_what_they_want() -> None:
    wanted = {each.check: each.wants for each in findings(make_project()).not_checked}
    assert {wanted[check] for check in ("C7", "M12", "M13")} == {"a Purchase orders tab"}
    assert {wanted[check] for check in ("M14", "M15")} == {"a Change orders tab"}


def test_m17_approved_changes_said_twice() -> None:
    project = changed(price=900_00, status=Status.APPROVED)
    typed = replace(project, settings=replace(project.settings, approved_changes=1_000_00))
    flag = by_check(findings(typed), "M17")
    assert (flag.severity, flag.stake) == (Severity.AMBER, 100_00)
    same = replace(project, settings=replace(project.settings, approved_changes=900_00))
    assert "M17" not in checks(findings(same))
    silent = replace(project, settings=replace(project.settings, approved_changes=None))
    assert "M17" not in checks(findings(silent))


def test_m14_a_change_that_waits_since_no_day_is_noted_at_the_blank_cell() -> None:
    flag = by_check(findings(changed(price=8_000_00, cost=6_000_00)), "M14")
    assert (flag.severity, cells(flag), flag.stake) == (Severity.NOTE, ["Change orders!C2"], 8_000_00)
    assert flag.remedy == (
        "Enter the day it was raised. Have it decided: EUR 8,000 of price and 6,000 of cost depend on it."
    )
    assert "M14" not in checks(findings(changed(price=8_000_00, raised=date(2026, 6, 1))))
    for over in (Status.APPROVED, Status.REJECTED):
        assert "M14" not in checks(findings(changed(price=8_000_00, status=over, approver="Board")))


@pytest.mark.parametrize(
    ("phased", "figure"),
    [
        (11_999_99, "CO-1: cost EUR 12,000.00, 11,999.99 in 2026-09"),
        (11_999_00, "CO-1: cost EUR 12,000, 11,999 in 2026-09"),
    ],
)
def test_m15_shows_the_cent_that_is_missing(phased: int, figure: str) -> None:
    month = month_of(date(2026, 9, 1))
    project = changed(
        status=Status.APPROVED,
        approver="Board",
        cost=12_000_00,
        phasing=Phasing.EXPLICIT,
        months={month: phased},
    )
    assert by_check(findings(project), "M15").figure == figure
