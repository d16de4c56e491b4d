"""Money and billing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.project.change_order import Status
from app.project.follow_up import Invoice
from app.project.model import CommercialModel
from tests.checks.checking import and_entry, findings, unpriced
from tests.checks.situations.planting import (
    AMBER,
    DAY,
    Situation,
    after,
    month_end,
    stood,
    tuned,
)
from tests.checks.situations.planting_ahead import (
    broken,
    change,
    holding,
    in_two_currencies,
    moved,
    priced,
)
from tests.checks.test_money import late_licences, without_june
from tests.support.factory import (
    STATUS,
    Entry,
    make_project,
    settings,
)

MONEY: dict[str, Situation] = {
    "E1-negative": priced(
        margin_floor=0.05, contract_price=119_000_00, baseline_margin=None, **tuned(E3_off=1)
    ),
    "E1-no-margin-left": priced(margin_floor=0.1, contract_price=120_000_00, baseline_margin=None),
    "E1-floor-of-all": priced(margin_floor=1.0),
    "E2-stood": stood(
        lambda: make_project(settings_=settings(baseline_margin=0.215, **tuned(V7_off=1))), E2=AMBER
    ),
    "E2-stated": priced(baseline_margin=0.225, **tuned(V7_off=1)),
    "E2-small-money": priced(baseline_margin=0.225, **tuned(V7_off=1, L_amount=3_750)),
    "E3-by-a-little": priced(contract_price=119_999_00, baseline_margin=None),
    "E4-stood": stood(lambda: make_project(settings_=settings(billed_to_date=97_000_00)), E4=AMBER),
    "E4-small-price": priced(billed_to_date=97_600_00, **tuned(L_amount=15_100)),
    "E5-over": broken(revenue_to_date=151_000_00.0),
    "E5-by-share": broken(percent_complete=1.02),
    "E5-by-half-a-cent": broken(revenue_to_date=150_000_00.5),
    "E5-by-a-cent": broken(revenue_to_date=150_000_01.0),
    "E5-no-share": broken(revenue_to_date=151_000_00.0, percent_complete=None),
    "E5-no-price": broken(price=None),
    "E6-bare": moved(
        change(status=Status.APPROVED, price=500_00),
        change(id="CO-2", row=2, status=Status.APPROVED, price=0),
    ),
    "E6-named": moved(change(status=Status.APPROVED, price=500_00, approver="Board")),
    "E6-dated": moved(change(status=Status.APPROVED, price=500_00, approved_on=date(2026, 5, 1))),
    "E6-price-rose": after(
        lambda: replace(
            make_project(),
            change_orders=(
                change(price=5_00),
                change(id="CO-2", row=2, price=500_00),
                change(id="CO-3", row=3, price=500_00),
            ),
        ),
        month_end(5, contract_price=149_500_00),
    ),
    "E6-price-fell": after(
        lambda: replace(make_project(), change_orders=(change(price=-500_00),)),
        month_end(5, contract_price=150_500_00),
    ),
    "E6-price-unknown": after(
        lambda: replace(make_project(), change_orders=(change(price=500_00),)),
        month_end(5, contract_price=None),
    ),
    "E7-a-little": lambda: without_june(1_000_00),
    "E7-first-month": lambda: findings(
        unpriced(entries_=[], settings={"status_date": date(2026, 2, 28), "start": date(2026, 1, 1)})
    ),
    "E9-a-cent": priced(commercial_model=CommercialModel.TIME_AND_MATERIALS, contract_price=71_999_99),
    "E9-with-a-change": lambda: findings(
        replace(
            make_project(
                settings_=settings(
                    commercial_model=CommercialModel.TIME_AND_MATERIALS, contract_price=60_000_00
                )
            ),
            change_orders=(change(status=Status.APPROVED, price=2_000_00, approver="Board"),),
        )
    ),
    "E10-red": lambda: findings(unpriced(**late_licences(), settings=tuned(E10_red=4.6))),
    "E10-long-enough": lambda: findings(unpriced(**late_licences(), settings=tuned(E10_share=0.74))),
    "E10-overspent": lambda: findings(
        unpriced(
            entries_=and_entry(Entry(day=DAY, line="1.2", cost=60_000_00)),
            settings=tuned(V1_off=1, V2_off=1, V6_off=1),
        )
    ),
    "E12-half-a-cent": broken(backlog=-0.5),
    "E12-a-cent": broken(backlog=-1.0),
    "E13-by-line-day-and-person": in_two_currencies(90_00),
    "E13-another-day": in_two_currencies(90_00, day=date(2026, 6, 15)),
    "E13-another-line": in_two_currencies(90_00, line="1.2"),
    "E13-another-person": in_two_currencies(90_00, person="Ben"),
    "E13-at-one-percent": in_two_currencies(90_90),
    "E13-beyond-one-percent": in_two_currencies(90_91),
    "E13-on-the-first-line": in_two_currencies(90_00, both="1.1"),
    "E13-on-no-line": in_two_currencies(90_00, both="9.9"),
    "E13-documents-apart": in_two_currencies(90_00, document="X"),
    "E14-two-invoices": holding(
        invoices=(
            Invoice(id="R-1", title="Start", amount=10_000_00, due=date(2026, 6, 29), owner="Ana", row=1),
            Invoice(id="R-2", amount=5_00, due=date(2026, 6, 30), row=2),
            Invoice(id="R-3", amount=7_00, due=date(2026, 6, 16), row=3),
            Invoice(id="R-4", amount=8_00, due=date(2026, 6, 15), row=4),
            Invoice(id="R-5", amount=9_00, due=date(2026, 5, 15), raised=STATUS, row=5),
            Invoice(id="R-6", amount=9_00, due=date(2026, 5, 16), raised=date(2026, 7, 1), row=6),
        ),
    ),
    "E14-a-milestone": holding(
        invoices=(Invoice(id="R-1", amount=5_00, milestone="M2", due=date(2026, 9, 1), row=1),)
    ),
    "E14-its-milestone": holding(
        invoices=(Invoice(id="", amount=5_00, milestone=" m1", due=date(2026, 3, 2), row=1),)
    ),
    "E14-on-a-sunday": holding(
        invoices=(Invoice(id="R-1", amount=5_00, due=date(2026, 6, 14), milestone="M2", row=1),)
    ),
}
