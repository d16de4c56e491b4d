"""Forecast realism and our own sums."""

from __future__ import annotations

from dataclasses import replace

from tests.checks.checking import changed, findings, unpriced
from tests.checks.situations.planting import (
    AMBER,
    RED,
    Situation,
    after,
    month_end,
    stood,
    tuned,
)
from tests.checks.situations.planting_ahead import (
    jumped,
    lossy,
    order,
    ordered,
    priced,
)
from tests.checks.test_own_sums import calibrated
from tests.checks.test_variance import costlier, overspent
from tests.support.factory import (
    make_project,
    settings,
)

FORECAST: dict[str, Situation] = {
    "C1-stated": lambda: findings(
        replace(
            overspent(1_600_00, test_hours=270.0),
            settings=settings(contract_price=None, **tuned(C2_off=1, C3_off=1)),
        )
    ),
    "C2-stood": stood(lambda: overspent(1_600_00, test_hours=262.0), C2=AMBER),
    "C2-stood-red": stood(lambda: overspent(1_600_00, test_hours=216.0), C2=RED),
    "C2-cautious": lambda: findings(
        unpriced(lines_=changed("1.2", progress=0.58), plan_=costlier(9, 2), settings=tuned(C1_off=1))
    ),
    "C3-stated": lambda: findings(
        replace(
            overspent(1_600_00, test_hours=255.0),
            settings=settings(contract_price=None, **tuned(C2_off=1, L_amount=500)),
        )
    ),
    "C4-stands-still": after(make_project, month_end(4, cpi=0.9), month_end(5, cpi=0.94)),
    "C4-moved-enough": after(make_project, month_end(4, cpi=0.9, eac=119_000_00.0), month_end(5, cpi=0.94)),
    "C4-cpi-stood-too": after(make_project, month_end(4, cpi=0.96), month_end(5, cpi=0.97)),
    "C4-moved-a-little": after(make_project, month_end(4, cpi=0.9, eac=119_500_00.0), month_end(5, cpi=0.94)),
    "C4-no-cpi": after(make_project, month_end(4, cpi=None), month_end(5, cpi=0.9)),
    "C5-up": jumped(112_000_00, line_1_2=40_000_00, line_1_1=29_000_00, line_1_4=13_000_00),
    "C5-down": jumped(132_000_00, line_1_2=55_000_00, line_1_3=37_000_00, line_gone=9_00),
    "C5-at-5-percent": jumped(126_315_78),
    "C5-nothing-before": jumped(0),
    "C6-at-10-percent": lambda: calibrated(p50=133_333_33.0, p90=140_000_00.0, chance_over_budget=0.4),
    "C6-no-edges": lambda: calibrated(p50=140_000_00.0, p10=None, p90=None, chance_over_budget=0.4),
    "C6-above-p90": lambda: calibrated(p50=118_000_00.0, p90=119_500_00.0, chance_over_budget=0.1),
    "V4-red": lambda: calibrated(chance_over_budget=0.85, p50=125_000_00.0),
    "V4-without-p80": lambda: calibrated(p80=None, p50=125_000_00.0),
    "V4-at-budget": lambda: calibrated(chance_over_budget=0.9, p50=120_000_00.0),
    "C7-two-orders": ordered(
        order(31_00, line=0), order(2_000_00, id="PO-2", row=2, line=3, line_name="1.4", invoiced=7_00)
    ),
    "C7-two-on-one-line": ordered(order(20_00, line=3), order(9_00, id="PO-2", row=2, line=3)),
    "C7-four-orders": ordered(*[order(n * 10_00, id=f"PO-{n}", row=n, line=3) for n in range(1, 5)]),
    "C7-nothing-open": ordered(order(24_00, line=3, invoiced=24_00)),
    "C7-a-cent-open": ordered(order(24_01, line=3, invoiced=24_00)),
    "B12-crowd": lossy(50_00.0),
    "B12-a-cent": lossy(1.0),
    "B16-no-price-no-matter": priced(baseline_margin=0.01, contract_price=120_000_00),
    "B16-priced": priced(baseline_margin=0.02, contract_price=120_000_00),
    "B16-a-cent-away": priced(baseline_margin=0.2, contract_price=120_000_01),
    "B16-two-cents-away": priced(baseline_margin=0.2, contract_price=120_000_02),
}
