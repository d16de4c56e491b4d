"""How well the range of the finish would have done: the same moments as the cost, in weeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.backtest.states import SHARES
from app.forecast.backtest.weekly import Weekly
from app.forecast.class_fit import conformal_quantile
from app.forecast.own_history import RANKS, Pace, at_pace

Floats = NDArray[np.float64]

PACE, CLASS_MEDIAN = "pace so far", "pace so far, as others slowed down"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishScore:
    """Errors of the forecast duration in per cent of the final one; `share` None is all moments together.

    `cover`: per cent of ends inside P10..P90, `width` that range; None for a method without a range.
    """

    method: str
    left_out: str
    share: float | None
    n: int
    mean_absolute: float
    bias: float  # forecast - final: positive is too late
    median_absolute: float
    cover: float | None
    width: float | None


def moments(projects: Sequence[Weekly]) -> Iterator[tuple[Weekly, Pace]]:
    """Each project at each tenth earned by 0/100, as of the week it was reached; never its last week."""
    for project in projects:
        if project.bac <= 0 or project.final <= 0:
            continue
        for tenth, share in enumerate(SHARES, start=1):
            week = int(np.argmax(project.ev_finished >= share * project.bac))
            if week < len(project) - 1:
                earned = float(project.ev_finished[week]) / project.bac
                yield project, Pace(tenth=tenth, share=earned, gone=week + 1.0, whole=float(len(project)))


def paces(projects: Sequence[Weekly]) -> list[tuple[int, float]]:
    """(tenth, y) of every moment that has one."""
    found = ((pace.tenth, pace.slowing) for _, pace in moments(projects))
    return [(tenth, slowing) for tenth, slowing in found if slowing is not None]


def finish_scores(projects: Sequence[Weekly], *, left_out: str, field: str) -> list[FinishScore]:
    """The range of the finish learned without each unit (`field`: project or organisation) in turn."""
    all_moments = [(one, pace) for one, pace in moments(projects) if pace.slowing is not None]
    if not all_moments:
        return []
    unit = np.array([getattr(one, field) for one, _ in all_moments], np.str_)
    tenth = np.array([pace.tenth for _, pace in all_moments], np.int64)
    slowing = np.array([pace.slowing for _, pace in all_moments], np.float64)
    gone = np.array([pace.gone for _, pace in all_moments], np.float64)
    promised = np.array([at_pace(pace.share, pace.gone) for _, pace in all_moments], np.float64)
    whole = np.array([pace.whole for _, pace in all_moments], np.float64)
    levels = np.full((len(whole), len(RANKS)), np.nan)
    for at in range(len(whole)):
        others = np.sort(slowing[(unit != unit[at]) & (tenth == tenth[at])])
        found = [conformal_quantile(others, rank) for rank in RANKS]
        levels[at] = [np.nan if value is None else value for value in found]
    ends = gone[:, None] + promised[:, None] * np.exp(levels)
    return [
        *_scores(PACE, left_out, (gone + promised)[:, None], whole, tenth),
        *_scores(CLASS_MEDIAN, left_out, ends, whole, tenth),
    ]


def _scores(
    method: str, left_out: str, ends: Floats, whole: Floats, tenth: NDArray[np.int64]
) -> Iterator[FinishScore]:
    middle = ends[:, RANKS.index(0.5)] if ends.shape[1] > 1 else ends[:, 0]
    error = 100 * (middle - whole) / whole
    inside, width = (ends[:, 0] <= whole) & (whole <= ends[:, -1]), (ends[:, -1] - ends[:, 0]) / whole
    known = ~np.isnan(ends).any(axis=1)
    for share in (None, *SHARES):
        mine = known & ((tenth == round(share * 10)) if share else True)
        if not mine.any():
            continue
        ranged = ends.shape[1] > 1
        yield FinishScore(
            method=method,
            left_out=left_out,
            share=share,
            n=int(mine.sum()),
            mean_absolute=float(np.abs(error[mine]).mean()),
            bias=float(error[mine].mean()),
            median_absolute=float(np.median(np.abs(error[mine]))),
            cover=float(100 * inside[mine].mean()) if ranged else None,
            width=float(100 * width[mine].mean()) if ranged else None,
        )
