"""The resource plan after the status date: hours, and what they cost and bill month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import count

import numpy as np
from numpy.typing import NDArray

from app.project.blanks import zero_for_blank
from app.project.exchange import FOR_FORECAST
from app.project.gaps import Gap, Lack
from app.project.model import CommercialModel, Project, ResourcePlan
from app.project.month import Month, first_day, last_day, month_of
from app.project.pricing import Pricing
from app.project.rates import HourPrice

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is on the plan: p different people with their roles."""

    pairs: tuple[tuple[str, str], ...]  # (person, role) as typed
    of_row: Ints  # (rows of the plan,): index into pairs
    person_key: Ints  # (p,) of the rate card, -1 for none
    role_key: Ints

    @classmethod
    def of(cls, plan: ResourcePlan, pricing: Pricing) -> Staff:
        """The people of a plan, with their keys in the rate card."""
        numbers: defaultdict[tuple[str, str], int] = defaultdict(count().__next__)
        each = map(numbers.__getitem__, zip(plan.person, plan.role, strict=True))
        of_row = np.fromiter(each, np.int64, len(plan.person))
        people, roles = [person for person, _ in numbers], [role for _, role in numbers]
        card = pricing.card
        return cls(tuple(numbers), of_row, card.person_keys(people), card.role_keys(people, roles))


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The c planned cells that are not blank, in months not closed at the status date; shape (c,).

    The month of a mid-month status date is here whole. Money: float64 minor units.
    """

    line: Ints  # -1: names no line
    month: Ints
    hours: Floats
    cost: Floats  # 0 where no rate is in force
    bill: Floats
    has_plan: NDArray[np.bool_]  # (lines,): some cell of the line is filled, in whatever month
    row: Ints  # row of the plan
    staff: Staff
    currency: Ints  # index into currencies: of the rate
    currencies: tuple[str, ...]
    exchange: Floats  # the exchange rate in the cost; NaN where there is none


def price_plan(project: Project, pricing: Pricing) -> tuple[Planned, tuple[Gap, ...]]:
    """Planned hours x the rate in force that month x exchange rate.

    The rate is the one of the month's first day; where none is in force then, of its last day.
    """
    plan = project.plan
    if plan is None or not len(plan.line):
        return _empty(len(project.lines)), ()
    has_plan = np.zeros(len(project.lines), np.bool_)
    filled = ~np.isnan(plan.hours)
    told = plan.line[filled.any(axis=1)]
    has_plan[told[told >= 0]] = True

    status = project.settings.status_date
    opening = month_of(status) + (1 if last_day(month_of(status)) <= status else 0)
    months = np.array(plan.months, np.int64)
    row, column = np.nonzero(filled & (plan.hours != 0) & (months >= opening))
    hours = plan.hours[row, column]
    staff = Staff.of(plan, pricing)
    who = staff.of_row.take(row)
    person, role = staff.person_key.take(who), staff.role_key.take(who)
    cost, bill = _hours(plan, pricing, person=person, role=role, column=column)
    planned = Planned(
        line=plan.line[row].astype(np.int64),
        month=months[column],
        hours=hours,
        cost=hours * zero_for_blank(cost.minor),
        bill=hours * zero_for_blank(bill.minor),
        has_plan=has_plan,
        row=row.astype(np.int64),
        staff=staff,
        currency=cost.currency,
        currencies=pricing.card.currencies,
        exchange=cost.factor,
    )
    gaps: tuple[Gap, ...] = ()
    if cost.no_rate.any():
        gaps += (_by_person(plan, row, column, cost.no_rate, Lack.COST_RATE),)
    if cost.no_exchange.any():
        gaps += (_by_currency(plan, row, column, cost, pricing.card.currencies),)
    if project.settings.commercial_model is CommercialModel.TIME_AND_MATERIALS and bill.no_rate.any():
        gaps += (_by_person(plan, row, column, bill.no_rate, Lack.BILL_RATE),)
    return planned, gaps


def _hours(
    plan: ResourcePlan, pricing: Pricing, *, person: Ints, role: Ints, column: NDArray[np.intp]
) -> tuple[HourPrice, HourPrice]:
    def on(day_of: Callable[[Month], date], cells: NDArray[np.intp]) -> tuple[HourPrice, HourPrice]:
        days = np.array([day_of(month).toordinal() for month in plan.months], np.int64)
        return pricing.card.hours(
            person=person.take(cells), role=role.take(cells), day=days[column.take(cells)], tiers=FOR_FORECAST
        )

    prices = on(first_day, np.arange(len(column)))
    for side, price in enumerate(prices):
        missing = np.flatnonzero(np.isnan(price.minor))
        if len(missing):
            late = on(last_day, missing)[side]
            price.minor[missing] = late.minor
            price.no_rate[missing] = late.no_rate
            price.no_exchange[missing] = late.no_exchange
            price.currency[missing] = late.currency
            price.factor[missing] = late.factor
    return prices


def _by_person(
    plan: ResourcePlan, row: NDArray[np.intp], column: NDArray[np.intp], mask: NDArray[np.bool_], lack: Lack
) -> Gap:
    names = [person or role for person, role in zip(plan.person, plan.role, strict=True)]
    codes = {name: code for code, name in enumerate(dict.fromkeys(names))}
    who = np.array([codes[name] for name in names], np.int64)
    return _gap(plan, row[mask], column[mask], lack, tuple(codes), who[row[mask]])


def _by_currency(
    plan: ResourcePlan, row: NDArray[np.intp], column: NDArray[np.intp], price: HourPrice,
    currencies: tuple[str, ...],
) -> Gap:  # fmt: skip
    mask = price.no_exchange
    return _gap(plan, row[mask], column[mask], Lack.EXCHANGE_RATE, currencies, price.currency[mask])


def _gap(
    plan: ResourcePlan, row: NDArray[np.intp], column: NDArray[np.intp], lack: Lack,
    subjects: tuple[str, ...], which: Ints,
) -> Gap:  # fmt: skip
    first = np.array([first_day(month).toordinal() for month in plan.months], np.int64)
    return Gap(
        lack=lack, tab="resource_plan", field="person", subjects=subjects, which=which, rows=plan.row[row],
        hours=plan.hours[row, column], days=first[column],
    )  # fmt: skip


def _empty(lines: int) -> Planned:
    none = np.empty(0, np.float64)
    nowhere = np.empty(0, np.int64)
    return Planned(
        line=nowhere,
        month=nowhere,
        hours=none,
        cost=none,
        bill=none,
        has_plan=np.zeros(lines, np.bool_),
        row=nowhere,
        staff=Staff((), nowhere, nowhere, nowhere),
        currency=nowhere,
        currencies=(),
        exchange=none,
    )
