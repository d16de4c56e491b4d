"""Orders and changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.project.change_order import Phasing, Status
from tests.checks.checking import and_entry, findings
from tests.checks.situations.planting import (
    AMBER,
    DAY,
    JUL,
    Situation,
    stood,
)
from tests.checks.situations.planting_ahead import (
    change,
    moved,
    order,
    ordered,
)
from tests.support.factory import (
    STATUS,
    Entry,
    lines,
    make_project,
)

ORDERS: dict[str, Situation] = {
    "M12-at-one-percent": ordered(order(200_000_00, invoiced=202_000_00), L_amount=100, C7_off=1),
    "M12-beyond-one-percent": ordered(order(200_000_00, invoiced=202_000_01), L_amount=100, C7_off=1),
    "M12-at-the-floor": ordered(order(1_000_00, invoiced=2_000_00)),
    "M12-four-orders": ordered(
        *[order(1_000_00, id=f"PO-{n}", row=n, invoiced=3_000_00) for n in range(1, 5)]
    ),
    "M12-first-line": ordered(order(1_000_00, invoiced=3_000_00, line=0, line_name="1.1", row=2)),
    "M13-at-80-percent": ordered(order(10_000_00, invoiced=8_000_00)),
    "M13-accrued": ordered(
        order(10_000_00, invoiced=8_000_00, accrued=500_00, valid_until=date(2026, 12, 1))
    ),
    "M13-stood": stood(
        lambda: replace(make_project(), purchase_orders=(order(10_000_00, invoiced=7_950_00),)),
        **{"M13__PO-1": AMBER},
    ),
    "M13-two-orders": ordered(order(10_000_00, invoiced=9_000_00), order(30_000_00, id="PO-2", row=2)),
    "M13-ends-on-the-status-date": ordered(order(10_000_00, valid_until=STATUS)),
    "M13-ends-with-the-line": ordered(order(10_000_00, valid_until=date(2026, 9, 30))),
    "M13-little-left": ordered(order(1_000_00, valid_until=date(2026, 7, 1))),
    "M13-on-no-line": ordered(order(10_000_00, line=-1, invoiced=9_000_00)),
    "M13-on-the-first-line": lambda: findings(
        replace(
            make_project(lines_=lines()[1:]), purchase_orders=(order(10_000_00, line=0, invoiced=9_000_00),)
        )
    ),
    "M14-cost-beyond": lambda: findings(
        replace(
            make_project(entries_=and_entry(Entry(day=DAY, line="1.2", cost=26_000_00))),
            change_orders=(change(raised=date(2026, 6, 20), cost=1_500_00, price=-2_000_00),),
        )
    ),
    "M14-undated": moved(change(cost=1_500_00)),
    "M14-approved-later": moved(
        change(status=Status.APPROVED, approved_on=date(2026, 7, 9), raised=date(2026, 1, 1))
    ),
    "M14-first-line": moved(change(raised=date(2026, 5, 1), line=0, line_name="1.1", cost=5_00)),
    "M15-too-much": moved(
        change(
            status=Status.APPROVED,
            approver="Board",
            phasing=Phasing.EXPLICIT,
            cost=400_00,
            months={JUL + 1: 300_00, JUL: 200_00},
        )
    ),
    "M15-less-scope": moved(
        change(
            status=Status.APPROVED,
            approver="Board",
            phasing=Phasing.EXPLICIT,
            cost=-400_00,
            months={JUL: -100_00},
        )
    ),
    "M15-equal-needs-none": moved(change(status=Status.APPROVED, approver="Board", cost=400_00)),
    "M17-less": moved(
        change(status=Status.APPROVED, approver="Board", price=900_00), approved_changes=700_00
    ),
}
