"""What a refresh tells, remembers and compares, without any Google."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from app.errors import NoBudgetTab
from app.memory import Previous
from app.project.problem import Problem, ProblemKind
from app.refresh import Outcome, Phase, refresh
from app.workbook.book import Book
from app.workbook.plan import WritePlan
from tests.workbook.books import Draft, draft

NOW = datetime(2026, 4, 3, 9, 30, tzinfo=UTC)


class Paper:
    """A workbook that remembers what was asked of it."""

    def __init__(self, made: Draft) -> None:
        self.made = made
        self.plans: list[WritePlan] = []

    def read(self) -> Book:
        return self.made.book()

    def write(self, plan: WritePlan) -> None:
        self.plans.append(plan)


def run(made: Draft, previous: Previous | None = None) -> Outcome:
    return refresh(Paper(made), run_id="r", now=NOW, by="me", previous=previous)


def test_progress_is_told_in_five_counted_steps() -> None:
    told: list[tuple[Phase, str]] = []
    refresh(Paper(draft()), run_id="r", now=NOW, by="me", tell=lambda phase, text: told.append((phase, text)))
    assert [phase.step for phase, _ in told] == [1, 2, 3, 4, 5]
    assert told[2][1] == "Forecasting 3 lines, 4 entries"


def test_a_workbook_without_a_budget_is_not_written() -> None:
    made = draft()
    del made.grids["Budget"]
    paper = Paper(made)
    with pytest.raises(NoBudgetTab):
        refresh(paper, run_id="r", now=NOW, by="me")
    assert paper.plans == []


def test_memory_survives_storage() -> None:
    memory = run(draft()).memory
    assert Previous.from_json(json.loads(json.dumps(memory.to_json()))) == memory


def test_nothing_changed() -> None:
    changes = run(draft(), run(draft()).memory).changes
    assert (changes.first, changes.text, changes.eac_change) == (False, "Forecast unchanged.", 0)
    assert (list(changes.new_flags), list(changes.gone_flags)) == ([], [])


def test_what_changed_is_said_in_one_sentence() -> None:
    before = run(draft())
    made = draft()
    made.grid("Resource plan")[1][3] = 160
    made.put("Actuals", 4, "Cost", "oops")
    after = run(made, before.memory)
    assert after.changes.eac_change == pytest.approx(60 * 7000 - 123456 + after_other(before, after), abs=1)
    assert after.changes.text.startswith("Forecast up by EUR ")
    assert "new flag" in after.changes.text
    assert any(flag.startswith("A3") for flag in after.changes.new_flags)
    back = run(draft(), after.memory)
    assert back.changes.text.startswith("Forecast down by EUR ")
    jumps = {"C5"}  # the forecast jumps back, too
    assert set(back.changes.gone_flags) >= set(after.changes.new_flags) - jumps


def after_other(before: Outcome, after: Outcome) -> float:
    """Change of the work to go of the line whose invoice went: its other costs are still to come."""
    line = next(index for index, line in enumerate(before.project.lines) if line.id == "2.1")
    return float(after.forecast.cost.lines.etc[line] - before.forecast.cost.lines.etc[line])


def test_a_moved_status_date_is_said() -> None:
    before = run(draft())
    made = draft()
    row = [row[0] for row in made.grid("Settings")].index("Status date")
    made.grid("Settings")[row][1] = date(2026, 4, 30)
    assert "status date moved from 2026-03-31 to 2026-04-30" in run(made, before.memory).changes.text


def test_the_stamp_tells_which_run_and_the_same_result_has_the_same_hash() -> None:
    papers = [Paper(draft()), Paper(draft())]
    for at, paper in enumerate(papers):
        refresh(paper, run_id=f"run-{at}", now=NOW, by="me")
    stamps = [json.loads(paper.plans[0].marks[-1].value) for paper in papers]
    assert [stamp["run"] for stamp in stamps] == ["run-0", "run-1"]
    assert stamps[0]["result"] == stamps[1]["result"]
    assert stamps[0]["status_date"] == "2026-03-31"


def told(made: Draft, kind: ProblemKind) -> tuple[Problem, list[str]]:
    """The one problem of a kind, and the checks that flag its cells."""
    outcome = run(made)
    (problem,) = [problem for problem in outcome.problems if problem.kind is kind]
    where = set(problem.places)
    return problem, [flag.check for flag in outcome.findings.flags if where & set(flag.places)]


def test_hours_for_an_unknown_line_are_counted_and_flagged() -> None:
    made = draft()
    where = made.put("Actuals", 3, "Line", "1.9")
    problem, checks = told(made, ProblemKind.UNKNOWN_LINE)
    assert ([str(place) for place in problem.places], problem.hours, problem.amount) == ([where], 90, 630000)
    assert "A8" in checks
    assert run(made).forecast.cost.project.ac[0] == run(draft()).forecast.cost.project.ac[0]


def test_a_person_without_a_rate_is_flagged_once_with_the_hours() -> None:
    made = draft()
    del made.grid("Rate card")[2]
    problem, checks = told(made, ProblemKind.MISSING_RATE)
    assert problem.subject == "Ben"
    assert problem.hours == 90 + 100
    assert "A9" in checks


def test_a_currency_without_a_rate_is_outside_the_totals_never_one() -> None:
    made = draft()
    made.put("Actuals", 4, "Currency", "GBP")
    problem, checks = told(made, ProblemKind.MISSING_EXCHANGE_RATE)
    assert [str(place) for place in problem.places] == ["Actuals!F5"]  # the cost that is not counted
    assert "GBP 1,234.56" in problem.message
    assert "A10" in checks
    ac = run(draft()).forecast.cost.project.ac[0]
    assert run(made).forecast.cost.project.ac[0] == ac - 123456


def test_actuals_after_the_status_date_are_left_out_and_flagged() -> None:
    made = draft()
    where = made.put("Actuals", 4, "Date", date(2026, 4, 2))
    problem, checks = told(made, ProblemKind.AFTER_STATUS_DATE)
    assert [str(place) for place in problem.places] == [where]
    assert "A6" in checks
