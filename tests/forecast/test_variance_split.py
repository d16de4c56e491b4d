"""Effects add up to the variance, to the last cent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forecast.variance_split import Effects, Work, split, split_foreign, to_the_unit

PARTS = ("volume", "mix", "rate", "exchange", "unplanned")


def work(hours: list[float], rate: list[float], exchange: list[float] | None = None) -> Work:
    one = [1.0] * len(hours) if exchange is None else exchange
    return Work(hours=np.array(hours, float), rate=np.array(rate, float), exchange=np.array(one, float))


def sums(found: Effects) -> dict[str, float]:
    return {name: float(getattr(found, name).sum()) for name in (*PARTS, "hours", "total")}


def test_hours_rate_and_exchange() -> None:
    """100 h at 80 and 1.10 planned; 112 h at 85 and 1.08 worked: 10,281.60 instead of 8,800.00."""
    found = sums(split(work([100], [80], [1.1]), work([112], [85], [1.08])))
    assert found["hours"] == pytest.approx(1056, abs=1e-9)
    assert found["rate"] == pytest.approx(616, abs=1e-9)
    assert found["exchange"] == pytest.approx(-190.4, abs=1e-9)
    assert found["total"] == pytest.approx(1481.6, abs=1e-9)


def test_volume_and_mix() -> None:
    """60 h at 100 and 40 h at 60 planned; 50 h at 104 and 70 h at 60 worked."""
    found = sums(split(work([60, 40], [100, 60]), work([50, 70], [104, 60])))
    wanted = {"volume": 1680, "mix": -880, "rate": 200, "total": 1000, "hours": 800, "exchange": 0}
    assert {name: found[name] for name in wanted} == pytest.approx(wanted, abs=1e-9)


def test_a_foreign_budget_line() -> None:
    """1,000 at 1.10 budgeted, 1,150 at 1.16 spent."""
    one = lambda value: np.array([value], float)  # noqa: E731
    found = split_foreign(budget=one(1000), budget_rate=one(1.1), actual=one(1150), actual_rate=one(1.16))
    assert found.exchange[0] == pytest.approx(69, abs=1e-9)
    assert found.performance[0] == pytest.approx(165, abs=1e-9)
    assert found.total[0] == pytest.approx(234, abs=1e-9)


def test_without_planned_hours_all_is_unplanned() -> None:
    found = sums(split(work([0, 0], [100, 60]), work([5, 2], [100, 60])))
    assert found == {
        "volume": 0,
        "mix": 0,
        "rate": 0,
        "exchange": 0,
        "unplanned": 620,
        "hours": 0,
        "total": 620,
    }


def test_a_role_without_planned_rate_is_unplanned_and_leaves_the_others_alone() -> None:
    found = split(work([60, 0], [100, np.nan]), work([66, 3], [100, 200]))
    assert found.unplanned.tolist() == [0, 600]
    assert sums(found)["volume"] == pytest.approx(600)
    assert sums(found)["mix"] == pytest.approx(0)


def test_no_work_done_is_all_volume_and_mix() -> None:
    found = sums(split(work([60, 40], [100, 60]), work([0, 0], [np.nan, np.nan], [np.nan, np.nan])))
    assert found["hours"] == pytest.approx(-8400)
    assert found["total"] == pytest.approx(-8400)


def test_printed_effects_add_to_the_printed_total() -> None:
    printed = to_the_unit(np.array([33.4, -10.2]), np.array([33.4, 5.4]), np.array([33.4, 0.3]))
    assert printed.sum(axis=1).tolist() == [100, -5]
    given_total = to_the_unit(np.array([0.4]), np.array([0.4]), total=np.array([1.0]))
    assert given_total.tolist() == [[1, 0]]


amounts = st.floats(0, 1e4)
sides = st.lists(
    st.tuples(
        amounts, st.floats(0.5, 500), st.floats(0.2, 5), amounts, st.floats(0.5, 500), st.floats(0.2, 5)
    ),
    min_size=1,
    max_size=6,
)


@given(sides)
def test_effects_sum_to_the_variance(rows: list[tuple[float, ...]]) -> None:
    hp, rp, xp, ha, ra, xa = (list(column) for column in zip(*rows, strict=True))
    planned, actual = work(hp, rp, xp), work(ha, ra, xa)
    found = split(planned, actual)
    parts = [getattr(found, name) for name in PARTS]
    total = float(actual.cost.sum() - planned.cost.sum())
    assert sum(part.sum() for part in parts) == pytest.approx(total, rel=1e-9, abs=1e-6)
    by_hours = (actual.hours - planned.hours) * planned.rate * planned.exchange
    wanted = by_hours if sum(hp) else np.zeros(len(hp))  # without any planned hours all is unplanned
    assert found.hours == pytest.approx(wanted, rel=1e-9, abs=1e-6)
    printed = to_the_unit(*parts)
    assert (np.abs(printed - np.column_stack(parts)) < 1).all()
    assert (np.abs(printed.sum(axis=1) - found.total) <= 0.5 + 1e-6).all()
