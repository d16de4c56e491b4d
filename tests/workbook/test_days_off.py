"""Holidays in Settings: a country's or region's, days typed one by one, and what names neither."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.forecast.forecast import forecast_project
from app.project.calendar import WorkingCalendar
from app.project.problem import ProblemKind
from tests.workbook.books import SMALL, draft, of_kind


def settings_with(holidays: Any) -> dict[str, list[dict[str, Any]]]:
    return {**SMALL, "settings": [*SMALL["settings"], {"key": "holidays", "value": holidays}]}


@pytest.mark.parametrize(
    ("typed", "off", "worked"),
    [
        ("DE", date(2026, 4, 3), date(2026, 1, 6)),  # Good Friday; Epiphany only in some regions
        ("de-by", date(2026, 1, 6), date(2026, 12, 28)),
        ("DE-BY, 2026-12-28; 31 December 2026", date(2026, 12, 28), date(2026, 12, 29)),
        ("GB ENG", date(2026, 12, 28), date(2026, 1, 2)),  # Boxing Day moved to Monday
        (date(2026, 5, 15), date(2026, 5, 15), date(2026, 4, 3)),
    ],
)
def test_what_is_typed_is_not_worked(typed: Any, off: date, worked: date) -> None:
    reading = draft(settings_with(typed)).read()
    calendar = WorkingCalendar.of(reading.project.settings)
    assert not calendar.is_working(off)
    assert calendar.is_working(worked)
    assert not reading.problems


def test_what_names_no_place_and_no_day_is_told_and_the_rest_counts() -> None:
    reading = draft(settings_with("DE, Narnia, XX")).read()
    told = [problem.message for problem in of_kind(reading, ProblemKind.NOT_A_CHOICE)]
    assert ["Narnia" in told[0], "XX" in told[1], len(told)] == [True, True, 2]
    assert date(2026, 10, 3) in reading.project.settings.holidays


def test_no_holidays_typed_means_none() -> None:
    assert draft().read().project.settings.holidays == ()


def test_the_forecast_counts_time_without_them() -> None:
    """January 2026 in Bavaria loses Epiphany: a day less gone, a day less planned."""
    gone = []
    for holidays in ("", "2026-01-06"):
        forecast, _ = forecast_project(draft(settings_with(holidays)).read().project)
        assert forecast.outlook
        assert forecast.outlook.time
        gone.append((forecast.outlook.time.actual.value, forecast.outlook.time.planned.value))
    assert gone == [(62.0, 127.0), (61.0, 126.0)]
