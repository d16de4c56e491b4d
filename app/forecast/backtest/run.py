"""The back-test of finished projects, told from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.forecast.backtest.credit import published_factors
from app.forecast.backtest.formulation import CLASS_MEDIAN, FORMULATIONS, RULE, UNMATCHED_RULE
from app.forecast.backtest.learning import Forecasts, Learned, learn
from app.forecast.backtest.nested import chosen_by_nested_validation
from app.forecast.backtest.pace import FinishScore, finish_scores
from app.forecast.backtest.scores import (
    LIMITS,
    Difference,
    IntervalScore,
    LimitScore,
    PointScore,
    difference,
    interval_scores,
    limit_scores,
    point_scores,
)
from app.forecast.backtest.shipped import shipped_forecasts
from app.forecast.backtest.states import States, states
from app.forecast.backtest.weekly import Weekly

PROJECT, ORGANISATION, NOTHING = "project", "organisation", "nothing to learn"

CALIBRATED = "calibrated"
CHOSEN = "chosen by nested validation"
SHIPPED = "shipped reference class, widened"

AGAINST = ("PF=1, 0/100", "CPI, 0/100", "PF=1, 50/50", "CPI, 50/50")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """Scores of every method on the same moments; losses stand beside wins.

    `rule` holds, by what was left out, the forecasts of the calibrated rule before the floor at actual
    cost (row for row with `states`); CALIBRATED is the same never below actual cost, as Plumbline prints it.
    """

    projects: int
    organisations: int
    states: States
    points: tuple[PointScore, ...]
    intervals: tuple[IntervalScore, ...]
    limits: tuple[LimitScore, ...]
    differences: tuple[Difference, ...]
    chosen: Mapping[str, Mapping[str, int]]  # by what was left out: formulation -> units it was chosen for
    rule: Mapping[str, Forecasts]
    unmatched_rule: Mapping[str, Forecasts]
    finishes: tuple[FinishScore, ...]  # of the finish, in weeks

    def error(self, method: str, left_out: str, share: float | None = None) -> float | None:
        """Mean absolute error in per cent of final cost; None where it was not scored."""
        wanted = (method, left_out, share)
        found = (s for s in self.points if (s.method, s.left_out, s.share) == wanted)
        return next((score.mean_absolute for score in found), None)

    def cover(self, method: str, left_out: str, share: float | None = None) -> float | None:
        """Per cent of final costs inside P10-P90; None where it was not scored."""
        wanted = (method, left_out, share)
        found = (s for s in self.intervals if (s.method, s.left_out, s.share) == wanted)
        return next((score.cover for score in found), None)


def backtest(projects: Sequence[Weekly], *, least_weeks: int = 6, least_lines: int = 50) -> Backtest:
    """Every method at every tenth earned of every project that has enough weeks and finished lines.

    As of each moment; one project, then one organisation left out of what is learned. With a single
    organisation the second is not scored: nothing would be left to learn from.
    """
    taken = [one for one in projects if len(one) >= least_weeks and one.finished[-1] >= least_lines]
    moments, gates = states(taken), states(taken, tuple(LIMITS))
    points: list[PointScore] = []
    intervals: list[IntervalScore] = []
    limits: list[LimitScore] = []
    differences: list[Difference] = []
    finishes: list[FinishScore] = []
    chosen, rule, unmatched = {}, {}, {}

    factors, at_gates = published_factors(moments), published_factors(gates)
    for method, found in factors.items():
        points += point_scores(method, NOTHING, found, moments)
        limits += limit_scores(method, NOTHING, at_gates[method], gates)
    as_shipped = shipped_forecasts(moments)
    points += point_scores(SHIPPED, NOTHING, as_shipped.point, moments)
    intervals += interval_scores(SHIPPED, NOTHING, as_shipped, moments)

    for left_out, field in _left_out(moments):
        units = getattr(moments, field)
        learned = {one.name: learn(one, moments, units) for one in FORMULATIONS}
        printed = learned[RULE.name].forecasts().not_below(moments.ac)
        rule[left_out] = learned[RULE.name].forecasts()
        unmatched[left_out] = learned[UNMATCHED_RULE.name].forecasts()
        best, chosen[left_out] = chosen_by_nested_validation(list(learned.values()), moments)
        for method, forecasts in _named(printed, best.not_below(moments.ac), learned):
            points += point_scores(method, left_out, forecasts.point, moments)
            intervals += interval_scores(method, left_out, forecasts, moments)
        finishes += finish_scores(taken, left_out=left_out, field=field)
        gate = learn(RULE, gates, getattr(gates, field)).forecasts().not_below(gates.ac)
        limits += limit_scores(CALIBRATED, left_out, gate.point, gates)
        others = {**factors, CLASS_MEDIAN.name: learned[CLASS_MEDIAN.name].forecasts().point}
        differences += [
            difference(CALIBRATED, name, left_out, printed.point, others[name], moments)
            for name in (*AGAINST, CLASS_MEDIAN.name)
        ]

    return Backtest(
        projects=len(taken),
        organisations=len({one.organisation for one in taken}),
        states=moments,
        points=tuple(points),
        intervals=tuple(intervals),
        limits=tuple(limits),
        differences=tuple(differences),
        chosen=chosen,
        rule=rule,
        unmatched_rule=unmatched,
        finishes=tuple(finishes),
    )


def _left_out(moments: States) -> Iterator[tuple[str, str]]:
    """What can be left out and still leave others to learn from, with the column that names it."""
    for left_out, field in ((PROJECT, "project"), (ORGANISATION, "organisation")):
        if len(np.unique(getattr(moments, field))) > 1:
            yield left_out, field


def _named(
    printed: Forecasts, best: Forecasts, learned: Mapping[str, Learned]
) -> Iterator[tuple[str, Forecasts]]:
    yield CALIBRATED, printed
    yield CHOSEN, best
    for name, one in learned.items():
        yield name, one.forecasts()
