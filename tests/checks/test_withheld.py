"""What is withheld is priced as it would have counted, and told once: by the cell that cannot be read.

The small project by hand, at 31 March 2026: Ana 80 and Ben 70 an hour, 105.5 h and 90 h booked; Ana is to
work 135 h more and owns 1.1 (8,000 for 100 h) and 2.1 (20,000.50 for 150 h).
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.checks.case import Case
from app.checks.flag import Findings, Flag, Severity
from app.checks.run import run_checks
from app.checks.withheld import judged_without
from app.forecast.forecast import forecast_project
from app.intake.reading import understand
from app.project.place import Place
from app.workbook.book import CellError
from tests.checks.checking import by_check, cells, checks
from tests.support.factory import make_project
from tests.workbook.books import SMALL, TODAY, draft

ERROR = "#REF!"
Rows = dict[str, list[dict[str, Any]]]


def found(spoil: Callable[[Rows], None]) -> Findings:
    """What is told of the small project, spoilt; a cell that holds ERROR shows it as a formula's error."""
    rows = copy.deepcopy(SMALL)
    spoil(rows)
    book = draft(rows)
    for grid in book.grids.values():
        for row in grid:
            row[:] = [CellError(ERROR) if value == ERROR else value for value in row]
    reading = understand(book.book(), today=TODAY)
    forecast, gaps = forecast_project(reading.project)
    return run_checks(reading.project, forecast, reading.problems + gaps)


def the(check: str, spoil: Callable[[Rows], None]) -> Flag:
    return by_check(found(spoil), check)


def with_rate(person: str, **changes: Any) -> Callable[[Rows], None]:
    def spoil(rows: Rows) -> None:
        next(rate for rate in rows["rate_card"] if rate["person"] == person).update(changes)

    return spoil


def and_row(tab: str, **values: Any) -> Callable[[Rows], None]:
    return lambda rows: rows.setdefault(tab, []).append(values)


def on_line(line: str, **changes: Any) -> Callable[[Rows], None]:
    return lambda rows: next(row for row in rows["budget"] if row["line"] == line).update(changes)


def of_all(*spoils: Callable[[Rows], None]) -> Callable[[Rows], None]:
    def spoil(rows: Rows) -> None:
        for each in spoils:
            each(rows)

    return spoil


def without_rate(person: str) -> Callable[[Rows], None]:
    def spoil(rows: Rows) -> None:
        rows["rate_card"] = [rate for rate in rows["rate_card"] if rate["person"] != person]

    return spoil


# Hours without a rate


def test_hours_before_a_rate_are_worth_that_rate() -> None:
    flag = the("A9", with_rate("Ana", effective_from=date(2026, 2, 1)))
    assert (flag.hours, flag.stake) == (60.0, 4_800_00.0)  # 60 h of January x 80
    assert "At the nearest rate of EUR 80 an hour, 60.0 hours are worth about 4,800." in flag.remedy


def test_hours_before_a_roles_rate_are_worth_the_roles() -> None:
    def spoil(rows: Rows) -> None:
        without_rate("Ana")(rows)
        rows["resource_plan"][1]["role"] = "Engineer"
        rows["rate_card"].append({"role": "Engineer", "cost_rate": 75, "effective_from": date(2026, 2, 1)})

    flag = the("A9", spoil)
    assert (flag.hours, flag.stake) == (60.0, 4_500_00.0)


def test_whom_no_rate_is_known_of_is_worth_what_the_own_lines_are_budgeted_at() -> None:
    flag = the("A9", without_rate("Ana"))
    assert flag.hours == 240.5  # 105.5 booked, 135 planned
    assert flag.stake == pytest.approx(240.5 * 28_000_50 / 250)  # 8,000 + 20,000.50 for 250 h
    assert "At the budgeted rate of EUR 112 an hour" in flag.remedy


def test_whom_nothing_is_known_of_is_worth_the_average() -> None:
    flag = the("A9", and_row("actuals", date=date(2026, 3, 9), line="1.2", person="Cem", hours=10))
    assert flag.stake == pytest.approx(10 * (105.5 * 80_00 + 90 * 70_00) / 195.5)
    assert "At the average of EUR 75.40 an hour" in flag.remedy


by_the_hour = and_row("settings", key="commercial_model", value="time and materials")


def test_a_bill_rate_is_never_taken_from_the_cost_of_hours() -> None:
    told = found(of_all(by_the_hour, with_rate("Ana", bill_rate=None)))
    flag = by_check(told, "A9")
    assert flag.hours == 240.5
    assert flag.stake == pytest.approx(240.5 * 140_00)  # revenue of 1.1 and 2.1: 35,000 for 250 h
    assert "V7" not in checks(told)  # the revenue that is missing is what those hours would bill


