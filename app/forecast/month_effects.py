"""Why a closed month cost more or less than its plan: hours, rate, mix and exchange; all other cost apart.

Effects are actual minus plan, in float64 minor units: positive raises cost. Their sum is the month's gap.
Source: `variance_split`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.forecast.cost_effects import budget_day, gained_by_exchange
from app.forecast.roles import RolesAtWork
from app.forecast.spread import working_shares
from app.forecast.variance_split import Work, split
from app.project.booked import Booked
from app.project.budgeted import Budgeted
from app.project.calendar import WorkingCalendar
from app.project.line_table import LineTable
from app.project.model import Project
from app.project.month import Month, first_day
from app.project.pricing import Pricing

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEffects:
    """hours + rate + mix + exchange + other = actual minus plan of the month.

    `hours`: more or fewer of them, spread as planned; `mix`: the same hours by dearer or cheaper people, who
    nobody planned at what they cost; `exchange`: of people's time and of all other cost; `other`: everything
    that is no time on lines budgeted in hours. `split`: False where the plan of the month holds no hours;
    then hours, rate and mix are 0 and what they would hold is in `other`.
    """

    hours: float
    rate: float
    mix: float
    exchange: float
    other: float
    hours_planned: float
    hours_worked: float
    hours_unplanned: float  # of those worked: in roles that the plan of the month does not hold
    split: bool


def month_effects(
    *,
    agreed: Budgeted,
    booked: Booked,
    roles: RolesAtWork,
    month: Month,
    share: Floats,
    gain: Floats,
    gap: float,
) -> MonthEffects:
    """The effects on the cost of `month`, which add to `gap`: actual minus plan.

    Planned: hours and labour of the lines budgeted in hours, as their budget falls into the month, by the
    role of the owner. Booked: hours there by the role of who worked, at the exchange rate of the budget.
    `agreed`: before change orders, whose cost is `other`; `share` (n,): of `month_shares`; `gain` (entries,):
    of `exchange_gain`.
    """
    timed = np.append(agreed.hours > 0, False)
    at = np.flatnonzero(booked.month == month)
    here, gain = _taken(booked, at), gain.take(at)
    k, owner, worker = roles.roles, roles.owner, roles.worker.take(here.person)

    worked = timed.take(here.line) & (here.hours != 0)
    role = np.where(worked, worker, k)
    hours, cost = _by_role(role, here.hours, k), _by_role(role, here.cost, k)
    by_rate = _by_role(role, gain, k)
    cost, at_budget = np.where(hours == 0, 0.0, cost), np.where(hours == 0, 0.0, cost - by_rate)
    mine = np.flatnonzero(timed[:-1])
    hours_planned = _by_role(owner[mine], (agreed.hours * share)[mine], k)
    cost_planned = _by_role(owner[mine], ((agreed.cost - agreed.other) * share)[mine], k)
    other_exchange = float(gain[~worked].sum())
    if hours_planned.sum() <= 0:
        every = float(gain.sum())
        return MonthEffects(
            hours=0.0,
            rate=0.0,
            mix=0.0,
            exchange=every,
            other=gap - every,
            hours_planned=0.0,
            hours_worked=float(hours.sum()),
            hours_unplanned=float(hours.sum()),
            split=False,
        )
    named = hours_planned > 0
    actual_rate = _over(at_budget, hours)
    effects = split(
        Work(
            hours=hours_planned,
            rate=np.where(named, _over(cost_planned, hours_planned), actual_rate),
            exchange=np.ones(k),
        ),
        Work(
            hours=hours,
            rate=actual_rate,
            exchange=np.where(at_budget == 0, 1.0, _over(cost, at_budget)),
        ),
    )
    exchange = float(effects.exchange.sum()) + other_exchange
    return MonthEffects(
        hours=float(effects.volume.sum()),
        rate=float(effects.rate.sum()),
        mix=float(effects.mix.sum()),
        exchange=exchange,
        other=gap - float(effects.total.sum()) - other_exchange,
        hours_planned=float(hours_planned.sum()),
        hours_worked=float(hours.sum()),
        hours_unplanned=float(hours[~named].sum()),
        split=True,
    )


def exchange_gain(project: Project, pricing: Pricing, lines: LineTable, booked: Booked) -> Floats:
    """What exchange made of each entry, shape (entries,): its cost less that at the rate of the budget."""
    gain = np.zeros(len(booked.cost))
    at, gained = gained_by_exchange(pricing, booked, booked.cost, np.append(budget_day(project, lines), 0))
    gain[at] = gained
    return gain


def month_shares(lines: LineTable, calendar: WorkingCalendar, months: Sequence[Month]) -> Floats:
    """The part of each line's budget planned in each of `months`, shape (n, m): by its month columns, else by
    its dates."""
    total = np.bincount(lines.phased_line, lines.phased_cost, len(lines))
    typed = total != 0
    dated = ~typed & (lines.start > 0) & (lines.finish >= lines.start)
    days = [np.array([first_day(month + more).toordinal() for month in months], np.int64) for more in (0, 1)]
    first, last = (np.where(dated, each, 1) for each in (lines.start, lines.finish))
    shares = np.where(dated[:, None], working_shares(calendar, first, last, *days), 0.0)
    for column, month in enumerate(months):
        cells = np.flatnonzero((lines.phased_month == month) & typed[lines.phased_line])
        at = lines.phased_line[cells]
        shares[at, column] = lines.phased_cost[cells] / total[at]
    return shares


class _Entries(NamedTuple):
    """Some of the entries; shapes (w,)."""

    line: Ints
    person: Ints
    hours: Floats
    cost: Floats


def _taken(booked: Booked, at: NDArray[np.intp]) -> _Entries:
    return _Entries(booked.line[at], booked.person[at], booked.hours[at], booked.cost[at])


def _by_role(role: Ints, values: Floats, count: int) -> Floats:
    """Sums by role, shape (count,); what is in the role after the last one is left out."""
    return np.bincount(role, values, count + 1)[:count].astype(np.float64)


def _over(cost: Floats, hours: Floats) -> Floats:
    """NaN where there is nothing to divide by."""
    return np.asarray(np.divide(cost, hours, out=np.full(len(cost), np.nan), where=hours != 0))
