"""Records."""

from __future__ import annotations

from datetime import date

from tests.checks.checking import findings, unpriced
from tests.checks.situations.planting import (
    DAY,
    Situation,
    booked,
    carded,
    entry,
    foreign,
    odd,
    paid,
    rate,
)
from tests.support.factory import (
    MONTHS_2026,
)

RECORDS: dict[str, Situation] = {
    "A2-three-on-no-line": booked(*[entry(line="", document="D")] * 3),
    "A2-without-document-on-no-line": booked(*[entry(line="9.9")] * 2),
    "A2-two-lines": booked(*[entry(document="D")] * 2, *[entry(line="1.3", person="Ana", document="E")] * 3),
    "A2-costs-alone": booked(*[entry(person="", hours=0.0, cost=70_00, document="F")] * 2),
    "A2-nothing-booked": booked(*[entry(person="", hours=0.0, document="F")] * 2),
    "A4-two-entries": booked(entry(hours=-2.0, document="D"), entry(hours=-1.0, document="E")),
    "A4-on-no-line": booked(entry(line="", hours=-2.0)),
    "A4-hours-and-cost": booked(entry(cost=-20_00), entry(hours=-1.0)),
    "A4-a-small-loss-of-cost": booked(entry(person="", hours=0.0, cost=-1)),
    "A5-two-before": booked(
        *[entry(day=date(2025, 12, day), cost=90_00, document=f"{day}") for day in (3, 9)]
    ),
    "A5-first-day": booked(entry(day=date(2026, 1, 1))),
    "A5-two-after": lambda: findings(unpriced(settings={"finish": date(2026, 4, 20)})),
    "A5-only-a-finish": lambda: findings(unpriced(settings={"start": None, "finish": date(2026, 5, 1)})),
    "A5-only-a-start": lambda: findings(unpriced(settings={"start": date(2026, 2, 1), "finish": None})),
    "A7-two-entries": booked(
        *[entry(day=date(2026, 6, d), period=MONTHS_2026[4], document=f"{d}") for d in (2, 3)]
    ),
    "A7-two-months": booked(entry(period=MONTHS_2026[3]), entry(period=MONTHS_2026[4], document="X")),
    "A7-costs-alone": booked(entry(hours=0.0, cost=30_00, period=MONTHS_2026[3])),
    "A9-two-rates": carded(rate()),
    "A9-two-rates-always": carded(rate(effective_from=None), rate(effective_from=None, cost_rate=99.0)),
    "A9-two-rates-of-a-role": carded(*[rate(person="", role="Tester", cost_rate=c) for c in (70.0, 71.5)]),
    "A9-roles-apart": carded(
        *[rate(person="", role=r, cost_rate=c) for r, c in (("Tester", 70.0), ("Lead", 9.0))]
    ),
    "A9-a-role-named-as-a-person": carded(rate(person="", role="Ben")),
    "A9-same-rate-twice": carded(rate(cost_rate=80.0)),
    "A9-no-cost-rate-between": carded(rate(cost_rate=None), rate(cost_rate=81.0)),
    "A10-old-by-36-days": foreign(DAY, date(2026, 5, 25)),
    "A10-old-by-35-days": foreign(DAY, date(2026, 5, 26)),
    "A10-the-newest-counts": foreign(DAY, date(2026, 1, 1), date(2026, 5, 1), date(2026, 7, 1)),
    "A10-a-rate-for-always": foreign(DAY, None, date(2026, 1, 1)),
    "A10-a-credit": foreign(DAY, date(2026, 1, 1), cost=-500_00),
    "A10-longer-allowed": foreign(DAY, date(2026, 5, 25), A10_age=40),
    "A11-at-5-times": paid(4_000_00),
    "A11-beyond-5-times": paid(4_000_01),
    "A11-at-a-fifth": paid(160_00),
    "A11-under-a-fifth": paid(159_99),
    "A11-hours-alone-and-cost-alone": booked(entry(hours=300.0), entry(hours=0.0, cost=900_00)),
    "A11-two-entries": booked(*[entry(cost=5_000_00, document=d) for d in "DE"]),
    "A11-off-by-one-time": paid(4_000_01, A11_times=1.0),
    "A11-on-no-line": booked(entry(line="", cost=5_000_00)),
    "A11-days-as-hours": odd(1.0, 800_00),
    "A11-hours-as-days": odd(8.0, 100_00),
    "A11-units-among-thousands": odd(1.0, 100_000_00),
    "A11-thousands-among-units": odd(1_000.0, 100_00),
    "A11-no-slip-known": odd(1.0, 600_00),
    "A11-near-8-times": odd(1.0, 915_00),
    "A11-not-so-near-8-times": odd(1.0, 925_00),
    "A11-other-costs-are-no-peers": odd(1.0, 800_00, other_cost=100_00),
}
