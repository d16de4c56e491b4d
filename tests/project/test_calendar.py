from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.project.calendar import WorkingCalendar
from app.project.model import Settings

MONDAY = date(2026, 3, 2)
TO_FRIDAY = WorkingCalendar.of(Settings(status_date=MONDAY))
TO_THURSDAY = WorkingCalendar.of(Settings(status_date=MONDAY, working_days=(6, 0, 1, 2, 3)))


def test_two_working_weeks() -> None:
    sunday = MONDAY - timedelta(days=1)
    assert [TO_FRIDAY.is_working(sunday + timedelta(days=n)) for n in range(7)] == [False, *[True] * 5, False]
    assert [TO_THURSDAY.is_working(sunday + timedelta(days=n)) for n in range(7)] == [
        *[True] * 5,
        False,
        False,
    ]
    assert TO_FRIDAY.between(MONDAY, date(2026, 3, 31)) == 22
    assert TO_THURSDAY.between(MONDAY, date(2026, 3, 31)) == 22
    assert TO_FRIDAY.between(MONDAY, MONDAY - timedelta(days=3)) == 0


def test_holidays_are_not_worked() -> None:
    calendar = WorkingCalendar.of(Settings(status_date=MONDAY, holidays=(MONDAY,)))
    assert not calendar.is_working(MONDAY)
    assert calendar.between(MONDAY, MONDAY + timedelta(days=4)) == 4
    assert calendar.last_working(MONDAY) == date(2026, 2, 27)


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(0, 900),
    st.sampled_from([TO_FRIDAY, TO_THURSDAY]),
)
def test_days_before_is_a_running_count(first: date, days: int, calendar: WorkingCalendar) -> None:
    last = first + timedelta(days=days)
    before = calendar.before(np.array([first.toordinal(), last.toordinal() + 1]))
    counted = sum(calendar.is_working(first + timedelta(days=n)) for n in range(days + 1))
    assert before[1] - before[0] == counted == calendar.between(first, last)


def test_last_working_days_are_those_of_each_day() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(14)]
    found = TO_THURSDAY.last_working_days(np.array([day.toordinal() for day in days]))
    assert found.tolist() == [TO_THURSDAY.last_working(day).toordinal() for day in days]


def test_days_after_are_those_of_each_duration() -> None:
    durations = [0.0, 0.2, 1.0, 1.1, 5.0, 17.0000000001, 40.5]
    found = TO_FRIDAY.all_after(MONDAY - timedelta(days=1), np.array(durations))
    assert found.tolist() == [
        TO_FRIDAY.after(MONDAY - timedelta(days=1), days).toordinal() for days in durations
    ]
