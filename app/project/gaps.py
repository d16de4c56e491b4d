"""What could not be priced, gathered cause by cause: one problem a person, one a currency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.project.model import Project
from app.project.place import Place
from app.project.problem import Problem, ProblemKind

Side = Literal["cost", "bill"]

_STANDS_IN = {"cost": "cost", "bill": "revenue"}
_TABS = {"actuals": "Actuals", "resource_plan": "Resource plan", "budget": "Budget"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Rows of one tab that one missing thing withholds; arrays of shape (n,)."""

    tab: str  # schema name
    field: str
    subject: str  # the person or role, or the currency
    rows: NDArray[np.int32]
    hours: NDArray[np.float64]
    days: NDArray[np.int64]


def gaps_by(
    subjects: Sequence[str],
    which: NDArray[np.int64],
    *,
    tab: str,
    field: str,
    rows: NDArray[np.int32],
    hours: NDArray[np.float64],
    days: NDArray[np.int64],
) -> Iterator[Gap]:
    """Split withheld rows by `subjects[which]`, in order of first appearance."""
    seen, first = np.unique(which, return_index=True)
    for code in seen[np.argsort(first)]:
        mine = which == code
        yield Gap(
            tab=tab, field=field, subject=subjects[code], rows=rows[mine], hours=hours[mine], days=days[mine]
        )


def missing_rates(project: Project, gaps: Sequence[Gap], *, side: Side = "cost") -> tuple[Problem, ...]:
    """One problem a person (or role): hours that have no rate in force and so stand in no cost."""
    problems = []
    for subject, mine in _by_subject(gaps):
        hours, count, first = _sizes(mine)
        who = subject or "nobody"
        where = " and ".join(dict.fromkeys(_TABS[gap.tab] for gap in mine))
        missing = f"has no {side} rate on {first}" if subject else "is named, so there is no rate to take"
        mend = (
            f"Add a {side} rate for {subject} from {first} or earlier to the Rate card"
            if subject
            else "Name the person (or the role) on these rows"
        )
        problems.append(
            Problem(
                kind=ProblemKind.MISSING_RATE,
                message=f"{where}: {who} {missing}: {hours:,.2f} hours not priced ({_rows_text(count)})",
                mend=f"{mend}: {hours:,.2f} hours then stand in the {_STANDS_IN[side]}",
                places=_places(project, mine),
                left_out=True,
                hours=hours,
                count=count,
                subject=subject,
            )
        )
    return tuple(problems)


def missing_exchange(
    project: Project, gaps: Sequence[Gap], foreign: dict[str, str] | None = None
) -> tuple[Problem, ...]:
    """One problem a currency: rows without an exchange rate stand in no cost. `foreign`: amounts in words."""
    problems = []
    for subject, mine in _by_subject(gaps):
        hours, count, first = _sizes(mine)
        where = " and ".join(dict.fromkeys(_TABS[gap.tab] for gap in mine))
        amount = (foreign or {}).get(subject, "")
        what = amount or f"{hours:,.2f} hours priced in {subject}"
        problems.append(
            Problem(
                kind=ProblemKind.MISSING_EXCHANGE_RATE,
                message=f"{where}: no exchange rate for {subject} on {first}: {what} in {_rows_text(count)} "
                "is outside the totals",
                mend=f"Add a rate for {subject} from {first} or earlier to Exchange rates",
                places=_places(project, mine),
                left_out=True,
                hours=hours or None,
                count=count,
                subject=subject,
            )
        )
    return tuple(problems)


def places_in_runs(project: Project, tab: str, field: str, rows: NDArray[np.int32]) -> tuple[Place, ...]:
    """The cells of `field` in `rows`, neighbours joined; () when the tab's place is not known."""
    source = project.sources.get(tab)
    if source is None or not len(rows):
        return ()
    ordered = np.unique(rows)
    runs = np.split(ordered, np.flatnonzero(np.diff(ordered) != 1) + 1)
    column = source.cell(0, field).column
    return tuple(
        Place(source.sheet_id, source.tab, int(run[0]), column, int(run[-1]) + 1, column + 1) for run in runs
    )


def _by_subject(gaps: Sequence[Gap]) -> Iterator[tuple[str, list[Gap]]]:
    for subject in dict.fromkeys(gap.subject for gap in gaps):
        yield subject, [gap for gap in gaps if gap.subject == subject]


def _sizes(gaps: Sequence[Gap]) -> tuple[float, int, date]:
    hours = sum(np.sum(gap.hours).item() for gap in gaps)
    count = sum(len(np.unique(gap.rows)) for gap in gaps)
    first = min(int(gap.days.min()) for gap in gaps)
    return hours, count, date.fromordinal(max(first, 1))


def _places(project: Project, gaps: Sequence[Gap]) -> tuple[Place, ...]:
    return tuple(place for gap in gaps for place in places_in_runs(project, gap.tab, gap.field, gap.rows))


def _rows_text(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
