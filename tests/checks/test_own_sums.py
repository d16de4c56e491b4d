"""Checks that no workbook can raise, and those that rest on a history: forecast or memory is changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from app.checks import closing, own_sums
from app.checks.case import Case
from app.checks.flag import Findings, Severity
from app.checks.history import ReportedMonth, carried_on, reported_month
from app.checks.previous import PreviousRun
from app.checks.run import run_checks
from app.forecast.calibrated import Calibrated
from app.forecast.figure import Figure
from app.forecast.forecast import forecast_project
from app.forecast.reference_class import LABEL
from app.forecast.result import Forecast
from app.forecast.rollover import RolledOver, rolled_over
from app.project.model import Project
from tests.checks.checking import by_check, cells, findings, the_flag, unpriced
from tests.support.factory import STATUS, make_project, milestones, settings

RED, AMBER, ERROR = Severity.RED, Severity.AMBER, Severity.ERROR


def with_finance(billed: int = 80_000_00, **changes: Any) -> Findings:
    project = make_project(settings_=settings(billed_to_date=billed))
    forecast, _ = forecast_project(project)
    return run_checks(project, replace(forecast, finance=replace(forecast.finance, **changes)), ())


def test_e5_revenue_beyond_the_price_is_withheld_and_speaks_for_the_backlog() -> None:
    flag = the_flag(
        with_finance(160_000_00, revenue_to_date=Figure(160_000_00.0), backlog=Figure(-10_000_00.0))
    )
    assert (flag.check, flag.severity, flag.stake, cells(flag)) == ("E5", ERROR, 10_000_00, ["Settings!B9"])
    assert "falls by EUR 10,000" in flag.remedy


def test_e5_more_than_all_of_the_work() -> None:
    flag = the_flag(with_finance(percent_complete=Figure(1.02)))
    assert (flag.check, flag.stake) == ("E5", pytest.approx(3_000_00))
    assert "102.0 % done" in flag.figure


def test_b16_lines_that_are_not_the_project() -> None:
    project = make_project()
    forecast, _ = forecast_project(project)
    total = replace(forecast.cost.project, ev=forecast.cost.project.ev + 500)
    broken = replace(forecast, cost=replace(forecast.cost, project=total))
    flag = the_flag(run_checks(project, broken, ()))
    assert (flag.check, flag.severity, flag.stake) == ("B16", ERROR, 500)


def test_e11_parts_that_are_not_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    right = own_sums.split
    wrong = lambda planned, actual: replace(right(planned, actual), rate=np.full(6, 100.0))  # noqa: E731
    monkeypatch.setattr(own_sums, "split", wrong)
    flag = the_flag(findings(make_project()))
    assert (flag.check, flag.severity, flag.stake) == ("E11", ERROR, 600)


def test_r8_printed_lines_that_are_not_the_printed_total(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_sums, "parts", lambda values: np.rint(values).astype(np.int64) + 1)
    flag = the_flag(findings(make_project()))
    assert (flag.check, flag.severity, flag.stake) == ("R8", ERROR, 2)


def unspent(rule: str) -> Project:
    from tests.support.factory import plan

    rows = [replace(row, hours={**row.hours, 6: 130.0}) if row.line == "1.2" else row for row in plan()]
    return make_project(settings_=settings(unspent=rule), plan_=rows)


@pytest.mark.parametrize("rule", ["next month", "spread", "release"])
def test_m7_nothing_is_lost_by_any_rule(rule: str) -> None:
    assert findings(unspent(rule)).flags == ()


def test_m7_money_lost_between_the_months(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaky(*args: Any) -> RolledOver:
        right = rolled_over(*args)
        return replace(right, released=right.released - 70_00)

    monkeypatch.setattr(closing, "rolled_over", leaky)
    flag = the_flag(findings(unspent("spread")))
    assert (flag.check, flag.severity, flag.stake) == ("M7", ERROR, 70_00)


def test_m8_asks_for_a_rule() -> None:
    flag = the_flag(findings(unspent("")))
    assert (flag.check, flag.severity, flag.stake, cells(flag)) == (
        "M8",
        AMBER,
        pytest.approx(2_400_00),
        ["Resource plan!I3"],
    )


def calibrated(stood: Severity | None = None, **changes: Any) -> Findings:
    """The unpriced project with a calibrated range of its own history; `stood`: C6 in the run before."""
    project = unpriced()
    forecast, _ = forecast_project(project)
    assert forecast.outlook is not None
    figures: dict[str, Any] = {
        "history": "your 24 closed projects", "p10": 110_000_00.0, "p50": 121_000_00.0, "p80": 128_000_00.0,
        "p90": 132_000_00.0, "chance_over_budget": 0.55, **changes,
    }  # fmt: skip
    told = Calibrated(
        share_earned=0.5, basis="matched", history=figures["history"], point=Figure(figures["p50"]),
        **{name: Figure(figures[name]) for name in ("p10", "p50", "p80", "p90", "chance_over_budget")},
    )  # fmt: skip
    outlook = replace(forecast.outlook, calibrated_cost=told)
    before = PreviousRun(status_date=STATUS, severities={"C6": stood}) if stood else None
    return run_checks(project, replace(forecast, outlook=outlook), (), before)


@pytest.mark.parametrize(
    ("chance", "p50", "severity"),
    [
        (0.55, 121_500_00.0, AMBER),
        (0.81, 121_500_00.0, RED),
        (0.5, 121_500_00.0, None),
        (0.9, 120_900_00.0, None),
    ],
)
def test_v4_the_chance_to_end_over_budget(chance: float, p50: float, severity: Severity | None) -> None:
    found = calibrated(chance_over_budget=chance, p50=p50)
    assert [flag.severity for flag in found.flags] == ([severity] if severity else [])
    if severity:
        flag = the_flag(found)
        assert (flag.check, flag.stake) == ("V4", 1_500_00)
        assert "Set EUR 8,000 aside" in flag.remedy


@pytest.mark.parametrize(
    ("changes", "severity", "stake"),
    [
        ({"p50": 134_000_00.0, "p90": 140_000_00.0, "chance_over_budget": 0.4}, AMBER, 14_000_00),
        ({"p10": 121_000_00.0, "p50": 124_000_00.0, "chance_over_budget": 0.4}, RED, 4_000_00),
        ({"p50": 108_000_00.0, "p90": 119_000_00.0, "chance_over_budget": 0.1}, RED, 12_000_00),
        ({"p50": 130_000_00.0, "chance_over_budget": 0.4}, None, 0),
    ],
)
def test_c6_outside_the_own_range(changes: dict[str, float], severity: Severity | None, stake: int) -> None:
    found = calibrated(**changes)
    assert [flag.severity for flag in found.flags] == ([severity] if severity else [])
    if severity:
        flag = the_flag(found)
        assert (flag.check, flag.stake) == ("C6", stake)
        assert ("Release" in flag.remedy) is (changes["p50"] < 120_000_00)


def test_strangers_are_no_history() -> None:
    found = calibrated(history=LABEL, chance_over_budget=0.99)
    assert found.flags == ()
    assert {"V4", "C6"} <= {missing.check for missing in found.not_checked}


def month_end(month: int, **values: Any) -> ReportedMonth:
    """An earlier month end of 2026 of which nothing is wrong."""
    last = {4: 30, 5: 31, 3: 31}[month]
    figures = {"ev": 0.0, "eac": 120_000_00.0, "rates": {}, **values}
    return ReportedMonth(status_date=date(2026, month, last), **figures)


def at_pace(now: dict[str, float], *history: ReportedMonth, **stood: Severity) -> Findings:
    """The unpriced project with another earned schedule (working days), after those month ends; `stood`:
    flags of the run before."""
    project = unpriced(settings={"thresholds": {"B19.off": 1.0, "B20.off": 1.0}})
    forecast, _ = forecast_project(project)
    assert forecast.outlook is not None
    assert forecast.outlook.time is not None
    time = replace(
        forecast.outlook.time,
        earned=Figure(now["earned"]),
        actual=Figure(now["passed"]),
        spi_t=Figure(now["spi_t"]),
        sv_t=Figure(now["earned"] - now["passed"]),
    )
    spoilt: Forecast = replace(forecast, outlook=replace(forecast.outlook, time=time))
    return run_checks(project, spoilt, (), PreviousRun(status_date=STATUS, severities=stood, history=history))


LATE = {"earned": 103.0, "passed": 128.0, "spi_t": 0.80}


def test_d4_spi_hides_what_spi_t_shows() -> None:
    history = month_end(4, spi_t=0.97), month_end(5, spi_t=0.94)
    flag = the_flag(at_pace({**LATE, "spi_t": 0.90}, *history))
    assert (flag.check, flag.severity) == ("D4", AMBER)
    assert "SPI(t) 0.97, 0.94, 0.90" in flag.figure
    assert cells(flag) == ["Budget!K1"]


@pytest.mark.parametrize(
    ("first", "last", "now"),
    [(0.97, 0.98, 0.90), (0.93, 0.94, 0.90), (0.99, 0.97, 0.95), (0.97, 0.90, 0.90)],
)
def test_d4_is_quiet_unless_it_falls_twice_to_below_its_limit(first: float, last: float, now: float) -> None:
    found = at_pace({**LATE, "spi_t": now}, month_end(4, spi_t=first), month_end(5, spi_t=last))
    assert found.flags == ()


@pytest.mark.parametrize(
    ("earned", "before", "told"), [(106.0, 85.0, True), (107.0, 85.0, False), (106.0, 86.5, False)]
)
def test_d5_a_month_lost_twice(earned: float, before: float, told: bool) -> None:
    history = month_end(5, time_earned=before, time_passed=107.0)
    found = at_pace({**LATE, "earned": earned}, history)
    assert bool(found.flags) is told
    if told:
        flag = the_flag(found)
        assert (flag.check, cells(flag)) == ("D5", ["Settings!B8"])
        assert "22 working days behind, 22 working days" in flag.figure
        assert "2027-02-01" in flag.remedy


def test_a_missing_month_end_breaks_the_row() -> None:
    project = make_project()
    forecast, problems = forecast_project(project)
    history = (month_end(3), month_end(4))
    case = Case(project, forecast, problems, PreviousRun(status_date=STATUS, history=history))
    assert case.earlier == ()
    case = Case(
        project, forecast, problems, PreviousRun(status_date=STATUS, history=(*history, month_end(5)))
    )
    assert [month.period for month in case.earlier] == ["2026-05", "2026-04", "2026-03"]


def answered(**filled: list[str]) -> Findings:
    """A red flag (the status date went back) that stood red before, with what the Flags tab holds of it."""
    previous = PreviousRun(status_date=date(2026, 7, 31), severities={"M2": RED})
    project = make_project()
    forecast, problems = forecast_project(project)
    return run_checks(project, forecast, problems, previous, lambda _flags: filled)


def test_p5_a_red_flag_without_an_answer() -> None:
    found = answered(M2=["answer_owner", "due"])
    assert [flag.check for flag in found.flags] == ["M2", "P5"]
    flag = found.flags[1]
    assert (flag.severity, flag.stake) == (AMBER, None)
    assert "M2 lacks its root cause and an action" in flag.figure
    assert "by 2026-07-07" in flag.remedy


@pytest.mark.parametrize(
    ("status", "by"), [(date(2026, 5, 31), "2026-06-05"), (date(2026, 6, 3), "2026-06-10")]
)
def test_p5_counts_from_the_first_working_day_after_the_status_date(status: date, by: str) -> None:
    """From a Sunday the five days are Monday to Friday, from a Wednesday Thursday to Wednesday."""
    project = make_project(settings_=settings(status_date=status))
    forecast, problems = forecast_project(project)
    previous = PreviousRun(status_date=date(2026, 6, 30), severities={"M2": RED})
    flag = by_check(run_checks(project, forecast, problems, previous, lambda _flags: {}), "P5")
    assert f"by {by}: " in flag.remedy


def test_p5_is_quiet_once_all_is_answered_and_not_checked_without_the_tab() -> None:
    assert [flag.check for flag in answered(M2=["answer_owner", "due", "cause", "action"]).flags] == ["M2"]
    previous = PreviousRun(status_date=date(2026, 5, 31), severities={"M2": RED})
    assert "P5" in {missing.check for missing in findings(make_project(), previous=previous).not_checked}


def test_p5_waits_for_the_next_status_date() -> None:
    reached = replace(milestones()[0], actual=None)
    project = make_project(milestones_=[reached, milestones()[1]])
    forecast, problems = forecast_project(project)
    for before, told in ((STATUS, ["D3"]), (date(2026, 5, 31), ["D3", "P5"])):
        previous = PreviousRun(status_date=before, severities={"D3:M1": RED})
        flags = run_checks(project, forecast, problems, previous, lambda _flags: {}).flags
        assert [flag.check for flag in flags] == told


def test_a_month_end_is_remembered_as_it_was() -> None:
    project = make_project()
    forecast, _ = forecast_project(project)
    now = reported_month(project, forecast)
    assert ReportedMonth.of_plain(json.loads(json.dumps(now.to_plain()))) == now
    assert now.rates == {"ana|2026-01-01": 100.0, "ben|2026-01-01": 80.0}
    assert (now.period, sum(now.actual), sum(now.budget), now.spent[0]) == (
        "2026-06",
        66_000_00,
        66_000_00,
        30_000_00,
    )
    assert [month.period for month in carried_on((month_end(4), month_end(5)), now)] == [
        "2026-04",
        "2026-05",
        "2026-06",
    ]
    assert [month.period for month in carried_on((now,), month_end(5))] == ["2026-05"]
