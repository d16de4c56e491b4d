"""A: records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from app.checks.catalogue import CATALOGUE
from app.checks.faults import REPORTS, UNFLAGGED
from app.checks.flag import Severity
from app.project.model import ExchangeRate, Line, Rate
from app.project.place import Place
from app.project.problem import Problem, ProblemKind
from tests.checks.checking import (
    and_entry,
    by_check,
    cells,
    changed,
    checks,
    findings,
    the_flag,
    unpriced,
)
from tests.support.factory import Entry, lines, make_project, rates, settings

JUNE = date(2026, 6, 12)
CELL = Place(1, "Budget", 6, 7, 7, 8)


@pytest.mark.parametrize("kind", sorted(REPORTS))
@pytest.mark.parametrize("left_out", [True, False])
def test_every_remedy_carries_a_number(kind: ProblemKind, left_out: bool) -> None:
    problem = Problem(kind=kind, message="m", mend="Mend it", places=(CELL,), left_out=left_out)
    flag = the_flag(findings(make_project(), [problem]))
    assert any(sign.isdigit() for sign in flag.remedy), flag.remedy


def test_a_missing_column_that_withholds_nothing_is_amber() -> None:
    kind = ProblemKind.MISSING_COLUMN
    bare = Problem(kind=kind, message="m", mend="Add it", places=(CELL,), subject="cost")
    flag = the_flag(findings(make_project(), [bare]))
    assert (flag.severity, flag.remedy) == (Severity.AMBER, "Add it. 1 column to mend.")
    flag = the_flag(findings(make_project(), [replace(bare, left_out=True)]))
    assert (flag.severity, flag.remedy) == (Severity.ERROR, "Add it. 1 column to mend.")
    flag = the_flag(findings(make_project(), [replace(bare, left_out=True, count=4)]))
    assert flag.remedy == "Add it. 4 rows return to the figures."


def test_hours_without_a_rate_are_worth_what_an_hour_has_cost_invoices_aside() -> None:
    unnamed = Entry(day=JUNE, line="1.2", hours=10.0, kind="time")
    bill = Entry(day=JUNE, line="1.2", cost=500_000_00, kind="invoice")
    flag = by_check(findings(make_project(entries_=and_entry(unnamed, bill))), "A9")
    assert flag.stake == pytest.approx(10 * (300 * 100_00 + 300 * 80_00) / 600)
    assert "At the average of EUR 90 an hour" in flag.remedy


def test_late_entries_say_what_they_hold_and_when_they_count() -> None:
    late = Entry(day=date(2026, 7, 3), line="1.2", person="Ben", hours=8.0, kind="time", document="TS-07")
    flag = by_check(findings(make_project(entries_=and_entry(late))), "A6")
    assert flag.figure.endswith("status date 2026-06-30 and left out: 8.00 hours")
    assert flag.remedy.endswith(
        "Once the status date is past them, actual cost rises by EUR 640."
    )  # 8 h x 80
    bill = replace(late, hours=0.0, cost=640_00)
    flag = by_check(findings(make_project(entries_=and_entry(bill))), "A6")
    assert flag.figure.endswith("left out: EUR 640.00 of typed cost")
    assert flag.remedy.endswith("actual cost rises by EUR 640.")


def test_every_kind_of_problem_is_reported_by_a_check_or_left_on_purpose() -> None:
    assert set(REPORTS) | UNFLAGGED == set(ProblemKind)
    assert not set(REPORTS) & UNFLAGGED
    severities = {check.id: check.severities for check in CATALOGUE}
    for report in REPORTS.values():
        assert report.severity in severities[report.check]


@pytest.mark.parametrize("kind", sorted(REPORTS))
def test_a_problem_becomes_a_flag(kind: ProblemKind) -> None:
    problem = Problem(
        kind=kind,
        message="Budget!H7: as told",
        mend="Mend it",
        places=(CELL,),
        left_out=True,
        amount=2_500_00,
        subject="3.15",
    )
    flag = the_flag(findings(make_project(), [problem]))
    assert (flag.check, flag.severity) == (REPORTS[kind].check, REPORTS[kind].severity)
    assert cells(flag) == ["Budget!H7"]
    harmless = ("number-as-text", "date-as-text", "percent-scale", "total-row", "summing-row", "wrong-total")
    assert flag.stake == (None if kind.value in harmless else 2_500_00)
    assert flag.figure == "Budget!H7: as told"
    assert flag.remedy.startswith("Mend it. ")
    assert "EUR 2,500" in flag.remedy
    assert flag.id == f"{flag.check}:3.15"


def test_what_is_no_fault_raises_no_flag() -> None:
    told = [Problem(kind=kind, message="m", mend="m", places=(CELL,)) for kind in sorted(UNFLAGGED)]
    assert findings(make_project(), told).flags == ()


def test_many_faults_in_one_column_are_one_flag() -> None:
    def bad(row: int, column: int = 7) -> Problem:
        return Problem(
            kind=ProblemKind.NOT_A_NUMBER,
            message=f"Budget!H{row + 1}: 'x' is not a number",
            mend="Type a number",
            places=(Place(1, "Budget", row, column, row + 1, column + 1),),
            left_out=True,
            amount=100_00,
        )

    found = findings(make_project(), [*(bad(row) for row in (6, 7, 8, 12)), bad(6, 8)])
    column, single = found.flags
    assert cells(column) == ["Budget!H7:H9", "Budget!H13"]
    assert column.stake == 400_00
    assert "3 more like it" in column.figure
    assert "all 4 cells" in column.remedy
    assert cells(single) == ["Budget!I7"]


def test_three_faults_in_one_column_stay_apart() -> None:
    told = [
        Problem(
            kind=ProblemKind.NUMBER_AS_TEXT,
            message="m",
            mend="m",
            places=(Place(1, "Budget", row, 7, row + 1, 8),),
        )
        for row in (6, 7, 8)
    ]
    assert [cells(flag) for flag in findings(make_project(), told).flags] == [
        ["Budget!H7"],
        ["Budget!H8"],
        ["Budget!H9"],
    ]


@pytest.mark.parametrize(("document", "severity"), [("TS-X", Severity.RED), ("", Severity.AMBER)])
def test_a2_an_entry_typed_twice(document: str, severity: Severity) -> None:
    twice = Entry(day=JUNE, line="1.2", person="Ben", hours=2.0, kind="time", document=document)
    flag = the_flag(findings(make_project(entries_=and_entry(twice, twice))))
    assert (flag.check, flag.severity, flag.line, flag.owner) == ("A2", severity, "1.2", "Ben")
    assert cells(flag) == ["Actuals!A9:A10"]
    assert (flag.stake, flag.hours) == (160_00, 2.0)
    assert "delete one of the two rows: actual cost falls by EUR 160." in flag.remedy


def test_a2_three_of_a_kind_are_two_too_many() -> None:
    thrice = Entry(day=JUNE, line="1.2", person="Ben", hours=1.0, document="D")
    flag = the_flag(findings(make_project(entries_=and_entry(thrice, thrice, thrice))))
    assert flag.stake == 160_00
    assert "delete the 2 extra rows" in flag.remedy


@pytest.mark.parametrize(
    "difference",
    [
        {"day": date(2026, 6, 15)},
        {"line": "1.3"},
        {"person": "Ana"},
        {"hours": 2.5},
        {"document": "E"},
        {"cost": 160_01},
        {"kind": "expense"},
    ],
)
def test_a2_entries_that_differ_anywhere_are_not_repeats(difference: dict[str, object]) -> None:
    one = Entry(day=JUNE, line="1.2", person="Ben", hours=2.0, kind="time", document="D")
    other = replace(one, **difference)
    assert "A2" not in checks(findings(make_project(entries_=and_entry(one, other))))


@pytest.mark.parametrize("same", [{"cost": 160_00}, {"kind": ""}])
def test_a2_the_same_booking_typed_in_another_way_is_a_repeat(same: dict[str, object]) -> None:
    """Two hours of Ben at 80 are 160, typed or not; no type is time."""
    one = Entry(day=JUNE, line="1.2", person="Ben", hours=2.0, kind="time", document="D")
    flag = the_flag(findings(make_project(entries_=and_entry(one, replace(one, **same)))))
    assert (flag.check, flag.stake) == ("A2", pytest.approx(160_00))


def test_a2_after_the_status_date_is_left_to_a6() -> None:
    late = Entry(day=date(2026, 7, 3), line="1.2", person="Ben", hours=2.0, document="D")
    flag = the_flag(findings(make_project(entries_=and_entry(late, late))))
    assert flag.check == "A6"


def test_a4_negative_hours() -> None:
    wrong = Entry(day=JUNE, line="1.2", person="Ben", hours=-2.0, document="D")
    flag = the_flag(findings(make_project(entries_=and_entry(wrong))))
    assert (flag.check, flag.severity, cells(flag)) == ("A4", Severity.RED, ["Actuals!E9"])
    assert (flag.stake, flag.hours) == (320_00, 2.0)
    assert "actual cost rises by EUR 320." in flag.remedy


def test_a4_negative_cost_points_at_the_cost() -> None:
    flag = the_flag(findings(make_project(entries_=and_entry(Entry(day=JUNE, line="1.2", cost=-50_00)))))
    assert (flag.check, cells(flag), flag.stake) == ("A4", ["Actuals!F9"], 100_00)


@pytest.mark.parametrize(
    ("debit", "credit", "told"),
    [(0.0, 500_00.0, False), (-500_00.0, 0.0, True), (0.0, 0.0, True)],  # the last: typed as a cost below 0
)
def test_a4_the_credit_side_of_a_journal_is_no_slip(debit: float, credit: float, told: bool) -> None:
    """500 moved from 1.3 to 1.2; on both sides of one document."""
    to = Entry(day=JUNE, line="1.2", cost=500_00, document="J1")
    project = make_project(entries_=and_entry(to, replace(to, line="1.3", cost=-500_00)))
    before = [0.0] * (len(project.ledger) - 2)
    sides = {"debit": np.array([*before, 500_00.0, debit]), "credit": np.array([*before, 0.0, credit])}
    found = findings(replace(project, ledger=replace(project.ledger, **sides)))
    assert [cells(flag) for flag in found.flags if flag.check == "A4"] == ([["Actuals!F10"]] if told else [])


@pytest.mark.parametrize("kind", ["credit", "Reversal "])
def test_a4_a_credit_may_be_negative(kind: str) -> None:
    credit = Entry(day=JUNE, line="1.2", cost=-50_00, kind=kind)
    assert findings(make_project(entries_=and_entry(credit))).flags == ()


def test_a5_before_the_project() -> None:
    early = Entry(day=date(2025, 12, 30), line="1.1", person="Ana", hours=2.0, cost=200_00)
    flag = the_flag(findings(make_project(entries_=and_entry(early))))
    assert (flag.check, flag.severity, cells(flag), flag.stake) == (
        "A5",
        Severity.AMBER,
        ["Actuals!A9"],
        200_00,
    )
    assert "move the project's start to 2025-12-30" in flag.remedy


def test_a5_long_after_the_project() -> None:
    def found(finish: date) -> set[str]:
        return checks(findings(unpriced(settings={"finish": finish})))

    assert "A5" in found(date(2026, 5, 29))
    assert "A5" not in found(date(2026, 5, 30))  # 31 days before the last entry


def test_a6_after_the_status_date() -> None:
    late = Entry(day=date(2026, 7, 3), line="1.2", person="Ben", hours=2.0)
    flag = the_flag(findings(make_project(entries_=and_entry(late))))
    assert (flag.check, flag.severity, cells(flag)) == ("A6", Severity.RED, ["Actuals!A9"])
    assert flag.hours == 2.0
    assert flag.stake == 2 * 80_00  # Ben's rate


def test_a8_an_unknown_line_silences_the_wider_r3() -> None:
    lost = Entry(day=JUNE, line="1.22", person="Ben", hours=2.0)
    flag = the_flag(findings(make_project(entries_=and_entry(lost))))
    assert (flag.check, flag.severity, cells(flag)) == ("A8", Severity.RED, ["Actuals!C9"])
    assert (flag.stake, flag.subject) == (160_00, "1.22")
    assert "'1.2'" in flag.remedy
    assert "EUR 160, 0.2 % of actual cost, then stands in a line." in flag.remedy


def test_a8_a_blank_line_says_so() -> None:
    flag = the_flag(
        findings(make_project(entries_=and_entry(Entry(day=JUNE, line="", person="Ben", hours=2.0))))
    )
    assert (flag.check, flag.title, cells(flag)) == ("A8", "Entries that name no line", ["Actuals!C9"])


def test_a9_hours_without_a_rate() -> None:
    flag = the_flag(
        findings(make_project(entries_=and_entry(Entry(day=JUNE, line="1.2", person="Cy", hours=2.0))))
    )
    assert (flag.check, flag.severity, cells(flag)) == ("A9", Severity.ERROR, ["Actuals!E9"])
    assert (flag.subject, flag.hours, flag.stake) == ("Cy", 2.0, pytest.approx(180_00))


def test_a9_two_rates_at_once() -> None:
    second = replace(rates()[1], cost_rate=81.0)
    flag = the_flag(findings(make_project(rates_=[*rates(), second])))
    assert (flag.check, flag.severity, flag.subject) == ("A9", Severity.RED, "Ben")
    assert cells(flag) == ["Rate card!C3:C4"]
    assert (flag.stake, flag.hours) == (300_00, 300.0)


@pytest.mark.parametrize(
    "second",
    [{"cost_rate": 80.0}, {"cost_rate": 81.0, "effective_from": date(2027, 1, 1)}, {"cost_rate": None}],
)
def test_a9_a_raise_or_the_same_rate_again_is_no_fault(second: dict[str, object]) -> None:
    again: Rate = replace(rates()[1], **second)
    assert findings(make_project(rates_=[*rates(), again])).flags == ()


def test_a10_no_exchange_rate() -> None:
    flag = the_flag(
        findings(make_project(entries_=and_entry(Entry(day=JUNE, line="1.2", cost=90_00, currency="USD"))))
    )
    assert (flag.check, flag.severity, flag.subject) == ("A10", Severity.ERROR, "USD")
    assert cells(flag) == ["Actuals!F9"]
    assert flag.stake is None


@pytest.mark.parametrize(
    ("since", "flagged"), [(date(2026, 1, 1), True), (date(2026, 5, 25), True), (date(2026, 5, 26), False)]
)
def test_a10_an_old_exchange_rate(since: date, flagged: bool) -> None:
    project = make_project(
        entries_=and_entry(Entry(day=JUNE, line="1.2", cost=100_00, currency="USD")),
        exchange_rates_=[ExchangeRate(currency="USD", effective_from=since, rate=0.9)],
    )
    found = findings(project)
    assert bool(found.flags) is flagged
    if flagged:
        flag = the_flag(found)
        assert (flag.check, flag.severity, flag.period) == ("A10", Severity.AMBER, "2026-06")
        assert cells(flag) == ["Exchange rates!C2"]
        assert flag.stake == pytest.approx(90)  # 1 % of 90.00


def test_a10_an_old_rate_in_an_earlier_month() -> None:
    """January's rate prices March (89 days) and May (150 days); June has one of its own."""
    spent = [
        Entry(day=date(2026, month, 12), line="1.2", cost=cost, currency="USD", kind="expense", document="U")
        for month, cost in ((1, 40_00), (3, 100_00), (5, 200_00), (6, 300_00))
    ]
    dates = (date(2026, 1, 1), date(2026, 6, 1))
    project = make_project(
        entries_=and_entry(*spent),
        exchange_rates_=[ExchangeRate(currency="USD", effective_from=since, rate=0.9) for since in dates],
    )
    flag = the_flag(findings(project))
    assert (flag.check, flag.period, cells(flag)) == ("A10", "2026-05", ["Exchange rates!C2"])
    assert flag.figure == "USD: the rate used in 2026-05 is of 2026-01-01, 150 days before 2026-05-31"
    assert flag.stake == pytest.approx(2_70)  # 1 % of 0.9 x 300
    assert "Enter the rate of 2026-03 and 2026-05: EUR 270 of those months rests" in flag.remedy


