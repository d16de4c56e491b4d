"""The last day ends where the workbook is, can be kept by Google, and is shown as it was chosen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.errors import RecipientNotAllowed
from app.sharing.last_day import day_of, end_of

AT = datetime(2026, 8, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "ends"),
    [
        ("America/New_York", "2026-12-02T04:59:59+00:00"),
        ("Asia/Jerusalem", "2026-12-01T21:59:59+00:00"),
        ("Pacific/Auckland", "2026-12-01T10:59:59+00:00"),
        ("Pacific/Honolulu", "2026-12-02T09:59:59+00:00"),
        ("UTC", "2026-12-01T23:59:59+00:00"),
    ],
)
def test_a_day_ends_where_the_workbook_is(zone: str, ends: str) -> None:
    day = date(2026, 12, 1)
    until = end_of(day, ZoneInfo(zone), at=AT)
    assert until.isoformat() == ends
    assert day_of(until) == day


def test_today_may_be_yesterday_elsewhere() -> None:
    late = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
    assert end_of(date(2026, 8, 31), ZoneInfo("America/New_York"), at=late) > late
    with pytest.raises(RecipientNotAllowed, match="over already"):
        end_of(date(2026, 8, 31), UTC, at=late)


def test_what_is_too_far_is_refused_with_the_day_that_is_not() -> None:
    longest = AT + timedelta(days=365)
    with pytest.raises(RecipientNotAllowed, match="2027-08-31 is too far away") as caught:
        end_of(longest.date(), UTC, at=AT)
    assert "2027-08-30" in caught.value.mend
    until = end_of(date(2027, 8, 30), UTC, at=AT)
    assert until == datetime(2027, 8, 30, 23, 59, 59, tzinfo=UTC)  # never shortened without a word
    assert longest - until > timedelta(hours=1)


def test_an_hour_is_left_for_a_clock_that_is_ahead() -> None:
    nearly = datetime(2026, 8, 31, 23, 30, tzinfo=UTC)
    with pytest.raises(RecipientNotAllowed):
        end_of(date(2027, 8, 31), UTC, at=nearly)
    nearer = datetime(2026, 8, 31, 22, 30, tzinfo=UTC) + timedelta(days=1)
    assert end_of(date(2027, 8, 31), UTC, at=nearer).date() == date(2027, 8, 31)
