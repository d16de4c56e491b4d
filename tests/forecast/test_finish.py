"""When lines and the project end, when work began, what span is planned: by hand, as at 31 March 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.forecast.forecast import forecast_project
from app.forecast.result import Forecast
from app.project.model import Line
from tests.forecast.build import Entry, month, project, rate

MAY_15, MAY_29 = date(2026, 5, 15), date(2026, 5, 29)  # 30 and 31 May are a weekend
APRIL_30 = date(2026, 4, 30)
DONE = Line(id="done", cost=10_00, actual_finish=date(2026, 3, 10))
MONTHS = Line(id="months", cost=100_00, months={month("2026-05"): 100_00})
OVERSPENT = Line(id="overspent", cost=10_00)
SPENT = Entry(day="2026-03-02", line="overspent", cost=20_00)


def made(*lines: Line, entries: tuple[Entry, ...] = (), **more: Any) -> Forecast:
    return forecast_project(project(lines, entries, rates=[rate("Ana", 1)], **more))[0]


def test_the_end_of_each_line() -> None:
    ends = [
        (DONE, date(2026, 3, 10)),
        (Line(id="progress alone", cost=10_00, progress=1.0), None),
        (Line(id="date", cost=100_00, finish=MAY_15), MAY_15),
        (MONTHS, MAY_29),
        (OVERSPENT, None),
        (Line(id="overdue", cost=100_00, finish=date(2026, 2, 27)), APRIL_30),
        (Line(id="plan", cost=5_00, hours=5, finish=date(2026, 6, 30)), APRIL_30),
        (Line(id="half an hour", hours=0.5, finish=MAY_15), MAY_15),
        (Line(id="first day", cost=100_00, finish=date(2026, 4, 1)), date(2026, 4, 1)),
    ]
    plan = [("Ana", "", "plan", {"2026-04": 5.0})]
    found = made(*(line for line, _ in ends), entries=(SPENT,), plan=plan)
    assert [(line.id, end) for (line, _), end in zip(ends, found.states.finish, strict=True)] == [
        (line.id, end) for line, end in ends
    ]
    assert found.finish_forecast == MAY_29


@pytest.mark.parametrize(
    ("lines", "finish"),
    [
        ((DONE,), date(2026, 3, 10)),
        ((OVERSPENT,), None),  # open, and nothing tells when it ends
        ((OVERSPENT, MONTHS), MAY_29),
        ((MONTHS, Line(id="no month", cost=10_00)), None),
        ((MONTHS, Line(id="no month", hours=10)), None),
        ((MONTHS, Line(id="no budget")), MAY_29),
        ((DONE, Line(id="no budget")), date(2026, 3, 10)),
        ((DONE, Line(id="hours", hours=1)), None),
    ],
)
def test_the_end_of_the_project(lines: tuple[Line, ...], finish: date | None) -> None:
    assert made(*lines, entries=(SPENT,)).finish_forecast == finish


def test_hours_of_no_line_hold_the_project_open_to_the_end_of_their_month() -> None:
    plan = [("Ana", "", "?", {"2026-04": 3.0, "2026-06": 3.0})]
    assert made(DONE, plan=plan).finish_forecast == date(2026, 6, 30)
    plan = [("Ana", "", "?", {"2026-04": 3.0, "2026-05": 3.0})]
    assert made(DONE, plan=plan).finish_forecast == MAY_29  # the last working day of May
    plan = [("Ana", "", "?", {"2026-04": 3.0})]
    assert made(MONTHS, plan=plan).finish_forecast == MAY_29


def span(*lines: Line, **settings: Any) -> tuple[date | None, date | None]:
    found = made(*lines, settings=settings)
    assert found.outlook
    return (found.outlook.time.start if found.outlook.time else None), found.finish_planned


def test_the_planned_span() -> None:
    one = Line(id="1", cost=1_00, start=date(2026, 1, 5), finish=APRIL_30)
    other = Line(id="2", cost=1_00, start=date(2026, 2, 2), finish=MAY_15)
    assert span(one, other) == (date(2026, 1, 5), MAY_15)
    assert span(one, MONTHS) == (date(2026, 1, 5), APRIL_30)  # dates of lines go before months
    assert span(MONTHS) == (date(2026, 5, 1), date(2026, 5, 31))
    typed = {"start": date(2025, 12, 1), "finish": date(2026, 7, 31)}
    assert span(one, **typed) == (date(2025, 12, 1), date(2026, 7, 31))
    assert made(Line(id="1", cost=1_00)).finish_planned is None
    backwards = {"start": date(2026, 7, 31), "finish": date(2026, 2, 2)}
    assert span(one, **backwards) == (None, date(2026, 2, 2))  # no time is judged by it


def begun(*entries: Entry, start: date | None = None) -> date | None:
    line = Line(id="1", cost=100_00, actual_start=start)
    outlook = made(line, entries=entries).outlook
    assert outlook
    return outlook.finish.begun


def test_the_first_work_is_a_start_or_an_hour() -> None:
    expense = Entry(day="2026-01-02", line="1", cost=5_00)
    hour = Entry(day="2026-02-03", line="1", hours=1, cost=1_00)
    assert begun(expense) is None
    assert begun(expense, hour) == date(2026, 2, 3)
    assert begun(hour, start=date(2026, 2, 10)) == date(2026, 2, 3)
    assert begun(hour, start=date(2026, 1, 20)) == date(2026, 1, 20)  # before every month that holds money
    assert begun(hour, start=date(2023, 2, 1)) == date(2023, 2, 1)
    assert begun(hour, start=date(2023, 1, 31)) == date(2026, 2, 3)  # three years and a day: a slip
