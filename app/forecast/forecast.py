"""The forecast of one project as at its status date, told from top to bottom."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.forecast.actuals import Actuals, actuals
from app.forecast.beside import outlook
from app.forecast.by_group import by_person, by_phase
from app.forecast.changed_budget import changed_budget, states_of_budget
from app.forecast.changed_dates import changed_dates
from app.forecast.commitments import commitments
from app.forecast.cost_effects import cost_effects
from app.forecast.cost_to_complete import Remaining, cost_to_complete
from app.forecast.counts import counts
from app.forecast.crediting import earned_share, share_by
from app.forecast.earned_history import earned_by_month_end
from app.forecast.figure import Figures
from app.forecast.finance import Costs, finance
from app.forecast.finish import first_work, line_finishes, planned_span, project_finish
from app.forecast.grid_sums import line_totals, month_totals
from app.forecast.levels import Sums, levels
from app.forecast.months import MonthAxis
from app.forecast.own_history import NONE_CLOSED, ClosedProjects
from app.forecast.planned_value import PlannedValue, planned_value
from app.forecast.result import Forecast, LineStates, Monthly
from app.forecast.retainer import Term
from app.project.booked import hour_worth, price_ledger
from app.project.budgeted import price_budget
from app.project.calendar import WorkingCalendar
from app.project.gaps import gap_problems
from app.project.late import after_status_date
from app.project.line_table import RULES, LineTable
from app.project.model import CreditingRule, Project
from app.project.planned import price_plan
from app.project.pricing import Pricing
from app.project.problem import Problem
from app.project.unmatched import unmatched, unmatched_plan
from app.project.unmatched_milestones import unmatched_milestones
from app.project.unmatched_orders import unmatched_orders

_BESIDE = (CreditingRule.ZERO_HUNDRED, CreditingRule.FIFTY_FIFTY)
"""Crediting rules by which the whole project is shown beside the headline."""


def forecast_project(
    project: Project, closed: ClosedProjects = NONE_CLOSED
) -> tuple[Forecast, tuple[Problem, ...]]:
    """Every figure of the project, and what had to be withheld or set apart to compute it.

    `closed`: the workspace's own closed projects, for the calibrated range.
    """
    calendar = WorkingCalendar.of(project.settings)
    pricing = Pricing.of(project)
    lines = LineTable.of(project.lines, project.settings)

    booked, unpriced = price_ledger(project, pricing)
    budget, unbudgeted = price_budget(project, pricing, lines)
    changes, agreed, first_budget = states_of_budget(project, budget), lines, budget
    project, lines = changed_dates(project, agreed, calendar)
    lines, budget = changed_budget(project, agreed, lines, budget, calendar)
    planned, unplanned = price_plan(project, pricing)
    ordered, unexchanged = commitments(project, pricing)

    axis = MonthAxis.of(project, lines, booked, planned)
    spent = actuals(booked, axis, len(lines))
    value = planned_value(lines, budget, axis, calendar)
    remaining = cost_to_complete(
        project,
        pricing,
        lines=lines,
        budget=budget,
        planned=planned,
        booked=spent,
        value=value,
        axis=axis,
        calendar=calendar,
        committed=ordered.by_line if ordered else None,
    )

    done = np.append(lines.done, False)
    cost = Sums(
        bac=np.append(budget.cost, 0.0),
        pv=_with_loose(value.cost),
        ac=line_totals(spent.cost),
        share=np.append(earned_share(project, lines, value.share), 0.0),
        etc=remaining.etc_cost,
        done=done,
    )
    hours = Sums(
        bac=np.append(budget.hours, 0.0),
        pv=_with_loose(value.hours),
        ac=line_totals(spent.hours),
        share=cost.share,
        etc=remaining.etc_hours,
        done=done,
    )
    finishes = line_finishes(project, lines, remaining, axis, calendar)
    finish = project_finish(finishes, lines, budget, remaining, axis, calendar)
    planned_from, planned_to = planned_span(project, lines, value, axis)
    money, revenue = finance(
        project,
        lines,
        _costs(cost, spent, remaining),
        axis,
        calendar,
        finish=finish or (planned_to.toordinal() if planned_to else 0),
        term=Term(planned_from, planned_to),
    )
    on_cost, on_hours, by_rule = levels(
        cost,
        hours,
        phase=lines.phase,
        phases=len(lines.phases),
        by_rule={rule: np.append(share_by(rule, lines), 0.0) for rule in _BESIDE},
    )
    monthly = _monthly(axis, value, spent, remaining, revenue)
    forecast = Forecast(
        status_date=project.settings.status_date,
        cost=on_cost,
        hours=on_hours,
        phases=lines.phases,
        phase_of_line=lines.phase.astype(np.int32),
        states=LineStates(
            done=lines.done,
            begun=lines.begun,
            rule=tuple([RULES[code] for code in lines.rule.tolist()]),
            method=remaining.method,
            finish=_days(finishes),
        ),
        monthly=monthly,
        finance=money,
        by_rule=by_rule,
        ac_by_person=by_person(project.ledger.people, booked),
        ac_by_phase=by_phase(lines, booked, cost=cost.ac[:-1], hours=hours.ac[:-1]),
        finish_planned=planned_to,
        finish_forecast=_day(finish),
        outlook=outlook(
            cost=on_cost,
            hours=on_hours,
            by_rule=by_rule,
            monthly=monthly,
            value=value,
            history=earned_by_month_end(lines, budget.cost, value, axis),
            calendar=calendar,
            start=planned_from,
            finish=planned_to,
            begun=first_work(lines, booked, axis),
            status=project.settings.status_date,
            closed=closed,
        ),
        line_table=lines,
        agreed=first_budget,
        booked=booked,
        planned=planned,
        pricing=pricing,
        effects=cost_effects(
            project,
            pricing,
            lines=lines,
            agreed=first_budget,
            booked=booked,
            planned=planned,
            remaining=remaining,
            variance=-float(on_cost.project.vac[0]),
        ),
        changes=changes,
        commitments=ordered,
        counts=counts(lines, budget, booked, hours.ac[:-1]),
    )
    worth = hour_worth(project, pricing, booked)
    gaps = (*unpriced, *unbudgeted, *unplanned, *unexchanged, *remaining.gaps)
    problems = (
        *after_status_date(project, worth),
        *gap_problems(project, gaps, worth),
        *unmatched(project, booked),
        *unmatched_plan(project, worth),
        *unmatched_orders(project),
        *unmatched_milestones(project),
    )
    return forecast, problems


def _with_loose(pv: Figures) -> Figures:
    """The planned value of the lines, then 0 for what names no line."""
    return Figures(np.append(pv.values, 0.0), np.append(pv.why, np.int8(0)))


def _costs(cost: Sums, spent: Actuals, remaining: Remaining) -> Costs:
    ac, etc = float(cost.ac.sum()), float(cost.etc.sum())
    time = float(spent.bill.sum() + remaining.bill.sum()) + remaining.unphased_bill
    return Costs(
        bac=float(cost.bac.sum()),
        ac=ac,
        eac=ac + etc,
        actual=month_totals(spent.cost),
        forecast=month_totals(remaining.cost),
        billed_time=spent.bill,
        time_to_bill=remaining.bill,
        unphased_time=remaining.unphased_bill,
        has_bill_rates=time != 0,
    )


def _monthly(
    axis: MonthAxis, value: PlannedValue, spent: Actuals, remaining: Remaining, revenue: Figures
) -> Monthly:
    return Monthly(
        months=axis.months,
        budget_cost=month_totals(value.cost_by_month),
        actual_cost=month_totals(spent.cost),
        forecast_cost=month_totals(remaining.cost),
        budget_hours=value.project_hours,
        actual_hours=month_totals(spent.hours),
        forecast_hours=month_totals(remaining.hours),
        revenue=revenue,
        line_budget_cost=value.cost_by_month,
        line_actual_cost=spent.cost,
        line_forecast_cost=remaining.cost,
        line_actual_hours=spent.hours,
        line_forecast_hours=remaining.hours,
        unphased_cost=float(remaining.unphased_cost.sum()),
        unphased_hours=float(remaining.unphased_hours.sum()),
        status_month=axis.status.year * 12 + axis.status.month - 1,
        closed_before=axis.open_month,
    )


def _days(ordinals: NDArray[np.int64]) -> tuple[date | None, ...]:
    """Many lines end on few days: each is made once."""
    listed = ordinals.tolist()
    made = {ordinal: _day(ordinal) for ordinal in set(listed)}
    return tuple([made[ordinal] for ordinal in listed])


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal > 0 else None
