"""Variance and schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.project.model import Milestone
from tests.checks.checking import changed, findings, replanned, unpriced
from tests.checks.situations.planting import (
    AMBER,
    DAY,
    RED,
    Situation,
    crowd,
    off_plan,
    stood,
    tuned,
)
from tests.checks.test_earned_value import small
from tests.checks.test_schedule import behind
from tests.checks.test_variance import costlier, june, overspent
from tests.support.factory import (
    STATUS,
    Entry,
    entries,
    lines,
    make_project,
    milestones,
    settings,
)

VARIANCE: dict[str, Situation] = {
    "V1-several-lines": lambda: findings(unpriced(plan_=costlier(90, 90))),
    "V1-on-the-floor": lambda: findings(unpriced(plan_=costlier(56, 28), settings=tuned(L_amount=7_280))),
    "V1-unread-lines": lambda: findings(
        replace(unpriced(plan_=costlier(56, 28)), unread_lines={"a": "Budget!H8", "b": "Budget!H9"})
    ),
    "V2-several": lambda: findings(overspent(3_800_00)),
    "V2-clears-inside": stood(lambda: overspent(1_500_00), V2=AMBER),
    "V2-nothing-done": lambda: findings(
        unpriced(
            lines_=[replace(line, progress=0.0, actual_finish=None) for line in lines()],
            settings=tuned(B21_off=1),
        )
    ),
    "V3-at-1.10": lambda: findings(unpriced(lines_=changed("1.2", progress=0.6375))),
    "V3-both": lambda: findings(
        unpriced(
            lines_=changed("1.2", progress=0.7),
            plan_=replanned("1.3", {10: 50.0, 11: 40.0, 12: 50.0}),
            settings=tuned(C2_off=1, C1_off=1),
        )
    ),
    "V3-small-money": lambda: findings(
        unpriced(lines_=changed("1.2", progress=0.7), settings=tuned(L_amount=9_600))
    ),
    "V5-stood": stood(lambda: unpriced(plan_=costlier(0, 28)), V5__1_3=AMBER),
    "V5-stood-on-another": stood(lambda: unpriced(plan_=costlier(0, 28)), V5__1_2=AMBER),
    "V5-two": lambda: findings(unpriced(plan_=costlier(70, 70))),
    "V5-either": lambda: findings(unpriced(plan_=costlier(20, 12), settings=tuned(L_either=1))),
    "V5-either-little": lambda: findings(unpriced(plan_=costlier(5, 12), settings=tuned(L_either=1))),
    "V5-crowd": crowd(
        small(months={}, cost=2_000_00, other_cost=2_000_00),
        each=lambda id_: (Entry(day=DAY, line=id_, cost=4_000_00 + int(id_[2:]) * 500, kind="expense"),),
        B9_off=1,
        V1_off=1,
    ),
    "V6-under": lambda: findings(june(80)),
    "V6-stood": stood(off_plan(109.5), **{"V6__2026-06": AMBER}),
    "V6-two-months": lambda: findings(
        unpriced(
            entries_=[replace(e, hours=135.0) if e.day >= date(2026, 5, 1) else e for e in entries()],
            settings=tuned(V6_months=2),
        )
    ),
    "V6-one-month": lambda: findings(
        unpriced(
            entries_=[replace(e, hours=135.0) if e.day >= date(2026, 5, 1) else e for e in entries()],
            settings=tuned(V6_months=0),
        )
    ),
    "V6-without-months": lambda: findings(
        unpriced(
            lines_=[replace(line, months={}) for line in lines()],
            entries_=[replace(e, hours=135.0) if e.day >= date(2026, 5, 1) else e for e in entries()],
        )
    ),
    "V6-no-hours-planned": lambda: findings(
        unpriced(
            lines_=[replace(line, hours=None) for line in lines()],
            entries_=[replace(e, hours=125.0) if e.day == STATUS else e for e in entries()],
        )
    ),
    "V7-at-5-percent": lambda: findings(
        make_project(lines_=changed("1.3", revenue=45_394_73), settings_=settings(contract_price=150_000_00))
    ),
    "V7-stood": stood(lambda: make_project(lines_=changed("1.3", revenue=44_500_00)), V7__revenue=AMBER),
    "V7-red": lambda: findings(make_project(lines_=changed("1.3", revenue=60_000_00))),
    "V7-margin-stood": stood(
        lambda: make_project(settings_=settings(baseline_margin=0.209, **tuned(E2_off=1))), V7__margin=AMBER
    ),
    "V7-margin": lambda: findings(make_project(settings_=settings(baseline_margin=0.215, **tuned(E2_off=1)))),
    "D1-stood-red": stood(lambda: unpriced(lines_=behind(4_600_00), settings=tuned(D2_off=1)), D1=RED),
    "D1-over-by-little": lambda: findings(
        unpriced(lines_=behind(2_400_00), settings=tuned(D2_off=1, L_amount=2_399))
    ),
    "D2-red": lambda: findings(unpriced(lines_=behind(4_700_00))),
    "D2-by-other-days": lambda: findings(unpriced(lines_=behind(1_100_00), settings=tuned(D2_amber=5.9))),
    "D2-without-burn": lambda: findings(unpriced(lines_=behind(7_200_00), entries_=entries()[:1])),
    "D3-two": lambda: findings(
        make_project(
            milestones_=[
                *milestones(),
                Milestone(id="", title="Pilot", baseline=date(2026, 6, 12), line="1.2", owner="Ben"),
                Milestone(id="M4", title="", forecast=date(2026, 6, 13), amount=1_00),
            ]
        )
    ),
}
