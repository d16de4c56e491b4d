"""What was first reported stays what later runs compare with, until it is right again or agreed anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.checks.first_reported import FirstReported
from app.checks.flag import Flag, Severity
from app.checks.previous import PreviousRun
from app.forecast.forecast import forecast_project
from app.memory import Previous
from app.project.change_order import ChangeOrder, Status
from app.project.model import Project
from app.project.month import last_day
from tests.checks.checking import by_check, cells, changed, findings
from tests.checks.situations.planting import month_end
from tests.support.factory import MONTHS_2026, Entry, entries, lines, make_project, rates, settings
from tests.support.reference import reference, run

FEBRUARY, MARCH, APRIL = MONTHS_2026[1:4]


def at(
    month: int, *, restated: date | None = None, orders: Sequence[ChangeOrder] = (), **changes: Any
) -> Project:
    """The clean project at a month end of 2026, with changes."""
    chosen = settings(status_date=last_day(MONTHS_2026[month - 1]), restated=restated)
    return replace(make_project(settings_=chosen, **changes), change_orders=tuple(orders))


def reported(*runs: Project) -> FirstReported:
    """What is kept after these runs."""
    kept = FirstReported()
    for each in runs:
        chosen = each.settings
        kept = kept.settled(chosen.status_date, chosen.restated).and_now(each, forecast_project(each)[0])
    return FirstReported.of_plain(json.loads(json.dumps(kept.to_plain())))


def told(now: Project, *before: Project) -> list[Flag]:
    """What B19 and B20 say of `now` after those runs."""
    previous = PreviousRun(status_date=before[-1].settings.status_date, first=reported(*before))
    return [flag for flag in findings(now, previous=previous).flags if flag.check in ("B19", "B20")]


def dearer(more: int = 5_000_00) -> dict[str, Any]:
    """Line 1.3 with a larger budget than 30,000."""
    return {"lines_": changed("1.3", cost=30_000_00 + more)}


def booked(*hours: float) -> list[Entry]:
    """The clean entries with other hours than 100 in the first months."""
    clean = entries()
    return [*(replace(e, hours=h) for e, h in zip(clean, hours, strict=False)), *clean[len(hours) :]]


def order(**fields: Any) -> ChangeOrder:
    """An approved order on line 1.3."""
    chosen = {"status": Status.APPROVED, "approved_on": date(2026, 6, 10), "line": 2, "line_name": "1.3"}
    return ChangeOrder(**{"id": "CO-7", "title": "More", "approver": "Ana", "row": 1, **chosen, **fields})


# --- budgets


@pytest.mark.parametrize("months", [(5,), (4, 5), (3, 4, 5)])
def test_a_budget_that_moved_is_told_until_it_is_put_back(months: tuple[int, ...]) -> None:
    before = [at(2), *[at(month, **dearer()) for month in months]]
    (flag,) = told(at(6, **dearer()), *before)
    assert (flag.id, flag.severity, flag.stake) == ("B20", Severity.RED, 5_000_00)
    assert flag.figure == "1 line since 2026-02: 1.3 Test from 30,000 to 35,000 (5,000 more)"
    assert cells(flag) == ["Budget!H4"]
    assert "Put back 1.3 Test to 30,000, and have a change order of EUR 5,000 approved" in flag.remedy
    assert told(at(6), *before) == []


def test_what_is_moved_within_the_month_of_its_first_report_is_no_fault() -> None:
    assert told(at(6, **dearer()), at(5), at(5, **dearer())) == []
    assert [flag.id for flag in told(at(6), at(5), at(5, **dearer()))] == ["B20"]


@pytest.mark.parametrize("cost", [0, 100_00])
def test_an_order_of_another_amount_excuses_nothing(cost: int) -> None:
    (flag,) = told(at(6, orders=[order(cost=cost, price=100_00)], **dearer(9_000_00)), at(4), at(5))
    assert (flag.title, flag.stake) == ("The budget moved", 9_000_00)
    assert "from 30,000 to 39,000 (9,000 more)" in flag.figure
    assert ("beside 100 of CO-7" in flag.figure) is bool(cost)
    assert "a change order of EUR 9,000 approved" in flag.remedy


def test_an_order_adds_its_cost_itself_so_a_budget_raised_by_it_counts_it_twice() -> None:
    assert told(at(6, orders=[order(cost=9_000_00)]), at(5)) == []
    twice = at(6, orders=[order(cost=9_000_00)], **dearer(9_000_00))
    assert forecast_project(twice)[0].cost.lines.bac[2] == 48_000_00
    (flag,) = told(twice, at(5))
    assert (flag.id, flag.title) == ("B20", "A change is counted twice")
    assert "Put back 1.3 Test to 30,000: CO-7 adds the change already." in flag.remedy


@pytest.mark.parametrize(("cost", "quiet"), [(5_000_00, True), (5_000_01, True), (4_999_00, False)])
def test_an_order_on_no_line_explains_what_comes_to_its_cost(cost: int, quiet: bool) -> None:
    loose = order(cost=cost, line=-1, line_name="")
    found = told(at(6, orders=[loose], **dearer()), at(5))
    assert (found == []) is quiet
    if not quiet:
        assert "CO-7 carries 4,999 of it." in found[0].remedy
    since = replace(loose, approved_on=date(2026, 5, 20))
    assert len(told(at(6, orders=[since], **dearer()), at(5))) == 1


def test_a_shift_between_two_lines_is_told_as_one() -> None:
    costs = (30_000_00, 48_100_00, 29_900_00, 12_000_00)
    shifted = [replace(each, cost=cost) for each, cost in zip(lines(), costs, strict=True)]
    (flag,) = told(at(6, lines_=shifted), at(4))
    assert flag.stake == 100_00
    assert "; nothing in all" in flag.figure
    assert "Put back the EUR 100 that moved from 1.3 Test to 1.2 Build" in flag.remedy
    assert "a change order of 100 and one of -100" in flag.remedy


def test_lines_come_and_go() -> None:
    new = replace(lines()[2], id="1.5", title="Pilot", cost=2_000_00, hours=None, months={})
    (flag,) = told(at(6, lines_=[*lines(), new]), at(4), at(5))
    assert "1.5 Pilot from 0 to 2,000" in flag.figure
    (flag,) = told(at(6, lines_=lines()[:2] + lines()[3:]), at(4), at(5))
    assert flag.figure == "1 line since 2026-04: 1.3 gone, 30,000"
    assert "Put back 1.3 with 30,000" in flag.remedy
    later = reported(at(4), at(5, lines_=[*lines(), new]))
    assert [(each.period, len(each.cost)) for each in later.budgets] == [("2026-04", 4), ("2026-05", 1)]


# --- closed months


@pytest.mark.parametrize("months", [(), (5,), (4, 5)])
def test_a_rewritten_month_is_told_until_it_is_as_it_was(months: tuple[int, ...]) -> None:
    rewritten = {"entries_": booked(100, 120)}  # February, 20 hours of Ana's at 100
    before = [at(3), *[at(month, **rewritten) for month in months]]
    (flag,) = told(at(6, **rewritten), *before)
    assert (flag.id, flag.severity, flag.stake) == ("B19:booked:2026-02", Severity.RED, 2_000_00)
    assert flag.figure == (
        "booked in 2026-02: EUR 24,000, 22,000 as first reported at the end of 2026-03 (2,000 more); "
        "1.1 Discovery 2,000 more"
    )
    assert cells(flag) == ["Actuals!A3"]
    assert flag.remedy.startswith("Take EUR 2,000 out of 2026-02 and book it in the open month. ")
    assert told(at(6), *before) == []


def test_hours_moved_between_two_months_come_to_nothing() -> None:
    (flag,) = told(at(6, entries_=booked(100, 105, 95)), at(5))
    assert flag.stake == 500_00
    assert "2026-02 500 more and 2026-03 500 less: nothing in all" in flag.figure
    assert flag.remedy.startswith("Move EUR 500 back from 2026-02 to 2026-03.")
    assert cells(flag) == ["Actuals!A3:A4"]


def test_several_months_each_with_what_it_moved_by() -> None:
    (flag,) = told(at(6, entries_=booked(90, 105, 101)), at(5))
    assert "2026-01 1,000 less, 2026-02 500 more and 2026-03 100 more: 400 less in all" in flag.figure
    assert "Put EUR 1,000 back into 2026-01, take EUR 500 out of 2026-02 and take EUR 100" in flag.remedy
    assert flag.stake == 1_000_00


def test_an_entry_moved_to_another_line_is_told_though_its_month_is_the_same() -> None:
    moved = [replace(each, line="1.4") if each.document == "TS-03" else each for each in entries()]
    (flag,) = told(at(6, entries_=moved), at(5))
    assert (flag.id, flag.title) == ("B19:booked:2026-03", "Cost of closed months moved between lines")
    assert "1.1 Discovery 10,000 less and 1.4 Licences 10,000 more than first reported" in flag.figure
    assert flag.remedy.startswith("Move EUR 10,000 back from 1.4 Licences to 1.1 Discovery.")
    assert (flag.stake, cells(flag)) == (10_000_00, ["Actuals!A4"])


def test_a_line_called_otherwise_rewrites_no_month() -> None:
    named = [replace(each, id="1.1a") if each.id == "1.1" else each for each in lines()]
    follow = [replace(each, line="1.1a") if each.line == "1.1" else each for each in entries()]
    assert [flag.check for flag in told(at(6, lines_=named, entries_=follow), at(5))] == ["B20"]


def test_an_order_that_reaches_back_moves_the_plan_of_closed_months_and_rewrites_nothing() -> None:
    back = order(line=1, line_name="1.2", cost=6_000_00, approved_on=date(2026, 4, 2))
    assert told(at(6, orders=[back]), at(5)) == []
    known = [at(4, orders=[back]), at(5, orders=[back])]
    assert told(at(6, orders=[back]), *known) == []
    gone = told(at(6), *known)
    assert [flag.id for flag in gone] == ["B19:planned:2026-04"]


def test_the_plan_of_a_closed_month_is_held_against_the_first_report() -> None:
    spread = changed("1.1", months={MONTHS_2026[0]: 10_000_00, FEBRUARY: 10_300_00, MARCH: 9_700_00})
    (flag,) = told(at(6, lines_=spread), at(3), at(5, lines_=spread))
    assert (flag.id, flag.stake) == ("B19:planned:2026-02", 300_00)
    assert flag.remedy.startswith("Move EUR 300 back from 2026-02 to 2026-03.")


# --- rates


def priced(more: float = 5.0, *, since: date = date(2026, 1, 1)) -> dict[str, Any]:
    """Ana's rate, or a further one since another day, dearer than 100."""
    ana, ben = rates()
    dearer = replace(ana, cost_rate=100.0 + more, effective_from=since)
    return {"rates_": [dearer, ben] if since == ana.effective_from else [ana, ben, dearer]}


