"""Earned schedule: when the plan expected the work that is done by now.

Source: Lipke's earned schedule as in the reference of ProTrack's forecasts; times in working days from
the planned start. ES = time(C) + (EV - PV_C) / (PV_C+1 - PV_C) x length of period C+1, where C counts the
month ends whose cumulative PV is at most EV; ES = PD once EV reaches the whole plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

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


def earned_schedule(
    monthly: Monthly, *, ev: float, start: date, finish: date, status: date, calendar: WorkingCalendar
) -> EarnedSchedule | None:
    """Earned schedule of `ev` on the monthly plan; None when not started or nothing is planned.

    Month ends are cut to `start`..`finish`, so that a plan without one month's tail is not stretched.
    """
    cumulative: Floats = np.cumsum(monthly.budget_cost)
    if status < start or finish < start or not len(cumulative) or cumulative[-1] <= 0:
        return None
    ends = [min(max(last_day(month), start), finish) for month in monthly.months]
    edges = np.array([first.toordinal() + 1 for first in ends])
    edges[[last_day(month) < start for month in monthly.months]] = start.toordinal()
    edges[[first_day(month) > finish for month in monthly.months]] = finish.toordinal() + 1
    origin = int(calendar.before(np.array([start.toordinal()]))[0])
    time = (calendar.before(edges) - origin).astype(np.float64)
    actual = float(calendar.between(start, status))
    if actual <= 0:
        return None
    whole = float(cumulative[-1])
    complete = int(np.argmax(cumulative >= whole * (1 - 1e-12)))
    planned = float(time[complete])
    if ev >= whole * (1 - 1e-12):
        return EarnedSchedule(planned, actual, planned)
    reached = int(np.searchsorted(cumulative, max(ev, 0.0), side="right"))
    before_value = float(cumulative[reached - 1]) if reached else 0.0
    before_time = float(time[reached - 1]) if reached else 0.0
    step = float(cumulative[reached]) - before_value
    share = (max(ev, 0.0) - before_value) / step if step > 0 else 0.0
    return EarnedSchedule(planned, actual, before_time + share * (float(time[reached]) - before_time))
