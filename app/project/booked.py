"""The ledger as at the status date: which entries count, and what each one costs and bills."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.project.currency import minor_digits
from app.project.exchange import FOR_ACTUALS
from app.project.gaps import Gap, Lack
from app.project.model import CommercialModel, Ledger, Project
from app.project.month import month_of
from app.project.pricing import Pricing
from app.project.rates import HourPrice
from app.project.worth import HourWorth

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """The k entries known at the status date, in the order of the tab; arrays of shape (k,).

    Cost: typed cost x exchange rate of its day, else hours x rate in force x exchange rate. Bill:
    hours x bill rate, 0 without one. Money: float64 minor units of the project currency.
    """

    entry: Ints  # index into the ledger
    line: Ints  # -1: names no line
    day: Ints
    month: Ints
    person: Ints  # index into Ledger.people; -1: blank
    hours: Floats
    cost: Floats  # 0 where withheld
    bill: Floats
    withheld: NDArray[np.bool_]
    labour: NDArray[np.bool_]  # people's time: has hours, or is of kind "time"
    currency: Ints  # index into currencies: of the typed cost, else of the rate
    currencies: tuple[str, ...]
    exchange: Floats  # the exchange rate in the cost; NaN where there is none

    def __len__(self) -> int:
        return len(self.entry)


def price_ledger(project: Project, pricing: Pricing) -> tuple[Booked, tuple[Gap, ...]]:
    """Entries dated and posted up to the status date, priced, and what could not be."""
    ledger = project.ledger
    entry = np.flatnonzero(known_entries(project))
    day = ledger.day.take(entry).astype(np.int64)
    hours = ledger.hours.take(entry)
    person = ledger.person.take(entry).astype(np.int64)
    typed = ledger.priced.take(entry)

    cost_hour, bill_hour = _hours(pricing, ledger, person, day)
    worked = hours != 0
    cost = np.where(worked, hours * cost_hour.minor, 0.0)
    exchange, currency, currencies = cost_hour.factor, cost_hour.currency, pricing.card.currencies
    if typed.any():
        at = np.flatnonzero(typed)
        factor, scale = _typed_factor(project, pricing, entry[at], day[at])
        cost[at] = ledger.cost[entry[at]] * factor * scale
        exchange[at], currency[at] = factor, ledger.currency[entry[at]] + len(currencies)
        currencies += ledger.currencies
    withheld = np.isnan(cost)
    unbilled = worked & np.isnan(bill_hour.minor)
    time = np.array([kind == "time" for kind in ledger.kinds], np.bool_)
    booked = Booked(
        entry=entry,
        line=ledger.line.take(entry).astype(np.int64),
        day=day,
        month=ledger.month.take(entry).astype(np.int64),
        person=person,
        hours=hours,
        cost=np.where(withheld, 0.0, cost),
        bill=np.where(worked & ~unbilled, hours * bill_hour.minor, 0.0),
        withheld=withheld,
        labour=worked | time.take(ledger.kind.take(entry)) if time.any() else worked,
        currency=currency,
        currencies=currencies,
        exchange=exchange,
    )
    gaps: tuple[Gap, ...] = ()
    if withheld.any():
        gaps += _unpriced(project, pricing, booked, typed, cost_hour)
    if project.settings.commercial_model is CommercialModel.TIME_AND_MATERIALS and unbilled.any():
        gaps += (_by_person(ledger, booked, unbilled & bill_hour.no_rate, Lack.BILL_RATE),)
    return booked, gaps


def hour_worth(project: Project, pricing: Pricing, booked: Booked) -> HourWorth:
    """Estimates for the hours that are not among `booked`, or have no price there."""
    return HourWorth(project, pricing, booked.hours, booked.cost, booked.bill)


def known_entries(project: Project) -> NDArray[np.bool_]:
    """Which entries count at the status date: dated on or before it, in a posting period not after it."""
    status, ledger = project.settings.status_date, project.ledger
    return np.asarray((ledger.day <= status.toordinal()) & (ledger.month <= month_of(status)))


def typed_cost(project: Project, pricing: Pricing, entry: Ints) -> Floats:
    """Typed cost of `entry` in minor units of the project currency, NaN without an exchange rate."""
    factor, scale = _typed_factor(project, pricing, entry, project.ledger.day[entry].astype(np.int64))
    return np.asarray(project.ledger.cost[entry] * factor * scale, np.float64)


def _typed_factor(project: Project, pricing: Pricing, entry: Ints, day: Ints) -> tuple[Floats, Floats]:
    """Exchange rate of each entry, NaN without one, and project minor units in one of its currency's."""
    ledger = project.ledger
    which = ledger.currency[entry].astype(np.int64)
    own = project.settings.currency.upper()
    digits = [
        project.minor_digits if code.upper() in ("", own) else minor_digits(code)
        for code in ledger.currencies
    ]
    scale = np.array([10.0 ** (project.minor_digits - each) for each in digits], np.float64)
    factor = pricing.exchange.factor(ledger.currencies, which, day, tiers=FOR_ACTUALS)
    return factor, scale[which] if len(scale) else np.ones(len(which))


def _hours(pricing: Pricing, ledger: Ledger, person: Ints, day: Ints) -> tuple[HourPrice, HourPrice]:
    """What an hour of each entry costs and bills."""
    card = pricing.card
    people = (*ledger.people, "")  # the last one answers for -1: a blank person
    by_person = card.person_keys(people).take(person)
    by_role = card.role_keys(people, [""] * len(people)).take(person)
    return card.hours(person=by_person, role=by_role, day=day, tiers=FOR_ACTUALS)


def _unpriced(
    project: Project, pricing: Pricing, booked: Booked, typed: NDArray[np.bool_], hour: HourPrice
) -> tuple[Gap, ...]:
    ledger = project.ledger
    by_hours = booked.withheld & ~typed & hour.no_exchange
    by_amount = booked.withheld & typed
    entry = booked.entry[by_amount]
    return (
        _by_person(ledger, booked, booked.withheld & ~typed & hour.no_rate, Lack.COST_RATE),
        Gap(
            lack=Lack.EXCHANGE_RATE, tab="actuals", field="cost", subjects=ledger.currencies,
            which=ledger.currency[entry].astype(np.int64), rows=ledger.row[entry],
            hours=booked.hours[by_amount], days=booked.day[by_amount], amounts=ledger.cost[entry],
        ),
        Gap(
            lack=Lack.EXCHANGE_RATE, tab="actuals", field="hours", subjects=pricing.card.currencies,
            which=hour.currency[by_hours], rows=ledger.row[booked.entry[by_hours]],
            hours=booked.hours[by_hours], days=booked.day[by_hours],
        ),
    )  # fmt: skip


def _by_person(ledger: Ledger, booked: Booked, mask: NDArray[np.bool_], lack: Lack) -> Gap:
    people = (*ledger.people, "")
    return Gap(
        lack=lack, tab="actuals", field="hours", subjects=people, which=booked.person[mask] % len(people),
        rows=ledger.row[booked.entry[mask]], hours=booked.hours[mask], days=booked.day[mask],
    )  # fmt: skip
