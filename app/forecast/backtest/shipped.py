"""The reference class as it is shipped: what a firm without a history of its own is told."""

from __future__ import annotations

import numpy as np

from app.forecast.backtest.learning import Forecasts
from app.forecast.backtest.states import States
from app.forecast.calibrated import calibrated


def shipped_forecasts(states: States) -> Forecasts:
    """Forecasts on the matched basis with widened residuals; they learn nothing from these projects."""
    found = [
        calibrated(
            bac=float(states.bac[i]),
            ev_finished=float(states.ev_finished[i]),
            ac_finished=float(states.ac_finished[i]),
            ev_half=float(states.ev_half[i]),
            ac=float(states.ac[i]),
        )
        for i in range(len(states))
    ]
    values = [(one.point, one.p10, one.p50, one.p80, one.p90) for one in found]
    grid = np.array([[np.nan if f.value is None else f.value for f in row] for row in values], np.float64)
    grid = grid.reshape(len(states), 5)
    return Forecasts(point=grid[:, 0], quantiles=grid[:, 1:])
