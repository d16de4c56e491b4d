"""A figure that may be undefined: then it is blank with a reason, never 0, infinity or a guess."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Undefined(IntEnum):
    """Why a figure has no value; `text` is what a person reads."""

    DEFINED = 0
    NO_COST_BOOKED = 1  # AC = 0
    NET_CREDIT = 2  # AC < 0
    NOTHING_PLANNED_YET = 3  # PV = 0
    NO_PLANNED_VALUE = 4  # a line has neither months nor dates
    NO_VALUE_EARNED = 5  # EV = 0
    COMPLETE = 6  # EV >= BAC
    TARGET_SPENT = 7  # AC >= BAC (or EAC)
    NO_BUDGET = 8  # BAC = 0
    NO_BURN = 9  # burn <= 0
    NO_REVENUE = 10  # revenue or price = 0 or not given
    NOT_STARTED = 11
    NO_FINISH = 12  # no finish date to phase towards
    TOO_EARLY = 13  # under 5 % earned
    NEARLY_DONE = 14  # 95 % or more earned
    NO_HISTORY = 15  # earned value of earlier months is not known
    NO_TERM = 16  # a retainer without start or finish

    @property
    def text(self) -> str:
        """What a person reads."""
        return _TEXTS[self]


_TEXTS = {
    Undefined.DEFINED: "",
    Undefined.NO_COST_BOOKED: "no cost booked yet",
    Undefined.NET_CREDIT: "net credit booked",
    Undefined.NOTHING_PLANNED_YET: "nothing planned yet",
    Undefined.NO_PLANNED_VALUE: "no months and no dates to plan by",
    Undefined.NO_VALUE_EARNED: "no value earned yet",
    Undefined.COMPLETE: "complete",
    Undefined.TARGET_SPENT: "target already spent",
    Undefined.NO_BUDGET: "no budget",
    Undefined.NO_BURN: "no burn in the last closed months",
    Undefined.NO_REVENUE: "no revenue or price given",
    Undefined.NOT_STARTED: "not started",
    Undefined.NO_FINISH: "no finish date",
    Undefined.TOO_EARLY: "too early: under 5 % earned",
    Undefined.NEARLY_DONE: "nearly done: 95 % or more earned",
    Undefined.NO_HISTORY: "earned value of earlier months is not known",
    Undefined.NO_TERM: "no start and finish to spread the fee over",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: a value, or `None` and the reason."""

    value: float | None
    why: Undefined = Undefined.DEFINED


@dataclass(frozen=True, slots=True)
class Figures:
    """A column of figures, shape (n,): `values` is NaN exactly where `why` is not DEFINED (0)."""

    values: NDArray[np.float64]
    why: NDArray[np.int8]

    def at(self, index: int) -> Figure:
        """The figure of row `index`."""
        why = Undefined(int(self.why[index]))
        return Figure(None if why else float(self.values[index]), why)
