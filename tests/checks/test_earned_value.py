"""B: earned value. `small()` is a line of EUR 100 for June and July, half done and half spent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from app.checks.flag import Severity
from app.checks.previous import PreviousRun
from app.checks.run import run_checks
from app.forecast.forecast import forecast_project
from app.project.change_order import ChangeOrder, Status
from app.project.model import CreditingRule, Line, Milestone
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
    unpriced,
)
from tests.support.factory import (
    MONTHS_2026,
    STATUS,
    Entry,
    Planned,
    lines,
    make_project,
    milestones,
    settings,
)

JUNE = MONTHS_2026[5]
HALF = Entry(day=date(2026, 6, 12), line="1.5", cost=50_00, kind="expense", document="S")


def small(**changes: Any) -> Line:
    line = Line(
        id="1.5",
        title="Small",
        owner="Ana",
        start=date(2026, 6, 1),
        finish=date(2026, 7, 31),
        actual_start=date(2026, 6, 1),
        cost=100_00,
        progress=0.5,
        months={JUNE: 50_00, JUNE + 1: 50_00},
    )
    return replace(line, **changes)


def test_the_small_line_is_clean() -> None:
    assert findings(make_project(lines_=and_line(small()), entries_=and_entry(HALF))).flags == ()


def test_b2_more_planned_than_budgeted() -> None:
    line = small(months={JUNE: 130_00, JUNE + 1: -30_00})
    flag = the_flag(findings(make_project(lines_=and_line(line), entries_=and_entry(HALF))))
    assert (flag.check, flag.severity, cells(flag), flag.stake) == ("B2", Severity.RED, ["Budget!H6"], 30_00)
    assert "by EUR 30" in flag.remedy


def test_b3_more_earned_than_budgeted_by_milestones() -> None:
    line = small(rule=CreditingRule.MILESTONES, progress=None)
    reached = [
        Milestone(id=f"S{n}", line="1.5", weight=0.7, baseline=STATUS, actual=STATUS, owner="Ana")
        for n in (1, 2)
    ]
    found = findings(
        make_project(lines_=and_line(line), entries_=and_entry(HALF), milestones_=[*milestones(), *reached])
    )
    flag = the_flag(found)
    assert (flag.check, cells(flag), flag.stake) == ("B3", ["Budget!K6"], pytest.approx(40_00))


@pytest.mark.parametrize(("july", "gap"), [(60_00, 10_00), (49_98, 2), (50_01, 0), (50_00, 0)])
def test_b4_months_do_not_add_up(july: int, gap: int) -> None:
    line = small(months={JUNE: 50_00, JUNE + 1: july})
    found = findings(make_project(lines_=and_line(line), entries_=and_entry(HALF)))
    assert len(found.flags) == (1 if gap else 0)
    if gap:
        flag = the_flag(found)
        assert (flag.check, flag.severity, cells(flag), flag.stake) == (
            "B4",
            Severity.RED,
            ["Budget!H6"],
            gap,
        )
        assert "the 1 open month" in flag.remedy


@pytest.mark.parametrize("months", [{JUNE: 50_00, JUNE + 1: 50_00}, {}])
def test_b4_a_change_order_is_in_no_month_as_typed(months: dict[int, int]) -> None:
    project = make_project(lines_=and_line(small(months=months)), entries_=and_entry(HALF))
    order = ChangeOrder(
        id="CO-1", line=4, cost=40_00, price=50_00, status=Status.APPROVED, raised=date(2026, 6, 1),
        approved_on=date(2026, 6, 10), approver="Ana", row=1,
    )  # fmt: skip
    assert "B4" not in checks(findings(replace(project, change_orders=(order,))))


def test_b4_tells_cents_where_they_are_the_fault() -> None:
    line = small(cost=20_000_00, months={JUNE: 10_000_00, JUNE + 1: 9_999_50})
    flag = by_check(findings(make_project(lines_=and_line(line), entries_=and_entry(HALF))), "B4")
    assert flag.figure == "months EUR 19,999.50, budget 20,000.00"
    assert flag.remedy.endswith("set the budget to 19,999.50.")


def test_b4_silences_b2_on_the_same_line() -> None:
    line = small(months={JUNE: 130_00})
    assert the_flag(findings(make_project(lines_=and_line(line), entries_=and_entry(HALF)))).check == "B4"


def done_in_january(cost: int) -> Line:
    january = date(2026, 1, 1)
    return small(
        start=january,
        finish=date(2026, 1, 31),
        actual_start=january,
        actual_finish=date(2026, 1, 31),
        cost=cost,
        progress=1.0,
        months={MONTHS_2026[0]: cost},
    )


def test_b5_work_done_and_nothing_booked() -> None:
    flag = the_flag(findings(make_project(lines_=and_line(done_in_january(1_100_00)))))
    assert (flag.check, flag.severity, cells(flag)) == ("B5", Severity.AMBER, ["Budget!K6"])
    assert flag.stake == 1_100_00
    assert "about EUR 1,100" in flag.remedy


@pytest.mark.parametrize(
    ("changes", "flagged"),
    [
        ({}, True),
        ({"cost": 1_000_00, "months": {MONTHS_2026[0]: 1_000_00}}, False),  # not above the floor
        ({"start": date(2026, 4, 30), "actual_start": date(2026, 4, 30)}, True),
        ({"start": date(2026, 5, 1), "actual_start": date(2026, 5, 1)}, True),
        ({"start": date(2026, 6, 1), "actual_start": date(2026, 6, 1)}, False),
    ],
)
def test_b5_waits_for_a_closed_month_and_the_floor(changes: dict[str, Any], flagged: bool) -> None:
    line = replace(done_in_january(1_100_00), **changes)
    assert ("B5" in checks(findings(make_project(lines_=and_line(line))))) is flagged


def test_b5_leaves_hours_without_a_rate_to_a9() -> None:
    hours = Entry(day=date(2026, 1, 15), line="1.5", person="Cy", hours=10.0)
    found = findings(make_project(lines_=and_line(done_in_january(1_100_00)), entries_=and_entry(hours)))
    assert the_flag(found).check == "A9"


def spending(**changes: Any) -> Line:
    return small(
        **{
            "start": date(2026, 1, 5),
            "actual_start": None,
            "cost": 1_200_00,
            "progress": 0.0,
            "months": {MONTHS_2026[0]: 200_00, JUNE + 1: 1_000_00},
            **changes,
        }
    )


def test_b6_cost_without_progress() -> None:
    spent = Entry(day=date(2026, 1, 20), line="1.5", cost=1_100_00)
    flag = the_flag(findings(make_project(lines_=and_line(spending()), entries_=and_entry(spent))))
    assert (flag.check, flag.severity, cells(flag), flag.stake) == (
        "B6",
        Severity.AMBER,
        ["Budget!K6"],
        1_100_00,
    )
    assert "each 10 % done earns 120." in flag.remedy


@pytest.mark.parametrize(
    ("day", "cost", "changes", "flagged"),
    [
        (date(2026, 5, 29), 1_100_00, {}, True),  # 32 days before the status date
        (date(2026, 5, 30), 1_100_00, {}, False),
        (date(2026, 1, 20), 1_000_00, {}, False),
        (date(2026, 1, 20), 1_100_00, {"progress": 0.1}, False),
        (date(2026, 1, 20), 1_100_00, {"rule": CreditingRule.ZERO_HUNDRED}, False),
        (
            date(2026, 1, 20),
            1_100_00,
            {"rule": CreditingRule.ZERO_HUNDRED, "finish": date(2026, 6, 29)},
            True,
        ),
    ],
)
def test_b6_waits_and_knows_the_crediting_rule(
    day: date, cost: int, changes: dict[str, Any], flagged: bool
) -> None:
    project = make_project(
        lines_=and_line(spending(**changes)), entries_=and_entry(Entry(day=day, line="1.5", cost=cost))
    )
    assert ("B6" in checks(findings(project))) is flagged


def test_b7_booked_after_the_finish() -> None:
    late = Entry(day=date(2026, 3, 2), line="1.4", cost=50_00)
    flag = the_flag(findings(make_project(entries_=and_entry(late))))
    assert (flag.check, flag.severity, cells(flag)) == ("B7", Severity.AMBER, ["Actuals!A9"])
    assert (flag.stake, flag.line, flag.threshold) == (50_00, "1.4", "2026-02-28")
    assert "move EUR 50 to the line it belongs to" in flag.remedy


def test_b7_on_the_last_day_is_in_time() -> None:
    in_time = Entry(day=date(2026, 2, 28), line="1.4", cost=50_00)
    assert findings(make_project(entries_=and_entry(in_time))).flags == ()


def test_b8_finished_with_hours_planned() -> None:
    left = Planned(person="Ana", line="1.1", hours={8: 10.0})
    flag = the_flag(findings(make_project(plan_=and_planned(left))))
    assert (flag.check, flag.severity, cells(flag)) == ("B8", Severity.RED, ["Resource plan!K5"])
    assert (flag.stake, flag.hours) == (1_000_00, 10.0)
    assert "Release the 10.0 hours" in flag.remedy
    assert "rises by EUR 1,000" in flag.remedy


def test_b8_past_hours_of_a_finished_line_are_history() -> None:
    past = Planned(person="Ana", line="1.1", hours={6: 10.0})
    assert findings(make_project(plan_=and_planned(past))).flags == ()


def test_b9_open_with_nothing_left() -> None:
    spent = replace(HALF, cost=100_00)
    flag = the_flag(findings(make_project(lines_=and_line(small()), entries_=and_entry(spent))))
    assert (flag.check, flag.severity, cells(flag)) == ("B9", Severity.RED, ["Budget!H6"])
    assert flag.stake == pytest.approx(100_00)  # (100 - 50) at a CPI of 0.5
    assert "EUR 100 at its efficiency so far (0.50)" in flag.remedy


def test_b9_hours_left_and_no_money_for_them() -> None:
    """100 spent of 100, half done: without a row in the plan 3 of the 4 hours are left, at no cost."""
    spent = replace(HALF, cost=100_00, hours=1.0)
    flag = the_flag(findings(make_project(lines_=and_line(small(hours=4.0)), entries_=and_entry(spent))))
    assert (flag.check, flag.stake) == ("B9", pytest.approx(100_00))  # (100 - 50) at a CPI of 0.5


def test_b9_without_cost_uses_the_budget() -> None:
    zero = Planned(person="Ana", line="1.5", hours={7: 0.0})
    flag = by_check(
        findings(make_project(lines_=and_line(small(other_cost=None)), plan_=and_planned(zero))), "B9"
    )
    assert flag.stake == 50_00
    assert "EUR 50 at the budgeted cost" in flag.remedy


@pytest.mark.parametrize("changes", [{"rule": CreditingRule.EFFORT}, {"progress": 1.0}])
def test_b9_effort_and_finished_lines_need_nothing(changes: dict[str, Any]) -> None:
    spent = replace(HALF, cost=100_00)
    project = make_project(lines_=and_line(small(**changes)), entries_=and_entry(spent))
    assert "B9" not in checks(findings(project))


def test_b10_negative_hours_in_the_plan() -> None:
    wrong = Planned(person="Ben", line="1.2", hours={8: -5.0})
    flag = the_flag(findings(make_project(plan_=and_planned(wrong))))
    assert (flag.check, flag.severity, cells(flag)) == ("B10", Severity.RED, ["Resource plan!K5"])
    assert (flag.stake, flag.line) == (400_00, "1.2")
    assert "rises by EUR 400" in flag.remedy


def test_b11_forecast_under_actual() -> None:
    project = make_project()
    forecast, _ = forecast_project(project)
    whole = replace(forecast.cost.project, eac=np.array([60_000_00.0]))
    broken = replace(forecast, outlook=None, cost=replace(forecast.cost, project=whole))
    found = run_checks(project, broken, ())
    flag = by_check(found, "B11")
    assert (flag.severity, cells(flag), flag.stake) == (Severity.RED, ["Resource plan!C1"], 6_000_00)


def test_b11_is_silent_where_b10_explains_it() -> None:
    wrong = Planned(person="Ben", line="1.2", hours={8: -900.0})
    found = checks(findings(make_project(plan_=and_planned(wrong))))
    assert "B10" in found
    assert "B11" not in found
    alone = make_project(settings_=settings(thresholds={"B10.off": 1.0}), plan_=and_planned(wrong))
    assert by_check(findings(alone), "B11").stake == pytest.approx(18_000_00)


def test_b12_forecast_does_not_add_up() -> None:
    project = make_project()
    forecast, _ = forecast_project(project)
    lines = replace(forecast.cost.lines, eac=forecast.cost.lines.eac + np.array([0.0, 7_00.0, 0.5, 0.0]))
    flag = the_flag(run_checks(project, replace(forecast, cost=replace(forecast.cost, lines=lines)), ()))
    assert (flag.check, flag.id, flag.stake, cells(flag)) == ("B12", "B12:1.2", 7_00, ["Budget!H3"])


def test_b13_cost_without_budget() -> None:
    flag = the_flag(
        findings(make_project(lines_=and_line(small(cost=0, months={})), entries_=and_entry(HALF)))
    )
    assert (flag.check, flag.severity, cells(flag), flag.stake) == (
        "B13",
        Severity.AMBER,
        ["Budget!H6"],
        50_00,
    )


def test_b14_budget_in_no_month() -> None:
    line = small(start=None, finish=None, months={})
    flag = the_flag(findings(make_project(lines_=and_line(line), entries_=and_entry(HALF))))
    assert (flag.check, flag.severity, cells(flag), flag.stake) == (
        "B14",
        Severity.AMBER,
        ["Budget!E6"],
        100_00,
    )
    assert flag.line == "1.5"


def test_b14_is_one_flag_for_the_whole_column() -> None:
    bare = [replace(line, start=None, finish=None, months={}) for line in changed("1.1")]
    found = findings(make_project(lines_=bare))
    flag = by_check(found, "B14")
    assert cells(flag) == ["Budget!E2:E5"]
    assert flag.stake == 120_000_00
    assert "D1" in {missing.check for missing in found.not_checked}


@pytest.mark.parametrize(("progress", "off"), [(1.2, 20_00), (-0.1, 10_00)])
def test_b15_progress_out_of_range(progress: float, off: int) -> None:
    found = findings(make_project(lines_=and_line(small(progress=progress)), entries_=and_entry(HALF)))
    flag = the_flag(found)
    assert (flag.check, flag.severity, cells(flag)) == ("B15", Severity.RED, ["Budget!K6"])
    assert flag.stake == pytest.approx(off)


@pytest.mark.parametrize(("before", "flagged"), [(0.6, True), (0.5, False), (0.4, False)])
def test_b15_progress_falls(before: float, flagged: bool) -> None:
    previous = PreviousRun(status_date=STATUS, progress={"1.2": before, "gone": 0.9})
    found = findings(make_project(), previous=previous)
    assert bool(found.flags) is flagged
    if flagged:
        flag = the_flag(found)
        assert (flag.check, flag.severity, cells(flag)) == ("B15", Severity.AMBER, ["Budget!K3"])
        assert flag.stake == pytest.approx(4_800_00)


def early(spent: int) -> dict[str, Any]:
    """Money spent in January on two lines, forecast as budgeted: only the efficiency tells."""
    half = spent // 2
    return {
        "entries_": and_entry(
            Entry(day=date(2026, 1, 20), line="1.1", cost=half),
            Entry(day=date(2026, 1, 20), line="1.2", cost=spent - half),
        )
    }


@pytest.mark.parametrize(
    ("spent", "severity"), [(11_900_00, None), (12_100_00, Severity.AMBER), (24_100_00, Severity.RED)]
)
def test_b21_more_spent_than_done(spent: int, severity: Severity | None) -> None:
    project = unpriced(settings={"thresholds": {"V2.off": 1.0}}, **early(spent))
    found = findings(project)
    assert ("B21" in checks(found)) is (severity is not None)
    if severity:
        flag = by_check(found, "B21")
        assert (flag.severity, flag.stake) == (severity, spent)
        final = (66_000_00 + spent) / 0.55 / 100
        assert f"EUR {final:,.0f} (spent ÷ share done), {final - 120_000:,.0f} over budget" in flag.remedy


def test_b21_and_v2_are_one_flag_the_more_severe() -> None:
    both = checks(findings(unpriced(**early(13_000_00))))  # CPI 0.84 is red, 10.8 points are amber
    assert "V2" in both
    assert "B21" not in both
    alike = checks(findings(unpriced(**early(30_000_00))))  # both red: the narrower one
    assert "B21" in alike
    assert "V2" not in alike


CROWDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {  # what 13 lines have, and what is booked on each
    "B2": ({"months": {JUNE: 200_00, JUNE + 1: -100_00}}, {"cost": 50_00}),
    "B5": ({"cost": 4_000_00, "actual_start": date(2026, 3, 1), "months": {}}, {}),
    "B6": ({"cost": 4_000_00, "progress": 0.0, "months": {}}, {"cost": 2_000_00, "day": date(2026, 5, 4)}),
    "B15": ({"progress": 1.2}, {"cost": 50_00}),
}


@pytest.mark.parametrize("check", CROWDS)
def test_of_many_lines_ten_are_told_one_by_one(check: str) -> None:
    fields, booked = CROWDS[check]
    crowd = [small(id=f"9.{n:02d}", **fields) for n in range(1, 14)]
    more = [replace(HALF, line=line.id, document=line.id, **booked) for line in crowd] if booked else []
    found = findings(make_project(lines_=[*lines(), *crowd], entries_=and_entry(*more)))
    mine = [flag for flag in found.flags if flag.check == check]
    assert len(mine) == 11
    (rest,) = [flag for flag in mine if flag.subject == "more lines"]
    assert rest.figure.startswith("3 more lines, EUR ")
    assert [flag.stake for flag in mine if flag is not rest] == pytest.approx([(rest.stake or 0.0) / 3] * 10)


@pytest.mark.parametrize(
    ("dates", "cell", "lacking"),
    [
        ({"finish": None}, "Budget!F6", "a planned finish: "),
        ({"start": None}, "Budget!E6", "a planned start: "),
    ],
)
def test_b14_half_a_date_is_told_once_at_the_blank_cell(
    dates: dict[str, Any], cell: str, lacking: str
) -> None:
    """P7 leaves it to B14."""
    line = small(months={}, **dates)
    flag = the_flag(findings(make_project(lines_=and_line(line), entries_=and_entry(HALF))))
    assert (flag.check, cells(flag), flag.stake) == ("B14", [cell], 100_00)
    assert f"Give 1.5 Small {lacking}EUR 100" in flag.remedy


def test_a_line_with_months_and_no_finish_is_told_by_p7() -> None:
    flag = the_flag(findings(make_project(lines_=changed("1.3", finish=None))))
    assert flag.check == "P7"
