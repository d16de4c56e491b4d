"""Entries later than the status date: left out of every figure, and said so."""

from __future__ import annotations

import numpy as np

from app.project.booked import known_entries, typed_cost
from app.project.currency import money_text
from app.project.model import Project
from app.project.problem import Problem, ProblemKind, Work
from app.project.runs import places_in_runs
from app.project.worth import HourWorth


def after_status_date(project: Project, worth: HourWorth) -> tuple[Problem, ...]:
    """One problem for them all; `amount` is what they would add to actual cost: typed cost where its
    currency has a rate, and hours at the rate of whoever worked them."""
    later = np.flatnonzero(~known_entries(project))
    if not len(later):
        return ()
    ledger, settings = project.ledger, project.settings
    own = (ledger.currency[later] == 0) & ledger.priced[later]
    typed = ledger.cost[later][own].sum().item()
    hours = ledger.hours[later].sum().item()
    counted = "1 entry is" if len(later) == 1 else f"{len(later):,} entries are"
    what = [f"{hours:,.2f} hours"] if hours else []
    what += [f"{money_text(typed, settings.currency, project.minor_digits)} of typed cost"] if typed else []
    foreign = later[ledger.priced[later] & (ledger.currency[later] != 0)]
    exchanged = typed_cost(project, worth.pricing, foreign)
    unpriced = later[~ledger.priced[later] & (ledger.hours[later] != 0)]
    people = (*ledger.people, "")
    who, days, worked = ledger.person[unpriced] % len(people), ledger.day[unpriced], ledger.hours[unpriced]
    at_rates = worth.of(people, which=who.astype(np.int64), days=days.astype(np.int64), hours=worked)
    amount = typed + np.nansum(exchanged).item() + (at_rates.amount if at_rates else 0.0)
    return (
        Problem(
            kind=ProblemKind.AFTER_STATUS_DATE,
            message=f"Actuals: {counted} later than the status date {settings.status_date} and left out"
            + (f": {' and '.join(what)}" if what else ""),
            mend="Move the status date on, or correct the dates; what is still to come belongs to the plan",
            places=places_in_runs(project, "actuals", "date", ledger.row[later]),
            left_out=True,
            amount=amount or None,
            basis=at_rates.basis if at_rates else "",
            hours=hours,
            count=len(later),
            work=() if at_rates or not len(unpriced) else (Work("", 0, worked.sum().item()),),
        ),
    )
