"""Earned schedule of one project: when the plan expected the work that is done by now.

Times in working days from the planned start, on the project's calendar. Source and formulas:
`earned_time.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from app.forecast.earned_time import earned_schedule_times
from app.forecast.result import Floats, Monthly
from app.project.calendar import WorkingCalendar
from app.project.month import first_day, last_day


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """Working days: PD planned duration, AT actual time, ES earned schedule."""

    planned: float
    actual: float
    earned: float

    @property
    def variance(self) -> float:
        """SV(t) = ES - AT: negative is late."""
        return self.earned - self.actual

    @property
    def index(self) -> float:
        """SPI(t) = ES / AT."""
        return self.earned / self.actual

    @property
    def at_completion(self) -> float | None:
        """EAC(t) = AT + (PD - ES) / SPI(t), so PD / SPI(t); None while nothing is earned."""
        return self.planned / self.index if self.earned > 0 else None


@dataclass(frozen=True, slots=True)
class PlanCurve:
    """Cumulative planned value at the month ends, and these in working days from the planned start; (m,)."""

    value: Floats
    time: Floats


def plan_curve(monthly: Monthly, *, start: date, finish: date, calendar: WorkingCalendar) -> PlanCurve:
    """The month ends are cut to `start`..`finish`, so that a part of a month is not stretched."""
    ends = [
        start.toordinal() if last_day(month) < start
        else finish.toordinal() + 1 if first_day(month) > finish
        else min(last_day(month), finish).toordinal() + 1
        for month in monthly.months
    ]  # fmt: skip
    passed = calendar.before(np.array([start.toordinal(), *ends]))
    return PlanCurve(np.cumsum(monthly.budget_cost), (passed[1:] - passed[0]).astype(np.float64))


def earned_schedule(
    monthly: Monthly, *, ev: float, start: date, finish: date, status: date, calendar: WorkingCalendar
) -> EarnedSchedule | None:
    """Earned schedule of `ev` on the monthly plan; None when not started or nothing is planned."""
    actual = calendar.between(start, status)
    if actual <= 0 or finish < start or not len(monthly.months):
        return None
    curve = plan_curve(monthly, start=start, finish=finish, calendar=calendar)
    whole = curve.value[-1:]
    if whole[0] <= 0:
        return None
    earned, planned = earned_schedule_times(
        curve.value[None, :], np.array([[max(ev, 0.0)]]), whole, curve.time
    )
    return EarnedSchedule(float(planned[0]), float(actual), float(earned[0, 0]))
