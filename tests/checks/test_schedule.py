"""D: schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from app.checks.flag import Severity
from app.checks.previous import PreviousRun
from app.project.calendar import WorkingCalendar
from app.project.model import Line, Project
from app.project.month import month_of
from tests.checks.checking import by_check, cells, changed, checks, findings, the_flag, unpriced
from tests.support.factory import MONTHS_2026, STATUS, make_project, milestones, settings

AMBER, RED = Severity.AMBER, Severity.RED


def behind(amount: int) -> list[Line]:
    """`amount` of the test line was planned for March, and is not done."""
    rest = (30_000_00 - amount) // 3
    months = {MONTHS_2026[2]: amount, **{MONTHS_2026[m]: rest for m in (9, 10, 11)}}
    months[MONTHS_2026[11]] += 30_000_00 - amount - 3 * rest
    return changed("1.3", months=months)


def slow(amount: int, **thresholds: float) -> Project:
    return unpriced(lines_=behind(amount), settings={"thresholds": thresholds})


def test_d2_gives_the_date_and_silences_d1() -> None:
    flag = the_flag(findings(slow(7_200_00)))
    assert (flag.check, flag.severity) == ("D2", RED)
    # ES is a tenth of June after the end of May: 108 of 129 + ... working days
    start, worked = date(2026, 1, 1), 129.0
    earned = 107.0 + 0.1 * 22
    assert WorkingCalendar.of(settings()).between(start, STATUS) == worked
    late = 261 * worked / earned - 261
    assert f"{late:.0f} working days late, {late / 261:.1%}".replace("%", " %") in flag.figure
    assert flag.threshold == "10.0 % of the planned duration"
    assert flag.stake == pytest.approx(8_000_00 * late / 21)
    assert "instead of 2026-12-31" in flag.remedy
    assert cells(flag) == ["Settings!B8"]


@pytest.mark.parametrize(("amount", "severity"), [(2_300_00, None), (2_400_00, AMBER), (4_800_00, RED)])
def test_d1_limits(amount: int, severity: Severity | None) -> None:
    """SPI(t) = (107 + 22 (1 - amount/8000)) / 129: 0.95 at 2,345, 0.90 at 4,691."""
    found = findings(slow(amount, **{"D2.off": 1.0}))
    assert [flag.severity for flag in found.flags] == ([severity] if severity else [])
    if severity:
        flag = the_flag(found)
        assert (flag.check, flag.stake) == ("D1", pytest.approx(amount))
        assert cells(flag) == ["Budget!K4"]
        assert f"1.3 Test ({amount // 100:,})" in flag.remedy


def test_d1_needs_the_money_floor() -> None:
    assert "D1" not in checks(findings(slow(4_800_00, **{"D2.off": 1.0, "L.amount": 4_801})))


def test_d1_clears_a_point_inside() -> None:
    stood = PreviousRun(status_date=STATUS, severities={"D1": AMBER})
    assert checks(findings(slow(2_300_00, **{"D2.off": 1.0}), previous=stood)) == {"D1"}


@pytest.mark.parametrize(("amount", "flagged"), [(900_00, False), (1_100_00, True)])
def test_d2_limits(amount: int, flagged: bool) -> None:
    """Over 5 working days late and over the floor of 1,000."""
    assert checks(findings(slow(amount))) == ({"D2"} if flagged else set())


@pytest.mark.parametrize(
    ("forecast", "severity"),
    [
        (date(2026, 6, 30), None),
        (date(2026, 6, 29), AMBER),
        (date(2026, 6, 16), AMBER),  # 10 working days
        (date(2026, 6, 15), RED),
    ],
)
def test_d3_a_milestone_is_overdue(forecast: date, severity: Severity | None) -> None:
    first, second = milestones()
    found = findings(make_project(milestones_=[first, replace(second, forecast=forecast)]))
    assert [flag.severity for flag in found.flags] == ([severity] if severity else [])
    if severity:
        flag = the_flag(found)
        assert (flag.check, flag.id, flag.owner, flag.line) == ("D3", "D3:M2", "Ana", "1.3")
        assert (cells(flag), flag.stake) == (["Milestones!F3"], 100_000_00)
        assert "EUR 100,000 waits for it." in flag.remedy


@pytest.mark.parametrize(
    "changes",
    [
        {"actual": date(2026, 6, 1)},
        {"forecast": None, "baseline": None},
        {"forecast": date(2026, 7, 1), "baseline": date(2026, 1, 1)},
    ],
)
def test_d3_is_quiet_when_reached_undated_or_expected_later(changes: dict[str, Any]) -> None:
    first, second = milestones()
    assert "D3" not in checks(findings(make_project(milestones_=[first, replace(second, **changes)])))


def test_d3_falls_back_on_the_baseline_and_a_later_actual_is_not_known_yet() -> None:
    first, second = milestones()
    late = replace(second, forecast=None, baseline=date(2026, 6, 29), actual=date(2026, 7, 2), amount=None)
    flag = the_flag(findings(make_project(milestones_=[first, late])))
    assert (cells(flag), flag.stake) == (["Milestones!E3"], 0.0)


def test_d2_waits_for_15_percent() -> None:
    none = [replace(line, progress=0.0, actual_finish=None) for line in changed("1.1")]
    found = findings(unpriced(lines_=none))
    assert "D2" in {missing.check for missing in found.not_checked}
    assert by_check(found, "D1").severity is RED


def test_d2_tells_its_two_measures_apart() -> None:
    """The pace so far, and the plan of what is left, which goes on to 31 March."""
    january = date(2027, 1, 1)
    project = slow(7_200_00)
    assert project.plan is not None
    months = (*project.plan.months, *(month_of(january) + step for step in range(3)))
    grown = np.hstack([project.plan.hours, np.full((len(project.plan.hours), 3), np.nan)])
    grown[-1, -1] = 40.0
    project = replace(project, plan=replace(project.plan, months=months, hours=grown))
    flag = by_check(findings(project), "D2")
    days = WorkingCalendar.of(settings()).between(january, date(2027, 3, 31))
    assert flag.remedy.startswith("By earned schedule, expect the finish between ")
    assert (
        f"Apart from pace, the work still planned ends on 2027-03-31, {days} working days after 2026-12-31: "
        "an extension by as many" in flag.remedy
    )
