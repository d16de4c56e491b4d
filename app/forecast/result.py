"""What a forecast holds: frozen columns of figures, by line, by phase and for the project.

Money is float64 minor units of the project currency, hours are float64 working hours; nothing is
rounded here. Cumulative as at the status date unless called otherwise. Variance is budget minus
actual or forecast: negative is bad. Month columns are calendar months, oldest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.forecast.change_orders import BudgetStates
from app.forecast.commitments import Commitments
from app.forecast.cost_effects import CostEffects
from app.forecast.figure import Figure, Figures, Undefined
from app.forecast.outlook import Outlook
from app.project.booked import Booked
from app.project.budgeted import Budgeted
from app.project.line_table import LineTable
from app.project.model import CreditingRule
from app.project.month import Month
from app.project.planned import Planned
from app.project.pricing import Pricing

Floats = NDArray[np.float64]

_ZERO = Figure(0.0)
_NO_PRICE = Figure(None, Undefined.NO_REVENUE)
_NO_FINISH = Figure(None, Undefined.NO_FINISH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Earned-value measures of n rows on one basis (cost or hours); every field has shape (n,)."""

    bac: Floats  # budget at completion
    pv: Figures  # planned value to date; undefined where a row cannot be phased
    ev: Floats  # earned value
    ac: Floats  # actual cost (or hours)
    etc: Floats  # estimate to complete, bottom-up
    eac: Floats  # estimate at completion, bottom-up: ac + etc
    eac_pf1: Figures  # AC + (BAC - EV)
    eac_cpi: Figures  # AC + (BAC - EV) / CPI
    eac_floor: Floats  # actual when done, else max(plan, actual), summed over lines
    vac: Floats  # bac - eac
    vac_percent: Figures
    cv: Floats
    cv_percent: Figures
    sv: Figures
    cpi: Figures
    spi: Figures
    tcpi_bac: Figures
    tcpi_eac: Figures
    percent_complete: Figures  # EV / BAC
    percent_spent: Figures  # AC / BAC
    ac_finished: Floats  # actuals on finished lines

    def __len__(self) -> int:
        return len(self.bac)


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """One basis at every level. `lines` follows Project.lines; `phases` follows Forecast.phases;
    `unmatched` (1 row) is what actuals name no line of the Budget; project = lines + unmatched."""

    lines: Measures
    phases: Measures
    unmatched: Measures
    project: Measures  # 1 row


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly:
    """By month; arrays of shape (months,), not cumulative, for the whole project, unmatched included.

    `budget` is the plan's phasing (PV increments), `actual` is what is booked up to the status date,
    `forecast` is the estimate to complete, phased: 0 in months that closed before the status date;
    the month of the status date may hold both.
    """

    months: tuple[Month, ...]
    budget_cost: Floats
    actual_cost: Floats
    forecast_cost: Floats
    budget_hours: Floats
    actual_hours: Floats
    forecast_hours: Floats
    revenue: Figures  # recognised (past) and expected (future) in the month
    line_budget_cost: NDArray[np.float64]  # (lines, months); 0 where a line cannot be phased
    line_actual_cost: NDArray[np.float64]  # (lines + 1, months); the last row is the unmatched
    line_forecast_cost: NDArray[np.float64]  # (lines + 1, months)
    line_actual_hours: NDArray[np.float64]
    line_forecast_hours: NDArray[np.float64]
    unphased_cost: float  # ETC that has no month (no finish date to phase towards)
    unphased_hours: float = 0.0
    status_month: Month
    closed_before: Month  # months strictly below are closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Finance:
    """Revenue and margin of the project; money in minor units."""

    price: Figure  # contract + approved changes, or hours x bill rate at completion
    percent_complete: Figure  # cost to cost: AC / EAC, at most 1
    revenue_to_date: Figure
    cost_to_date: float
    margin_to_date: Figure
    margin_percent_to_date: Figure
    revenue_at_completion: Figure
    margin_at_completion: Figure
    margin_percent_at_completion: Figure
    budget_margin_percent: Figure  # baseline: typed, else (price - BAC) / price
    margin_fade_points: Figure  # baseline minus now, in points (0.02 = 2 points)
    expected_loss: Figure  # EAC - price where positive, else 0
    loss_provision: Figure = _ZERO  # what revenue - cost does not show of it yet; margin to date is after it
    bill_value: float  # approved or not: hours booked x bill rate
    fee_used: Figure = _NO_PRICE  # of a retainer: bill_value over the fee earned
    over_billed: Figure
    under_billed: Figure
    backlog: Figure = _NO_PRICE  # price - revenue to date
    burn: Figure  # mean cost of the last closed months
    burn_months: int  # how many closed months that is (up to 3)
    months_left: Figure  # (BAC - AC) / burn
    months_to_finish: Figure = _NO_FINISH  # months and parts of months, by working days
    run_rate_eac: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRule:
    """The same project credited by one rule throughout (1-row measures): shown beside the headline."""

    rule: CreditingRule
    cost: Measures
    hours: Measures


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStates:
    """Per line, shape (n,)."""

    done: NDArray[np.bool_]
    begun: NDArray[np.bool_]
    rule: tuple[CreditingRule, ...]  # the rule in force
    method: tuple[str, ...]  # what the bottom-up ETC rests on: plan | budget left | done
    finish: tuple[date | None, ...] = ()  # actual when done, else the last day that holds remaining work


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """All figures of one project as at one status date."""

    status_date: date
    cost: Levels
    hours: Levels
    phases: tuple[str, ...]  # in order of first appearance
    phase_of_line: NDArray[np.int32]  # (lines,)
    states: LineStates
    monthly: Monthly
    finance: Finance
    by_rule: Mapping[str, ByRule]  # "0/100" and "50/50", always both
    ac_by_person: Mapping[str, tuple[float, float]]  # person -> (hours, cost)
    ac_by_phase: Mapping[str, tuple[float, float]]
    finish_planned: date | None
    finish_forecast: date | None  # the last month or day that holds remaining work
    outlook: Outlook | None = None  # the statistical range beside it
    effects: CostEffects | None = None  # why it differs from the budget; None without budgeted hours
    changes: BudgetStates | None = None  # None without change orders
    commitments: Commitments | None = None  # None without purchase orders
    line_table: LineTable | None = None  # the lines as columns, as they were read for this forecast
    agreed: Budgeted | None = None  # the lines' budgets before change orders
    booked: Booked | None = None  # the entries that count, as they were priced
    planned: Planned | None = None  # the Resource plan that is still to come, as it was priced
    pricing: Pricing | None = None  # the rates they were priced by
    counts: Mapping[str, float]  # entries, entries_zero_hours, entries_without_line, ... (see counts.py)
