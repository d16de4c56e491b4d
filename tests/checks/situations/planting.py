"""Words to put a situation together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from app.checks.flag import Findings, Severity
from app.checks.history import ReportedMonth, reported_month
from app.checks.previous import PreviousRun
from app.forecast.forecast import forecast_project
from app.project.model import ExchangeRate, Line, Project, Rate
from app.project.month import last_day
from tests.checks.checking import and_entry, and_line, and_planned, findings
from tests.checks.test_earned_value import small
from tests.checks.test_variance import june
from tests.support.factory import (
    MONTHS_2026,
    STATUS,
    Entry,
    Planned,
    lines,
    make_project,
    rates,
    settings,
)

AMBER, RED = Severity.AMBER, Severity.RED
JAN, JUN, JUL = MONTHS_2026[0], MONTHS_2026[5], MONTHS_2026[6]
DAY = date(2026, 6, 12)
Situation = Callable[[], Findings]


def tuned(**thresholds: float) -> dict[str, Any]:
    """Settings with thresholds: `V1_off=1`."""
    return {"thresholds": {key.replace("_", ".", 1): value for key, value in thresholds.items()}}


def booked(*more: Entry, **thresholds: float) -> Situation:
    """Further entries."""
    return lambda: findings(
        make_project(settings_=settings(**tuned(**thresholds)), entries_=and_entry(*more))
    )


def with_line(line: Line, *more: Entry, **thresholds: float) -> Situation:
    """A further line, and entries."""
    return lambda: findings(
        make_project(
            settings_=settings(**tuned(**thresholds)), lines_=and_line(line), entries_=and_entry(*more)
        )
    )


def crowd(
    *more: Line, each: Callable[[str], tuple[Entry, ...]] = lambda _id: (), **thresholds: float
) -> Situation:
    """Thirteen lines with one fault, each dearer than the one before."""
    many = [
        replace(line, id=f"9.{n:02d}", title=f"Part {n}", cost=line.cost and line.cost + n * 100)
        for line in more
        for n in range(1, 14)
    ]
    rows = [entry for line in many for entry in each(line.id)]
    return lambda: findings(
        make_project(
            settings_=settings(**tuned(**thresholds)), lines_=[*lines(), *many], entries_=and_entry(*rows)
        )
    )


def stood(project: Callable[[], Project], **severities: Severity) -> Situation:
    """After a run at the same status date in which these flags stood."""
    told = {key.replace("__", ":").replace("_", "."): value for key, value in severities.items()}
    return lambda: findings(project(), previous=PreviousRun(status_date=STATUS, severities=told))


def month_end(month: int, **values: Any) -> ReportedMonth:
    """The clean project as an earlier month of 2026 would have reported it, but for `values`."""
    day = last_day(MONTHS_2026[month - 1])
    project = make_project(settings_=settings(status_date=day))
    return replace(reported_month(project, forecast_project(project)[0]), **values)


def after(project: Callable[[], Project], *months: ReportedMonth, **more: Any) -> Situation:
    """After those month ends."""
    previous = PreviousRun(status_date=months[-1].status_date, history=months, **more)
    return lambda: findings(project(), previous=previous)


def entry(**values: Any) -> Entry:
    """Two hours of Ben's in June."""
    chosen: dict[str, Any] = {"day": DAY, "line": "1.2", "person": "Ben", "hours": 2.0, **values}
    return Entry(**chosen)


def foreign(day: date, *dated: date | None, cost: int = 50_00, **thresholds: float) -> Situation:
    """An amount in dollars, with rates of these days."""
    rows = [ExchangeRate(currency="USD", effective_from=since, rate=0.9) for since in dated]
    return lambda: findings(
        make_project(
            settings_=settings(**tuned(**thresholds)),
            entries_=and_entry(Entry(day=day, line="1.2", cost=cost, currency="USD", document="U")),
            exchange_rates_=rows,
        )
    )


def carded(*more: Rate, **changes: Any) -> Situation:
    """Further rates."""
    return lambda: findings(make_project(rates_=[*rates(), *more], **changes))


def rate(**values: Any) -> Rate:
    """Another rate of Ben's from the same day on."""
    chosen: dict[str, Any] = {
        "person": "Ben",
        "role": "",
        "cost_rate": 95.0,
        "bill_rate": 110.0,
        "currency": "EUR",
        "effective_from": date(2026, 1, 1),
        **values,
    }
    return Rate(**chosen)


def odd(hours: float, cost: int, **more: Any) -> Situation:
    """A line of another price by the hour among three, and two more of 100 an hour."""
    peers = [
        small(
            id=f"8.{n}",
            title="Peer",
            hours=1.0,
            cost=100_00,
            progress=0.0,
            actual_start=None,
            start=date(2026, 7, 1),
            months={JUL: 100_00},
        )
        for n in (1, 2)
    ]
    line = small(
        hours=hours,
        cost=cost,
        progress=0.0,
        actual_start=None,
        start=date(2026, 7, 1),
        months={JUL: cost},
        **more,
    )
    return lambda: findings(make_project(lines_=[*lines(), *peers, line]))


def paid(cost: int, hours: float = 10.0, **thresholds: float) -> Situation:
    """An entry of Ben's (80 an hour) that carries a cost of its own."""
    return booked(entry(hours=hours, cost=cost, document="D"), **thresholds)


def unbooked(**changes: Any) -> Line:
    """Begun in May, until July, nothing booked."""
    chosen = {
        "start": date(2026, 5, 1),
        "actual_start": date(2026, 5, 1),
        "cost": 900_00,
        "progress": 0.2,
        "months": {MONTHS_2026[4]: 200_00, JUN: 230_00, JUL: 470_00},
        **changes,
    }
    return small(**chosen)


def planned(*rows: Planned, **changes: Any) -> Situation:
    """Further rows of the Resource plan."""
    return lambda: findings(make_project(plan_=and_planned(*rows), **changes))


def off_plan(hours: float) -> Callable[[], Project]:
    """June with so many hours, under a small money floor."""
    return lambda: replace(june(hours), settings=settings(**tuned(L_amount=500), contract_price=None))