def test_an_own_bill_rate_of_another_day_is_nearer_than_what_lines_promise() -> None:
    later = {"person": "Ana", "cost_rate": 80, "bill_rate": 130, "effective_from": date(2026, 3, 1)}
    flag = the("A9", of_all(by_the_hour, with_rate("Ana", bill_rate=None), and_row("rate_card", **later)))
    assert (flag.hours, flag.stake) == (105.5, 105.5 * 130_00)


def test_entries_after_the_status_date_are_worth_what_they_will_cost() -> None:
    late = date(2026, 4, 10)
    flag = the(
        "A6",
        of_all(
            and_row("actuals", date=late, line="1.2", person="Ben", hours=5),
            and_row("actuals", date=late, line="1.2", person="Ana", hours=1, cost=100),
            and_row("actuals", date=late, line="1.2", cost=20, currency="USD"),
            and_row("exchange_rates", currency="USD", effective_from=date(2026, 1, 1), rate=0.5),
        ),
    )
    assert (flag.stake, flag.hours) == (460_00.0, 6.0)  # 5 h x 70, 100 and half of 20
    assert flag.remedy.endswith("actual cost rises by EUR 460.")


def test_hours_after_the_status_date_of_somebody_without_a_rate_are_about_worth_the_average() -> None:
    flag = the("A6", and_row("actuals", date=date(2026, 4, 10), line="1.2", person="Cem", hours=10))
    assert flag.remedy.endswith("actual cost rises by about EUR 753.96.")


def test_a_row_without_a_date_says_what_returns() -> None:
    def spoil(rows: Rows) -> None:
        rows["actuals"][2]["date"] = None

    flag = the("A1", spoil)
    assert (flag.stake, flag.hours) == (6_300_00.0, 90.0)  # Ben, 90 h x 70
    assert flag.remedy == "Type the date. About EUR 6,300 returns to the figures."


def test_planned_hours_on_no_line_are_worth_the_persons_rate() -> None:
    flag = the("A8", and_row("resource_plan", person="Ana", line="2.7", **{"2026-05": 10}))
    assert (flag.stake, flag.hours) == (800_00.0, 10.0)
    assert "About EUR 800 then stands in a line." in flag.remedy


# One flag for the cell that cannot be read


def test_an_unreadable_rate_is_told_once_with_all_that_hangs_on_it() -> None:
    told = found(with_rate("Ana", cost_rate=ERROR))
    flag = by_check(told, "A12")
    assert cells(flag) == ["Rate card!C2"]
    assert flag.stake == pytest.approx(240.5 * 28_000_50 / 250)
    assert "Ana has no cost rate on 2026-01-30: 240.50 hours in 3 rows not priced" in flag.figure
    assert flag.remedy == "Mend the formula, or type the value. About EUR 26,936 returns to the figures."
    assert not checks(told) & {"A9", "V3", "V6", "C1", "V2"}


def test_an_unreadable_rate_of_a_role_is_told_once_for_everybody_in_it() -> None:
    def spoil(rows: Rows) -> None:
        rows["rate_card"] = [{"role": "Engineer", "cost_rate": "soon", "bill_rate": 120}]
        for row in rows["resource_plan"]:
            row["role"] = "Engineer"

    told = found(spoil)
    flag = by_check(told, "A3")
    assert flag.hours == 430.5  # 105.5 + 135 of Ana, 90 + 100 of Ben
    assert flag.stake == pytest.approx(240.5 * 28_000_50 / 250 + 190 * 75_00)  # 1.2: 15,000 for 200 h
    assert "A9" not in checks(told)


def test_an_unreadable_exchange_rate_is_told_once() -> None:
    told = found(
        of_all(
            and_row("exchange_rates", currency="USD", effective_from=date(2026, 1, 1), rate=ERROR),
            and_row("actuals", date=date(2026, 3, 10), line="1.2", cost=200, currency="USD", document="U"),
        )
    )
    assert "USD 200.00 in 1 row not in the totals" in by_check(told, "A12").figure
    assert "A10" not in checks(told)


def test_somebody_elses_missing_rate_is_told_beside_an_unreadable_one() -> None:
    told = found(
        of_all(
            with_rate("Ana", cost_rate=ERROR),
            and_row("actuals", date=date(2026, 3, 9), line="1.2", person="Cem", hours=10),
        )
    )
    assert by_check(told, "A9").subject == "Cem"
    assert "Cem" not in by_check(told, "A12").figure


def test_a_budget_that_cannot_be_read_is_worth_the_owners_hours() -> None:
    flag = the("A12", on_line("2.1", cost=ERROR))
    assert (flag.stake, flag.hours) == (12_000_00.0, 150.0)  # Ana, 150 h x 80


