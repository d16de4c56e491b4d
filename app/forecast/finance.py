"""Revenue, margin, billing and burn of one project.

Money in float64 minor units of the project currency; revenue and margin variances are actual minus
budget (negative is bad). Sources: cost-to-cost percentage of completion (ASC 606 / IFRS 15 input
method), a retainer evenly over its term, whole expected loss at once (ASC 605-35, IAS 37).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.figure import Figure, Figures, Undefined
from app.forecast.figure_algebra import applied, difference, product, quotient
from app.forecast.months import MonthAxis
from app.forecast.result import Finance
from app.forecast.retainer import Term, fee_used, retainer_price, retainer_revenue
from app.forecast.spread import working_shares
from app.project.calendar import WorkingCalendar
from app.project.line_table import LineTable
from app.project.model import CommercialModel, Project, Settings

Floats = NDArray[np.float64]

_NO_FEE = Figure(None, Undefined.NO_REVENUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What finance rests on; monthly arrays have shape (m,)."""

    bac: float
    ac: float
    eac: float
    actual: Floats
    forecast: Floats
    billed_time: Floats  # hours booked x bill rate
    time_to_bill: Floats  # hours to come x bill rate
    unphased_time: float
    has_bill_rates: bool


def finance(
    project: Project,
    lines: LineTable,
    costs: Costs,
    axis: MonthAxis,
    calendar: WorkingCalendar,
    *,
    finish: int,
    term: Term,
) -> tuple[Finance, Figures]:
    """The project's finance and its revenue by month.

    `finish`: ordinal of the forecast finish, 0 unknown; `term`: planned start and finish, which a retainer is
    paid for.
    """
    settings = project.settings
    model = commercial_model(project)
    bill_value = float(costs.billed_time.sum())
    price = contract_price(project, lines, model, costs, term)
    percent = percent_complete(costs.ac, costs.eac)
    if model is CommercialModel.TIME_AND_MATERIALS:
        revenue = applied(price, lambda value: min(value, bill_value))
    elif model is CommercialModel.RETAINER:
        revenue = retainer_revenue(price, term, settings.status_date)
    else:
        revenue = product(percent, price)
    loss = applied(price, lambda value: max(0.0, costs.eac - value))
    before = applied(revenue, lambda value: value - costs.ac)
    provision = loss_provision(price, before, costs.eac)
    margin = difference(before, provision)
    margin_at_end = applied(price, lambda value: value - costs.eac)
    percent_at_end = quotient(margin_at_end, price, Undefined.NO_REVENUE)
    if settings.baseline_margin is not None:
        baseline = Figure(settings.baseline_margin)
    else:
        baseline = quotient(applied(price, lambda value: value - costs.bac), price, Undefined.NO_REVENUE)
    billed = Figure(None, Undefined.NO_REVENUE)
    if settings.billed_to_date is not None:
        billed = Figure(float(settings.billed_to_date))
    burn, burn_months = burn_rate(costs.actual, axis, settings)
    to_finish = months_to_finish(axis, calendar, finish)
    return Finance(
        price=price,
        percent_complete=percent,
        revenue_to_date=revenue,
        cost_to_date=costs.ac,
        margin_to_date=margin,
        margin_percent_to_date=quotient(margin, revenue, Undefined.NO_REVENUE),
        revenue_at_completion=price,
        margin_at_completion=margin_at_end,
        margin_percent_at_completion=percent_at_end,
        budget_margin_percent=baseline,
        margin_fade_points=difference(baseline, percent_at_end),
        expected_loss=loss,
        loss_provision=provision,
        bill_value=bill_value,
        fee_used=fee_used(bill_value, revenue) if model is CommercialModel.RETAINER else _NO_FEE,
        over_billed=applied(difference(billed, revenue), lambda value: max(0.0, value)),
        under_billed=applied(difference(revenue, billed), lambda value: max(0.0, value)),
        backlog=difference(price, revenue),
        burn=burn,
        burn_months=burn_months,
        months_left=months_left(costs.bac, costs.ac, burn),
        months_to_finish=to_finish,
        run_rate_eac=run_rate_eac(costs.ac, burn, to_finish),
    ), monthly_revenue(price, model, costs, term.by_month(axis.months))


def commercial_model(project: Project) -> CommercialModel | None:
    """How the client pays: as set, else by what is given, a fee or a price; None when nothing tells."""
    settings = project.settings
    if settings.commercial_model:
        return settings.commercial_model
    if settings.contract_price is None and settings.monthly_fee is not None:
        return CommercialModel.RETAINER
    priced = settings.contract_price is not None or any(line.revenue is not None for line in project.lines)
    return CommercialModel.FIXED_PRICE if priced else None