def test_a10_a_rate_for_always_is_never_old() -> None:
    project = make_project(
        entries_=and_entry(Entry(day=JUNE, line="1.2", cost=100_00, currency="USD")),
        exchange_rates_=[ExchangeRate(currency="USD", effective_from=None, rate=0.9)],
    )
    assert findings(project).flags == ()


@pytest.mark.parametrize(
    ("cost", "flagged"), [(500_00, True), (399_00, False), (81_00, False), (15_00, True)]
)
def test_a11_cost_far_from_the_card(cost: int, flagged: bool) -> None:
    odd = Entry(day=JUNE, line="1.2", person="Ben", hours=1.0, cost=cost)
    found = findings(make_project(entries_=and_entry(odd)))
    assert bool(found.flags) is flagged
    if flagged:
        flag = the_flag(found)
        assert (flag.check, cells(flag), flag.stake) == ("A11", ["Actuals!F9"], abs(cost - 80_00))


@pytest.mark.parametrize(("rate", "factor"), [(40.0, 8), (40.0, 1 / 8), (160.0, 1000), (160.0, 1 / 1000)])
def test_a11_a_line_is_held_against_its_owners_rate(rate: float, factor: float) -> None:
    """Cleo costs 40 or 160 an hour where the others cost 80 to 100, so that the middle line tells nothing."""
    crowd = [Line(id=f"9.{n}", title="More", owner="Ben", hours=10.0, cost=800_00) for n in range(5)]
    cost = round(10 * rate * 100 * factor)
    odd = Line(id="8.1", title="Odd", owner="Cleo", hours=10.0, cost=cost)
    cleo = Rate(
        person="Cleo", role="Dev", cost_rate=rate, bill_rate=200.0, currency="EUR", effective_from=None
    )
    found = findings(make_project(lines_=[*lines(), *crowd, odd], rates_=[*rates(), cleo]))
    (flag,) = [flag for flag in found.flags if flag.check == "A11"]
    assert (flag.line, f"{rate:g} is Cleo's rate" in flag.figure) == ("8.1", True)


