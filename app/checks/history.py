"""Month ends as they were last reported, kept so that later runs can see what moved since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np

from app.forecast.result import Forecast
from app.project.model import Project
from app.project.month import Month, label, month_of
from app.project.names import folded

KEPT = 5  # month ends before the one at hand


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedMonth:
    """One month as the last run in it left it. Money: minor units of the project currency.

    `budget`, `actual`: planned value and cost of each month that was closed then, the first being
    `first_month`. Of each line: share done, what was spent and left, and its typed budget; None is blank.
    """

    status_date: date
    ev: float
    eac: float
    cpi: float | None = None
    spi: float | None = None
    spi_t: float | None = None
    time_earned: float | None = None  # earned schedule in working days
    time_passed: float | None = None
    contract_price: int | None = None
    first_month: Month = 0
    budget: tuple[int, ...] = ()
    actual: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()
    progress: tuple[float | None, ...] = ()
    spent: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    cost: tuple[int | None, ...] = ()
    rates: Mapping[str, float]  # who and first day -> cost of an hour

    @property
    def month(self) -> Month:
        """The month it was reported in."""
        return month_of(self.status_date)

    @property
    def period(self) -> str:
        """`2026-05`."""
        return label(self.month)

    def of_line(self, values: Sequence[Any]) -> Mapping[str, Any]:
        """One of its columns by line id; of lines that share an id the first."""
        return dict(zip(reversed(self.lines), reversed(values), strict=True))

    def to_plain(self) -> dict[str, Any]:
        """As plain values, to be stored."""
        return {
            each.name: getattr(self, each.name).isoformat()
            if each.name == "status_date"
            else getattr(self, each.name)
            for each in fields(self)
        }

    @classmethod
    def of_plain(cls, stored: Mapping[str, Any]) -> ReportedMonth:
        """From what `to_plain` made, once it has been through JSON."""
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in stored.items()
            if name in cls.__dataclass_fields__
        }
        known["status_date"] = date.fromisoformat(stored["status_date"])
        return cls(**known)


def reported_month(project: Project, forecast: Forecast) -> ReportedMonth:
    """What this run will be remembered by."""
    total, lines, monthly = forecast.cost.project, forecast.cost.lines, forecast.monthly
    time = forecast.outlook.time if forecast.outlook else None
    closed = int(np.searchsorted(np.array(monthly.months), monthly.closed_before))
    return ReportedMonth(
        status_date=forecast.status_date,
        ev=float(total.ev[0]),
        eac=float(total.eac[0]),
        cpi=total.cpi.at(0).value,
        spi=total.spi.at(0).value,
        spi_t=time.spi_t.value if time else None,
        time_earned=time.earned.value if time else None,
        time_passed=time.actual.value if time else None,
        contract_price=project.settings.contract_price,
        first_month=monthly.months[0] if monthly.months else 0,
        budget=_whole(monthly.budget_cost[:closed]),
        actual=_whole(monthly.actual_cost[:closed]),
        lines=tuple([line.id for line in project.lines]),
        progress=tuple([line.progress for line in project.lines]),
        spent=_whole(lines.ac),
        left=_whole(lines.etc),
        cost=tuple([line.cost for line in project.lines]),
        rates=rates_by_start(project),
    )


def carried_on(history: Sequence[ReportedMonth], now: ReportedMonth) -> tuple[ReportedMonth, ...]:
    """`history` with the month at hand as it stands now; later ones, of a status date gone back, are out."""
    return (*[month for month in history if month.month < now.month][-KEPT:], now)


def rates_by_start(project: Project) -> dict[str, float]:
    """Cost rates in major units an hour, by whose and from when; what stands twice, for two roles of a person
    say, is told apart by nothing and left out."""
    keys = [rate_key(rate.person or rate.role, rate.effective_from) for rate in project.rates]
    counts = Counter(keys)
    return {
        key: rate.cost_rate
        for key, rate in zip(keys, project.rates, strict=True)
        if rate.cost_rate is not None and counts[key] == 1
    }


def rate_key(who: str, since: date | None) -> str:
    """How a rate is known from run to run."""
    return f"{folded(who)}|{since or ''}"


def _whole(values: np.ndarray[Any, np.dtype[np.float64]]) -> tuple[int, ...]:
    return tuple(np.rint(values).astype(np.int64).tolist())
