"""Projects of a chosen size, made from a seed, as rows by tab like the demo's."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]

START = date(2025, 7, 1)
STATUS_DATE = date(2026, 6, 30)
FINISH = date(2026, 12, 31)
MONTHS = tuple(f"{2025 + (6 + i) // 12}-{(6 + i) % 12 + 1:02d}" for i in range(18))


@dataclass(frozen=True, slots=True)
class Size:
    """How large a project is."""

    name: str
    lines: int
    actuals: int
    people: int


SIZES = (
    Size("small", lines=50, actuals=500, people=8),
    Size("middle", lines=300, actuals=5_000, people=25),
    Size("large", lines=2_000, actuals=20_000, people=80),
)


def tables(size: Size, *, seed: int = 7) -> dict[str, list[Row]]:
    """Rows by tab of the contract; the same seed gives the same rows."""
    chance = random.Random(seed)  # noqa: S311 # repeatable, not secret
    people = [f"Person {i:03d}" for i in range(size.people)]
    rates = {name: 55 + 3 * (i % 15) for i, name in enumerate(people)}
    budget, plan = _lines(size, people, rates, chance)
    span = (STATUS_DATE - START).days
    actuals: list[Row] = []
    for i in range(size.actuals):
        line = budget[i % size.lines]
        actuals.append(
            {
                "date": START + timedelta(days=span * i // size.actuals),
                "line": line["line"],
                "person": line["owner"],
                "hours": chance.randint(2, 16) / 2,
                "type": "time",
                "document": f"TS-{i // 40:05d}",
                "approved": True,
            }
        )
    return {
        "settings": [
            {"key": key, "value": value}
            for key, value in {
                "project": f"Bench {size.name}",
                "currency": "EUR",
                "status_date": STATUS_DATE,
                "start": START,
                "finish": FINISH,
                "commercial_model": "fixed price",
                "contract_price": round(sum(row["cost"] for row in budget) * 1.25),
                "crediting_rule": "percent",
            }.items()
        ],
        "budget": budget,
        "actuals": actuals,
        "resource_plan": plan,
        "rate_card": [
            {"person": name, "role": "Engineer", "cost_rate": rate, "bill_rate": rate * 1.5, "unit": "hour"}
            for name, rate in rates.items()
        ],
    }


def _lines(
    size: Size, people: list[str], rates: dict[str, int], chance: random.Random
) -> tuple[list[Row], list[Row]]:
    """Budget lines through the project's life, and a plan row for each that is still open."""
    mean = sum(range(4, 33)) / 29 * size.actuals / size.lines / 4  # hours that the actuals will bring
    budget: list[Row] = []
    plan: list[Row] = []
    for i in range(size.lines):
        owner = people[i % size.people]
        begins = START + timedelta(days=(FINISH - START).days * i * 3 // (size.lines * 4))
        ends = min(begins + timedelta(days=chance.randint(40, 130)), FINISH)
        hours = round(mean * chance.uniform(0.8, 1.6))
        elapsed = (STATUS_DATE - begins).days / (ends - begins).days
        progress = round(min(1.0, max(0.0, elapsed * chance.uniform(0.8, 1.05))), 2)
        budget.append(
            {
                "line": f"L{i:04d}",
                "title": f"Work item {i}",
                "phase": f"Phase {i * 8 // size.lines + 1}",
                "owner": owner,
                "start": begins,
                "finish": ends,
                "hours": hours,
                "cost": hours * rates[owner],
                "revenue": round(hours * rates[owner] * 1.25),
                "progress": progress,
            }
        )
        if progress < 1:
            rest = [m for m in MONTHS if f"{STATUS_DATE:%Y-%m}" < m <= f"{max(ends, FINISH):%Y-%m}"]
            share = round(hours * (1 - progress) / len(rest), 1)
            plan.append(
                {"person": owner, "role": "Engineer", "line": f"L{i:04d}"} | dict.fromkeys(rest, share)
            )
    return budget, plan