def test_what_is_booked_on_a_line_whose_budget_cannot_be_read_is_told_with_it() -> None:
    told = found(on_line("1.1", cost=ERROR))
    flag = by_check(told, "A12")
    assert cells(flag) == ["Budget!H2"]
    assert "2 entries, 105.50 hours, cost 8,440.00, in the project's total but in no line" in flag.figure
    assert flag.stake == 8_000_00.0  # the budget, 100 h x 80
    assert not checks(told) & {"A8", "R3"}
    lost = and_row("actuals", date=date(2026, 3, 9), line="9.9", person="Ben", hours=1)
    told = found(of_all(on_line("1.1", cost=ERROR), lost))
    assert by_check(told, "A8").subject == "9.9"


def test_progress_that_cannot_be_read_is_not_told_as_lateness_or_loss() -> None:
    read = checks(found(on_line("1.1", progress=0.0)))
    assert read >= {"B6", "B9", "V2", "C2", "D2"}
    told = found(on_line("1.1", progress="nearly"))
    assert by_check(told, "A3").stake == 8_000_00.0
    assert not checks(told) & {"B6", "B9", "V2", "C2", "V3"}


def test_a_lateness_of_more_than_what_is_unread_says_so() -> None:
    late = the("D2", on_line("1.1", progress="nearly"))  # behind by more than the 8,000 of 1.1
    assert late.figure.endswith("; EUR 8,000 is withheld from what this rests on")
    assert "D2" not in checks(
        found(on_line("2.1", progress="nearly"))
    )  # 20,000 is more than all that is late


def test_what_does_not_rest_on_the_unreadable_cell_is_told_all_the_same() -> None:
    clean = [flag for flag in found(lambda rows: None).flags if flag.check == "V6"]
    assert [flag.period for flag in clean] == ["2026-02", "2026-03"]
    told = found(on_line("1.1", progress="nearly"))
    assert [flag for flag in told.flags if flag.check == "V6"] == clean
    rate = found(with_rate("Ana", bill_rate=ERROR))
    assert by_check(rate, "D2") == by_check(found(lambda rows: None), "D2")


def test_a_small_fault_does_not_hide_a_large_difference() -> None:
    told = found(
        of_all(
            and_row("rate_card", person="Cem", cost_rate=ERROR),
            and_row("actuals", date=date(2026, 3, 9), line="1.2", person="Cem", hours=10),
        )
    )
    assert by_check(told, "A12").stake == pytest.approx(753_96, abs=1)
    february, march = (flag for flag in told.flags if flag.check == "V6")
    assert "withheld" not in february.figure  # 754 of 5,048
    assert march.figure.endswith("; EUR 753.96 is withheld from what this rests on")  # of 2,679


def test_progress_beyond_all_work_is_not_told_as_a_saving_too() -> None:
    def spoil(rows: Rows) -> None:
        rows["resource_plan"] = []
        for row in rows["budget"]:
            row["progress"] = 1.0 if row["line"] == "1.1" else 0.3
        rows["budget"][1]["progress"] = 1.4

    told = found(spoil)
    assert "B15" in checks(told)
    assert "V3" not in checks(told)


def test_many_lines_beyond_all_work_are_told_once_and_as_no_saving() -> None:
    def spoil(rows: Rows) -> None:
        rows["budget"] += [
            {"line": f"9.{at}", "title": f"Part {at}", "owner": "Ana", "hours": 100, "cost": 8_000 + at,
             "revenue": 9_000, "progress": 1.2} for at in range(1, 15)
        ]  # fmt: skip
        rows["actuals"] += [
            {"date": date(2026, 3, 20), "line": f"9.{at}", "person": "Ana", "hours": 100}
            for at in range(1, 15)
        ]

    told = found(spoil)
    assert len([flag for flag in told.flags if flag.check == "B15"]) == 11  # the costliest ten, and the rest
    assert not checks(told) & {"B3", "V3"}


# What a cell may hold


def months(**more: Any) -> Callable[[Rows], None]:
    return on_line("1.2", **{"2026-02": 4_000, "2026-03": 5_000, **more})


def test_an_unreadable_month_is_worth_what_the_others_leave_of_the_budget() -> None:
    flag = the("A12", months(**{"2026-04": ERROR}))
    assert (flag.stake, flag.hours) == (6_000_00.0, None)  # 15,000 - 4,000 - 5,000
    assert flag.remedy.endswith("It concerns EUR 6,000.")


def test_two_unreadable_months_share_what_the_others_leave() -> None:
    told = found(months(**{"2026-04": ERROR, "2026-05": ERROR}))
    assert sorted(flag.stake or 0 for flag in told.flags if flag.check == "A12") == [3_000_00.0, 3_000_00.0]


