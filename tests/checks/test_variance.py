"""V: variance. Without a price, so that the money checks stay out of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.checks.case import Case
from app.checks.flag import Findings, Severity
from app.checks.limits import by_default, index_of, share
from app.checks.previous import PreviousRun
from app.checks.variance import _too_good
from app.checks.wording import Wording
from app.forecast.forecast import forecast_project
from app.project.model import CommercialModel, Project
from tests.checks.checking import by_check, cells, changed, checks, findings, replanned, the_flag, unpriced
from tests.support.factory import STATUS, Entry, Planned, entries, lines, make_project, plan, settings

AMBER, RED, NOTE = Severity.AMBER, Severity.RED, Severity.NOTE
JANUARY = date(2026, 1, 20)


def test_a_half_goes_up_as_on_the_tabs() -> None:
    say = Wording("EUR", 2)
    assert [say.amount(minor) for minor in (28_000_50, 28_001_50, -28_000_50, 99_950, 0.4)] == [
        "28,001",
        "28,002",
        "-28,001",
        "999.50",
        "0",
    ]


def costlier(build: float, test: float) -> list[Planned]:
    """More hours to come on two lines, inside each line's 10 %."""
    more: list[Planned] = []
    for row in plan():
        extra = {"1.2": (9, build), "1.3": (12, test)}.get(row.line)
        hours = dict(row.hours)
        if extra:
            hours[extra[0]] = (hours[extra[0]] or 0) + extra[1]
        more.append(replace(row, hours=hours))
    return more


def test_v1_over_budget() -> None:
    flag = the_flag(findings(unpriced(plan_=costlier(56, 28))))  # 4,480 + 2,800
    assert (flag.check, flag.severity) == ("V1", AMBER)
    assert cells(flag) == ["Budget!H3", "Budget!H4"]
    assert flag.stake == pytest.approx(7_280_00)
    assert flag.threshold == "5.0 %"
    assert flag.figure == "forecast EUR 127,280, budget 120,000: over by 7,280 (6.1 %)"
    assert flag.rule.endswith("and by more than EUR 1,000")
    rate = 61_280 / 684  # what is left, over the hours left
    assert (
        f"costs EUR 127,280, 7,280 over budget. A change order of 7,280, {7_280 / rate:.1f} fewer hours "
        f"at the average rate of {rate:.2f}, or a CPI of 1.00 from now on, would bring it back."
        in flag.remedy
    )
    assert "Most of it: 1.2 Build (4,480); 1.3 Test (2,800)." in flag.remedy


@pytest.mark.parametrize(("extra", "severity"), [(60.0, None), (60.2, AMBER), (120.0, AMBER), (120.2, RED)])
def test_v1_limits_are_exact(extra: float, severity: Severity | None) -> None:
    found = findings(unpriced(plan_=costlier(0, extra)))  # 100 an hour on a budget of 120,000
    assert {flag.severity for flag in found.flags if flag.check == "V1"} == (
        {severity} if severity else set()
    )


@pytest.mark.parametrize(("floor", "flagged"), [(7_279.0, True), (7_281.0, False)])
def test_v1_needs_the_money_floor_too(floor: float, flagged: bool) -> None:
    project = unpriced(plan_=costlier(56, 28), settings={"thresholds": {"L.amount": floor}})
    assert ("V1" in checks(findings(project))) is flagged


def test_either_the_limit_or_the_floor_when_settings_say_so() -> None:
    small = {"plan_": costlier(0, 12)}  # 1,200, 1 % of budget
    assert findings(unpriced(**small)).flags == ()
    loose = unpriced(**small, settings={"thresholds": {"L.either": 1.0}})
    assert by_check(findings(loose), "V1").severity is AMBER


def test_v1_clears_one_point_inside_its_limit() -> None:
    project = unpriced(plan_=costlier(0, 56))  # 4.67 %
    stood = PreviousRun(status_date=STATUS, severities={"V1": AMBER})
    assert "V1" not in checks(findings(project))
    assert by_check(findings(project, previous=stood), "V1").severity is AMBER
    lower = unpriced(plan_=costlier(0, 47))  # 3.9 %
    assert "V1" not in checks(findings(lower, previous=stood))


