"""The lights follow the written rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.checks.flag import Colour
from app.project.place import Place
from app.project.problem import Problem, ProblemKind
from tests.checks.checking import and_entry, changed, checks, findings, replanned, unpriced
from tests.checks.test_schedule import slow
from tests.checks.test_variance import costlier
from tests.support.factory import Entry, make_project, milestones, settings

GREEN, AMBER, RED, GREY = Colour.GREEN, Colour.AMBER, Colour.RED, Colour.GREY


def error(amount: float | None, kind: ProblemKind = ProblemKind.NOT_A_NUMBER) -> Problem:
    return Problem(
        kind=kind,
        message="Budget!H9: 'x' is not a number",
        mend="Type a number",
        places=(Place(1, "Budget", 8, 7, 9, 8),),
        left_out=True,
        amount=amount,
    )


def test_cost_names_its_figure_and_limit() -> None:
    rag = findings(unpriced(plan_=costlier(56, 28))).rag
    assert (rag.cost.colour, rag.cost.check) == (AMBER, "V1")
    assert rag.cost.reason == (
        "Over budget at completion: forecast EUR 127,280, budget 120,000: over by 7,280 (6.1 %) "
        "(limit 5.0 %)."
    )
    assert (rag.schedule.colour, rag.margin.colour) == (GREEN, GREY)
    assert (rag.overall.colour, rag.overall.check) == (AMBER, "V1")
    assert rag.overall.reason == f"Cost: {rag.cost.reason}"


def test_a_green_schedule_says_why() -> None:
    reason = findings(make_project()).rag.schedule.reason
    assert reason.startswith("SPI(t) 1.")
    assert ", no work behind the plan, forecast finish 2026-12-31: within limits." in reason
    every = [replace(line, progress=1.0) for line in changed("1.1")]
    assert findings(make_project(lines_=every, plan_=[])).rag.schedule.reason == "All work is done."


def test_the_worst_of_a_light_is_shown() -> None:
    spent = and_entry(Entry(day=date(2026, 1, 20), line="1.1", cost=13_000_00))
    found = findings(unpriced(entries_=spent))  # V1 red, V2 red, B21 amber
    assert (found.rag.cost.colour, found.rag.cost.check) == (RED, "V1")


def test_a_light_rests_on_flags_that_keep_silent_too() -> None:
    """V7 red speaks for E2 amber; the margin is red."""
    found = findings(make_project(settings_=settings(baseline_margin=0.225)))
    assert checks(found) == {"V7"}
    assert (found.rag.margin.colour, found.rag.margin.check) == (RED, "V7")
    assert found.rag.overall.reason.startswith("Margin: Margin falls short")


def test_a_light_names_the_flag_that_is_told() -> None:
    """The finish speaks for the pace; both are red."""
    rag = findings(slow(7_200_00)).rag
    assert (rag.schedule.colour, rag.schedule.check) == (RED, "D2")


def test_a_favourable_surprise_is_amber() -> None:
    rag = findings(unpriced(lines_=changed("1.2", progress=0.7))).rag
    assert (rag.cost.colour, rag.cost.check) == (AMBER, "V3")


def test_schedule_is_the_worst_of_pace_and_milestones() -> None:
    first, second = milestones()
    late = replace(second, forecast=date(2026, 5, 29))
    rag = findings(make_project(milestones_=[first, late])).rag
    assert (rag.schedule.colour, rag.schedule.check) == (RED, "D3")
    assert (rag.overall.colour, rag.overall.check) == (RED, "D3")
    assert "due 2026-05-29" in rag.schedule.reason


@pytest.mark.parametrize("reached", [True, False])
def test_schedule_without_dates_cannot_be_judged(reached: bool) -> None:
    bare = [replace(line, start=None, finish=None, months={}) for line in changed("1.1")]
    rag = findings(make_project(lines_=bare, milestones_=None if reached else [])).rag
    assert rag.schedule.colour is GREY
    assert "without planned dates" in rag.schedule.reason
    assert rag.schedule.reason.startswith("No milestone is overdue" if reached else "Not judged")
    assert rag.overall.colour is GREEN
    assert rag.overall.reason.endswith("Scope and schedule not judged.")


def test_schedule_before_the_start() -> None:
    early = settings(status_date=date(2025, 12, 31), billed_to_date=0)
    rag = findings(
        make_project(
            settings_=early,
            entries_=[],
            lines_=[
                replace(line, progress=0.0, actual_start=None, actual_finish=None) for line in changed("1.1")
            ],
        )
    ).rag
    assert (rag.schedule.colour, rag.schedule.reason) == (
        GREY,
        "Not judged: the project starts on 2026-01-01.",
    )


def test_without_a_budget_nothing_is_green() -> None:
    lines_ = [
        replace(line, cost=0, hours=0.0, other_cost=None, months={}, revenue=None) for line in changed("1.1")
    ]
    rag = findings(unpriced(lines_=lines_, entries_=[], plan_=[])).rag
    assert (rag.cost.colour, rag.cost.reason) == (GREY, "Not judged: no line has a budget.")
    assert rag.overall.colour is GREY


def test_checks_that_are_off_judge_nothing() -> None:
    off = {f"{check}.off": 1.0 for check in ("V1", "V2", "V3", "B21")}
    rag = findings(unpriced(plan_=costlier(56, 28), settings={"thresholds": off})).rag
    assert (rag.cost.colour, rag.overall.colour) == (GREY, GREY)
    assert "switched off" in rag.cost.reason


@pytest.mark.parametrize(
    ("amount", "colour", "words"),
    [
        (999_00.0, GREEN, ""),
        (1_001_00.0, AMBER, "Data: 1 error, EUR 1,001 is left out of the figures (floor 1,000)"),
        (None, AMBER, "Data: 1 error, what is left out cannot be told"),
    ],
)
def test_withheld_rows_make_overall_amber(amount: float | None, colour: Colour, words: str) -> None:
    found = findings(make_project(), [error(amount)])
    assert (found.rag.cost.colour, found.rag.overall.colour) == (GREEN, colour)
    assert words in found.rag.overall.reason
    if words:
        assert found.rag.overall.check == "A3"


def test_small_errors_add_up() -> None:
    told = [error(600_00.0), error(600_00.0, ProblemKind.MISSING_FIELD)]
    assert findings(make_project(), told).rag.overall.colour is AMBER


def test_data_does_not_hide_a_red_light() -> None:
    cheaper = replanned("1.3", {10: 50.0, 11: 50.0, 12: 250.0})
    found = findings(unpriced(plan_=[*cheaper]), [error(None)])
    assert found.rag.overall.colour in (AMBER, RED)
    first, second = milestones()
    late = [first, replace(second, forecast=date(2026, 5, 29))]
    both = findings(make_project(milestones_=late), [error(None)])
    assert (both.rag.overall.colour, both.rag.overall.check) == (RED, "D3")