def contract_price(
    project: Project, lines: LineTable, model: CommercialModel | None, costs: Costs, term: Term
) -> Figure:
    """Fixed price: contract (else the lines' revenue) + approved changes. Time and materials: hours
    booked and to come x bill rate, up to the cap (contract + approved changes) when there is one.
    Retainer: contract, else the monthly fee over the term, + approved changes.

    Undefined: no price, no bill rate for any hour, a monthly fee without a term.
    """
    settings = project.settings
    contract = settings.contract_price
    if model is CommercialModel.RETAINER:
        return retainer_price(settings.contract_price, settings.monthly_fee, approved_changes(project), term)
    if contract is None and model is CommercialModel.FIXED_PRICE:
        contract = lines.revenue_in_all
    agreed = None if contract is None else float(contract + approved_changes(project))
    if model is CommercialModel.TIME_AND_MATERIALS:
        if not costs.has_bill_rates:
            return Figure(None, Undefined.NO_REVENUE)
        value = float(costs.billed_time.sum() + costs.time_to_bill.sum()) + costs.unphased_time
        return Figure(value if agreed is None else min(value, agreed))
    return Figure(agreed) if agreed is not None else Figure(None, Undefined.NO_REVENUE)


def approved_changes(project: Project) -> int:
    """Price of the change orders approved by the status date; without such orders, as typed in Settings."""
    settings = project.settings
    if not project.change_orders:
        return settings.approved_changes or 0
    return sum(order.price for order in project.change_orders if order.counts(settings.status_date))


def percent_complete(ac: float, eac: float) -> Figure:
    """Cost to cost: AC / EAC, at most 1. Undefined: AC < 0 (net credit), EAC <= 0 (no cost)."""
    if ac < 0:
        return Figure(None, Undefined.NET_CREDIT)
    return Figure(min(1.0, ac / eac)) if eac > 0 else Figure(None, Undefined.NO_COST_BOOKED)


def loss_provision(price: Figure, margin_to_date: Figure, eac: float) -> Figure:
    """Expected loss not yet in revenue less cost, so that margin to date becomes price - EAC.

    At cost to cost this is (EAC - price) x (1 - percent complete). 0 while EAC <= price.
    """
    if price.value is None or margin_to_date.value is None:
        return Figure(None, price.why or margin_to_date.why)
    return Figure(max(0.0, margin_to_date.value - (price.value - eac)) if eac > price.value else 0.0)


def burn_rate(actual: Floats, axis: MonthAxis, settings: Settings) -> tuple[Figure, int]:
    """Mean cost of the last closed months, up to 3, of those since the project began; how many they are.

    Undefined: no month has closed yet.
    """
    begun = np.flatnonzero(actual)
    first = int(begun[0]) if len(begun) else axis.open_from
    if settings.start:
        first = min(first, int(np.searchsorted(axis.end, settings.start.toordinal(), side="right")))
    months = min(3, axis.open_from - first)
    if months <= 0:
        return Figure(None, Undefined.NO_BURN), 0
    return Figure(float(actual[axis.open_from - months : axis.open_from].mean())), months


def months_left(bac: float, ac: float, burn: Figure) -> Figure:
    """Months the budget lasts: (BAC - AC) / burn; negative once it is overspent. Undefined: burn <= 0."""
    if burn.value is None or burn.value <= 0:
        return Figure(None, Undefined.NO_BURN)
    return Figure((bac - ac) / burn.value)


def months_to_finish(axis: MonthAxis, calendar: WorkingCalendar, finish: int) -> Figure:
    """Months from the status date to the finish, parts of months by working days; 0 once passed."""
    if finish <= 0:
        return Figure(None, Undefined.NO_FINISH)
    window = np.array([axis.status.toordinal() + 1], np.int64)
    until = np.array([max(finish + 1, window[0])], np.int64)
    return Figure(float(working_shares(calendar, axis.first, axis.end - 1, window, until).sum()))


def run_rate_eac(ac: float, burn: Figure, months: Figure) -> Figure:
    """EAC if the burn goes on: AC + burn x months to the finish. Undefined: no burn, no finish."""
    if burn.value is None or burn.value <= 0:
        return Figure(None, Undefined.NO_BURN)
    if months.value is None:
        return months
    return Figure(ac + burn.value * months.value)


def monthly_revenue(
    price: Figure, model: CommercialModel | None, costs: Costs, term_shares: Floats
) -> Figures:
    """Revenue by month, past and expected, shape (m,). `term_shares` (m,): of a retainer's term.

    Cost to cost at the present EAC: cost of the month / EAC x price. Time and materials: hours x bill
    rate, until the cap is reached. Retainer: evenly over the months of the term.
    """
    m = len(costs.actual)
    cost = costs.actual + costs.forecast
    if model is CommercialModel.RETAINER and price.value is not None:
        blank = Undefined.DEFINED if term_shares.any() else Undefined.NO_TERM
        values = term_shares * price.value if term_shares.any() else np.full(m, np.nan)
        return Figures(values, np.full(m, blank, np.int8))
    if price.value is None or (model is not CommercialModel.TIME_AND_MATERIALS and costs.eac <= 0):
        why = price.why or Undefined.NO_COST_BOOKED
        return Figures(np.full(m, np.nan), np.full(m, why, np.int8))
    if model is CommercialModel.TIME_AND_MATERIALS:
        reached = np.minimum(np.cumsum(costs.billed_time + costs.time_to_bill), price.value)
        return Figures(np.diff(reached, prepend=0.0), np.zeros(m, np.int8))
    return Figures(cost / costs.eac * price.value, np.zeros(m, np.int8))
