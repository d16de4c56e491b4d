"""Learns a formulation again and again, each time without the projects it is then asked about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.backtest.credit import credited
from app.forecast.backtest.formulation import Formulation, sign_columns
from app.forecast.backtest.states import States
from app.forecast.class_fit import REACH, RIDGE, conformal_quantile, dearness_of_rest, medians

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Names = NDArray[np.str_]

QUANTILES = (0.1, 0.5, 0.8, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts:
    """Forecasts of final cost at s moments, shapes (s,), in the unit of the states; NaN where undefined."""

    point: Floats
    quantiles: Floats  # (s, 4): P10, P50, P80, P90

    def not_below(self, spent: Floats) -> Forecasts:
        """The same, never below what is already spent."""
        return Forecasts(
            point=np.maximum(self.point, spent), quantiles=np.maximum(self.quantiles, spent[:, None])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """One formulation, learned anew without each unit (project or organisation) in turn.

    `middles[u, s]` is m at moment s, learned without unit u and without the moment's own project: on
    the diagonal (u is the unit of s) the forecast, off it what history would have said about itself.
    """

    formulation: Formulation
    unit: Ints  # (s,)
    tenth: Ints  # (s,)
    base: Floats  # (s,) actuals the forecast starts from
    left: Floats  # (s,) budget not yet earned
    rest: Floats  # (s,) y: how dear the rest became
    middles: Floats  # (units, s)

    def inner_error(self, unit: int, final: Floats) -> float:
        """Mean absolute error, share of final cost, on all others, learned without `unit` and themselves."""
        mine = (self.unit != unit) & ~np.isnan(self.middles[unit])
        found = self.base + self.left * np.exp(self.middles[unit])
        return float(np.mean(np.abs(found - final)[mine] / final[mine])) if mine.any() else np.inf

    def forecasts(self, moments: NDArray[np.bool_] | None = None) -> Forecasts:
        """Point and quantiles at every moment (or only at `moments`, NaN elsewhere)."""
        s = len(self.unit)
        point, quantiles = np.full(s, np.nan), np.full((s, len(QUANTILES)), np.nan)
        asked = np.arange(s) if moments is None else np.flatnonzero(moments)
        for unit, tenth in {(int(self.unit[i]), int(self.tenth[i])) for i in asked}:
            history = (self.unit != unit) & (self.tenth == tenth)
            errors = self.rest[history] - self.middles[unit, history]
            errors = np.sort(errors[~np.isnan(errors)])
            here = asked[(self.unit[asked] == unit) & (self.tenth[asked] == tenth)]
            middle = self.middles[unit, here]
            point[here] = self.base[here] + self.left[here] * np.exp(middle)
            for column, p in enumerate(QUANTILES):
                error = conformal_quantile(errors, p)
                if error is not None:
                    quantiles[here, column] = self.base[here] + self.left[here] * np.exp(middle + error)
        return Forecasts(point=point, quantiles=quantiles)


def learn(formulation: Formulation, states: States, units: Names) -> Learned:
    """Learn without each unit in turn; `units` (s,) names the unit of each moment."""
    unit, project = (np.unique(names, return_inverse=True)[1] for names in (units, states.project))
    tenth = np.unique(states.share, return_inverse=True)[1]
    ev, base = credited(states, formulation.credit)
    rest = dearness_of_rest(states.bac, ev, base, states.final)
    signs = sign_columns(formulation, states)
    rest = np.where(np.isnan(signs).any(axis=1), np.nan, rest)
    return Learned(
        formulation=formulation,
        unit=unit,
        tenth=tenth,
        base=base,
        left=states.bac - ev,
        rest=rest,
        middles=_middles(rest, signs, unit=unit, project=project, tenth=tenth, common=formulation.common),
    )


def _middles(rest: Floats, signs: Floats, *, unit: Ints, project: Ints, tenth: Ints, common: bool) -> Floats:
    """m of every moment, learned without each unit and the moment's own project, shape (units, s)."""
    units, projects, tenths = (int(codes.max()) + 1 if len(codes) else 0 for codes in (unit, project, tenth))
    everyone = np.arange(projects)[:, None]
    found = np.full((units, len(rest)), np.nan)
    for without in range(units):
        sums = [
            _sums(rest, signs, (tenth == each) & (unit != without) & ~np.isnan(rest), project, everyone)
            for each in range(tenths)
        ]
        squares = np.array([one.squares for one in sums])  # (tenths, projects, signs, signs)
        products = np.array([one.products for one in sums])
        if common:
            squares = np.broadcast_to(squares.sum(axis=0), squares.shape)
            products = np.broadcast_to(products.sum(axis=0), products.shape)
        ridge = RIDGE * np.eye(signs.shape[1])
        slopes = np.linalg.solve(squares + ridge, products[..., None])[..., 0]
        level, centre = np.array([one.level for one in sums]), np.array([one.centre for one in sums])
        away = signs - centre[tenth, project]
        found[without] = level[tenth, project] + (slopes[tenth, project] * away).sum(axis=1)
    return found


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the moments of one tenth add up to, without each project in turn (p rows)."""

    level: Floats  # (p,)
    centre: Floats  # (p, signs)
    squares: Floats  # (p, signs, signs)
    products: Floats  # (p, signs)


def _sums(rest: Floats, signs: Floats, taken: NDArray[np.bool_], project: Ints, everyone: Ints) -> _Sums:
    y, z = rest[taken], signs[taken]
    others = project[taken][None, :] != everyone  # (p, n)
    level = medians(y, others)
    centre = np.column_stack([medians(column, others) for column in z.T]) if z.shape[1] else z[:0]
    centre = centre.reshape(len(everyone), z.shape[1])
    run = np.where(others[:, :, None], z[None, :, :] - centre[:, None, :], 0.0)
    rise = np.where(others, np.clip(y[None, :] - level[:, None], -REACH, REACH), 0.0)
    return _Sums(level, centre, np.einsum("pni,pnj->pij", run, run), np.einsum("pni,pn->pi", run, rise))
