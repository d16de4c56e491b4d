"""Hours still planned by person and month: what the workspace adds up over its projects."""

from __future__ import annotations

from datetime import date

import pytest

from app.forecast.forecast import forecast_project
from app.forecast.people_ahead import PeopleAhead, people_ahead
from app.jobs.people_json import people_json
from app.project.model import Line
from tests.forecast.build import Entry, month, project

OPEN = Line(id="1", hours=100, cost=10_000_00, start=date(2026, 1, 5), finish=date(2026, 6, 30))
DONE = Line(id="2", hours=10, cost=1_000_00, progress=1.0, actual_finish=date(2026, 2, 27))


def of(rows: list[tuple[str, str, str, dict[str, float]]], status: str = "2026-03-31") -> PeopleAhead:
    booked = [Entry(day="2026-01-10", line="1", cost=100_00)]
    made = project([OPEN, DONE], booked, status=status, plan=rows)
    return people_ahead(made, forecast_project(made)[0])


def test_hours_are_added_by_person_however_the_name_is_typed() -> None:
    ahead = of(
        [
            ("Ana Ruiz", "", "1", {"2026-04": 80, "2026-05": 8.5}),
            (" ana  ruiz", "", "1", {"2026-04": 40}),
            ("Ben", "", "1", {"2026-05": 16}),
        ]
    )
    assert ahead.planned == {
        "Ana Ruiz": {month("2026-04"): 120.0, month("2026-05"): 8.5},
        "Ben": {month("2026-05"): 16.0},
    }
    # 22 weekdays in April 2026, 21 in May, of 8 hours.
    assert ahead.capacity == {month("2026-04"): 176.0, month("2026-05"): 168.0}


def test_closed_months_finished_lines_and_roles_are_no_load() -> None:
    ahead = of(
        [
            ("Ana", "", "1", {"2026-03": 160, "2026-04": 1}),
            ("Ben", "", "2", {"2026-04": 50}),
            ("", "Engineer", "1", {"2026-04": 300}),
        ]
    )
    assert ahead.planned == {"Ana": {month("2026-04"): 1.0}}


def test_the_month_of_a_status_date_within_it_is_there_whole() -> None:
    ahead = of([("Ana", "", "1", {"2026-03": 160})], status="2026-03-30")
    assert ahead.planned == {"Ana": {month("2026-03"): 160.0}}


def test_without_a_plan_there_is_nothing() -> None:
    made = project([OPEN])
    assert people_ahead(made, forecast_project(made)[0]) == PeopleAhead()


def test_as_json_months_are_named_and_hours_rounded() -> None:
    told = people_json(PeopleAhead({"Ana": {month("2026-05"): 1 / 3}}, {month("2026-05"): 168.0}))
    assert told == {"planned": {"Ana": {"2026-05": pytest.approx(0.33)}}, "capacity": {"2026-05": 168.0}}