def test_v1_when_hours_alone_cannot_bring_it_back() -> None:
    spent = [*entries(), Entry(day=JANUARY, line="1.1", cost=80_000_00)]
    flag = by_check(findings(unpriced(entries_=spent)), "V1")
    assert "fewer hours alone cannot: it takes 888.9 hours" in flag.remedy
    assert "and 600.0 hours are left." in flag.remedy


def overspent(each: int, test_hours: float = 300.0, more: float = 0.0) -> Project:
    """Cost in January on two lines that earned nothing, and another forecast for the rest."""
    spent = [*entries(), *(Entry(day=JANUARY, line=line, cost=each) for line in ("1.1", "1.2"))]
    third = test_hours / 3
    rows = replanned("1.3", {10: third, 11: third, 12: third})
    rows = [replace(row, hours={**row.hours, 9: 100.0 + more}) if row.line == "1.2" else row for row in rows]
    return unpriced(entries_=spent, plan_=rows)


def test_v2_cost_efficiency() -> None:
    flag = the_flag(findings(overspent(2_100_00, more=20)))  # CPI 0.94; 4.8 % over
    assert (flag.check, flag.severity, flag.threshold) == ("V2", AMBER, "0.95")
    assert flag.stake == pytest.approx(4_200_00)
    assert "CPI 0.94 (work credited by percent)" in flag.figure
    final = 70_200 + 54_000 / (66_000 / 70_200)
    assert f"costs EUR {final:,.0f}, {final - 120_000:,.0f} over budget" in flag.remedy
    assert cells(flag) == ["Budget!H2", "Budget!H3"]


@pytest.mark.parametrize(
    ("each", "severity"), [(1_730_00, None), (1_745_00, AMBER), (3_660_00, AMBER), (3_680_00, RED)]
)
def test_v2_limits_are_exact(each: int, severity: Severity | None) -> None:
    """CPI of 0.95 is at 3,473.68 lost, 0.90 at 7,333.33."""
    found = findings(overspent(each))
    assert {flag.severity for flag in found.flags if flag.check == "V2"} == (
        {severity} if severity else set()
    )


def test_v2_without_cost_is_not_checked() -> None:
    found = findings(unpriced(entries_=[]))
    wants = {missing.check: missing.wants for missing in found.not_checked}
    assert wants["V2"] == "cost booked on a budget"


def test_v3_too_good_an_efficiency() -> None:
    flag = the_flag(findings(unpriced(lines_=changed("1.2", progress=0.7))))  # CPI 1.145
    assert (flag.check, flag.severity, cells(flag)) == ("V3", AMBER, ["Budget!K1"])
    assert flag.stake == pytest.approx(9_600_00)
    assert flag.figure.endswith("last booking 2026-06-30")


def test_v3_too_fast_a_project() -> None:
    """72,600 earned where the plan has 66,000; CPI is 1.10, at its limit. July plans 8,000 in 23 working
    days: 6,600 ahead are 18.975 of them, and SPI(t) is 147.975 / 129."""
    flag = the_flag(findings(unpriced(lines_=changed("1.2", progress=0.6375))))
    assert (flag.check, flag.severity, cells(flag)) == ("V3", AMBER, ["Budget!K1"])
    assert flag.figure.startswith("SPI(t) 1.15: 19 working days ahead of the plan")
    assert flag.stake == pytest.approx(6_600_00)
    assert "EUR 6,600 of work is done before its time" in flag.remedy
    thresholds = {"L.amount": 6_600.0, "C2.off": 1.0}
    small = unpriced(lines_=changed("1.2", progress=0.6375), settings={"thresholds": thresholds})
    assert checks(findings(small)) == set()


def test_v3_too_cheap_a_forecast() -> None:
    cheap = replanned("1.3", {10: 50.0, 11: 50.0, 12: 50.0})  # 15,000 under budget
    assert checks(findings(unpriced(plan_=cheap))) == {"C2"}  # red, so the amber one is silent
    flag = the_flag(findings(unpriced(plan_=cheap, settings={"thresholds": {"C2.off": 1.0}})))
    assert (flag.check, flag.stake) == ("V3", pytest.approx(15_000_00))
    assert "EUR 15,000 can be released." in flag.remedy
    assert "V3" not in checks(findings(unpriced(plan_=replanned("1.3", {10: 60.0, 11: 60.0, 12: 60.0}))))


