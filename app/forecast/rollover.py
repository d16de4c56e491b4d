"""What happens to forecast money that a closing month did not spend.

Whole minor units; the open plan before, plus the unspent, is the open plan after, plus what is released.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from app.forecast.rounding import apportioned
from app.project.month import Month


class Unspent(StrEnum):
    """Where it goes."""

    NEXT_MONTH = "next month"
    SPREAD = "spread"  # over the open months, in proportion to their plan
    RELEASE = "release"  # out of the forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledOver:
    """The open plan after closing, and what left the forecast."""

    months: Mapping[Month, int]
    released: int


def rolled_over(unspent: int, open_plan: Mapping[Month, int], rule: Unspent) -> RolledOver:
    """Applies `rule` to `unspent` (forecast - actual of the closing month; negative: overspent, taken back).

    Where the open months plan nothing, there is no proportion to spread by: the next one takes it all.
    Without any open month it is released.
    """
    months = dict(sorted(open_plan.items()))
    if rule is Unspent.RELEASE or not months or not unspent:
        return RolledOver(months=months, released=unspent)
    weights = np.maximum(np.array(list(months.values()), np.float64), 0.0)
    if rule is Unspent.NEXT_MONTH or weights.sum() == 0:
        weights = np.zeros(len(months))
        weights[0] = 1.0
    parts = apportioned(unspent, weights).tolist()
    return RolledOver(
        months={month: plan + part for (month, plan), part in zip(months.items(), parts, strict=True)},
        released=0,
    )
