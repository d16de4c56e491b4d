"""Works out what stands beside the headline, for one project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.forecast.calibrated import Calibrated, calibrated
from app.forecast.earned_schedule import plan_curve
from app.forecast.earned_time import METHODS, duration_forecasts, earned_schedule_times
from app.forecast.figure import Figure, Undefined
from app.forecast.finish_range import finish_range
from app.forecast.outlook import IndexRange, Outlook, TimeRange
from app.forecast.own_history import NONE_CLOSED, ClosedProjects, Moment
from app.forecast.performance import FACTORS, eac_by_factor, performance_factors, recent_index
from app.forecast.planned_value import PlannedValue
from app.forecast.result import ByRule, Levels, Measures, Monthly
from app.project.calendar import WorkingCalendar

Floats = NDArray[np.float64]

_PHASED = 0.9  # share of the budget that must be phased before time is judged by the rest
_NAN = float("nan")
_FAR = 50 * 366  # working days; a finish beyond is no date worth showing


def outlook(
    *,
    cost: Levels,
    hours: Levels,
    by_rule: Mapping[str, ByRule],
    monthly: Monthly,
    value: PlannedValue,
    history: Floats | None,
    start: date | None,
    finish: date | None,
    begun: date | None,
    status: date,
    calendar: WorkingCalendar,
    closed: ClosedProjects = NONE_CLOSED,
) -> Outlook:
    """All index forecasts on both bases, time on the cost basis, and the calibrated range.

    `history`: cumulative earned value (cost) at the ends of the closed months, None when unknown.
    `start`, `finish`: planned, of the project; `begun`: the first work.
    """
    time = time_range(
        cost.lines, monthly, value, start=start, finish=finish, status=status, calendar=calendar,
        cpi=cost.project.cpi.at(0),
    )  # fmt: skip
    spi_t = time.spi_t if time else Figure(None, Undefined.NO_PLANNED_VALUE)
    recent = {f"CPI{months}": _recent(history, monthly, months) for months in (3, 6)}
    return Outlook(
        cost=index_range(cost.project, spi_t, recent),
        hours=index_range(hours.project, spi_t, {}),
        time=time,
        calibrated_cost=_calibrated(by_rule, "cost", cost, closed.cost),
        calibrated_hours=_calibrated(by_rule, "hours", hours, closed.hours),
        finish=finish_range(
            bac=float(cost.project.bac[0]),
            ev_finished=float(by_rule["0/100"].cost.ev[0]),
            begun=begun,
            status=status,
            calendar=calendar,
            closed=closed.pace,
        ),
    )


def index_range(project: Measures, spi_t: Figure, recent: Mapping[str, Figure]) -> IndexRange:
    """Forecasts by the eight factors and by recent indices, with the reason of each blank."""
    cpi, spi = project.cpi.at(0), project.spi.at(0)
    factors = performance_factors(*(np.array([_or_nan(figure)]) for figure in (cpi, spi, spi_t)))
    whys = {
        name: next(
            (
                f.why
                for f, mark in ((cpi, "CPI"), (spi, "SPI"), (spi_t, "(t)"))
                if _uses(name, mark) and f.why
            ),
            0,
        )
        for name in FACTORS
    }
    whys |= {name: figure.why for name, figure in recent.items()}
    columns = [*factors.values(), *(np.array([_or_nan(figure)]) for figure in recent.values())]
    eacs = eac_by_factor(project.bac, project.ev, project.ac, np.concatenate(columns))
    found = {
        name: Figure(None, Undefined(why or Undefined.NO_VALUE_EARNED)) if np.isnan(eac) else Figure(eac)
        for (name, why), eac in zip(whys.items(), eacs.tolist(), strict=True)
    }
    values = [figure.value for figure in found.values() if figure.value is not None]
    return IndexRange(
        by_factor=found,
        lowest=Figure(min(values)),  # PF = 1 is always defined
        highest=Figure(max(values)),
        below=sum(value < float(project.eac[0]) for value in values),
        defined=len(values),
    )


def time_range(
    lines: Measures, monthly: Monthly, value: PlannedValue, *, start: date | None, finish: date | None,
    status: date, calendar: WorkingCalendar, cpi: Figure,
) -> TimeRange | None:  # fmt: skip
    """Earned schedule and the nine durations, of the lines that have a plan.

    None when less than nine tenths of the budget is phased, or planned start or finish are unknown.
    """
    phased = lines.pv.why == 0
    bac, whole = float(lines.bac.sum()), float(value.cost_by_month.sum())
    if start is None or finish is None or finish < start or whole <= 0 or bac <= 0:
        return None
    if float(lines.bac[phased].sum()) < _PHASED * bac:
        return None
    curve = plan_curve(monthly, start=start, finish=finish, calendar=calendar)
    ev = np.array([[float(lines.ev[phased].sum())]])
    pv = np.array([[float(lines.pv.values[phased].sum())]])
    earned, planned = earned_schedule_times(curve.value[None, :], ev, curve.value[-1:], curve.time)
    at = float(calendar.between(start, status))
    begun = at > 0
    found = duration_forecasts(
        bac=whole, pv=pv, ev=ev, planned=planned[:, None], actual=np.array([[at if begun else _NAN]]),
        earned=earned, cpi=np.array([[_or_nan(cpi)]]),
    )  # fmt: skip
    why = {
        name: Undefined.NOT_STARTED if not begun and not name.startswith("PV, 1")
        else cpi.why if "SCI" in name and cpi.why
        else Undefined.NOTHING_PLANNED_YET if pv[0, 0] <= 0 and "ES" not in name
        else Undefined.NO_VALUE_EARNED
        for name in METHODS
    }  # fmt: skip
    durations = {
        name: Figure(None, why[name]) if np.isnan(days[0, 0]) else Figure(float(days[0, 0]))
        for name, days in found.items()
    }
    finishes = dict(zip(durations, _days_after(calendar, start, durations.values()), strict=True))
    dates = [day for day in finishes.values() if day is not None]
    es = float(earned[0, 0])
    not_begun = Figure(None, Undefined.NOT_STARTED)
    return TimeRange(
        start=start,
        planned=Figure(float(planned[0])),
        actual=Figure(at),
        earned=Figure(es),
        sv_t=Figure(es - at),
        spi_t=Figure(es / at) if begun else not_begun,
        p_factor=p_factor(value.cost_by_month, lines.ev, curve.time, es),
        durations=durations,
        finishes=finishes,
        earliest=min(dates, default=None),
        latest=max(dates, default=None),
    )


def p_factor(planned: Floats, ev: Floats, times: Floats, earned: float) -> Figure:
    """Share of what was planned by ES that is earned on the very lines: sum min(PV_i, EV_i) / sum PV_i at ES.

    `planned` (n, m) by month, `ev` (n,), `times` (m,) month ends. 1: worked in the planned order.
    Undefined: nothing planned by ES. Source: Lipke, Connecting earned value to the schedule (2004).
    """
    begins = np.append(0.0, times[:-1])
    length = times - begins
    part = np.divide(earned - begins, length, out=(earned >= times).astype(np.float64), where=length > 0)
    due = planned @ np.clip(part, 0.0, 1.0)
    total = float(due.sum())
    if total <= 0:
        return Figure(None, Undefined.NOTHING_PLANNED_YET)
    return Figure(float(np.minimum(due, ev).sum()) / total)


def _recent(history: Floats | None, monthly: Monthly, months: int) -> Figure:
    if history is None:
        return Figure(None, Undefined.NO_HISTORY)
    if len(history) < months:
        return Figure(None, Undefined.NO_HISTORY)
    value = float(recent_index(history, np.cumsum(monthly.actual_cost[: len(history)]), months))
    return Figure(None, Undefined.NO_COST_BOOKED) if np.isnan(value) else Figure(value)


def _calibrated(
    by_rule: Mapping[str, ByRule], basis: str, levels: Levels, closed: Sequence[Moment]
) -> Calibrated:
    """Matched when at least half of the actuals name a line; otherwise 50/50 on all of them."""
    finished, half = (getattr(by_rule[rule], basis) for rule in ("0/100", "50/50"))
    whole = levels.project
    ac = float(whole.ac[0])
    return calibrated(
        bac=float(whole.bac[0]),
        ev_finished=float(finished.ev[0]),
        ac_finished=float(whole.ac_finished[0]),
        ev_half=float(half.ev[0]),
        ac=ac,
        matched=float(levels.unmatched.ac[0]) <= 0.5 * ac,
        closed=closed,
    )


def _uses(factor: str, mark: str) -> bool:
    """Whether a factor is built on CPI, SPI or SPI(t): SCI holds both CPI and an SPI."""
    timed = "(t)" in factor
    if mark == "CPI":
        return "CPI" in factor or "SCI" in factor
    return ("SPI" in factor or "SCI" in factor) and timed == (mark == "(t)")


def _or_nan(figure: Figure) -> float:
    return _NAN if figure.value is None else figure.value


def _days_after(calendar: WorkingCalendar, start: date, days: Iterable[Figure]) -> list[date | None]:
    """The days on which working days from `start` are over; None when undefined or absurdly far."""
    asked = [-1.0 if each.value is None or not each.value < _FAR else max(0.0, each.value) for each in days]
    found = calendar.all_after(start, np.maximum(asked, 0.0))
    return [
        date.fromordinal(day) if known >= 0 else None
        for day, known in zip(found.tolist(), asked, strict=True)
    ]