def test_v5_a_line_over_budget() -> None:
    flag = the_flag(findings(unpriced(plan_=costlier(0, 40))))
    assert (flag.check, flag.severity, flag.id) == ("V5", AMBER, "V5:1.3")
    assert (cells(flag), flag.owner) == (["Budget!H4"], "Ana")
    assert flag.stake == pytest.approx(4_000_00)
    assert "1.3 Test needs EUR 4,000 more than budgeted (0 is spent)" in flag.remedy
    assert flag.remedy.endswith("No other line has room.")


@pytest.mark.parametrize(("extra", "severity"), [(30.0, None), (30.1, AMBER), (60.0, AMBER), (60.1, RED)])
def test_v5_limits_are_exact(extra: float, severity: Severity | None) -> None:
    found = findings(unpriced(plan_=costlier(0, extra)))
    assert {flag.severity for flag in found.flags if flag.check == "V5"} == (
        {severity} if severity else set()
    )


def test_v5_names_the_lines_with_room() -> None:
    """Room is what a line has earned and not spent: a smaller plan alone is a hope."""
    hoped = by_check(findings(unpriced(plan_=costlier(-20, 40))), "V5")
    assert hoped.remedy.endswith("No other line has room.")
    saved = [replace(e, hours=84.0) if e.day == date(2026, 1, 30) else e for e in entries()]
    flag = by_check(findings(unpriced(plan_=costlier(0, 40), entries_=saved)), "V5")
    assert flag.remedy.endswith("The others have room for 1,600 only: 1.1 Discovery (1,600).")
    plenty = [replace(e, hours=40.0) if e.day == date(2026, 1, 30) else e for e in entries()]
    flag = by_check(findings(unpriced(plan_=costlier(0, 40), entries_=plenty)), "V5")
    assert flag.remedy.endswith("Lines with room: 1.1 Discovery (6,000).")


def june(hours: float) -> Project:
    """June worked `hours` instead of 100, July planned so that the forecast stays."""
    worked = [replace(e, hours=hours) if e.day == STATUS else e for e in entries()]
    return unpriced(entries_=worked, plan_=replanned("1.2", {7: 200.0 - hours, 8: 100.0, 9: 100.0}))


def test_v6_a_month_over_plan() -> None:
    flag = the_flag(findings(june(120)))
    assert (flag.check, flag.severity, flag.period) == ("V6", AMBER, "2026-06")
    assert (flag.id, cells(flag)) == ("V6:2026-06", ["Budget!H3"])
    assert flag.stake == pytest.approx(1_600_00)
    assert flag.remedy.startswith(
        "EUR 1,600 over plan: hours 1,600, rate 0, mix 0, exchange 0, other costs 0 (120.0 hours worked, "
        "100.0 planned). If it is only timing, move it to its month."
    )


def test_v6_printed_parts_add_to_the_printed_gap() -> None:
    """Ana does a third of Ben's June, at 100; an invoice of 700.60 beside it, none of it planned."""
    shares = [
        Entry(day=STATUS, line="1.2", person="Ana", hours=33.3, kind="time", document="TS-7"),
        Entry(day=STATUS, line="1.2", cost=700_60, kind="invoice", document="INV-8"),
    ]
    flag = by_check(findings(unpriced(entries_=[*entries(), *shares])), "V6")
    found = re.match(
        r"EUR ([\d,]+) over plan: hours (-?[\d,]+), rate (-?[\d,]+), mix (-?[\d,]+), "
        r"exchange (-?[\d,]+), other costs (-?[\d,]+) \(133.3 hours worked, 100.0 planned; 33.3 hours by "
        r"people whom the month's plan does not hold, in mix\)",
        flag.remedy,
    )
    assert found
    gap, *printed = (int(figure.replace(",", "")) for figure in found.groups())
    # 33.3 hours more at 80: 2,664; of 133.3, 33.3 at 100 instead of 80: 666; and 700.60: 4,030.60
    assert (gap, printed) == (4_031, [2_664, 0, 666, 0, 701])
    assert sum(printed) == gap


@pytest.mark.parametrize(
    ("hours", "severity"), [(112.5, None), (113.0, AMBER), (87.0, AMBER), (120.0, AMBER), (120.5, RED)]
)
def test_v6_limits_and_floor(hours: float, severity: Severity | None) -> None:
    found = findings(june(hours))
    assert {flag.severity for flag in found.flags if flag.check == "V6"} == (
        {severity} if severity else set()
    )


