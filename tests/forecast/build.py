"""Small projects for tests, built without a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from app.project.model import Ledger, Line, Project, Rate, ResourcePlan, Settings
from app.project.month import Month, month_of
from app.project.place import Source


def month(text: str) -> Month:
    return month_of(date.fromisoformat(f"{text}-01"))


@dataclass(frozen=True, kw_only=True)
class Entry:
    day: str
    line: str
    hours: float = 0.0
    cost: int | None = None
    person: str = ""
    currency: str = ""
    kind: str = ""
    period: str = ""


def ledger(entries: Iterable[Entry], lines: Sequence[Line], currency: str = "EUR") -> Ledger:
    entries = list(entries)
    ids = {line.id: index for index, line in enumerate(lines)}
    people = list(dict.fromkeys(entry.person for entry in entries if entry.person))
    currencies = list(dict.fromkeys([currency, *(e.currency or currency for e in entries)]))
    kinds = list(dict.fromkeys(["", *(e.kind for e in entries)]))
    days = [date.fromisoformat(entry.day) for entry in entries]

    def ints(values: Iterable[int]) -> Any:
        return np.array(list(values), np.int32)

    return Ledger(
        day=ints(day.toordinal() for day in days),
        month=ints(
            month(e.period) if e.period else month_of(day) for e, day in zip(entries, days, strict=True)
        ),
        line=ints(ids.get(e.line, -1) for e in entries),
        person=ints(people.index(e.person) if e.person else -1 for e in entries),
        hours=np.array([e.hours for e in entries], np.float64),
        cost=np.array([e.cost or 0 for e in entries], np.int64),
        priced=np.array([e.cost is not None for e in entries], np.bool_),
        currency=ints(currencies.index(e.currency or currency) for e in entries),
        kind=ints(kinds.index(e.kind) for e in entries),
        approved=np.ones(len(entries), np.bool_),
        row=ints(range(1, len(entries) + 1)),
        people=tuple(people),
        currencies=tuple(currencies),
        kinds=tuple(kinds),
        line_names=tuple(e.line for e in entries),
        documents=("",) * len(entries),
    )


def resource_plan(
    rows: Sequence[tuple[str, str, str, Mapping[str, float]]], lines: Sequence[Line]
) -> ResourcePlan:
    """Rows of (person, role, line, {"2026-01": hours})."""
    ids = {line.id: index for index, line in enumerate(lines)}
    months = sorted({month(label) for *_, hours in rows for label in hours})
    grid = np.full((len(rows), len(months)), np.nan)
    for index, (*_, hours) in enumerate(rows):
        for label, value in hours.items():
            grid[index, months.index(month(label))] = value
    return ResourcePlan(
        person=tuple(row[0] for row in rows),
        role=tuple(row[1] for row in rows),
        line=np.array([ids.get(row[2], -1) for row in rows], np.int32),
        line_names=tuple(row[2] for row in rows),
        months=tuple(months),
        hours=grid,
        row=np.arange(1, len(rows) + 1, dtype=np.int32),
    )


def rate(
    person: str, cost: float, bill: float | None = None, *, role: str = "", since: str = "", **more: Any
) -> Rate:
    return Rate(
        person=person,
        role=role,
        cost_rate=cost,
        bill_rate=bill,
        currency=more.pop("currency", "EUR"),
        effective_from=date.fromisoformat(since) if since else None,
        **more,
    )


SOURCES = {
    "budget": Source(0, "Budget", 0, {"line": 0, "hours": 6, "cost": 7}),
    "actuals": Source(1, "Actuals", 0, {"date": 0, "line": 2, "hours": 4, "cost": 5}),
    "resource_plan": Source(2, "Resource plan", 0, {"person": 0, "line": 2}),
}


def project(
    lines: Sequence[Line] = (),
    entries: Iterable[Entry] = (),
    *,
    status: str = "2026-03-31",
    plan: Sequence[tuple[str, str, str, Mapping[str, float]]] | None = None,
    rates: Sequence[Rate] = (),
    minor_digits: int = 2,
    settings: Mapping[str, Any] | None = None,
    **more: Any,
) -> Project:
    chosen = replace(Settings(status_date=date.fromisoformat(status), currency="EUR"), **(settings or {}))
    return Project(
        settings=chosen,
        lines=tuple(lines),
        ledger=ledger(entries, lines, chosen.currency),
        plan=resource_plan(plan, lines) if plan is not None else None,
        rates=tuple(rates),
        sources=SOURCES,
        minor_digits=minor_digits,
        **more,
    )
