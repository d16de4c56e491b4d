"""The plan ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.checks.checking import and_line, and_planned, findings, replanned
from tests.checks.situations.planting import (
    AMBER,
    Situation,
    planned,
    rate,
    stood,
    tuned,
)
from tests.checks.situations.planting_ahead import (
    late_line,
)
from tests.checks.test_earned_value import small
from tests.support.factory import (
    Planned,
    lines,
    make_project,
    rates,
    settings,
)

AHEAD: dict[str, Situation] = {
    "C8-three-months": lambda: findings(make_project(plan_=replanned("1.2", {7: 210.0, 8: 200.0, 9: 190.0}))),
    "C8-stood": stood(
        lambda: make_project(plan_=replanned("1.2", {7: 66.0, 8: 168.0, 9: 66.0})), C8__Ben=AMBER
    ),
    "C8-nobody-free": planned(*[Planned(person="Ana", line="1.3", hours={10: 90.0})]),
    "C8-two-rows": planned(Planned(person="ben", line="1.3", hours={8: 100.0, 9: 100.0})),
    "C8-no-name": planned(Planned(person="", role="Tester", line="1.3", hours={8: 500.0})),
    "C9-two-months": lambda: findings(make_project(plan_=replanned("1.2", {7: 300.0, 8: None, 9: None}))),
    "C9-all-blank": lambda: findings(make_project(plan_=replanned("1.2", {7: None, 8: None, 9: None}))),
    "C9-a-bare-row": lambda: findings(
        make_project(
            plan_=[*replanned("1.2", {7: 90.0, 8: 90.0, 9: 90.0}), Planned(person="Ana", line="1.2")]
        )
    ),
    "C9-a-bare-row-of-nobody": lambda: findings(
        make_project(plan_=[*replanned("1.2", {7: 90.0, 8: 90.0, 9: 90.0}), Planned(person="", line="1.2")])
    ),
    "C9-a-bare-row-too-many": planned(Planned(person="Ana", line="1.2")),
    "C9-a-bare-row-of-a-finished-line": planned(Planned(person="Ana", line="1.1")),
    "C9-crowd": lambda: findings(
        make_project(
            lines_=[*lines(), *[small(id=f"9.{n:02d}", cost=100_00 + n, months={}) for n in range(1, 14)]],
            plan_=and_planned(
                *[Planned(person="Ana", line=f"9.{n:02d}", hours={6: 1.0}) for n in range(1, 14)]
            ),
            settings_=settings(**tuned(B9_off=1)),
        )
    ),
    "C10-heaped": lambda: findings(
        make_project(
            plan_=[
                *replanned("1.2", {7: 50.0, 8: 50.0, 9: 50.0})[:2],
                *replanned("1.3", {10: 10.0, 11: 10.0, 12: 280.0})[2:],
            ]
        )
    ),
    "C10-two-months-to-go": lambda: findings(
        make_project(
            plan_=replanned("1.2", {7: 10.0, 8: 290.0, 9: 0.0})[:2], settings_=settings(**tuned(C10_months=4))
        )
    ),
    "C11-one-month": late_line({7: 2.0, 8: 3.0}),
    "C11-four-months": late_line({7: 2.0, 8: 1.0, 9: 1.0, 10: 1.0, 11: 1.0}),
    "C11-past-its-finish": late_line({8: 3.0}, finish=date(2026, 6, 29)),
    "C11-the-project": lambda: findings(make_project(settings_=settings(finish=date(2026, 10, 31)))),
    "C11-the-project-over": lambda: findings(
        make_project(
            settings_=settings(finish=date(2026, 6, 30)),
            lines_=[replace(line, finish=None) for line in lines()],
        )
    ),
    "C11-crowd": lambda: findings(
        make_project(
            lines_=[
                *lines(),
                *[small(id=f"9.{n:02d}", months={}, other_cost=None, hours=5.0) for n in range(1, 14)],
            ],
            plan_=and_planned(
                *[Planned(person="Ben", line=f"9.{n:02d}", hours={7: 1.0, 8: 1.0 + n}) for n in range(1, 14)]
            ),
        )
    ),
    "C12-crowd": lambda: findings(
        make_project(
            lines_=[
                *lines(),
                *[
                    small(
                        id=f"9.{n:02d}",
                        owner="Ben",
                        hours=100.0 + n,
                        cost=8_000_00 + n * 80_00,
                        progress=0.0,
                        start=date(2026, 7, 1),
                        actual_start=None,
                        months={},
                    )
                    for n in range(1, 14)
                ],
            ],
            rates_=[*rates(), rate(cost_rate=100.0, effective_from=date(2026, 7, 1))],
        )
    ),
    "C12-cheaper": lambda: findings(
        make_project(
            lines_=and_line(
                small(
                    owner="Ben",
                    hours=100.0,
                    cost=8_000_00,
                    progress=0.0,
                    start=date(2026, 7, 1),
                    actual_start=None,
                    months={},
                )
            ),
            rates_=[*rates(), rate(cost_rate=60.0, effective_from=date(2026, 7, 1))],
        )
    ),
    "C12-never-his-rate": lambda: findings(
        make_project(
            lines_=and_line(
                small(
                    owner="Ben",
                    hours=100.0,
                    cost=8_500_00,
                    progress=0.0,
                    start=date(2026, 7, 1),
                    actual_start=None,
                    months={},
                )
            ),
            rates_=[*rates(), rate(cost_rate=100.0, effective_from=date(2026, 7, 1))],
        )
    ),
}
