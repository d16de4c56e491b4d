"""Earned value and past months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.checks.previous import PreviousRun
from app.project.model import CreditingRule
from tests.checks.checking import and_entry, changed, findings, unpriced
from tests.checks.situations.planting import (
    AMBER,
    DAY,
    JAN,
    JUL,
    JUN,
    Situation,
    after,
    booked,
    crowd,
    entry,
    month_end,
    planned,
    stood,
    tuned,
    with_line,
)
from tests.checks.test_earned_value import HALF, done_in_january, early, small, spending
from tests.support.factory import (
    MONTHS_2026,
    STATUS,
    Entry,
    Planned,
    lines,
    make_project,
)

EARNED: dict[str, Situation] = {
    "B1-two-months-fall": with_line(
        small(months={MONTHS_2026[3]: -8_500_00, JUN: 17_150_00, JUL: -8_550_00}), HALF, B2_off=1
    ),
    "B1-earned-fell": after(make_project, month_end(5, ev=67_000_00.0, progress=(1.0, 0.6, 0.0, 1.0))),
    "B1-earned-fell-by-a-cent": after(make_project, month_end(5, ev=66_000_01.0)),
    "B1-earned-fell-by-two-cents": after(make_project, month_end(5, ev=66_000_02.0)),
    "B2-over-by-one": with_line(small(months={JUN: 100_01, JUL: -1}), HALF, B1_off=1),
    "B2-over-by-two": with_line(small(months={JUN: 100_02, JUL: -2}), HALF, B1_off=1),
    "B3-progress-over-100": with_line(small(progress=1.3), HALF, B15_off=1),
    "B3-within-a-cent": with_line(small(progress=1.0001), HALF, B15_off=1),
    "B4-crowd": crowd(small(months={JUN: 50_00}), each=lambda id_: (replace(HALF, line=id_),)),
    "B4-a-cent": with_line(small(months={JUN: 50_00, JUL: 49_99}), HALF),
    "B4-months-past": with_line(small(months={MONTHS_2026[4]: 40_00, JUN: 50_00}), HALF),
    "B4-too-much-ahead": with_line(small(months={JUN: 50_00, JUL: 50_00, JUL + 1: 7_00}), HALF),
    "B5-begun-as-planned": with_line(replace(done_in_january(1_100_00), actual_start=None)),
    "B5-no-start": with_line(replace(done_in_january(1_100_00), actual_start=None, start=None)),
    "B5-a-longer-wait": with_line(replace(done_in_january(1_100_00)), B5_months=6),
    "B6-began-before-it-booked": with_line(
        spending(actual_start=date(2026, 2, 1)), Entry(day=date(2026, 6, 20), line="1.5", cost=1_100_00)
    ),
    "B6-booked-before-it-began": with_line(
        spending(actual_start=date(2026, 6, 20)), Entry(day=date(2026, 2, 1), line="1.5", cost=1_100_00)
    ),
    "B6-late-on-its-last-day": with_line(
        spending(rule=CreditingRule.ZERO_HUNDRED, finish=STATUS),
        Entry(day=date(2026, 2, 1), line="1.5", cost=1_100_00),
    ),
    "B6-no-finish": with_line(
        spending(rule=CreditingRule.ZERO_HUNDRED, finish=None),
        Entry(day=date(2026, 2, 1), line="1.5", cost=1_100_00),
    ),
    "B6-people": with_line(spending(), entry(line="1.5", day=date(2026, 2, 2), hours=15.0)),
    "B7-two-entries": booked(
        entry(line="1.4", day=date(2026, 3, 2)), entry(line="1.4", day=date(2026, 3, 9), document="K")
    ),
    "B7-crowd": crowd(
        small(
            start=date(2026, 1, 1),
            finish=date(2026, 1, 31),
            actual_start=date(2026, 1, 1),
            progress=1.0,
            actual_finish=date(2026, 1, 31),
            months={},
        ),
        each=lambda id_: (Entry(day=date(2026, 3, 3), line=id_, cost=90_00 + int(id_[2:])),),
    ),
    "B7-on-the-first-line": booked(entry(line="1.1", day=date(2026, 4, 2), person="Ana")),
    "B7-nothing-in-it": booked(entry(line="1.4", day=date(2026, 3, 2), person="", hours=0.0)),
    "B8-hours-without-a-rate": planned(Planned(person="Zoe", line="1.1", hours={8: 3.0})),
    "B8-two-rows": planned(
        Planned(person="Ana", line="1.1", hours={8: 1.0, 9: 2.0}),
        Planned(person="Ben", line="1.1", hours={9: 1.0}),
    ),
    "B9-crowd": crowd(
        small(months={}), each=lambda id_: (Entry(day=DAY, line=id_, cost=150_00, kind="expense"),)
    ),
    "B9-a-cent-of-work": with_line(small(progress=0.9999), replace(HALF, cost=100_00)),
    "B10-two-months": planned(Planned(person="Ben", line="1.2", hours={7: -3.0, 8: -5.0})),
    "B10-two-rows": planned(*[Planned(person="Ben", line="1.2", hours={7: -h}) for h in (3.0, 4.0)]),
    "B10-a-line-with-a-budget-below-0": with_line(small(cost=-100_00, months={}, progress=0.0)),
    "B10-months-below-0": lambda: findings(
        make_project(
            lines_=changed(
                "1.3", hours=None, months={MONTHS_2026[9]: 40_000_00, MONTHS_2026[10]: -10_000_00}
            ),
            without=["resource_plan"],
        )
    ),
    "B10-past": planned(Planned(person="Ben", line="1.2", hours={6: -3.0})),
    "B10-on-no-line": planned(Planned(person="Ben", line="7.7", hours={8: -3.0})),
    "B13-crowd": crowd(
        small(cost=0, months={}),
        each=lambda id_: (Entry(day=DAY, line=id_, cost=20_00 + int(id_[2:]), kind="expense"),),
    ),
    "B13-hours": with_line(small(cost=0, months={}, progress=0.0), entry(line="1.5")),
    "B14-two-lines": lambda: findings(
        make_project(
            lines_=[*lines(), *[small(id=f"9.{n}", start=None, finish=None, months={}) for n in (1, 2)]]
        )
    ),
    "B15-just-over": with_line(small(progress=1.01), HALF),
    "B15-none-and-all": with_line(small(progress=1.0), replace(HALF, cost=100_00)),
    "B15-fell-and-outside": lambda: findings(
        make_project(lines_=changed("1.2", progress=-0.1)),
        previous=PreviousRun(status_date=STATUS, progress={"1.1": 1.0, "1.2": 0.5, "1.3": 0.2}),
    ),
    "B17-a-point-away": with_line(small(rule=CreditingRule.EFFORT, progress=0.51), HALF),
    "B17-beyond-a-point": with_line(small(rule=CreditingRule.EFFORT, progress=0.52), HALF),
    "B17-below": with_line(small(rule=CreditingRule.EFFORT, progress=0.3), HALF),
    "B18-one": after(
        lambda: make_project(
            entries_=and_entry(Entry(day=DAY, line="1.2", cost=1_000_00), Entry(day=DAY, line="1.2", cost=1))
        ),
        month_end(4, spent=(30_000_00, 24_000_00, 0, 12_000_00)),
        month_end(5),
    ),
    "B18-at-the-floor": after(
        lambda: make_project(entries_=and_entry(Entry(day=DAY, line="1.2", cost=1_000_00))),
        month_end(4, spent=(30_000_00, 24_000_00, 0, 12_000_00)),
        month_end(5),
    ),
    "B18-moved-meanwhile": after(
        make_project,
        month_end(4),
        month_end(5, progress=(1.0, 0.4, 0.0, 1.0)),
    ),
    "B19-two-months": after(
        make_project, month_end(5, actual=(10_000_00, 22_000_00, 9_000_00, 8_000_00, 8_500_00))
    ),
    "B19-within-one": after(
        make_project, month_end(5, actual=(10_000_00, 22_000_00, 10_000_01, 8_000_00, 8_000_00))
    ),
    "B19-by-two": after(
        make_project, month_end(5, actual=(10_000_00, 22_000_00, 10_000_02, 8_000_00, 8_000_00))
    ),
    "B19-planned": after(
        make_project, month_end(5, budget=(10_000_00, 22_000_00, 10_000_00, 8_000_00, 7_000_00))
    ),
    "B19-planned-by-other-budgets": after(
        make_project,
        month_end(5, budget=(10_000_00, 22_000_00, 10_000_00, 8_000_00, 7_000_00), cost=(1, 2, 3, 4)),
    ),
    "B19-a-month-before-all": after(
        make_project,
        month_end(
            5,
            first_month=JAN - 1,
            budget=(0, 10_000_00, 22_000_00, 10_000_00, 8_000_00, 8_000_00),
            actual=(5_00, 10_000_00, 22_000_00, 10_000_00, 8_000_00, 8_000_00),
        ),
    ),
    "B20-two-lines-and-one-gone": after(
        make_project,
        month_end(
            5,
            lines=("1.1", "1.2", "1.4", "0.9"),
            cost=(30_000_00, 45_000_00, 12_500_00, 70_00),
            progress=(1.0, 0.5, 1.0, 0.0),
            spent=(0, 0, 0, 0),
            left=(0, 0, 0, 0),
        ),
    ),
    "B20-gone-alone": after(
        make_project,
        month_end(
            5,
            lines=("1.1", "1.2", "1.3", "1.4", "0.9"),
            spent=(0,) * 5,
            left=(0,) * 5,
            cost=(30_000_00, 48_000_00, 30_000_00, 12_000_00, 70_00),
            progress=(None,) * 5,
        ),
    ),
    "B21-at-10-points": lambda: findings(unpriced(settings=tuned(V2_off=1), **early(12_000_00))),
    "B21-clears-a-point-inside": stood(
        lambda: unpriced(settings=tuned(V2_off=1), **early(11_000_00)), B21=AMBER
    ),
    "B21-nothing-done": lambda: findings(
        unpriced(
            lines_=[replace(line, progress=0.0, actual_finish=None) for line in lines()],
            settings=tuned(V2_off=1),
        )
    ),
}
