"""Single figures: values are computed, the first blank goes on with its reason."""

from __future__ import annotations

from app.forecast.figure import Figure, Undefined
from app.forecast.figure_algebra import applied, difference, product, quotient

SIX, FOUR, NOTHING = Figure(6.0), Figure(4.0), Figure(0.0)
FIRST, SECOND = Figure(None, Undefined.NO_REVENUE), Figure(None, Undefined.NO_BURN)


def test_of_two_values() -> None:
    assert difference(SIX, FOUR) == Figure(2)
    assert product(SIX, FOUR) == Figure(24)
    assert quotient(SIX, FOUR, Undefined.NO_BUDGET) == Figure(1.5)
    assert quotient(NOTHING, FOUR, Undefined.NO_BUDGET) == Figure(0)
    assert quotient(SIX, NOTHING, Undefined.NO_BUDGET) == Figure(None, Undefined.NO_BUDGET)
    assert applied(SIX, lambda value: value + 1) == Figure(7)


def test_a_blank_goes_on_and_the_first_of_two() -> None:
    assert applied(FIRST, lambda value: value + 1) == FIRST
    for one, other, found in ((FIRST, SECOND, FIRST), (FIRST, SIX, FIRST), (SIX, SECOND, SECOND)):
        assert difference(one, other) == found
        assert product(one, other) == found
        assert quotient(one, other, Undefined.NO_BUDGET) == found
    assert quotient(FIRST, NOTHING, Undefined.NO_BUDGET) == FIRST
