"""Entries later than the status date: left out of every figure, and said so."""

from __future__ import annotations

import numpy as np

from app.project.booked import known_entries
from app.project.currency import money_text
from app.project.model import Project
from app.project.problem import Problem, ProblemKind
from app.project.runs import places_in_runs


def after_status_date(project: Project) -> tuple[Problem, ...]:
    """One problem for them all; `amount` is their typed cost in the project's own currency."""
    later = np.flatnonzero(~known_entries(project))
    if not len(later):
        return ()
    ledger, settings = project.ledger, project.settings
    own = (ledger.currency[later] == 0) & ledger.priced[later]
    amount = ledger.cost[later][own].sum().item()
    hours = ledger.hours[later].sum().item()
    counted = "1 entry is" if len(later) == 1 else f"{len(later):,} entries are"
    what = [f"{hours:,.2f} hours"] if hours else []
    what += [f"{money_text(amount, settings.currency, project.minor_digits)} of typed cost"] if amount else []
    return (
        Problem(
            kind=ProblemKind.AFTER_STATUS_DATE,
            message=f"Actuals: {counted} later than the status date {settings.status_date} and left out"
            + (f": {' and '.join(what)}" if what else ""),
            mend="Move the status date on, or correct the dates; what is still to come belongs to the plan",
            places=places_in_runs(project, "actuals", "date", ledger.row[later]),
            left_out=True,
            amount=amount or None,
            hours=hours,
            count=len(later),
        ),
    )