def repriced(now: Project, *before: Project) -> list[Flag]:
    """What M16 and B19 say of `now` after those runs."""
    previous = PreviousRun(status_date=before[-1].settings.status_date, first=reported(*before))
    return [flag for flag in findings(now, previous=previous).flags if flag.check in ("M16", "B19")]


def test_a_rate_of_a_closed_month_is_told_until_it_is_restored() -> None:
    for before in ([at(3)], [at(3), at(4, **priced()), at(5, **priced())]):
        (flag,) = repriced(at(6, **priced()), *before)
        assert (flag.id, flag.stake, flag.hours) == ("M16:Ana", 1_500_00, 300.0)
        assert flag.figure == (
            "Ana: 105.00 an hour, 100.00 as first reported at the end of 2026-03, 300.0 hours booked up to "
            f"{last_day(MONTHS_2026[len(before) + 1 if len(before) > 1 else 2])}"
        )
        assert repriced(at(6), *before) == []
    agreed = at(6, restated=date(2026, 6, 30), **priced())
    assert repriced(agreed, at(3)) == []


def test_a_rate_that_holds_in_no_closed_month_yet_may_change() -> None:
    ahead = date(2026, 10, 1)
    assert repriced(at(6, **priced(9.0, since=ahead)), at(4, **priced(7.0, since=ahead))) == []
    assert len(reported(at(5, **priced(7.0, since=ahead))).rates[0].rates) == 2


