"""Lines budgeted as a credit: what is left of them is the credit, never the cost booked against them."""

from __future__ import annotations

import numpy as np
import pytest

from app.forecast.cost_to_complete import left


@pytest.mark.parametrize(
    ("budget", "spent", "rest"),
    [
        (5_000.0, 2_000.0, 3_000.0),
        (5_000.0, 7_000.0, 0.0),
        (-5_000.0, 0.0, -5_000.0),
        (-5_000.0, -2_000.0, -3_000.0),
        (-5_000.0, -7_000.0, 0.0),
        (-5_000.0, 42_000.0, -5_000.0),
    ],
)
def test_what_is_left(budget: float, spent: float, rest: float) -> None:
    assert left(np.array([budget]), np.array([spent])).tolist() == [rest]
