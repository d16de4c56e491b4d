"""Scores of forecasts against what projects cost in the end. All errors in per cent of final cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.forecast.backtest.learning import QUANTILES, Forecasts
from app.forecast.backtest.states import States

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LIMITS = {0.25: 10.0, 0.5: 7.0, 0.75: 5.0}
"""Share earned -> error a forecast should keep to there; fixed before looking."""

_RESAMPLES, _SEED = 2000, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class PointScore:
    """Errors of a point forecast; `share` None is all moments together."""

    method: str
    left_out: str  # what was never learned from: "project", "organisation"; "nothing to learn"
    share: float | None
    n: int
    mean_absolute: float
    bias: float  # mean of forecast - final: positive is too high
    median_absolute: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalScore:
    """Quality of the range P10-P90 and of each quantile."""

    method: str
    left_out: str
    share: float | None
    n: int
    cover: float  # per cent of finals inside P10..P90; 80 is meant
    below_p50: float
    below_p80: float
    below_p90: float
    width: float  # P90 - P10
    pinball: float  # mean over the four quantiles; lower is better


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitScore:
    """How many projects a method forecasts inside the limit at one share earned."""

    method: str
    left_out: str
    share: float
    limit: float
    n: int
    inside: float  # per cent of projects
    mean_absolute: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Mean absolute error of one method minus another's, points; range of 95 % by resampling projects."""

    method: str
    against: str
    left_out: str
    points: float
    low: float
    high: float


def point_scores(method: str, left_out: str, found: Floats, states: States) -> list[PointScore]:
    """All moments together, then each tenth; moments without a forecast are left out and not in n."""
    error = errors(found, states)
    return [
        PointScore(
            method=method,
            left_out=left_out,
            share=share,
            n=len(error[mine]),
            mean_absolute=float(np.abs(error[mine]).mean()),
            bias=float(error[mine].mean()),
            median_absolute=float(np.median(np.abs(error[mine]))),
        )
        for share, mine in _groups(states, ~np.isnan(error))
    ]


def interval_scores(method: str, left_out: str, found: Forecasts, states: States) -> list[IntervalScore]:
    """The same for the range; moments with a quantile missing are left out."""
    final = states.final
    known = np.asarray(~np.isnan(found.quantiles).any(axis=1))
    p10, p50, p80, p90 = found.quantiles.T
    inside = (final >= p10) & (final <= p90)
    miss = final[:, None] - found.quantiles
    levels = np.array(QUANTILES)
    pinball = np.maximum(levels * miss, (levels - 1) * miss).mean(axis=1) / final

    def percent(values: NDArray[Any]) -> float:
        return float(100 * np.mean(values))

    return [
        IntervalScore(
            method=method,
            left_out=left_out,
            share=share,
            n=int(mine.sum()),
            cover=percent(inside[mine]),
            below_p50=percent((final <= p50)[mine]),
            below_p80=percent((final <= p80)[mine]),
            below_p90=percent((final <= p90)[mine]),
            width=percent(((p90 - p10) / final)[mine]),
            pinball=percent(pinball[mine]),
        )
        for share, mine in _groups(states, known)
    ]


def limit_scores(method: str, left_out: str, found: Floats, states: States) -> list[LimitScore]:
    """At each share of LIMITS that `states` holds."""
    error = np.abs(errors(found, states))
    return [
        LimitScore(
            method=method,
            left_out=left_out,
            share=share,
            limit=limit,
            n=int(mine.sum()),
            inside=float(100 * np.mean(error[mine] <= limit)),
            mean_absolute=float(error[mine].mean()),
        )
        for share, limit in LIMITS.items()
        for mine in ((states.share == share) & ~np.isnan(error),)
        if mine.any()
    ]


def difference(
    method: str, against: str, left_out: str, found: Floats, other: Floats, states: States
) -> Difference:
    """Whole projects are drawn with replacement, since moments of one project are no separate evidence."""
    gap = np.abs(errors(found, states)) - np.abs(errors(other, states))
    known = ~np.isnan(gap)
    project = np.unique(states.project[known], return_inverse=True)[1]
    total, count = np.bincount(project, gap[known]), np.bincount(project)
    drawn = np.random.default_rng(_SEED).integers(0, len(count), (_RESAMPLES, len(count)))
    means = total[drawn].sum(axis=1) / count[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Difference(
        method=method,
        against=against,
        left_out=left_out,
        points=float(total.sum() / count.sum()),
        low=float(low),
        high=float(high),
    )


def errors(found: Floats, states: States) -> Floats:
    """100 (forecast - final) / final."""
    return np.asarray(100 * (found - states.final) / states.final)


def _groups(states: States, known: Bools) -> Iterator[tuple[float | None, Bools]]:
    shares: Sequence[float] = sorted(set(states.share.tolist()))
    for share in (None, *shares):
        mine = known & (np.ones(len(states), np.bool_) if share is None else states.share == share)
        if mine.any():
            yield share, mine
