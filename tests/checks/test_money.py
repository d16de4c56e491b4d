"""E: money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.checks.flag import Findings, Severity
from app.checks.previous import PreviousRun
from app.checks.run import run_checks
from app.forecast.figure import Figure
from app.forecast.forecast import forecast_project
from app.project.model import CommercialModel, ExchangeRate
from tests.checks.checking import (
    and_entry,
    by_check,
    cells,
    changed,
    checks,
    findings,
    replanned,
    the_flag,
    unpriced,
)
from tests.support.factory import MONTHS_2026, Entry, Planned, entries, lines, make_project, plan, settings

AMBER, RED = Severity.AMBER, Severity.RED


def priced(lines_: Any = None, **changes: Any) -> Findings:
    return findings(make_project(settings_=settings(**changes), lines_=lines_))


def test_e1_margin_under_the_floor() -> None:
    flag = the_flag(priced(margin_floor=0.25))
    assert (flag.check, flag.severity, cells(flag)) == ("E1", AMBER, ["Settings!B12"])
    assert flag.stake == pytest.approx(7_500_00)
    assert flag.remedy == (
        "A price EUR 10,000 higher, or a forecast 7,500 lower, reaches the floor of 25.0 %."
    )


@pytest.mark.parametrize(
    ("floor", "stood", "severity"),
    [
        (0.195, AMBER, AMBER),  # half a point over it: not clear yet
        (0.195, None, None),
        (0.190, AMBER, None),  # a whole point
        (0.205, None, AMBER),
    ],
)
def test_e1_clears_one_point_above_the_floor(
    floor: float, stood: Severity | None, severity: Severity | None
) -> None:
    """The margin is 20 % of 150,000."""
    project = make_project(settings_=settings(margin_floor=floor))
    before = PreviousRun(status_date=project.settings.status_date, severities={"E1": stood} if stood else {})
    flags = [flag for flag in findings(project, previous=before).flags if flag.check == "E1"]
    assert [flag.severity for flag in flags] == ([severity] if severity else [])
    if stood and severity:  # 120,000 / (1 - 0.205) - 150,000 and 120,000 - 150,000 x 0.795
        assert flags[0].remedy == (
            "A price EUR 943.40 higher, or a forecast 750 lower, reaches 20.5 %, 1 point above the floor of "
            "19.5 %, where this clears."
        )


@pytest.mark.parametrize(("price", "severity"), [(120_600_00, RED), (121_300_00, AMBER)])
def test_e1_that_was_red_stays_red_up_to_one_point(price: int, severity: Severity) -> None:
    """600 of 120,600 are 0.5 %, 1,300 of 121,300 are 1.07 %."""
    project = make_project(settings_=settings(margin_floor=0.05, contract_price=price, baseline_margin=None))
    before = PreviousRun(status_date=project.settings.status_date, severities={"E1": RED})
    assert by_check(findings(project, previous=before), "E1").severity is severity


def test_e1_is_not_checked_without_a_floor() -> None:
    wants = {missing.check: missing.wants for missing in priced(margin_floor=None).not_checked}
    assert wants["E1"] == "a margin floor in Settings, and a contract price"
    assert priced(margin_floor=0.20).flags == ()


@pytest.mark.parametrize(
    ("baseline", "severity"), [(0.62, None), (0.6201, AMBER), (0.6499, AMBER), (0.6501, RED)]
)
def test_e2_margin_fades(baseline: float, severity: Severity | None) -> None:
    """A price of 300,000 makes a margin of 60 %: points are small beside it, so V7 is not worse."""
    found = priced(
        contract_price=300_000_00,
        billed_to_date=165_000_00,
        baseline_margin=baseline,
        thresholds={"V7.off": 1.0},
    )
    assert [flag.severity for flag in found.flags] == ([severity] if severity else [])
    if severity:
        flag = the_flag(found)
        assert (flag.check, cells(flag)) == ("E2", ["Settings!B11"])
        assert flag.stake == pytest.approx((baseline - 0.6) * 300_000_00)


def test_e2_and_v7_are_one_flag() -> None:
    found = priced(contract_price=300_000_00, billed_to_date=165_000_00, baseline_margin=0.635)
    assert checks(found) == {"E2"}  # both amber: the narrower
    assert checks(priced(baseline_margin=0.225)) == {"V7"}  # 11 % of the margin is red, 2.5 points amber


def loss(price: int = 115_000_00) -> Findings:
    return findings(
        make_project(
            settings_=settings(
                contract_price=price, billed_to_date=63_000_00, baseline_margin=None, margin_floor=0.10
            ),
            lines_=[replace(line, revenue=None) for line in lines()],
        )
    )


def test_e3_a_loss_is_foreseen() -> None:
    flag = the_flag(loss())
    assert (flag.check, flag.severity, cells(flag)) == ("E3", RED, ["Settings!B9"])
    assert flag.stake == pytest.approx(5_000_00)
    assert flag.figure == "forecast EUR 120,000, price 115,000: loss 5,000"
    assert flag.remedy.startswith("Provide EUR 2,250 now. At least a change order of 5,000, or ")


def test_e3_stands_at_the_price() -> None:
    assert checks(loss(120_000_00)) == {"E1"}


@pytest.mark.parametrize(
    ("billed", "severity", "words"),
    [
        (97_500_00, None, ""),
        (97_501_00, AMBER, "Defer EUR 15,001"),
        (112_501_00, RED, "Defer EUR 30,001"),
        (67_499_00, AMBER, "Invoice EUR 15,001"),
        (52_499_00, RED, "Invoice EUR 30,001"),
    ],
)
def test_e4_billing_and_revenue(billed: int, severity: Severity | None, words: str) -> None:
    """Revenue is 55 % of 150,000."""
    found = priced(billed_to_date=billed)
    assert [flag.severity for flag in found.flags] == ([severity] if severity else [])
    if severity:
        flag = the_flag(found)
        assert (flag.check, cells(flag)) == ("E4", ["Settings!B10"])
        assert flag.stake == pytest.approx(abs(billed - 82_500_00))
        assert flag.remedy.startswith(words)


def without_june(booked: int = 0) -> Findings:
    build = {MONTHS_2026[m]: 8_000_00 for m in (3, 4, 6, 7)} | {MONTHS_2026[8]: 16_000_00}
    rest = [entry for entry in entries() if entry.day.month != 6]
    if booked:
        rest.append(Entry(day=date(2026, 6, 10), line="1.2", cost=booked))
    return findings(
        unpriced(
            lines_=changed("1.2", months=build, progress=1 / 3),
            entries_=rest,
            plan_=replanned("1.2", {7: 140.0, 8: 130.0, 9: 130.0}),
        )
    )


def test_e7_a_month_without_postings() -> None:
    flag = the_flag(without_june())
    assert (flag.check, flag.severity, flag.period, cells(flag)) == ("E7", AMBER, "2026-06", ["Actuals!A1"])
    assert flag.stake == pytest.approx(26_000_00 / 3)
    assert "about EUR 8,667 is expected" in flag.remedy


@pytest.mark.parametrize(("booked", "flagged"), [(2_166_00, True), (2_167_00, False)])
def test_e7_a_quarter_of_the_mean_will_do(booked: int, flagged: bool) -> None:
    assert ("E7" in checks(without_june(booked))) is flagged


@pytest.mark.parametrize(
    ("status", "months", "told"),
    [
        (date(2026, 6, 30), 3.0, [("2026-04", 14_000_00)]),  # (10,000 + 22,000 + 10,000) / 3
        (date(2026, 6, 30), 2.0, []),  # only May and June
        (date(2026, 4, 30), 1.0, [("2026-04", 14_000_00)]),
    ],
)
def test_e7_looks_at_the_last_closed_months(status: date, months: float, told: list[tuple[str, int]]) -> None:
    booked = [entry for entry in entries() if entry.day.month != 4 and entry.day <= status]
    found = findings(
        unpriced(entries_=booked, settings={"status_date": status, "thresholds": {"E7.months": months}})
    )
    assert [(flag.period, flag.stake) for flag in found.flags if flag.check == "E7"] == told
    assert not [flag for flag in found.flags if flag.check == "V6" and flag.period == "2026-04" and told]


def test_e7_the_first_month_is_held_against_its_plan() -> None:
    found = findings(unpriced(entries_=[], settings={"status_date": date(2026, 1, 31)}))
    flag = by_check(found, "E7")
    assert flag.figure == "EUR 0 booked in 2026-01, 10,000 planned"
    assert "E7" not in {missing.check for missing in found.not_checked}


@pytest.mark.parametrize(
    ("progress", "off", "figure", "stake"),
    [
        # earned 66,000 for 58,000; with the 8,667 of June it is no CPI of 1.14
        (0.5, 0.0, "", 0),
        (0.5, 1.0, "CPI 1.14: earned EUR 66,000 for 58,000", 8_000_00),
        # earned 80,400 for 66,667 with it: still too good
        (
            0.8,
            0.0,
            "CPI 1.21: earned EUR 80,400 for 66,667, what is not posted yet included",
            13_733_33,
        ),
    ],
)
def test_a_posting_that_is_missing_is_no_saving(progress: float, off: float, figure: str, stake: int) -> None:
    project = unpriced(
        lines_=changed("1.2", progress=progress),
        entries_=[entry for entry in entries() if entry.day.month != 6],
        settings={"thresholds": {"E7.off": off}},
    )
    found = findings(project)
    told = [
        (flag.figure.partition(";")[0], round(flag.stake or 0)) for flag in found.flags if flag.check == "V3"
    ]
    assert told == ([(figure, stake)] if figure else [])
    assert ("E7" in checks(found)) is (not off)


def test_e7_silences_the_missing_timesheets_of_that_month() -> None:
    found = without_june()
    assert "P1" not in checks(found)
    assert "P1" not in {missing.check for missing in found.not_checked}


@pytest.mark.parametrize(("cap", "over"), [(60_000_00, 12_000_00), (72_000_00, 0)])
def test_e9_billable_time_over_the_cap(cap: int, over: int) -> None:
    """300 hours at 130 and 300 at 110 are 72,000."""
    found = priced(commercial_model=CommercialModel.TIME_AND_MATERIALS, contract_price=cap)
    assert ("E9" in checks(found)) is bool(over)
    if over:
        flag = by_check(found, "E9")
        assert (flag.severity, flag.stake, cells(flag)) == (RED, over, ["Settings!B9"])
        assert "EUR 12,000 cannot be billed" in flag.remedy


def late_licences() -> dict[str, Any]:
    """The 12,000 of licences fall in June: the burn of the last months is 12,000."""
    june = MONTHS_2026[5]
    bought = [replace(e, day=date(2026, 6, 10)) if e.line == "1.4" else e for e in entries()]
    day = date(2026, 6, 10)
    return {
        "entries_": bought,
        "lines_": changed(
            "1.4",
            months={june: 12_000_00},
            start=day,
            finish=date(2026, 6, 30),
            actual_start=day,
            actual_finish=date(2026, 6, 30),
        ),
    }


def test_e10_the_money_runs_out() -> None:
    flag = the_flag(findings(unpriced(**late_licences())))
    assert (flag.check, flag.severity, cells(flag)) == ("E10", AMBER, ["Budget!H1"])
    assert flag.stake == pytest.approx(18_000_00)  # 66,000 + 6 x 12,000 - 120,000
    assert flag.figure == "at EUR 12,000 a month the budget lasts 4.5 months, 6.0 months to go"
    assert "bring the burn down to 9,000 a month" in flag.remedy


def test_e10_is_red_in_the_last_month() -> None:
    project = unpriced(**late_licences(), settings={"thresholds": {"E10.red": 5.0}})
    assert the_flag(findings(project)).severity is RED


def test_e12_more_revenue_than_price() -> None:
    project = make_project()
    forecast, _ = forecast_project(project)
    broken = replace(forecast, finance=replace(forecast.finance, backlog=Figure(-5_000_00.0)))
    flag = the_flag(run_checks(project, broken, ()))
    assert (flag.check, flag.severity, flag.stake) == ("E12", RED, 5_000_00)
    assert "out by EUR 5,000" in flag.remedy


def test_more_hours_to_come_hit_budget_and_margin_each_in_its_own_words() -> None:
    more = [*plan(), Planned(person="Ana", line="1.3", hours={12: 80.0})]
    found = findings(make_project(plan_=more))
    assert {"V1", "V5"} <= checks(found)
    assert len(checks(found) & {"E2", "V7"}) == 1


@pytest.mark.parametrize(
    ("credit", "told"),
    [
        ({"cost": -90_00, "currency": "EUR"}, 0),
        ({"cost": -100_00, "currency": "USD"}, 0),
        ({"cost": -80_00, "currency": "EUR"}, 1),  # not all of it
        ({"cost": -90_00, "currency": "EUR", "line": "1.2"}, 1),
        ({"cost": -90_00, "currency": "EUR", "day": date(2026, 6, 11)}, 1),  # before it was booked
    ],
)
def test_e13_a_credit_note_of_one_of_the_two_makes_it_right(credit: dict[str, Any], told: int) -> None:
    """100 dollars at 0.9 and 90 euros are one invoice; N-1c is the credit note of one of them."""
    dollars = Entry(day=date(2026, 6, 12), line="1.4", cost=100_00, currency="USD", document="N-1")
    euros = replace(dollars, cost=90_00, currency="EUR")
    back = Entry(**{"day": date(2026, 6, 15), "line": "1.4", "kind": "credit", "document": "N-1c", **credit})
    rates_ = [ExchangeRate(currency="USD", effective_from=date(2026, 6, 1), rate=0.9)]
    found = findings(make_project(entries_=and_entry(dollars, euros, back), exchange_rates_=rates_))
    assert [flag.stake for flag in found.flags if flag.check == "E13"] == [90_00] * told


def test_e13_one_credit_note_is_not_enough_for_two() -> None:
    dollars = Entry(day=date(2026, 6, 12), line="1.4", cost=100_00, currency="USD", document="N-1")
    euros = replace(dollars, cost=90_00, currency="EUR")
    second = [replace(each, document="N-2") for each in (dollars, euros)]
    back = replace(euros, cost=-90_00, kind="credit", document="C")
    rates_ = [ExchangeRate(currency="USD", effective_from=date(2026, 6, 1), rate=0.9)]
    project = make_project(entries_=and_entry(dollars, euros, *second, back), exchange_rates_=rates_)
    assert [flag.subject for flag in findings(project).flags if flag.check == "E13"] == ["N-2"]
