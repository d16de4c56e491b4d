"""A large project with everything on, made from a seed: the forecast's heaviest ordinary day."""

from __future__ import annotations

from datetime import date

import numpy as np

from app.project.model import (
    CommercialModel,
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
from app.project.month import Month, first_day, month_of

LINES, ACTUALS, PEOPLE = 2_000, 20_000, 80
START, STATUS, FINISH = date(2025, 7, 1), date(2026, 6, 17), date(2026, 12, 31)
RULES = (
    CreditingRule.FIFTY_FIFTY,
    CreditingRule.PERCENT,
    CreditingRule.MILESTONES,
    CreditingRule.ZERO_HUNDRED,
)


def large_project(*, seed: int = 7) -> Project:
    """All crediting rules, month columns on every tenth line, other costs, a raise for everyone, two
    currencies with monthly rates, priced and typed entries, some without a line, a plan of what is open."""
    chance = np.random.default_rng(seed)
    people = tuple(f"Person {index:03d}" for index in range(PEOPLE))
    lines = _lines(people, chance)
    return Project(
        settings=Settings(
            project="Large", currency="EUR", status_date=STATUS, start=START, finish=FINISH,
            commercial_model=CommercialModel.FIXED_PRICE, contract_price=900_000_000,
            billed_to_date=300_000_000,
        ),
        lines=lines,
        ledger=_ledger(lines, people, chance),
        plan=_plan(lines, chance),
        rates=tuple(
            Rate(
                person=name, role="Engineer", cost_rate=raised * (55 + 3 * (index % 15)), bill_rate=120.0,
                currency="EUR", effective_from=since,
            )
            for index, name in enumerate(people)
            for raised, since in ((1.0, None), (1.04, date(2026, 1, 1)))
        ),
        milestones=tuple(
            Milestone(id=f"M{index}", line=line.id, weight=0.5, actual=STATUS if index % 3 == 0 else None)
            for index, line in enumerate(lines)
            if line.rule is CreditingRule.MILESTONES
        ),
        exchange_rates=tuple(
            ExchangeRate(currency="USD", effective_from=first_day(month_of(START) + n), rate=0.9 + n / 500)
            for n in range(12)
        ),
    )  # fmt: skip


def _lines(people: tuple[str, ...], chance: np.random.Generator) -> tuple[Line, ...]:
    days = (FINISH - START).days
    found = []
    for index in range(LINES):
        begins = START.toordinal() + days * index * 3 // (LINES * 4)
        ends = min(begins + int(chance.integers(40, 130)), FINISH.toordinal())
        done = ends < STATUS.toordinal() and index % 5 > 0
        hours = float(chance.integers(20, 80))
        months: dict[Month, int] = {}
        if index % 10 == 0:
            first, last = (month_of(date.fromordinal(day)) for day in (begins, ends))
            months = {month: round(hours * 70_00 / (last - first + 1)) for month in range(first, last + 1)}
        found.append(
            Line(
                id=f"L{index:04d}", title=f"Work item {index}", phase=f"Phase {index * 8 // LINES + 1}",
                owner=people[index % PEOPLE], start=date.fromordinal(begins), finish=date.fromordinal(ends),
                actual_start=date.fromordinal(begins) if begins < STATUS.toordinal() else None,
                actual_finish=date.fromordinal(ends) if done else None,
                hours=hours, cost=None if months else round(hours * 70_00),
                other_cost=200_00 if index % 7 == 0 else None, revenue=round(hours * 90_00),
                progress=1.0 if done else 0.4 if index % 4 == 1 else None, rule=RULES[index % 4],
                months=months,
            )
        )  # fmt: skip
    return tuple(found)


def _ledger(lines: tuple[Line, ...], people: tuple[str, ...], chance: np.random.Generator) -> Ledger:
    day = np.sort(chance.integers(START.toordinal(), STATUS.toordinal() + 10, ACTUALS)).astype(np.int32)
    line = np.where(chance.random(ACTUALS) < 0.01, -1, np.arange(ACTUALS) % LINES).astype(np.int32)
    invoice = chance.random(ACTUALS) < 0.1
    return Ledger(
        day=day,
        month=np.array([month_of(date.fromordinal(each)) for each in day.tolist()], np.int32),
        line=line,
        person=np.where(invoice, -1, np.arange(ACTUALS) % PEOPLE).astype(np.int32),
        hours=np.where(invoice, 0.0, chance.integers(4, 32, ACTUALS) / 4),
        cost=np.where(invoice, chance.integers(50_00, 900_00, ACTUALS), 0),
        priced=invoice,
        currency=(invoice & (chance.random(ACTUALS) < 0.5)).astype(np.int32),
        kind=invoice.astype(np.int32),
        approved=np.ones(ACTUALS, np.bool_),
        row=np.arange(1, ACTUALS + 1, dtype=np.int32),
        people=people,
        currencies=("EUR", "USD"),
        kinds=("time", "invoice"),
        line_names=tuple(lines[index].id if index >= 0 else "Travel" for index in line.tolist()),
        documents=tuple(f"D-{index:05d}" for index in range(ACTUALS)),
    )


def _plan(lines: tuple[Line, ...], chance: np.random.Generator) -> ResourcePlan:
    """A row for two of three open lines; the others are forecast by what is left of their budget."""
    months = tuple(range(month_of(START), month_of(FINISH) + 1))
    open_lines = [index for index, line in enumerate(lines) if line.actual_finish is None and index % 3]
    hours = np.round(chance.uniform(2, 20, (len(open_lines), len(months))), 1)
    hours[chance.random(hours.shape) < 0.3] = np.nan
    return ResourcePlan(
        person=tuple(lines[index].owner for index in open_lines),
        role=("Engineer",) * len(open_lines),
        line=np.array(open_lines, np.int32),
        line_names=tuple(lines[index].id for index in open_lines),
        months=months,
        hours=hours,
        row=np.arange(1, len(open_lines) + 1, dtype=np.int32),
    )
