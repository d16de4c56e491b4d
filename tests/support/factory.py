"""A clean small project, made without a workbook: 120,000 EUR over 2026, half done and on plan at 30 June.

`make_project()` raises no flag; a test plants one fault by replacing what it names. Money is typed in
whole minor units (cents), hours and dates as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from app.project.model import (
    CreditingRule,
    ExchangeRate,
    Ledger,
    Line,
    Milestone,
    Project,
    Rate,
    ResourcePlan,
    Settings,
)
from app.project.month import label, month_of
from app.project.place import Source

STATUS = date(2026, 6, 30)
MONTHS_2026 = tuple(month_of(date(2026, month, 1)) for month in range(1, 13))
FIELDS = {
    "settings": "key value about",
    "budget": "line title phase owner start finish hours cost other_cost revenue progress rule "
    "actual_start actual_finish",
    "actuals": "date period line person hours cost currency type document approved debit credit",
    "resource_plan": "person role line",
    "rate_card": "person role cost_rate bill_rate unit currency effective_from",
    "milestones": "milestone title line weight baseline forecast actual amount owner",
    "exchange_rates": "currency effective_from rate kind",
    "purchase_orders": "order vendor line value invoiced accrued currency valid_until owner",
    "change_orders": "order title raised status cost price days line approved_on approver phasing",
    "invoices": "invoice title milestone amount due raised paid owner",
    "risks_and_actions": "item kind title line owner raised due status done amount",
    "stakeholders": "area person part organisation email",
}
TITLES = {
    "settings": "Settings",
    "budget": "Budget",
    "actuals": "Actuals",
    "resource_plan": "Resource plan",
    "rate_card": "Rate card",
    "milestones": "Milestones",
    "exchange_rates": "Exchange rates",
    "purchase_orders": "Purchase orders",
    "change_orders": "Change orders",
    "invoices": "Invoices",
    "risks_and_actions": "Risks and actions",
    "stakeholders": "Stakeholders",
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of Actuals as typed."""

    day: date
    line: str
    person: str = ""
    hours: float = 0.0
    cost: int | None = None
    currency: str = ""
    kind: str = ""
    document: str = ""
    approved: bool = True
    period: int | None = None


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One row of the Resource plan: hours by month of 2026, `None` is blank."""

    person: str
    line: str
    hours: dict[int, float | None] = field(default_factory=dict)  # 1..12 -> hours
    role: str = ""


def lines() -> list[Line]:
    """Discovery done, build half way, test to come, licences bought."""
    return [
        _line("1.1", "Discovery", "Ana", (1, 3), hours=300, cost=30_000_00, revenue=37_500_00, progress=1.0),
        _line("1.2", "Build", "Ben", (4, 9), hours=600, cost=48_000_00, revenue=60_000_00, progress=0.5),
        _line("1.3", "Test", "Ana", (10, 12), hours=300, cost=30_000_00, revenue=37_500_00, progress=0.0),
        _line(
            "1.4",
            "Licences",
            "Ana",
            (2, 2),
            hours=None,
            cost=12_000_00,
            revenue=15_000_00,
            progress=1.0,
            other_cost=12_000_00,
        ),
    ]


def entries() -> list[Entry]:
    """A timesheet a month and one invoice, as planned."""
    last = {1: 30, 2: 27, 3: 31, 4: 30, 5: 29, 6: 30}
    booked = [
        Entry(
            day=date(2026, month, day),
            line="1.1" if month <= 3 else "1.2",
            person="Ana" if month <= 3 else "Ben",
            hours=100.0,
            kind="time",
            document=f"TS-{month:02d}",
        )
        for month, day in last.items()
    ]
    invoice = Entry(day=date(2026, 2, 10), line="1.4", cost=12_000_00, kind="invoice", document="INV-7")
    return [*booked, invoice]


def plan() -> list[Planned]:
    """A hundred hours a month for whoever is on it."""
    return [
        Planned(person="Ana", line="1.1", hours=dict.fromkeys((1, 2, 3), 100.0)),
        Planned(person="Ben", line="1.2", hours=dict.fromkeys((4, 5, 6, 7, 8, 9), 100.0)),
        Planned(person="Ana", line="1.3", hours=dict.fromkeys((10, 11, 12), 100.0)),
    ]


def rates() -> list[Rate]:
    """Ana 100, Ben 80 an hour."""
    return [
        Rate(
            person=person,
            role="",
            cost_rate=cost,
            bill_rate=bill,
            currency="EUR",
            effective_from=date(2026, 1, 1),
        )
        for person, cost, bill in (("Ana", 100.0, 130.0), ("Ben", 80.0, 110.0))
    ]


def milestones() -> list[Milestone]:
    """One reached, one to come."""
    done, live = date(2026, 3, 31), date(2026, 12, 31)
    return [
        Milestone(
            id="M1",
            title="Discovery accepted",
            line="1.1",
            baseline=done,
            actual=done,
            amount=50_000_00,
            owner="Ana",
        ),
        Milestone(
            id="M2",
            title="Go live",
            line="1.3",
            baseline=live,
            forecast=live,
            amount=100_000_00,
            owner="Ana",
        ),
    ]


def settings(**changes: Any) -> Settings:
    """Fixed price 150,000, sold with 20 %, floor 15 %."""
    values: dict[str, Any] = {
        "project": "Portal",
        "client": "Invented client",
        "manager": "Ana",
        "currency": "EUR",
        "status_date": STATUS,
        "start": date(2026, 1, 1),
        "finish": date(2026, 12, 31),
        "contract_price": 150_000_00,
        "billed_to_date": 80_000_00,
        "baseline_margin": 0.20,
        "margin_floor": 0.15,
        "crediting_rule": CreditingRule.PERCENT,
    }
    keys = [*values, *changes.get("thresholds", {})]
    rows = {key: row for row, key in enumerate(keys, start=1)}
    return Settings(**{**values, "rows": rows, **changes})


def make_project(
    *,
    settings_: Settings | None = None,
    lines_: Sequence[Line] | None = None,
    entries_: Sequence[Entry] | None = None,
    plan_: Sequence[Planned] | None = None,
    rates_: Sequence[Rate] | None = None,
    milestones_: Sequence[Milestone] | None = None,
    exchange_rates_: Sequence[ExchangeRate] = (),
    without: Sequence[str] = (),
) -> Project:
    """The clean project, with what is given in place of its own; tabs in `without` are absent."""
    chosen = settings_ or settings()
    numbered = tuple(
        _at_row(line, row) for row, line in enumerate(lines_ if lines_ is not None else lines(), start=1)
    )
    ledger = make_ledger(numbered, entries_ if entries_ is not None else entries(), chosen.currency)
    planned = None
    if "resource_plan" not in without:
        planned = make_plan(numbered, plan_ if plan_ is not None else plan())
    return Project(
        settings=chosen,
        lines=numbered,
        ledger=ledger,
        plan=planned,
        rates=tuple(
            _at_row(rate, row) for row, rate in enumerate(rates_ if rates_ is not None else rates(), 1)
        ),
        milestones=()
        if "milestones" in without
        else tuple(
            _at_row(each, row)
            for row, each in enumerate(milestones_ if milestones_ is not None else milestones(), 1)
        ),
        exchange_rates=tuple(_at_row(rate, row) for row, rate in enumerate(exchange_rates_, 1)),
        sources={tab: source(tab) for tab in FIELDS if tab not in without},
    )


def source(tab: str) -> Source:
    """Where a tab of the factory's stands: heading in row 1, fields from column A, then months of 2026."""
    names = FIELDS[tab].split()
    if tab in ("budget", "resource_plan"):
        names += [label(month) for month in MONTHS_2026]
    return Source(
        list(FIELDS).index(tab), TITLES[tab], 0, {name: column for column, name in enumerate(names)}
    )


