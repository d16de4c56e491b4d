"""The last day on which a client may open a report: from a day to a moment, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from app.errors import RecipientNotAllowed

LONGEST = timedelta(days=365)  # Google lets no permission expire later
MARGIN = timedelta(hours=1)  # Google's clock may be ahead of ours, and building takes a while
AHEAD = timedelta(hours=10, minutes=30)


def end_of(day: date, zone: tzinfo, *, at: datetime) -> datetime:
    """The last second of the day in that zone, in UTC; RecipientNotAllowed when Google could not keep it."""
    until = _end(day, zone)
    if until <= at:
        raise RecipientNotAllowed(
            "The last day is over already.", mend="Choose today or a later day, within a year."
        )
    latest = at + LONGEST - MARGIN
    if until > latest:
        last = latest.astimezone(zone).date()
        last = last if _end(last, zone) <= latest else last - timedelta(days=1)
        raise RecipientNotAllowed(
            f"{day.isoformat()} is too far away: Google lets nobody in for more than a year.",
            mend=f"Choose {last.isoformat()} or an earlier day.",
        )
    return until


def day_of(until: datetime) -> date:
    """The day that such a moment ends, for zones from UTC-10 to UTC+13.

    Those end a day between 11:00 of it and 10:00 of the next in UTC.
    """
    return (until.astimezone(UTC) - AHEAD).date()


def _end(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)
