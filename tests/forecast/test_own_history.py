"""The calibrated range from a workspace's own closed projects: enough of them, few, and none."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from app.forecast.calibrated import Calibrated, calibrated, history_bin, tenth_of
from app.forecast.class_fit import dearness_so_far
from app.forecast.own_history import Moment, learned
from app.forecast.reference_class import LABEL, TRANSFER_SCALE


def now(closed: Sequence[Moment] = ()) -> Calibrated:
    return calibrated(
        bac=1_000.0, ev_finished=400.0, ac_finished=400.0, ev_half=450.0, ac=500.0, closed=closed
    )


def ended(*dear: float) -> list[Moment]:
    """Projects at 40 % earned, on plan so far, whose rest cost `dear` times its budget."""
    return [
        Moment(tenth=4, matched=True, bac=100.0, ev=40.0, base=40.0, final=40.0 + 60.0 * each)
        for each in dear
    ]


def value(found: Calibrated, name: str) -> float:
    number = getattr(found, name).value
    assert number is not None
    return float(number)


def test_twenty_of_ones_own_speak_alone() -> None:
    """Rests of 1.01 to 1.20: leaving one out moves the median by half a step; the ranks are 2, 11, 17, 19."""
    rests = [1 + n / 100 for n in range(1, 21)]
    found = now(ended(*rests))
    assert found.history == "your 20 closed projects"
    middle = np.median(np.log(rests))
    errors = sorted(
        math.log(rest) - float(np.median(np.log([other for other in rests if other != rest])))
        for rest in rests
    )
    for name, rank in (("p10", 2), ("p50", 11), ("p80", 17), ("p90", 19)):
        assert value(found, name) == pytest.approx(400 + 600 * math.exp(middle + errors[rank - 1]))
    assert value(found, "point") == pytest.approx(400 + 600 * math.exp(middle))


def test_few_are_drawn_to_the_class() -> None:
    plain = value(now(), "point")
    dear = [value(now(ended(*[2.0] * count)), "point") for count in (1, 5, 10, 19)]
    alone = value(now(ended(*[2.0] * 20)), "point")
    assert alone == pytest.approx(400 + 600 * 2.0)
    assert [plain, *dear, alone] == sorted([plain, *dear, alone])
    told = now(ended(2.0, 2.0)).history
    assert told == f"your 2 closed projects, too few alone: drawn to the {LABEL}"


def test_few_keep_the_spread_of_the_class() -> None:
    plain, few = now(), now(ended(1.1, 1.2))

    def spread(found: Calibrated) -> float:
        return (value(found, "p80") - 400) / (value(found, "point") - 400)

    assert spread(few) == pytest.approx(spread(plain))


def test_projects_seen_elsewhere_say_nothing() -> None:
    other_tenth = [
        Moment(tenth=7, matched=True, bac=100.0, ev=70.0, base=70.0, final=200.0) for _ in range(30)
    ]
    other_basis = [
        Moment(tenth=4, matched=False, bac=100.0, ev=40.0, base=40.0, final=200.0) for _ in range(30)
    ]
    assert now([*other_tenth, *other_basis]) == now()


def test_a_few_by_hand() -> None:
    """Three of 20: own level, centre and slope count three twentieths.

    They had cost e^0, e^0.1 and e^0.3 of what they earned, their rests cost e^0.2, e^0.1 and e^2: level 0.2,
    centre 0.1. Slope: runs of -0.1, 0 and 0.2, rises of 0, -0.1 and 1.8, cut to 1: 0.2 / (0.05 + 1).
    """
    cases = ((0.0, 0.2), (0.1, 0.1), (0.3, 2.0))
    base = [40 * math.exp(so_far) for so_far, _ in cases]
    closed = [
        Moment(tenth=4, matched=True, bac=100.0, ev=40.0, base=spent, final=spent + 60 * math.exp(rest))
        for spent, (_, rest) in zip(base, cases, strict=True)
    ]
    shipped = history_bin(0.4, matched=True)
    found = learned(closed, shipped, tenth=4, matched=True)
    own = {"level": 0.2, "centre": 0.1, "slope": 0.2 / 1.05}
    for name, value_ in own.items():
        assert getattr(found.history, name) == pytest.approx(0.15 * value_ + 0.85 * getattr(shipped, name))
    assert found.history.residuals is shipped.residuals
    assert found.scale == TRANSFER_SCALE


def test_what_earned_nothing_or_cost_nothing_has_no_dearness() -> None:
    found = dearness_so_far(np.array([0.0, 1.0, 0.0, 2.0]), np.array([1.0, 0.0, 0.0, 1.0]))
    assert np.isnan(found[:3]).all()
    assert found[3] == pytest.approx(math.log(0.5))


def test_tenths_go_from_one_to_nine() -> None:
    shares = (0.0, 0.149, 0.15, 0.949, 0.96, 1.2)
    assert [tenth_of(share) for share in shares] == [1, 1, 2, 9, 9, 9]