def make_ledger(lines_: Sequence[Line], entries_: Sequence[Entry], currency: str = "EUR") -> Ledger:
    """Rows of Actuals as arrays; row 1 is the first entry."""
    known = {line.id: index for index, line in enumerate(lines_)}
    people = tuple(dict.fromkeys(entry.person for entry in entries_ if entry.person))
    currencies = tuple(dict.fromkeys([currency, *(entry.currency for entry in entries_ if entry.currency)]))
    kinds = tuple(dict.fromkeys(["", *(entry.kind for entry in entries_)]))
    ints = np.int32
    return Ledger(
        day=np.array([entry.day.toordinal() for entry in entries_], ints),
        month=np.array([entry.period or month_of(entry.day) for entry in entries_], ints),
        line=np.array([known.get(entry.line, -1) for entry in entries_], ints),
        person=np.array([people.index(e.person) if e.person else -1 for e in entries_], ints),
        hours=np.array([entry.hours for entry in entries_], np.float64),
        cost=np.array([entry.cost or 0 for entry in entries_], np.int64),
        priced=np.array([entry.cost is not None for entry in entries_], np.bool_),
        currency=np.array([currencies.index(e.currency) if e.currency else 0 for e in entries_], ints),
        kind=np.array([kinds.index(entry.kind) for entry in entries_], ints),
        approved=np.array([entry.approved for entry in entries_], np.bool_),
        row=np.arange(1, len(entries_) + 1, dtype=ints),
        people=people,
        currencies=currencies,
        kinds=kinds,
        line_names=tuple(entry.line for entry in entries_),
        documents=tuple(entry.document for entry in entries_),
    )


def make_plan(lines_: Sequence[Line], rows: Sequence[Planned]) -> ResourcePlan:
    """Rows of the Resource plan over the months of 2026."""
    known = {line.id: index for index, line in enumerate(lines_)}
    hours = np.full((len(rows), 12), np.nan)
    for index, planned in enumerate(rows):
        for month, value in planned.hours.items():
            hours[index, month - 1] = np.nan if value is None else value
    return ResourcePlan(
        person=tuple(row.person for row in rows),
        role=tuple(row.role for row in rows),
        line=np.array([known.get(row.line, -1) for row in rows], np.int32),
        line_names=tuple(row.line for row in rows),
        months=MONTHS_2026,
        hours=hours,
        row=np.arange(1, len(rows) + 1, dtype=np.int32),
    )


def _line(
    id_: str,
    title: str,
    owner: str,
    span: tuple[int, int],
    *,
    hours: float | None,
    cost: int,
    revenue: int,
    progress: float,
    other_cost: int | None = None,
) -> Line:
    first, last = span
    count = last - first + 1
    start = date(2026, first, 1)
    finish = date.fromordinal(date(2026 + last // 12, last % 12 + 1, 1).toordinal() - 1)
    return Line(
        id=id_,
        title=title,
        phase="Delivery",
        owner=owner,
        start=start,
        finish=finish,
        actual_start=start if progress else None,
        actual_finish=finish if progress == 1 else None,
        hours=hours,
        cost=cost,
        other_cost=other_cost,
        revenue=revenue,
        progress=progress,
        months={MONTHS_2026[month - 1]: cost // count for month in range(first, last + 1)},
    )


def _at_row(thing: Any, row: int) -> Any:
    from dataclasses import replace

    return replace(thing, row=row)