def test_v6_looks_back_as_many_months_as_settings_say() -> None:
    march = [replace(e, hours=130.0) if e.day == date(2026, 3, 31) else e for e in entries()]

    def periods(months: float) -> set[str]:
        project = unpriced(entries_=march, settings={"thresholds": {"V6.months": months}})
        return {flag.period for flag in findings(project).flags if flag.check == "V6"}

    assert periods(3) == set()
    assert periods(4) == {"2026-03"}


def test_v7_lines_promise_more_than_the_contract() -> None:
    flag = the_flag(findings(make_project(lines_=changed("1.3", revenue=47_500_00))))
    assert (flag.check, flag.severity, flag.subject) == ("V7", AMBER, "revenue")
    assert flag.stake == 10_000_00
    assert cells(flag) == ["Settings!B9"]


def sold(**changes: Any) -> Findings:
    return findings(make_project(settings_=settings(**changes)))


def test_v7_hours_bill_less_than_the_lines_promise() -> None:
    """Time and materials without a cap: what the hours bill is the revenue, and no price can be raised."""
    changes = {"commercial_model": CommercialModel.TIME_AND_MATERIALS, "contract_price": None}
    chosen = settings(**changes, baseline_margin=None, margin_floor=None)
    promised = [replace(line, revenue=90_000_00) for line in lines()]
    flag = by_check(findings(make_project(settings_=chosen, lines_=promised)), "V7")
    assert flag.subject == "revenue"
    assert flag.remedy.startswith("The hours booked and to come bill EUR ")
    assert cells(flag) == ["Rate card!D1"]
    capped = replace(chosen, contract_price=100_000_00)
    flag = by_check(findings(make_project(settings_=capped, lines_=promised)), "V7")
    assert flag.remedy.startswith("Raise the price by EUR 260,000")


def test_v7_a_share_just_beyond_its_limit_does_not_read_as_the_limit() -> None:
    flag = the_flag(sold(baseline_margin=0.2222, thresholds={"E2.off": 1.0}))  # 3,330 of 33,330: 9.99 %
    assert (flag.threshold, flag.figure.endswith("10.0 % less")) == ("5.0 %", True)
    flag = the_flag(sold(baseline_margin=0.22224, thresholds={"E2.off": 1.0}))  # 3,336 of 33,336: 10.01 %
    assert (flag.threshold, flag.figure.endswith("10.01 % less")) == ("10.0 %", True)


def test_v7_margin_falls_short() -> None:
    flag = the_flag(sold(baseline_margin=0.225, thresholds={"E2.off": 1.0}))
    assert (flag.check, flag.subject, flag.severity) == ("V7", "margin", RED)
    assert flag.stake == pytest.approx(3_750_00)


@pytest.mark.parametrize(
    ("extra", "check", "severity"), [(8, "C2", None), (52, "C2", AMBER), (90, "C2", RED)]
)
def test_c2_the_rest_must_go_better(extra: float, check: str, severity: Severity | None) -> None:
    found = findings(overspent(1_600_00, test_hours=300.0 - extra))
    assert {flag.severity for flag in found.flags if flag.check == check} == (
        {severity} if severity else set()
    )


def test_c2_says_what_the_efficiency_so_far_means() -> None:
    flag = the_flag(findings(overspent(1_600_00, test_hours=248.0)))
    final = 69_200 + 54_000 / (66_000 / 69_200)
    assert (flag.check, flag.severity, cells(flag)) == ("C2", AMBER, ["Resource plan!C1"])
    assert flag.stake == pytest.approx((final - 118_000) * 100)
    assert f"costs EUR {final:,.0f}, {final - 118_000:,.0f} more than forecast" in flag.remedy


def test_c2_notes_a_cautious_forecast() -> None:
    generous = changed("1.2", progress=0.56)  # CPI 1.044
    quiet = {"thresholds": {"C1.off": 1.0}}
    flag = the_flag(findings(unpriced(lines_=generous, plan_=costlier(9, 2), settings=quiet)))
    assert (flag.check, flag.severity, flag.title) == ("C2", NOTE, "A cautious forecast")


