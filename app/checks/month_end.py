"""M. Month-end: closing in order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.wording import counted
from app.project.month import label

RED, AMBER = Severity.RED, Severity.AMBER


@check(
    "M2",
    title="The status date went back",
    rule="The status date is earlier than in the last run",
    severities=(RED,),
    wants="a previous run",
    has=lambda case: case.previous is not None,
)
def m2_status_date_back(case: Case) -> Iterator[Found]:
    """A status date before that of the last run rewrites months already reported."""
    before = case.previous.status_date if case.previous else case.today
    if case.today >= before:
        return
    back = (before - case.today).days
    yield Found(
        severity=RED,
        figure=f"{case.today}, {before} before",
        threshold=str(before),
        places=case.setting("status_date"),
        remedy=f"Set the status date to {before} or later ({counted(back, 'day')} on), "
        "unless months are meant to be opened again.",
    )


@check(
    "M4",
    title="Not approved in a closed month",
    rule="An entry of a closed month is not approved",
    severities=(AMBER,),
)
def m4_preliminary(case: Case) -> Iterator[Found]:
    """Unapproved entries that the figures already count."""
    ledger = case.ledger
    waiting = np.flatnonzero(~ledger.approved)
    entries = waiting[case.known[waiting] & (ledger.month[waiting] < case.monthly.closed_before)]
    if not len(entries):
        return
    cost = case.cost_of(entries)
    months = sorted({label(int(month)) for month in np.unique(ledger.month[entries])})
    yield Found(
        severity=AMBER,
        figure=f"{counted(len(entries), 'entry', 'entries')} not approved, {case.say.money(cost)}",
        threshold="0",
        places=case.cells("actuals", ledger.row[entries], "approved"),
        stake=cost,
        hours=float(ledger.hours[entries].sum()) or None,
        remedy=f"Approve {counted(len(entries), 'entry', 'entries')} of {months[0]}"
        + (f" to {months[-1]}" if len(months) > 1 else "")
        + f": {case.say.money(cost)} of actual cost is preliminary until then.",
    )
