"""M, R, P and S: month-end, reconciliation, people, settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.checks.flag import Severity
from app.checks.previous import PreviousRun
from app.checks.run import run_checks
from app.forecast.forecast import forecast_project
from app.project.model import Line
from tests.checks.checking import (
    and_entry,
    and_line,
    and_planned,
    by_check,
    cells,
    changed,
    checks,
    findings,
    the_flag,
)
from tests.support.factory import (
    Entry,
    Planned,
    entries,
    lines,
    make_project,
    milestones,
    rates,
    settings,
)

AMBER, RED, NOTE, ERROR = Severity.AMBER, Severity.RED, Severity.NOTE, Severity.ERROR


@pytest.mark.parametrize(("before", "flagged"), [(date(2026, 7, 31), True), (date(2026, 6, 30), False)])
def test_m2_the_status_date_went_back(before: date, flagged: bool) -> None:
    found = findings(make_project(), previous=PreviousRun(status_date=before))
    assert bool(found.flags) is flagged
    if flagged:
        flag = the_flag(found)
        assert (flag.check, flag.severity, cells(flag)) == ("M2", RED, ["Settings!B6"])
        assert "2026-07-31 or later (31 days on)" in flag.remedy


def test_m4_not_approved_in_a_closed_month() -> None:
    doubtful = [replace(e, approved=False) if e.day == date(2026, 5, 29) else e for e in entries()]
    flag = the_flag(findings(make_project(entries_=doubtful)))
    assert (flag.check, flag.severity, cells(flag)) == ("M4", AMBER, ["Actuals!J6"])
    assert (flag.stake, flag.hours) == (8_000_00, 100.0)
    assert "Approve 1 entry of 2026-05: EUR 8,000" in flag.remedy


def test_m4_the_open_month_may_wait() -> None:
    doubtful = [replace(e, approved=False) if e.day == date(2026, 6, 30) else e for e in entries()]
    project = make_project(settings_=settings(status_date=date(2026, 6, 30)), entries_=doubtful)
    assert "M4" in checks(findings(project))
    mid = make_project(settings_=settings(status_date=date(2026, 7, 1)), entries_=doubtful)
    assert "M4" in checks(findings(mid))
    july = and_entry(Entry(day=date(2026, 7, 1), line="1.2", person="Ben", hours=1.0, approved=False))
    assert "M4" not in checks(
        findings(make_project(settings_=settings(status_date=date(2026, 7, 1)), entries_=july))
    )


def test_r2_actuals_leak() -> None:
    project = make_project()
    forecast, _ = forecast_project(project)
    unmatched = replace(forecast.cost.unmatched, ac=forecast.cost.unmatched.ac + 70_00)
    broken = replace(forecast, cost=replace(forecast.cost, unmatched=unmatched))
    flag = the_flag(run_checks(project, broken, ()))
    assert (flag.check, flag.severity, flag.stake, cells(flag)) == ("R2", ERROR, 70_00, ["Actuals!C1"])


@pytest.mark.parametrize(("hours", "severity"), [(8.0, AMBER), (9.0, RED)])
def test_r3_entries_in_no_line(hours: float, severity: Severity) -> None:
    """1 % of some 66,700 is 667, that is 8.3 hours of Ben."""
    lost = Entry(day=date(2026, 6, 12), line="1.22", person="Ben", hours=hours)
    project = make_project(settings_=settings(thresholds={"A8.off": 1.0}), entries_=and_entry(lost))
    flag = by_check(findings(project), "R3")
    assert (flag.severity, flag.stake, cells(flag)) == (severity, hours * 80_00, ["Actuals!C9"])
    assert "(now: 1.22)" in flag.remedy


def quiet(**changes: Any) -> Line:
    line = Line(
        id="1.5",
        title="Support",
        owner="Ana",
        start=date(2026, 4, 1),
        finish=date(2026, 8, 31),
        cost=1_090_00,
        progress=0.0,
    )
    return replace(line, **changes)


def test_r4_a_line_went_silent() -> None:
    """109 working days, 43 of them in May and June."""
    flag = the_flag(findings(make_project(lines_=and_line(quiet()))))
    assert (flag.check, flag.severity, cells(flag)) == ("R4", NOTE, ["Budget!A6"])
    assert flag.stake == pytest.approx(430_00)
    assert "EUR 430 planned, 0 booked" in flag.remedy


@pytest.mark.parametrize(
    ("changes", "entry"),
    [
        ({"start": date(2026, 5, 2)}, None),
        ({"finish": date(2026, 6, 29)}, None),
        ({}, Entry(day=date(2026, 5, 4), line="1.5", cost=10_00)),
        ({}, Entry(day=date(2026, 6, 4), line="1.5", person="Ben", hours=0.5)),
    ],
)
def test_r4_only_inside_the_dates_and_without_any_booking(
    changes: dict[str, Any], entry: Entry | None
) -> None:
    project = make_project(
        lines_=and_line(quiet(**changes)), entries_=and_entry(entry) if entry else entries()
    )
    assert "R4" not in checks(findings(project))


def test_p1_a_timesheet_is_missing() -> None:
    cy = Planned(person="Cy", line="1.2", hours={6: 10.0})
    card = replace(rates()[0], person="Cy", cost_rate=90.0)
    flag = the_flag(findings(make_project(plan_=and_planned(cy), rates_=[*rates(), card])))
    assert (flag.check, flag.severity, flag.id) == ("P1", AMBER, "P1:Cy:2026-06")
    assert (cells(flag), flag.hours, flag.stake) == (["Resource plan!I5"], 10.0, 900_00)
    assert "10.0 hours, about EUR 900, are expected" in flag.remedy


@pytest.mark.parametrize(
    "row",
    [
        Planned(person="Cy", line="1.2", hours={6: 8.0}),  # a day may pass
        Planned(person="Cy", line="1.2", hours={5: 40.0}),  # not the last closed month
        Planned(person="Cy", line="1.1", hours={6: 40.0}),  # the line is finished
        Planned(person=" ben ", line="1.3", hours={6: 40.0}),  # he booked on another line
    ],
)
def test_p1_is_quiet(row: Planned) -> None:
    card = replace(rates()[0], person="Cy")
    assert "P1" not in checks(findings(make_project(plan_=and_planned(row), rates_=[*rates(), card])))


@pytest.mark.parametrize(
    ("finish", "missing"), [(date(2026, 6, 1), 40.0), (date(2026, 6, 30), 40.0), (date(2026, 5, 31), None)]
)
def test_p1_a_line_finished_in_the_month_was_worked_on_in_it(finish: date, missing: float | None) -> None:
    """40 h at 100 an hour on a line open for a part of June; on one finished in May they are no work."""
    cy = Planned(person="Cy", line="1.1", hours={6: 40.0})
    card = replace(rates()[0], person="Cy")
    found = findings(
        make_project(
            lines_=changed("1.1", actual_finish=finish), plan_=and_planned(cy), rates_=[*rates(), card]
        )
    )
    told = [(flag.hours, flag.stake) for flag in found.flags if flag.check == "P1"]
    assert told == ([(missing, 4_000_00)] if missing else [])


def test_p1_keeps_m8_silent_only_where_it_explains_it() -> None:
    """Ben plans 150 h at 80 in June and booked 100: 4,000 unspent. Cy's 10 h at 100 are 1,000 of the 5,000;
    with Ben as planned they are all of it."""
    cy = Planned(person="Cy", line="1.2", hours={6: 10.0})
    more = Planned(person="Ben", line="1.2", hours={6: 50.0})
    cards = [*rates(), replace(rates()[0], person="Cy")]
    floor = settings(thresholds={"L.amount": 100.0, "L.share": 0.0})

    def told(*rows: Planned) -> dict[str, float | None]:
        project = make_project(settings_=floor, plan_=and_planned(*rows), rates_=cards)
        return {flag.check: flag.stake for flag in findings(project).flags}

    assert told(cy, more) == {"P1": 1_000_00, "M8": 5_000_00}
    assert told(cy) == {"P1": 1_000_00}


def test_p3_lines_without_an_owner() -> None:
    flag = the_flag(findings(make_project(lines_=changed("1.3", owner=" "))))
    assert (flag.check, flag.severity, flag.id) == ("P3", AMBER, "P3:lines")
    assert (cells(flag), flag.stake) == (["Budget!D4"], 30_000_00)
    assert flag.remedy == "Name an owner for 1.3 Test: EUR 30,000 of work is left on it."


def test_p3_milestones_without_an_owner() -> None:
    first, second = milestones()
    flag = the_flag(findings(make_project(milestones_=[replace(first, owner=""), replace(second, owner="")])))
    assert (flag.id, cells(flag), flag.stake) == ("P3:milestones", ["Milestones!I3"], 100_000_00)


def test_p3_finished_work_needs_no_owner() -> None:
    ownerless = [replace(line, owner="") if line.id in ("1.1", "1.4") else line for line in lines()]
    assert findings(make_project(lines_=ownerless)).flags == ()


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("V1.amber", 5.0, "The default of 5.0 % is used."),
        ("V1.amber", -0.05, "The default of 5.0 % is used."),
        ("V1.amber", float("nan"), "The default of 5.0 % is used."),
        ("V1.orange", 0.05, "V1.orange changes nothing."),
        ("V9.amber", 0.05, "V9.amber changes nothing."),
        ("L.share", 3.0, "The default of 0.5 % is used."),
    ],
)
def test_s1_a_threshold_that_is_not_used(key: str, value: float, says: str) -> None:
    flag = the_flag(findings(make_project(settings_=settings(thresholds={key: value}))))
    assert (flag.check, flag.severity, flag.subject) == ("S1", NOTE, key)
    assert cells(flag) == ["Settings!B14"]
    assert says in flag.remedy


@pytest.mark.parametrize("key", ["V1.amber", "v1.AMBER", " V1.amber", "V1.off", "L.amount", "L.either"])
def test_s1_knows_the_usual_ones(key: str) -> None:
    assert findings(make_project(settings_=settings(thresholds={key: 0.0}))).flags == ()
