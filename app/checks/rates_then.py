"""What booked hours cost by the rate card of an earlier month end, beside what they cost by today's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from app.checks.case import Bools, Case, Floats, Ints
from app.checks.history import rate_key, rates_by_start
from app.project.exchange import FOR_ACTUALS
from app.project.model import Rate
from app.project.month import Month
from app.project.names import folded
from app.project.pricing import Pricing


@dataclass(frozen=True, slots=True)
class RatesThen:
    """The k entries of closed months that are priced by the hour and had a rate then, each of shape (k,)."""

    rate: Ints  # index into Project.rates: what prices it now; -1 for none
    hours: Floats
    moved: Floats  # cost now less cost then, minor units of the project currency; exchanged as today

    def of(self, which: Bools) -> tuple[float, float]:
        """Hours of these entries, and by how much their cost moved."""
        return float(self.hours[which].sum()), float(self.moved[which].sum())


def rates_then(case: Case, then: Mapping[str, float], until: Month) -> RatesThen:
    """The months up to `until`. `then`: cost of an hour by whose and since when, from `rates_by_start`."""
    ledger = case.ledger
    entries = np.flatnonzero(case.known & ~ledger.priced & (ledger.month <= until) & (ledger.hours != 0))
    before = replace(case.project, rates=(*_as_they_were(case, then), *_gone(case, then)))
    now, rate = _hour(case, case.pricing, entries)
    old, _ = _hour(case, Pricing.of(before), entries)
    had = ~np.isnan(old)
    hours = ledger.hours[entries[had]]
    step = np.where(np.isnan(now), 0.0, now)[had] - old[had]
    costing = [index for index, each in enumerate(case.project.rates) if each.cost_rate is not None]
    return RatesThen(np.array([*costing, -1], np.int64).take(rate[had]), hours, step * hours)


def _hour(case: Case, pricing: Pricing, entries: Ints) -> tuple[Floats, Ints]:
    """Cost of an hour of each entry, NaN for none, and which of the rates with a cost it is, -1 for none."""
    card, ledger = pricing.card, case.ledger
    people, person = (*ledger.people, ""), ledger.person[entries]  # the last answers for -1: a blank person
    by_person = card.person_keys(people).take(person)
    by_role = card.role_keys(people, [""] * len(people)).take(person)
    day = ledger.day[entries].astype(np.int64)
    hour = card.hour("cost", person=by_person, role=by_role, day=day, tiers=FOR_ACTUALS)
    return hour.minor, card.cost_row(person=by_person, role=by_role, day=day)


def _as_they_were(case: Case, then: Mapping[str, float]) -> Iterator[Rate]:
    """Today's rates at the cost they had; those that are new have none."""
    known = rates_by_start(case.project)
    for rate in case.project.rates:
        key = rate_key(rate.person or rate.role, rate.effective_from)
        yield replace(rate, cost_rate=then.get(key)) if key in known else rate


def _gone(case: Case, then: Mapping[str, float]) -> Iterator[Rate]:
    """Rates that are no longer on the card, in the currency in which it has others of theirs."""
    rates = case.project.rates
    now = {rate_key(rate.person or rate.role, rate.effective_from) for rate in rates}
    others = {folded(rate.person or rate.role): rate for rate in rates}
    people = set(map(folded, case.ledger.people))
    for key, cost in then.items():
        if key in now:
            continue
        name, _, since = key.rpartition("|")
        other = others.get(name)
        person = bool(other.person) if other else name in people
        yield Rate(
            person=name if person else "",
            role="" if person else name,
            cost_rate=cost,
            bill_rate=None,
            currency=other.currency if other else case.project.settings.currency,
            effective_from=date.fromisoformat(since) if since else None,
        )
