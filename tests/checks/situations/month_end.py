"""Month-end, accruals and rates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.project.change_order import Status
from app.project.follow_up import Invoice
from tests.checks.checking import and_entry, findings
from tests.checks.situations.planting import (
    DAY,
    JUN,
    Situation,
    after,
    booked,
    entry,
    month_end,
    rate,
    tuned,
)
from tests.checks.situations.planting_ahead import (
    MAY,
    change,
    holding,
    late,
    priced,
)
from tests.checks.test_own_sums import unspent
from tests.support.factory import (
    STATUS,
    Entry,
    entries,
    make_project,
    milestones,
    rates,
    settings,
)

MONTH_END: dict[str, Situation] = {
    "M3-late": holding(
        invoices=(Invoice(id="R-1", amount=5_00, due=date(2026, 6, 30), raised=date(2026, 8, 10), row=1),)
    ),
    "M3-in-time": holding(
        invoices=(Invoice(id="R-1", amount=5_00, due=date(2026, 6, 30), raised=date(2026, 8, 7), row=1),)
    ),
    "M3-by-a-payment": holding(
        invoices=(Invoice(id="R-1", amount=5_00, raised=STATUS, paid=date(2026, 9, 10), row=1),)
    ),
    "M3-by-an-item": holding(items=(late(due=None, raised=date(2026, 8, 11)),)),
    "M3-by-an-item-done": holding(items=(late(due=None, done=date(2026, 8, 12)),)),
    "M3-by-a-change": holding(change_orders=(change(raised=date(2026, 8, 13)),)),
    "M3-by-an-approval": holding(
        change_orders=(change(approved_on=date(2026, 8, 14), status=Status.APPROVED),)
    ),
    "M3-by-a-milestone": lambda: findings(
        make_project(milestones_=[milestones()[0], replace(milestones()[1], actual=date(2026, 8, 17))])
    ),
    "M4-two-entries": lambda: findings(
        make_project(entries_=[replace(e, approved=e.day.month not in (3, 5)) for e in entries()])
    ),
    "M4-costs-alone": booked(Entry(day=DAY, line="1.2", cost=5_00, approved=False)),
    "M5-two-months": priced(ledger_closed=date(2026, 4, 30)),
    "M5-a-day-short": priced(ledger_closed=date(2026, 6, 29)),
    "M6-two-months": booked(entry(day=date(2026, 4, 3), period=JUN), entry(day=date(2026, 5, 4), period=JUN)),
    "M6-posted-long-ago": booked(entry(day=date(2026, 4, 3), period=MAY)),
    "M6-costs": booked(entry(day=date(2026, 4, 3), hours=0.0, cost=40_00, period=JUN)),
    "M8-at-the-floor": lambda: findings(
        replace(unspent(""), settings=settings(unspent="", **tuned(L_amount=2_400)))
    ),
    "M9-two-accruals": booked(
        *[
            Entry(day=date(2026, m, 9), line="1.4", cost=m * 10_00, kind="accrual", document=f"AC-{m}")
            for m in (4, 5, 6)
        ],
        B7_off=1,
    ),
    "M9-its-invoice": booked(
        Entry(day=date(2026, 4, 9), line="1.4", cost=100_00, kind="accrual"),
        Entry(day=date(2026, 4, 9), line="1.4", cost=101_00, kind="invoice"),
        B7_off=1,
    ),
    "M9-not-its-invoice": booked(
        Entry(day=date(2026, 4, 9), line="1.4", cost=100_00, kind="accrual"),
        Entry(day=date(2026, 4, 9), line="1.4", cost=101_01, kind="invoice"),
        B7_off=1,
    ),
    "M9-an-invoice-before-it": booked(
        Entry(day=date(2026, 4, 9), line="1.4", cost=100_00, kind="accrual"),
        Entry(day=date(2026, 4, 8), line="1.4", cost=100_00, kind="invoice"),
        B7_off=1,
    ),
    "M9-reversed-by-a-minus": booked(
        Entry(day=date(2026, 4, 9), line="1.4", cost=100_00, kind="accrual", document="A"),
        Entry(day=date(2026, 5, 1), line="1.4", cost=-80_00, kind="accrual", document="A"),
        B7_off=1,
        A4_off=1,
    ),
    "M9-one-credit-for-two": booked(
        *[Entry(day=date(2026, 4, 9), line="1.4", cost=100_00, kind="accrual")] * 2,
        Entry(day=date(2026, 5, 1), line="1.4", cost=-100_00, kind="credit"),
        B7_off=1,
        A2_off=1,
    ),
    "M9-another-document": booked(
        Entry(day=date(2026, 4, 9), line="1.4", cost=100_00, kind="accrual", document="A"),
        Entry(day=date(2026, 5, 1), line="1.4", cost=-100_00, kind="credit", document="B"),
        B7_off=1,
    ),
    "M10-46-days": lambda: findings(
        make_project(
            settings_=settings(status_date=date(2026, 7, 27), **tuned(B7_off=1)),
            entries_=and_entry(
                Entry(day=date(2026, 6, 11), line="1.4", cost=100_00, kind="accrual"),
                Entry(day=date(2026, 6, 12), line="1.4", cost=70_00, kind="accrual"),
            ),
        )
    ),
    "M11-without-a-document": booked(
        Entry(day=date(2026, 5, 9), line="1.4", cost=100_00, kind="accrual"),
        Entry(day=date(2026, 6, 9), line="1.4", cost=99_50, kind="invoice"),
        B7_off=1,
    ),
    "M11-on-no-line": booked(
        Entry(day=date(2026, 5, 9), line="", cost=100_00, kind="accrual", document="A"),
        Entry(day=date(2026, 6, 9), line="", cost=300_00, kind="invoice", document=" a"),
    ),
    "M16-two-rates": after(
        lambda: make_project(rates_=[replace(r, cost_rate=(r.cost_rate or 0) + 5) for r in rates()]),
        month_end(5),
    ),
    "M16-a-penny": after(
        lambda: make_project(rates_=[replace(rates()[0], cost_rate=100.01), rates()[1]]), month_end(5)
    ),
    "M16-lower": after(
        lambda: make_project(rates_=[replace(rates()[0], cost_rate=90.0), rates()[1]]), month_end(5)
    ),
    "M16-new-in-front": after(
        lambda: make_project(rates_=[*rates(), rate(cost_rate=85.0, effective_from=date(2026, 4, 15))]),
        month_end(5),
    ),
    "M16-later-rate": after(
        lambda: make_project(rates_=[rate(person="Ben", effective_from=date(2026, 6, 1)), *rates()]),
        month_end(5),
    ),
    "M16-somebody-new": after(lambda: make_project(rates_=[rate(person="Cy"), *rates()]), month_end(5)),
    "M16-without-a-rate-first": after(
        lambda: make_project(
            rates_=[rate(person="Cy", cost_rate=None), replace(rates()[0], cost_rate=90.0), rates()[1]]
        ),
        month_end(5),
    ),
    "M16-gone": after(lambda: make_project(rates_=rates()[:1]), month_end(5)),
    "M16-two-gone": after(
        lambda: make_project(rates_=[rate(person="Cy")], settings_=settings(**tuned(B19_off=1))), month_end(5)
    ),
}
