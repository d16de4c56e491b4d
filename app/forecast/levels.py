"""From line columns to phases and the project: every level is the sum of its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.earned_value import measures
from app.forecast.figure import Figures
from app.forecast.result import Levels, Measures

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What measures rest on, on one basis: columns of shape (n + 1,), the last row naming no line."""

    bac: Floats
    pv: Figures
    share: Floats  # earned share of the budget
    ac: Floats
    etc: Floats
    done: NDArray[np.bool_]

    @property
    def ev(self) -> Floats:
        """Earned value, EV = budget x earned share."""
        return self.bac * self.share

    def measures(self, groups: NDArray[np.int64], count: int) -> Measures:
        """Measures of `count` groups; a row whose group is -1 is in none.

        A group's planned value is undefined when a row with a budget in it has none.
        """
        rows = np.flatnonzero(groups >= 0)
        of = groups[rows]

        def total(values: Floats) -> Floats:
            return np.bincount(of, values[rows], count).astype(np.float64)

        ac_or_plan = np.where(self.done, self.ac, np.maximum(self.bac, self.ac))
        ac_or_plan[-1] = self.ac[-1]  # what names no line has no plan to hold against it
        worst = np.zeros(count, np.int8)
        np.maximum.at(worst, of, self.pv.why[rows])
        pv = np.where(worst == 0, total(np.nan_to_num(self.pv.values)), np.nan)
        return measures(
            bac=total(self.bac),
            pv=Figures(pv, worst),
            ev=total(self.ev),
            ac=total(self.ac),
            etc=total(self.etc),
            eac_floor=total(ac_or_plan),
            ac_finished=total(np.where(self.done, self.ac, 0.0)),
        )


def levels(sums: Sums, phase: NDArray[np.int64], phases: int) -> Levels:
    """Lines, phases, what names no line, and the project."""
    n = len(sums.bac) - 1
    nowhere = np.full(1, -1, np.int64)
    return Levels(
        lines=sums.measures(np.append(np.arange(n), nowhere), n),
        phases=sums.measures(np.append(phase, nowhere), phases),
        unmatched=sums.measures(np.append(np.full(n, -1, np.int64), 0), 1),
        project=sums.measures(np.zeros(n + 1, np.int64), 1),
    )
