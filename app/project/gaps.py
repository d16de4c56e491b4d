"""What could not be priced, gathered cause by cause: one problem a person, one a currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.project.currency import money_text
from app.project.model import Project
from app.project.names import folded
from app.project.problem import Problem, ProblemKind
from app.project.rates import Side
from app.project.runs import places_in_runs
from app.project.worth import HourWorth, Worth


class Lack(StrEnum):
    """What is missing."""

    COST_RATE = "cost rate"
    BILL_RATE = "bill rate"
    EXCHANGE_RATE = "exchange rate"


_SIDES: dict[Lack, Side] = {Lack.COST_RATE: "cost", Lack.BILL_RATE: "bill"}
_TABS = {"actuals": "Actuals", "resource_plan": "Resource plan", "budget": "Budget",
          "purchase_orders": "Purchase orders"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Cells of one tab that a lack withholds from cost (or revenue); arrays of shape (n,)."""

    lack: Lack
    tab: str  # schema name
    field: str
    subjects: Sequence[str]  # people and roles, or currencies
    which: NDArray[np.int64]  # index into subjects
    rows: NDArray[np.int32]
    hours: NDArray[np.float64]
    days: NDArray[np.int64]
    amounts: NDArray[np.int64] | None = None  # minor units of the foreign currency, where typed

    def only(self, subject: int) -> Gap:
        """The cells of one subject."""
        mine = self.which == subject
        return Gap(
            lack=self.lack, tab=self.tab, field=self.field, subjects=self.subjects, which=self.which[mine],
            rows=self.rows[mine], hours=self.hours[mine], days=self.days[mine],
            amounts=None if self.amounts is None else self.amounts[mine],
        )  # fmt: skip


def gap_problems(project: Project, gaps: Iterable[Gap], worth: HourWorth) -> tuple[Problem, ...]:
    """One problem for each thing that is missing, over all tabs, in order of first appearance."""
    causes: dict[tuple[Lack, str], list[Gap]] = {}
    for gap in gaps:
        seen, first = np.unique(gap.which, return_index=True)
        for subject in seen[np.argsort(first)].tolist():
            cause = gap.lack, folded(gap.subjects[subject])
            causes.setdefault(cause, []).append(gap.only(subject))
    return tuple(
        _problem(project, lack, mine, _worth(worth, lack, mine)) for (lack, _), mine in causes.items()
    )


def _worth(worth: HourWorth, lack: Lack, gaps: Sequence[Gap]) -> Worth | None:
    """What the hours of one person (or role) are worth; None for what is foreign."""
    if lack is Lack.EXCHANGE_RATE:
        return None
    days = np.concatenate([gap.days for gap in gaps])
    return worth.of(
        [gaps[0].subjects[gaps[0].which[0]]],
        which=np.zeros(len(days), np.int64),
        days=days,
        hours=np.concatenate([gap.hours for gap in gaps]),
        side=_SIDES[lack],
    )


def _problem(project: Project, lack: Lack, gaps: Sequence[Gap], worth: Worth | None) -> Problem:
    subject = gaps[0].subjects[gaps[0].which[0]].strip()
    since = date.fromordinal(max(1, min(int(gap.days.min()) for gap in gaps)))
    hours = sum(gap.hours.sum().item() for gap in gaps)
    count = sum(len(np.unique(gap.rows)) for gap in gaps)
    where = " and ".join(dict.fromkeys(_TABS[gap.tab] for gap in gaps))
    cells = "1 row" if count == 1 else f"{count:,} rows"
    if lack is Lack.EXCHANGE_RATE:
        typed = sum(gap.amounts.sum().item() for gap in gaps if gap.amounts is not None)
        what = [money_text(typed, subject)] if typed else []
        priced = sum(gap.hours.sum().item() for gap in gaps if gap.amounts is None)
        what += [f"{priced:,.2f} hours priced in {subject}"] if priced else []
        says = f"no exchange rate for {subject} on {since}: {' and '.join(what)} in {cells} not in the totals"
        mend = f"Add a rate for {subject} from {since} or earlier to Exchange rates"
    elif subject:
        says = f"{subject} has no {lack} on {since}: {hours:,.2f} hours in {cells} not priced"
        mend = f"Add a {lack} for {subject} from {since} or earlier: it prices {hours:,.2f} hours"
    else:
        says = f"nobody is named, so there is no {lack} to take: {hours:,.2f} hours in {cells} not priced"
        mend = f"Name the person (or the role) on these rows: it prices {hours:,.2f} hours"
    exchange = lack is Lack.EXCHANGE_RATE
    return Problem(
        kind=ProblemKind.MISSING_EXCHANGE_RATE if exchange else ProblemKind.MISSING_RATE,
        message=f"{where}: {says}",
        mend=mend,
        places=tuple(p for gap in gaps for p in places_in_runs(project, gap.tab, gap.field, gap.rows)),
        left_out=True,
        amount=worth.amount if worth else None,
        basis=worth.basis if worth else "",
        hours=hours or None,
        count=count,
        subject=subject,
        column="" if subject else f"nobody named, no {lack}",
    )