def test_a_rate_that_priced_nothing_may_go() -> None:
    card = {"rates_": [*rates(), replace(rates()[0], person="Cy")]}
    assert repriced(at(6), at(4, **card), at(5, **card)) == []


# --- agreed anew, and gone back


def test_what_is_restated_is_compared_no_longer_and_from_then_on_again() -> None:
    moved = {**dearer(), "entries_": booked(100, 120)}
    before = [at(4), at(5, **moved)]
    assert {flag.check for flag in told(at(6, **moved), *before)} == {"B19", "B20"}
    day = date(2026, 6, 30)
    assert told(at(6, restated=day, **moved), *before) == []
    agreed = [*before, at(6, restated=day, **moved)]
    assert told(at(7, restated=day, **moved), *agreed) == []
    assert {flag.check for flag in told(at(7, restated=day), *agreed)} == {"B19", "B20"}
    later = at(6, restated=date(2026, 7, 1), **moved)
    assert {flag.check for flag in told(later, *before)} == {"B19", "B20"}


def test_a_status_date_gone_back_reports_its_months_anew() -> None:
    kept = reported(at(4), at(5), at(6), at(5))
    assert {month - MONTHS_2026[0] + 1: each.period for month, each in kept.months.items()} == {
        1: "2026-04", 2: "2026-04", 3: "2026-04", 4: "2026-04", 5: "2026-05"
    }  # fmt: skip


