"""The plan of one project as a curve over time, from which its earned schedule is read.

Times in working days from the planned start, on the project's calendar. Source and formulas:
`earned_time.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from app.forecast.result import Floats, Monthly
from app.project.calendar import WorkingCalendar
from app.project.month import first_day, last_day


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
