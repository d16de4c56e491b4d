from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.forecast.balanced import balanced_grid
from app.forecast.rounding import apportioned, parts, printed_grid, rounded

AMOUNTS = st.floats(-1e7, 1e7, allow_nan=False).map(lambda value: round(value, 4))


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        (10_000, [1, 1, 1], [3334, 3333, 3333]),  # 100.00 over equal weights: ties to the earliest
        (-10, [1, 1, 1], [-4, -3, -3]),  # the absolute value is split, then the sign put back
        (100, [1, 2, 4], [14, 29, 57]),  # quotas 14.2857, 28.5714, 57.1429
        (60_000, [100, 100, 50], [24_000, 24_000, 12_000]),  # 600.00 left, in the plan's shape
        (63_000, [20, 22, 21], [20_000, 22_000, 21_000]),  # 630.00 left, by working days
        (5_500, [100, 50], [3_667, 1_833]),  # 55.00 unspent, spread over an open plan of 100 and 50
    ],
)
def test_largest_remainder(total: int, weights: list[float], expected: list[int]) -> None:
    assert apportioned(total, np.array(weights, float)).tolist() == expected


@pytest.mark.parametrize(("value", "unit"), [(0.5, 1), (-0.5, -1), (2.4999, 2), (0.29 * 100, 29), (0.0, 0)])
def test_halves_go_away_from_zero(value: float, unit: int) -> None:
    assert rounded(value) == unit


@given(arrays(np.float64, st.integers(1, 30), elements=AMOUNTS))
def test_parts_add_and_none_moves_a_unit(values: np.ndarray) -> None:
    whole = parts(values)
    assert whole.sum() == rounded(float(values.sum()))
    assert np.abs(whole - values).max() < 1 + 1e-5


@given(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).flatmap(
        lambda shape: st.tuples(
            arrays(np.float64, shape, elements=AMOUNTS), arrays(np.float64, shape[0], elements=AMOUNTS)
        )
    )
)
def test_a_printed_grid_adds_up_every_way(case: tuple[np.ndarray, np.ndarray]) -> None:
    cells, loose = case
    grid = printed_grid(cells, loose)
    assert (grid.cells.sum(axis=1) + grid.loose == grid.lines).all()
    assert grid.lines.sum() == grid.total == rounded(float(cells.sum() + loose.sum()))
    assert (grid.cells.sum(axis=0) == grid.months).all()
    assert grid.months.sum() + grid.loose.sum() == grid.total
    assert np.abs(grid.cells - cells).max() < 2


def test_a_grid_without_lines_or_months() -> None:
    assert printed_grid(np.zeros((0, 3))).total == 0
    assert printed_grid(np.array([[], []]), np.array([0.4, 0.4])).lines.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("cells", "columns", "expected"),
    [
        ([2.0, 1.0], [1, 2], [1, 2]),  # whole as they are: a cell of one unit may take one more
        ([1.0, 2.0], [0, 3], [0, 3]),  # and may give its own
        ([1.4, 2.3], [1, 3], [1, 3]),  # the unit left over went to the first: it suits both within a unit
        ([2.0, 0.9], [1, 2], [2, 1]),  # a cell of less than one takes nothing
    ],
)
def test_a_unit_that_a_column_has_too_much_moves_inside_its_row(
    cells: list[float], columns: list[int], expected: list[int]
) -> None:
    found = balanced_grid(np.array([cells]), np.array([sum(columns)]), np.array(columns))
    assert found.tolist() == [expected]


def test_halves_of_credits_and_of_costs_go_to_the_earliest() -> None:
    assert parts(np.array([-0.5, 0.0, -0.5])).tolist() == [-1, 0, 0]
    assert parts(np.array([0.5, 0.0, 0.5])).tolist() == [1, 0, 0]
    assert parts(np.array([-1.5, 1.0, -1.5])).tolist() == [-1, 1, -2]  # of both kinds: floors first


def test_of_many_rows_that_suit_alike_the_earliest_give_their_units() -> None:
    """Forty halves, all rounded to the first column: five are too many there."""
    found = balanced_grid(np.full((40, 2), 0.5), np.ones(40, np.int64), np.array([35, 5]))
    assert found.tolist() == [[0, 1]] * 5 + [[1, 0]] * 35