# --- kept and bounded


def test_old_memories_are_read_by_their_month_ends() -> None:
    history = (month_end(4), month_end(5, cost=(30_000_00, 48_000_00, 35_000_00, 12_000_00)))
    previous = PreviousRun(status_date=history[-1].status_date, history=history)
    flag = by_check(findings(at(6, **dearer()), previous=previous), "B20")
    assert "since 2026-04: 1.3 Test from 30,000 to 35,000" in flag.figure
    assert previous.first_reported.months[APRIL].by_line is None
    moved = [replace(each, line="1.4") if each.document == "TS-03" else each for each in entries()]
    assert "B19" not in {flag.check for flag in findings(at(6, entries_=moved), previous=previous).flags}


def test_a_memory_stored_before_this_was_kept_is_still_one() -> None:
    memory = run(reference(5)).memory
    stored = memory.to_json()
    del stored["first"]
    old = Previous.from_json(json.loads(json.dumps(stored)))
    assert old.run.first is None
    assert memory.run is not None
    assert old.run.first_reported.budgets == memory.run.first_reported.budgets
    assert run(reference(6), old).told == []


def test_restated_on_is_read_from_settings() -> None:
    before = run(reference(5)).memory
    moved = reference(6)
    moved.row("budget", line="9.05")["cost"] = 9_500.0
    assert [check for check, _ in run(moved, before).told] == ["B20"]
    moved.setting("restated", date(2026, 6, 30))
    assert run(moved, before).told == []


def test_a_figure_a_line_and_a_closed_month_is_kept_however_often_it_runs() -> None:
    clean = at(6)
    once, often = reported(at(5), clean), reported(at(5), *[clean] * 20)
    assert once == often
    assert sum(len(each.cost) for each in once.budgets) == 4
    assert [sum((each.by_line or {}).values()) for each in once.months.values()] == [
        10_000_00, 22_000_00, 10_000_00, 8_000_00, 8_000_00, 8_000_00
    ]  # fmt: skip
