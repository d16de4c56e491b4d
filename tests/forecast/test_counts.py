"""How many of what, and actuals by person and by phase, counted by hand as at 31 March 2026."""

from __future__ import annotations

from datetime import date

from app.forecast.forecast import forecast_project
from app.project.model import Line
from tests.forecast.build import Entry, project

LINES = [
    Line(id="to come", hours=10, cost=100_00, phase="Design"),
    Line(id="over plan", hours=10, cost=100_00, actual_start=date(2026, 2, 2), phase="Build"),
    Line(
        id="done backwards", hours=5, cost=50_00, phase="Build",
        actual_start=date(2026, 3, 12), actual_finish=date(2026, 3, 10),
    ),
    Line(
        id="done in a day", hours=1, cost=10_00, phase="Test",
        actual_start=date(2026, 3, 5), actual_finish=date(2026, 3, 5),
    ),
    Line(id="under way", hours=10, cost=100_00, progress=0.2, phase="Build"),
    Line(id="no plan", phase="Test"),
    Line(id="cost alone", cost=50_00, progress=0.5, phase="Build"),
    Line(id="no plan and nothing booked", phase="Launch"),
]  # fmt: skip
ENTRIES = [
    Entry(day="2026-02-10", line="over plan", hours=13, cost=130_00, person="Ana"),
    Entry(day="2026-03-09", line="done backwards", hours=2, cost=20_00, person="Ana"),
    Entry(day="2026-03-10", line="done backwards", hours=1, cost=10_00, person="Bo"),  # its last day
    Entry(day="2026-03-12", line="done backwards", hours=4, cost=40_00, person="Bo"),
    Entry(day="2026-03-12", line="no plan", hours=0.5, cost=20_00, person="Bo"),
    Entry(day="2026-03-12", line="cost alone", hours=7, cost=70_00, person="Bo"),
    Entry(day="2026-03-13", line="to come", cost=5_00),
    Entry(day="2026-03-14", line="to come", cost=-5_00),
    Entry(day="2026-03-15", line="?", hours=1, cost=9_00),
]


def test_lines_and_entries_by_what_is_wrong_with_them() -> None:
    assert forecast_project(project(LINES, ENTRIES))[0].counts == {
        "not_started": 3,
        "in_progress": 3,
        "done": 2,
        "entries": 9,
        "entries_zero_hours": 2,
        "entries_without_line": 1,
        "entries_after_finish": 1,
        "hours_after_finish": 4,
        "lines_without_plan_with_actuals": 1,
        "open_lines_over_plan": 1,
        "hours_over_plan_on_open_lines": 3 + 0.5,  # the line without a plan counts, the one in cost alone not
        "lines_finished_before_start": 1,
    }


def test_actuals_by_person_and_by_phase() -> None:
    """Of nobody: the two that cancel out and the one of no line. A phase without entries is not told."""
    forecast, _ = forecast_project(project(LINES, ENTRIES))
    assert forecast.ac_by_person == {"Ana": (15, 150_00), "Bo": (12.5, 140_00), "": (1, 9_00)}
    assert forecast.ac_by_phase == {"Design": (0, 0), "Build": (27, 270_00), "Test": (0.5, 20_00)}
