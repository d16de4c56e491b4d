from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.project.effective import Steps
from app.project.exchange import FOR_ACTUALS, FOR_BUDGET, FOR_FORECAST, ExchangeTable
from app.project.model import ExchangeRate
from app.project.pricing import Pricing
from tests.forecast.build import project, rate

RATES = [
    rate("Ana", 50, 80, since="2026-01-01"),
    rate("Ana", 60, since="2026-07-01"),  # raises the cost, leaves the bill rate
    rate("Ben", 45, role="Tester"),
    rate("Cleo", 99, since="2026-06-01", role="Tester"),
    rate("", 40, 70, role="tester"),
]


def price(person: str, day: str, *, role: str = "", side: str = "cost") -> float | None:
    card = Pricing.of(project(rates=RATES)).card
    found = card.hour(
        side,  # type: ignore[arg-type]
        person=card.person_keys([person]),
        role=card.role_keys([person], [role]),
        day=np.array([date.fromisoformat(day).toordinal()]),
        tiers=FOR_ACTUALS,
    )
    assert found.no_rate[0] == np.isnan(found.minor[0])
    return None if found.no_rate[0] else float(found.minor[0]) / 100


@pytest.mark.parametrize(
    ("person", "day", "found"),
    [
        ("Ana", "2025-12-31", None),
        ("Ana", "2026-01-01", 50),
        (" ana ", "2026-06-30", 50),
        ("Ana", "2026-07-01", 60),
        ("Ana", "2031-01-01", 60),
        ("Ben", "2000-01-01", 45),  # no first day: always
        ("Cleo", "2026-05-31", 40),  # the role's rate before her own begins
        ("Cleo", "2026-06-01", 99),
        ("Zoe", "2026-06-01", None),
        ("", "2026-06-01", None),
    ],
)
def test_the_rate_in_force(person: str, day: str, found: float | None) -> None:
    assert price(person, day) == found


def test_roles_and_bill_rates() -> None:
    assert price("", "2026-03-01", role="Tester") == 40
    assert price("Zoe", "2026-03-01", role=" TESTER") == 40
    assert price("Ana", "2026-08-01", side="bill") == 80
    assert price("Ben", "2026-08-01", side="bill") == 70  # his role's
    assert price("Zoe", "2026-08-01", side="bill") is None


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 30)), max_size=12),
    st.lists(st.tuples(st.integers(-1, 6), st.integers(0, 32)), min_size=1, max_size=20),
)
def test_looking_up_many_is_looking_up_each(
    rows: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    keys, days = (np.array(column, np.int64) for column in zip(*rows, strict=True)) if rows else ([], [])
    steps = Steps.of(np.array(keys, np.int64), np.array(days, np.int64))
    wanted = []
    for key, day in asked:
        fit = [(since, index) for index, (of, since) in enumerate(rows) if of == key and since <= day]
        wanted.append(max(fit)[1] if fit and key >= 0 else -1)
    query = (np.array(column, np.int64) for column in zip(*asked, strict=True))
    assert steps.in_force(*query).tolist() == wanted


def exchange(currency: str, day: str, tiers: tuple[tuple[str, ...], ...], **more: bool) -> float:
    table = ExchangeTable.of(
        project(
            exchange_rates=tuple(
                ExchangeRate(currency="USD", effective_from=date.fromisoformat(since), rate=value, kind=kind)
                for since, value, kind in (
                    ("2026-01-01", 0.90, "budget"),
                    ("2026-02-01", 0.91, "average"),
                    ("2026-02-28", 0.92, "closing"),
                    ("2026-03-01", 0.93, "average"),
                    ("2026-04-01", 0.0, "closing"),  # no rate at all
                )
            )
        )
    )
    days = np.array([date.fromisoformat(day).toordinal()])
    return float(table.factor([currency], np.zeros(1, np.int64), days, tiers=tiers, **more)[0])


def test_the_exchange_rate_in_force_by_kind() -> None:
    assert exchange("EUR", "2026-02-10", FOR_ACTUALS) == 1
    assert exchange("", "2026-02-10", FOR_ACTUALS) == 1
    assert exchange("usd", "2026-02-10", FOR_ACTUALS) == 0.91
    assert exchange("USD", "2026-02-28", FOR_ACTUALS) == 0.92
    assert exchange("USD", "2026-09-01", FOR_FORECAST) == 0.93
    assert exchange("USD", "2026-09-01", FOR_BUDGET) == 0.90
    assert exchange("USD", "2026-01-15", FOR_FORECAST) == 0.90  # a budget rate may price the plan
    assert np.isnan(exchange("USD", "2026-01-15", FOR_ACTUALS))  # but never actuals
    assert np.isnan(exchange("GBP", "2026-09-01", FOR_FORECAST))  # missing is missing, never 1
    assert exchange("USD", "2020-01-01", FOR_BUDGET, else_first=True) == 0.90
