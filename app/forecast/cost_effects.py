"""Why the forecast differs from the budget: by role, hours, mix, rate and exchange; all other cost apart.

Effects are forecast minus budget at completion, in float64 minor units: positive raises cost. Their sum is
EAC - BAC, the variance with its sign turned. Source: `variance_split`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.forecast.cost_to_complete import BUDGET_LEFT, METHODS, Remaining
from app.forecast.roles import Roles
from app.forecast.rounding import parts
from app.forecast.variance_split import Effects, Work, split
from app.project.booked import Booked
from app.project.budgeted import Budgeted
from app.project.exchange import FOR_BUDGET
from app.project.line_table import LineTable
from app.project.model import Project
from app.project.planned import Planned
from app.project.pricing import Pricing

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EFFECTS = ("volume", "mix", "rate", "exchange", "unplanned")


@dataclass(frozen=True, slots=True, kw_only=True)
class CostEffects:
    """Of k roles, shapes (k,), and of the project. A person without a role stands for one.

    Planned: hours and cost of the lines that are budgeted in hours, by the role of their owner. Forecast:
    hours booked there and to come, by the role of who does them. What is on other lines, on no line, and what
    is no time, is `other`; its part from exchange stands in `other_exchange`.
    """

    roles: tuple[str, ...]
    hours_planned: Floats
    hours_forecast: Floats
    cost_planned: Floats
    cost_forecast: Floats
    effects: Effects
    other: float
    other_exchange: float

    def whole(self, total: int) -> tuple[Ints, int, int]:
        """Effects (k, 5), other and its exchange in minor units, adding to `total`, the printed EAC - BAC."""
        grid = np.column_stack([getattr(self.effects, name) for name in EFFECTS]).ravel()
        units = parts(np.append(grid, [self.other, self.other_exchange]), total)
        return units[:-2].reshape(-1, len(EFFECTS)), int(units[-2]), int(units[-1])


def cost_effects(
    project: Project,
    pricing: Pricing,
    *,
    lines: LineTable,
    agreed: Budgeted,
    booked: Booked,
    planned: Planned,
    remaining: Remaining,
    variance: float,
) -> CostEffects | None:
    """The effects on cost at completion; None where no line is budgeted in hours.

    `agreed`: budgets before change orders, whose cost is `other`; `variance`: EAC - BAC, which the effects
    add to. In `rate` work goes at the exchange rate of the budget (its kind first, on the planned start of
    the line, else of the project); what the rates in force make of it is `exchange`.
    """
    timed = np.append(agreed.hours > 0, False)
    if not timed.any():
        return None
    roles = Roles(project.rates, planned.staff.pairs)
    owner = roles.of_people(lines.owners)[lines.owner]
    mine = np.flatnonzero(timed[:-1])
    labour = agreed.cost - agreed.other
    begin = np.append(budget_day(project, lines), 0)

    person = roles.of_people((*project.ledger.people, ""))
    planner = roles.of_pairs(planned.staff.pairs)
    k = len(roles.names)

    worked = timed.take(booked.line) & (booked.hours != 0)
    gain_at, gain = gained_by_exchange(pricing, booked, booked.cost, begin)
    on_time = worked[gain_at]
    role = np.where(worked, person.take(booked.person), k)  # what is no work on those lines is in no role
    work = [_Work(role, booked.hours, booked.cost, gain_at[on_time], gain[on_time])]
    if len(planned.row):
        role = np.where(timed[planned.line], planner[planned.staff.of_row[planned.row]], k)
        gained = gained_by_exchange(pricing, planned, remaining.planned_cost, begin)
        work.append(_Work(role, remaining.planned_hours, remaining.planned_cost, *gained))
    left = mine[remaining.method_code[mine] == METHODS.index(BUDGET_LEFT)]
    if len(left):
        hours = remaining.etc_hours[left]
        cost = np.minimum(
            hours * labour[left] / agreed.hours[left], np.maximum(remaining.etc_cost[left], 0.0)
        )
        work.append(_Work(owner[left], hours, cost, left[:0], cost[:0]))

    hours, cost, at_budget = np.zeros(k), np.zeros(k), np.zeros(k)
    for one in work:
        spent = np.bincount(one.role, one.cost, k + 1)[:k]
        hours += np.bincount(one.role, one.hours, k + 1)[:k]
        cost += spent
        at_budget += spent - np.bincount(one.role[one.gain_at], one.gain, k + 1)[:k]
    idle = hours == 0  # cost of no hours on balance has no rate
    cost, at_budget = np.where(idle, 0.0, cost), np.where(idle, 0.0, at_budget)
    hours_planned, cost_planned = (
        np.bincount(owner[mine], each[mine], k).astype(np.float64) for each in (agreed.hours, labour)
    )
    effects = split(
        Work(hours=hours_planned, rate=_over(cost_planned, hours_planned), exchange=np.ones(k)),
        Work(
            hours=hours,
            rate=_over(at_budget, hours),
            exchange=np.where(at_budget == 0, 1.0, _over(cost, at_budget)),
        ),
    )
    by_exchange = float(gain[~on_time].sum())
    told = (hours_planned != 0) | (hours != 0) | (effects.total != 0)
    return CostEffects(
        roles=tuple(name for name, here in zip(roles.names, told.tolist(), strict=True) if here),
        hours_planned=hours_planned[told],
        hours_forecast=hours[told],
        cost_planned=cost_planned[told],
        cost_forecast=cost[told],
        effects=Effects(**{name: getattr(effects, name)[told] for name in (*EFFECTS, "total")}),
        other=variance - float(effects.total.sum()) - by_exchange,
        other_exchange=by_exchange,
    )


class _Work(NamedTuple):
    """Hours and cost of w pieces of work, shapes (w,), and what exchange made of the g pieces `gain_at`.

    The role after the last one holds what is not to be counted.
    """

    role: Ints
    hours: Floats
    cost: Floats
    gain_at: Ints  # (g,)
    gain: Floats  # (g,) cost less what it would be at the exchange rate of the budget


def budget_day(project: Project, lines: LineTable) -> Ints:
    """The day each line was budgeted on, as an ordinal: its planned start, else the project's."""
    begin = project.settings.start.toordinal() if project.settings.start else 0
    return np.where(lines.start > 0, lines.start, begin)


def gained_by_exchange(
    pricing: Pricing, priced: Booked | Planned, cost: Floats, begin: Ints
) -> tuple[NDArray[np.intp], Floats]:
    """Which pieces are of a foreign currency, and their cost less that at the exchange rate of the budget.

    `begin` (n + 1,): the day each line was budgeted on. Without a rate of the budget: 0.
    """
    foreign = np.array(
        [name.upper() not in ("", pricing.exchange.own) for name in priced.currencies], np.bool_
    )
    at = np.flatnonzero(foreign.take(priced.currency)) if foreign.any() else np.empty(0, np.intp)
    if not len(at):
        return at, np.empty(0)
    rate = pricing.exchange.factor(
        priced.currencies, priced.currency[at], begin[priced.line[at]], tiers=FOR_BUDGET, else_first=True
    )
    part = rate / priced.exchange[at]
    return at, cost[at] * np.where(np.isfinite(part), 1.0 - part, 0.0)


def _over(cost: Floats, hours: Floats) -> Floats:
    """NaN where there is nothing to divide by."""
    return np.asarray(np.divide(cost, hours, out=np.full(len(cost), np.nan), where=hours != 0))
