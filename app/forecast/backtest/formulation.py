"""Ways to learn from finished projects what the rest of one will cost; all are tried, none in secret."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.backtest.credit import HALF_HALF, MATCHED, ZERO_HUNDRED, credited
from app.forecast.backtest.states import States
from app.forecast.class_fit import dearness_so_far

Floats = NDArray[np.float64]

SO_FAR = "so far"  # how dear the work was so far
SPENT_ON_OPEN = "spent on open lines"  # part of the budget left
BEGUN = "begun"  # half the plan of begun lines, part of the budget left


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulation:
    """m = median y of the tenth + slopes x (signs - their medians in the tenth)."""

    name: str
    credit: str
    signs: tuple[str, ...] = (SO_FAR,)  # none: the class median
    common: bool = False  # slopes from all tenths together; otherwise from the same tenth alone


RULE = Formulation(name="calibrated, matched", credit=MATCHED)
"""The rule Plumbline forecasts by."""

UNMATCHED_RULE = Formulation(name="calibrated, 50/50", credit=HALF_HALF)
"""The rule where actuals do not reach the lines."""

CLASS_MEDIAN = Formulation(name="class median, matched", credit=MATCHED, signs=())

FORMULATIONS = (
    RULE,
    UNMATCHED_RULE,
    Formulation(name="calibrated, 0/100", credit=ZERO_HUNDRED),
    CLASS_MEDIAN,
    Formulation(name="one slope for all tenths, matched", credit=MATCHED, common=True),
    Formulation(name="one slope for all tenths, 50/50", credit=HALF_HALF, common=True),
    Formulation(
        name="one slope for all tenths, and work begun", credit=MATCHED, common=True,
        signs=(SO_FAR, SPENT_ON_OPEN, BEGUN),
    ),
)  # fmt: skip


def sign_columns(formulation: Formulation, states: States) -> Floats:
    """What the formulation looks at, at each moment, shape (s, signs); NaN where it cannot be told."""
    ev, base = credited(states, formulation.credit)
    columns = [
        dearness_so_far(ev, base) if sign == SO_FAR else _OPEN_WORK[sign](states)
        for sign in formulation.signs
    ]
    return np.column_stack(columns) if columns else np.empty((len(states), 0))


def _part_of_rest(states: States, amount: Floats) -> Floats:
    left = states.bac - states.ev_finished
    return np.asarray(np.divide(amount, left, out=np.full(len(left), np.nan), where=left > 0))


_OPEN_WORK: dict[str, Callable[[States], Floats]] = {
    SPENT_ON_OPEN: lambda states: _part_of_rest(states, states.ac - states.ac_finished),
    BEGUN: lambda states: _part_of_rest(states, states.ev_half - states.ev_finished),
}
