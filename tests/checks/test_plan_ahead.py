"""C8 to C11: the plan of what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.checks.flag import Severity
from app.checks.many import APART
from app.project.model import Line, Rate
from tests.checks.checking import (
    and_planned,
    by_check,
    cells,
    changed,
    checks,
    findings,
    replanned,
    the_flag,
    unpriced,
)
from tests.support.factory import Entry, Planned, entries, lines, make_project, plan, rates

AMBER, RED = Severity.AMBER, Severity.RED


@pytest.mark.parametrize(
    ("august", "severity"), [(168.0, None), (169.0, AMBER), (201.6, AMBER), (202.0, RED)]
)
def test_c8_limits_by_the_working_days(august: float, severity: Severity | None) -> None:
    """August 2026 has 21 working days, 168 hours."""
    found = findings(
        make_project(plan_=replanned("1.2", {7: 150.0 - august / 2, 8: august, 9: 150.0 - august / 2}))
    )
    assert [flag.severity for flag in found.flags] == ([severity] if severity else [])


def test_c8_names_month_hours_and_who_is_free() -> None:
    flag = the_flag(findings(make_project(plan_=replanned("1.2", {7: 55.0, 8: 190.0, 9: 55.0}))))
    assert (flag.check, flag.subject, cells(flag)) == ("C8", "Ben", ["Resource plan!K3"])
    assert flag.figure == "Ben: 190.0 hours in 2026-08, 113.1 % of 168.0 hours"
    assert (flag.hours, flag.stake) == (22.0, pytest.approx(22 * 80_00))
    assert flag.remedy == "Move 22.0 hours of Ben out of 2026-08. Free that month: Ana (168.0 hours free)."


def test_c8_leaves_hours_on_finished_lines_to_b8() -> None:
    flag = the_flag(
        findings(make_project(plan_=and_planned(Planned(person="Ben", line="1.1", hours={8: 100.0}))))
    )
    assert flag.check == "B8"


def test_c8_is_one_flag_a_person() -> None:
    over = replanned("1.2", {7: 190.0, 8: 190.0, 9: 10.0})
    flag = by_check(findings(unpriced(plan_=over)), "C8")
    assert cells(flag) == ["Resource plan!J3", "Resource plan!K3"]
    assert "and over in 1 other month" in flag.figure


def test_c9_a_blank_month() -> None:
    blank = replanned("1.2", {7: 150.0, 8: None, 9: 150.0})
    flag = the_flag(findings(make_project(plan_=blank)))
    assert (flag.check, flag.severity, flag.id) == ("C9", RED, "C9:1.2")
    assert cells(flag) == ["Resource plan!K3"]
    assert flag.stake == pytest.approx(12_000_00)  # 24,000 over two months
    assert "the average of its other months is EUR 12,000 a month, 12,000 in all" in flag.remedy


def test_c9_zero_is_an_answer() -> None:
    assert findings(make_project(plan_=replanned("1.2", {7: 150.0, 8: 0.0, 9: 150.0}))).flags == ()


def test_c9_before_the_start_and_after_the_finish_nothing_is_due() -> None:
    assert cells(
        the_flag(findings(make_project(plan_=replanned("1.3", {10: 150.0, 12: 150.0, 11: None}))))
    ) == ["Resource plan!N4"]


def test_c9_a_row_without_hours() -> None:
    bare = Planned(person="Ana", line="1.2", hours={})
    shorter = [*replanned("1.2", {7: 80.0, 8: 80.0, 9: 80.0}), bare]
    flag = the_flag(findings(unpriced(plan_=shorter)))
    assert (flag.check, flag.id, flag.title) == ("C9", "C9:1.2 Ana", "A row of the plan without hours")
    assert cells(flag) == ["Resource plan!J5", "Resource plan!K5", "Resource plan!L5"]
    assert flag.stake == pytest.approx(4_800_00)
    assert "4,800 short" in flag.remedy
    assert findings(unpriced(plan_=and_planned(bare))).flags == ()  # the others plan all that is left


def heaped(last: float) -> list[Planned]:
    """Test in October to December, `last` hours of 300 in December, by three people."""
    cy = [Planned(person=name, line="1.3", hours={12: last / 2}) for name in ("Cy", "Di")]
    before = (300.0 - last) / 2
    return [*replanned("1.3", {10: before, 11: before, 12: 0.0}), *cy]


@pytest.mark.parametrize(("last", "flagged"), [(216.0, False), (217.0, True)])
def test_c10_most_of_it_at_the_end(last: float, flagged: bool) -> None:
    more: list[Rate] = [replace(rates()[0], person=name) for name in ("Cy", "Di")]
    found = findings(make_project(plan_=heaped(last), rates_=[*rates(), *more]))
    assert bool(found.flags) is flagged  # 40 % of 54,000 is 21,600
    if flagged:
        flag = the_flag(found)
        assert (flag.check, flag.severity) == ("C10", AMBER)
        assert flag.stake == pytest.approx((21_700 - 9_000) * 100)
        assert cells(flag) == ["Resource plan!O4", "Resource plan!O5", "Resource plan!O6"]


def test_c11_work_after_the_lines_finish() -> None:
    flag = the_flag(findings(make_project(plan_=replanned("1.2", {7: 100.0, 8: 100.0, 9: 80.0, 10: 20.0}))))
    assert (flag.check, flag.severity, flag.id) == ("C11", AMBER, "C11:1.2")
    assert (cells(flag), flag.hours) == (["Budget!F3"], 20.0)
    assert flag.stake == pytest.approx(1_600_00)
    assert "to 2026-10-31, or move EUR 1,600 (20.0 hours) before 2026-09-30" in flag.remedy


def test_c11_a_finish_that_has_passed_cannot_take_the_work() -> None:
    found = findings(make_project(lines_=changed("1.2", finish=date(2026, 6, 15))))
    remedy = by_check(found, "C11").remedy
    assert "finish of 1.2 Build to 2026-09-30: EUR 24,000 (300.0 hours) is still to be done." in remedy
    assert "before" not in remedy


def test_c11_work_after_the_projects_finish() -> None:
    project = unpriced(settings={"finish": date(2026, 11, 30)})
    flag = by_check(findings(project), "C11")
    assert (flag.subject, cells(flag), flag.line) == ("project", ["Settings!B8"], "")
    assert flag.stake == pytest.approx(10_000_00)


def test_c11_what_a_line_tells_the_project_does_not_repeat() -> None:
    project = unpriced(
        settings={"finish": date(2026, 11, 30)}, lines_=changed("1.3", finish=date(2026, 11, 30))
    )
    assert [flag.id for flag in findings(project).flags if flag.check == "C11"] == ["C11:1.3"]


def test_the_costliest_lines_are_told_one_by_one_and_the_rest_together() -> None:
    lines_ = changed("1.1")
    rows = plan()
    for number in range(30):
        small = replace(lines_[2], id=f"2.{number:02d}", hours=10.0, cost=1_000_00, finish=date(2026, 11, 30))
        lines_.append(replace(small, months={}, revenue=None))
        rows.append(
            Planned(person=f"P{number}", line=small.id, hours={10: 3.0, 11: 3.0, 12: 4.0 + number / 100})
        )
    cards = [replace(rates()[0], person=f"P{number}") for number in range(30)]
    found = findings(unpriced(lines_=lines_, plan_=rows, rates_=[*rates(), *cards]))
    late = [flag for flag in found.flags if flag.check == "C11"]
    assert len(late) == APART + 1
    rest = [flag for flag in late if flag.subject == "more lines"]
    assert len(rest) == 1
    assert cells(rest[0]) == ["Budget!F6:F25"]
    assert rest[0].stake == pytest.approx(sum(100_00 * (4 + n / 100) for n in range(30 - APART)))
    assert checks(found) == {"C11"}


def test_c12_a_begun_line_goes_on_at_the_rate_its_owner_had() -> None:
    """Ben's hour is 80, and 96 from July on: the 100 hours left cost 8,000 as forecast, 9,600 by the card."""
    line = Line(
        id="9.1", title="Begun", owner="Ben", start=date(2026, 6, 1), finish=date(2026, 8, 31),
        actual_start=date(2026, 6, 1), hours=200.0, cost=16_000_00, progress=0.5,
    )  # fmt: skip
    worked = Entry(day=date(2026, 6, 12), line="9.1", person="Ben", hours=100.0, kind="time", document="D")
    dearer = [rate for rate in rates() if rate.person != "Ben"]
    for since, cost in ((None, 80.0), (date(2026, 7, 1), 96.0)):
        dearer.append(
            Rate(
                person="Ben",
                role="Dev",
                cost_rate=cost,
                bill_rate=150.0,
                currency="EUR",
                effective_from=since,
            )
        )
    found = findings(make_project(lines_=[*lines(), line], entries_=[*entries(), worked], rates_=dearer))
    flag = by_check(found, "C12")
    assert (flag.line, flag.stake, flag.hours) == ("9.1", pytest.approx(1_600_00), 100.0)
    assert flag.figure == "EUR 80 an hour forecast, 96 by the card"