def test_a_month_of_a_line_without_a_budget_may_hold_anything() -> None:
    flag = the("A12", months(cost=None, **{"2026-04": ERROR}))
    assert flag.stake is None


def test_a_setting_that_cannot_be_read_is_no_row() -> None:
    def spoil(rows: Rows) -> None:
        rows["settings"][5]["value"] = ERROR

    assert the("A12", spoil).remedy == "Mend the formula, or type the value. 1 setting then counts."


# Names and signs


@pytest.mark.parametrize(
    ("typed", "meant"), [("acrual", "accrual"), ("tme", "time"), ("Invoices", "invoice")]
)
def test_a_type_that_is_not_on_the_list_is_told_with_the_one_meant(typed: str, meant: str) -> None:
    more = {"date": date(2026, 3, 9), "line": "1.2", "cost": 100, "document": "X"}
    flag = the("A8", and_row("actuals", **more, type=typed))
    assert cells(flag) == ["Actuals!H6"]
    assert flag.remedy.startswith(f"Write '{meant}' if that is meant")


@pytest.mark.parametrize("typed", ["Accrual", "time", None, "Credit", "expense", "reversal", "invoice"])
def test_types_on_the_list_are_not_told(typed: str | None) -> None:
    more = {"date": date(2026, 3, 9), "line": "1.2", "cost": 100, "document": "X"}
    assert "A8" not in checks(found(and_row("actuals", **more, type=typed)))


def weighed(line: str, weight: float | None = 1) -> Callable[[Rows], None]:
    stone = {"milestone": "W1", "title": "Plans", "line": line, "weight": weight, "owner": "Ben"}
    return of_all(
        on_line("1.2", rule="milestones", progress=None),
        and_row("milestones", **stone, baseline=date(2026, 5, 29)),
    )


def test_a_milestone_on_an_unknown_line_is_told_instead_of_the_line_that_earns_nothing() -> None:
    told = found(weighed("1.Z"))
    flag = by_check(told, "A8")
    assert (flag.subject, flag.line, cells(flag)) == ("1.Z", "1.1", ["Milestones!C2"])
    told = found(weighed("1-2"))
    assert by_check(told, "A8").line == "1.2"
    assert "B6" not in checks(told)


def test_a_milestone_without_a_weight_may_name_a_phase() -> None:
    assert "A8" not in checks(found(weighed("Design", None)))
    assert by_check(found(weighed("Design")), "A8").subject == "Design"


def test_negative_hours_beside_a_cost_are_told_as_hours_at_their_cell() -> None:
    more = {"date": date(2026, 3, 12), "line": "1.2", "person": "Ben", "hours": -1, "cost": 66}
    flag = the("A4", and_row("actuals", **more, document="N1"))
    assert cells(flag) == ["Actuals!E6"]
    assert flag.figure == "1 entry below zero, -1.0 hour"
    assert flag.remedy.endswith("if the sign is a slip, flip it: actual hours rise by 2.0.")
    assert flag.stake is None


def test_negative_costs_and_negative_hours_of_a_line_are_both_named() -> None:
    day = {"date": date(2026, 3, 12), "line": "1.2", "person": "Ben"}
    flag = the(
        "A4",
        of_all(
            and_row("actuals", **day, hours=-1, cost=66, document="N1"),
            and_row("actuals", **day, cost=-50, document="N2"),
        ),
    )
    assert cells(flag) == ["Actuals!F7", "Actuals!E6"]
    assert flag.figure == "2 entries below zero, EUR -50 and -1.0 hour"
    assert flag.remedy.endswith("actual cost rises by EUR 100 and actual hours rise by 2.0.")


def test_cost_kept_out_hides_no_margin_that_falls_short() -> None:
    """Hours without a rate would make the margin shorter still; what looks saved they do explain."""
    case = Case(make_project(), *forecast_project(make_project()))
    places = (Place(2, "Actuals", 3, 3, 4, 4),)
    missing = told("A9", Severity.ERROR, "Milo has no cost rate", 100.0, places)
    short, over = (
        told("V7", Severity.RED, "10.0 % less", 100.0),
        told("V6", Severity.RED, "over by 20 %", 100.0),
    )
    under = told("V6", Severity.RED, "under by 20 %", 100.0)
    kept = judged_without([missing, short, over, under], case)
    assert kept == [missing, short, over]
    unread = told("A3", Severity.ERROR, "not a number", 100.0, (Place(1, "Budget", 3, 7, 4, 8),))
    assert judged_without([unread, short, over, under], case) == [unread, under]


def told(check: str, severity: Severity, figure: str, stake: float, places: tuple[Place, ...] = ()) -> Flag:
    return Flag(
        check=check, severity=severity, title="", rule="", figure=figure, threshold="", places=places,
        remedy="", stake=stake,
    )  # fmt: skip
