"""Progress by month: as planned, as done, as now expected. Shares of all work, by planned working days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from app.project.month import last_day, month_of
from app.sharing.client_view import ClientView, LineView
from app.sharing.content import MonthRow
from app.sharing.rounding import share, tenths

MOST_MONTHS = 60


def weighted(lines: Iterable[LineView], of: Callable[[LineView], float]) -> float | None:
    """Mean over lines with dates, by planned working days. None when no line has dates."""
    dated = [line for line in lines if line.days]
    whole = sum(line.days for line in dated)
    return sum(line.days * of(line) for line in dated) / whole if whole else None


def planned_share(line: LineView, day: date, view: ClientView) -> float:
    """How much of a line should be done by the end of `day`: evenly over its planned working days."""
    if not line.days or line.start is None or line.finish is None or day < line.start:
        return 0.0
    if day >= line.finish:
        return 1.0
    return min(1.0, view.calendar.between(line.start, day) / line.days)


def months_of(
    view: ClientView, done_now: float | None, history: Iterable[tuple[date, float]]
) -> tuple[MonthRow, ...]:
    """From the first planned month to the last planned or expected one; none without dates.

    `done` is known only where a report told it: at earlier reports and now. `expected` begins where `done`
    ends, so that the lines meet, and rises evenly to the expected finish. Hours stand up to the status month.
    """
    dated = [line for line in view.lines if line.days and line.start and line.finish]
    if not dated or done_now is None:
        return ()
    finish = max(line.finish for line in dated if line.finish)
    end = max(finish, view.finish_forecast or finish, view.status_date)
    status = month_of(view.status_date)
    first = min(month_of(min(line.start for line in dated if line.start)), status)
    months = range(max(first, month_of(end) - MOST_MONTHS + 1), month_of(end) + 1)
    known = {month_of(day): value for day, value in history if month_of(day) < status} | {status: done_now}
    if first < status and first not in known:
        known[first - 1] = 0.0
        months = range(min(months.start, first - 1), months.stop)
    expected_end = month_of(view.finish_forecast or end)
    return tuple(
        MonthRow(
            month=last_day(month),
            planned=share(_planned(dated, last_day(month), view)),
            done=known.get(month),
            expected=_expected(month, status, expected_end, done_now),
            hours=tenths(view.hours_by_month.get(month)),
        )
        for month in months
    )


def _planned(lines: Iterable[LineView], day: date, view: ClientView) -> float | None:
    return weighted(lines, lambda line: planned_share(line, day, view))


def _expected(month: int, status: int, end: int, done: float) -> float | None:
    """Evenly from `done` in the status month to all in the month of the expected finish."""
    if month < status or month > max(end, status):
        return None
    if end <= status:
        return share(done)
    return share(done + (1.0 - done) * (month - status) / (end - status))