def test_a11_tells_how_far_as_a_factor_above_one() -> None:
    odd = Entry(day=JUNE, line="1.2", person="Ben", hours=50.0, cost=10_00)
    flag = by_check(findings(make_project(entries_=and_entry(odd))), "A11")
    assert flag.figure == "1 entry: the card's rate is 400.0 times theirs"
    flag = by_check(findings(make_project(entries_=and_entry(replace(odd, cost=40_000_00)))), "A11")
    assert flag.figure == "1 entry: 10.0 times the card's rate"


def test_an_unreadable_cell_is_not_also_a_missing_budget() -> None:
    """A line whose cost cannot be read has no budget: one cause, one flag."""
    bad = Problem(
        kind=ProblemKind.FORMULA_ERROR,
        message="Budget!H6: #REF!",
        mend="Mend the formula",
        places=(Place(1, "Budget", 5, 7, 6, 8),),
    )
    empty = replace(changed("1.4")[3], id="1.5", cost=0, other_cost=None, months={}, revenue=None)
    project = make_project(
        lines_=[*changed("1.4"), empty], entries_=and_entry(Entry(day=JUNE, line="1.5", cost=50_00))
    )
    assert "B13" in checks(findings(project))
    silenced = findings(project, [bad])
    assert "B13" not in checks(silenced)
    assert by_check(silenced, "A12").severity is Severity.ERROR


def test_a_threshold_is_taken_from_settings() -> None:
    odd = Entry(day=JUNE, line="1.2", person="Ben", hours=1.0, cost=300_00)
    project = make_project(settings_=settings(thresholds={"A11.times": 3.0}), entries_=and_entry(odd))
    assert the_flag(findings(project)).threshold == "3 times"
