"""Chooses a formulation for each unit by what the other units alone say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from app.forecast.backtest.learning import Forecasts, Learned
from app.forecast.backtest.states import States


def chosen_by_nested_validation(
    learned: Sequence[Learned], states: States
) -> tuple[Forecasts, Mapping[str, int]]:
    """Forecasts of each unit by the formulation that errs least on all others, and how often each was chosen.

    For every unit left out, each formulation is scored on the rest, every project of the rest left out
    in its turn. The unit's own ends take no part in the choice. Ties: the earlier formulation.
    """
    unit = learned[0].unit
    point, quantiles = np.full(len(unit), np.nan), np.full((len(unit), 4), np.nan)
    chosen: Counter[str] = Counter({one.formulation.name: 0 for one in learned})
    best = {
        each: min(learned, key=lambda one, each=each: one.inner_error(each, states.final))  # type: ignore[misc]
        for each in np.unique(unit).tolist()
    }
    for one in learned:
        mine = np.isin(unit, [each for each, taken in best.items() if taken is one])
        chosen[one.formulation.name] = sum(taken is one for taken in best.values())
        found = one.forecasts(mine)
        point[mine], quantiles[mine] = found.point[mine], found.quantiles[mine]
    return Forecasts(point=point, quantiles=quantiles), dict(chosen)
