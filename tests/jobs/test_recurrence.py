"""When a schedule is due: through a year of clocks in many zones, nothing lost, nothing doubled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.jobs.recurrence import Rule, latest_by, next_after

DAY = timedelta(days=1)
# Both hemispheres, a change of half an hour, a change at midnight.
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago")


def _year(rule: Rule, year: int = 2026) -> list[datetime]:
    """All times of a year by the clocks of the place, asked for one after the other."""
    zone = ZoneInfo(rule.zone)
    moment = datetime(year, 1, 1, tzinfo=zone) - timedelta(microseconds=1)
    found = []
    while (moment := next_after(rule, moment)).astimezone(zone).year == year:
        found.append(moment)
    return found


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", range(24))
def test_a_year_has_one_time_a_day_at_that_hour_or_at_the_end_of_the_gap(zone: str, hour: int) -> None:
    times = _year(Rule(hour=hour, zone=zone))
    local = [time.astimezone(ZoneInfo(zone)) for time in times]
    assert [one.date() for one in local] == [date(2026, 1, 1) + n * DAY for n in range(365)]
    off = [one for one in local if (one.hour, one.minute) != (hour, 0)]
    for one in off:  # only ever where the clocks have just gone forward
        assert one.utcoffset() > (one - DAY).utcoffset()
        assert timedelta(0) < one - one.replace(hour=hour, minute=0) <= timedelta(hours=1)
    assert len(off) <= 1


@pytest.mark.parametrize(
    ("zone", "hour", "day", "at"),
    [
        ("Europe/Berlin", 2, date(2026, 3, 29), "2026-03-29T01:00Z"),  # left out: three o'clock
        ("Europe/Berlin", 2, date(2026, 10, 25), "2026-10-25T00:00Z"),  # twice: the first
        ("America/New_York", 2, date(2026, 3, 8), "2026-03-08T07:00Z"),
        ("America/New_York", 1, date(2026, 11, 1), "2026-11-01T05:00Z"),
        ("Australia/Lord_Howe", 2, date(2026, 10, 4), "2026-10-03T15:30Z"),  # half past two
        ("Australia/Lord_Howe", 1, date(2026, 4, 5), "2026-04-04T14:00Z"),
        ("America/Santiago", 0, date(2026, 9, 6), "2026-09-06T04:00Z"),  # a day that begins at one
        ("America/Santiago", 23, date(2026, 4, 4), "2026-04-05T02:00Z"),
        ("Asia/Kolkata", 2, date(2026, 6, 1), "2026-05-31T20:30Z"),
    ],
)
def test_the_changes_of_the_clocks(zone: str, hour: int, day: date, at: str) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) - timedelta(minutes=1)
    assert next_after(Rule(hour=hour, zone=zone), midnight) == datetime.fromisoformat(at)


def test_only_the_days_it_names() -> None:
    times = _year(Rule(hour=3, zone="Europe/Berlin", days="15"))
    assert {time.astimezone(ZoneInfo("Europe/Berlin")).isoweekday() for time in times} == {1, 5}
    assert len(times) == 104


def test_three_missed_nights_are_one() -> None:
    rule = Rule(hour=2, zone="Europe/Berlin")
    was_due = datetime(2026, 9, 1, 0, 0, tzinfo=UTC)
    back = was_due + 3 * DAY + timedelta(hours=7)
    assert latest_by(rule, back) == was_due + 3 * DAY
    assert next_after(rule, back) == was_due + 4 * DAY


@given(
    moment=st.integers(946_684_800, 2_208_988_800).map(lambda at: datetime.fromtimestamp(at, UTC)),
    hour=st.integers(0, 23),
    zone=st.sampled_from([*ZONES, "UTC", "Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu"]),
    days=st.sets(st.sampled_from("1234567"), min_size=1).map(lambda days: "".join(sorted(days))),
)
def test_next_and_latest_enclose_every_moment(moment: datetime, hour: int, zone: str, days: str) -> None:
    rule = Rule(hour=hour, zone=zone, days=days)
    before, after = latest_by(rule, moment), next_after(rule, moment)
    assert before <= moment < after
    assert next_after(rule, before) == after
    assert latest_by(rule, after) == after
    assert after - before <= 8 * DAY + timedelta(hours=2)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"hour": 24}, "no hour"),
        ({"hour": -1}, "no hour"),
        ({"days": ""}, "no weekdays"),
        ({"days": "21"}, "in order"),
        ({"days": "11"}, "each once"),
        ({"days": "8"}, "no weekdays"),
        ({"zone": "Mars/Olympus"}, "no time zone"),
        ({"zone": "../../etc/passwd"}, "no time zone"),
        ({"zone": "Europe"}, "no time zone"),
        ({"zone": "Factory"}, "no time zone"),
        ({"zone": ""}, "no time zone"),
    ],
)
def test_what_is_no_rule(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Rule(**({"hour": 2, "zone": "Europe/Berlin"} | wrong))