def test_c2_only_between_15_and_85_percent() -> None:
    found = findings(unpriced(lines_=changed("1.2", progress=1.0), plan_=plan()[:1]))
    assert "C2" not in {missing.check for missing in found.not_checked}  # 75 % earned
    early = findings(
        unpriced(lines_=[replace(line, progress=0.0, actual_finish=None) for line in changed("1.1")])
    )
    assert {"C2", "C3"} <= {missing.check for missing in early.not_checked}


def test_c1_above_all_index_forecasts_speaks_for_the_note() -> None:
    flag = the_flag(findings(unpriced(lines_=changed("1.2", progress=0.56), plan_=costlier(9, 2))))
    least_pf = 66_000 + 120_000 - 68_880  # AC + BAC - EV
    assert (flag.check, flag.severity, flag.title) == ("C1", AMBER, "Above all index forecasts")
    assert flag.stake == pytest.approx((120_920 - least_pf) * 100)


@pytest.mark.parametrize(("test_hours", "flagged"), [(290.0, False), (275.0, True)])
def test_c1_below_all_index_forecasts(test_hours: float, flagged: bool) -> None:
    """PF = 1 gives 123,200; 2 % of the forecast below is 120,784."""
    project = overspent(1_600_00, test_hours=test_hours)
    off = {"C2.off": 1.0, "C3.off": 1.0}
    found = findings(replace(project, settings=replace(project.settings, thresholds=off)))
    assert checks(found) == ({"C1"} if flagged else set())
    if flagged:
        flag = the_flag(found)
        assert (flag.severity, flag.title) == (AMBER, "Below all index forecasts")
        assert flag.stake == pytest.approx((123_200 - 120_700) * 100)


def test_c1_is_silent_where_missing_plan_explains_it() -> None:
    bare = Planned(person="Ana", line="1.2", hours={})
    fewer = [*replanned("1.2", {7: 80.0, 8: 80.0, 9: 80.0}), bare]
    assert checks(findings(unpriced(plan_=fewer))) == {"C9"}
    assert checks(findings(unpriced(plan_=fewer, settings={"thresholds": {"C9.off": 1.0}}))) == {"C1"}


def test_c3_where_c2_is_quiet() -> None:
    project = overspent(1_600_00, test_hours=264.0)
    loud = replace(project, settings=replace(project.settings, thresholds={"C2.amber": 0.3, "C2.red": 0.4}))
    flag = the_flag(findings(loud))
    same = 3_200 / 66_000 * 120_000
    assert (flag.check, flag.severity) == ("C3", AMBER)
    assert flag.stake == pytest.approx((same - (-400)) * 100)


def test_c3_is_silent_beside_c2() -> None:
    assert checks(findings(overspent(1_600_00, test_hours=248.0))) == {"C2"}


@pytest.mark.parametrize(
    ("before", "severity"), [(115_000_00, None), (112_000_00, AMBER), (108_000_00, RED), (132_000_00, AMBER)]
)
def test_c5_the_forecast_jumped(before: int, severity: Severity | None) -> None:
    previous = PreviousRun(
        status_date=date(2026, 5, 31), bac=120_000_00, eac=before, eac_by_line={"1.2": 40_000_00}
    )
    found = findings(make_project(), previous=previous)
    assert [flag.severity for flag in found.flags] == ([severity] if severity else [])
    if severity:
        flag = the_flag(found)
        assert (flag.check, flag.stake) == ("C5", pytest.approx(abs(120_000_00 - before)))
        assert "since 2026-05-31" in flag.remedy


def test_c5_a_changed_budget_is_no_jump() -> None:
    previous = PreviousRun(status_date=date(2026, 5, 31), bac=100_000_00, eac=100_000_00)
    assert findings(make_project(), previous=previous).flags == ()


def test_v3_a_net_credit_with_postings_missing_has_no_efficiency() -> None:
    """1,000 credited and 1,000 not posted yet: nothing is spent to divide by."""
    project = unpriced()
    case = Case(project, *forecast_project(project))
    case.__dict__["ac"] = -1_000_00.0
    limits = by_default({"index": index_of(1.10), "share": share(0.99)})
    found = _too_good(case, limits, 1_000_00.0)
    assert found is None or not found.figure.startswith("CPI")
