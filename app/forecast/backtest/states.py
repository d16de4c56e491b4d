"""The moments at which forecasts are scored: each project at each tenth of its budget earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.backtest.weekly import Weekly

Floats = NDArray[np.float64]

SHARES = tuple(tenth / 10 for tenth in range(1, 10))


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """s moments, arrays of shape (s,); hours (or money) cumulative at that moment, but for `final`."""

    project: NDArray[np.str_]
    organisation: NDArray[np.str_]
    share: Floats  # the tenth the moment stands for
    bac: Floats
    ac: Floats
    ev_finished: Floats  # 0/100
    ev_half: Floats  # 50/50
    ac_finished: Floats
    final: Floats  # what it cost in the end: for scoring, and as history of other projects, only

    def __len__(self) -> int:
        return len(self.share)


def states(projects: Sequence[Weekly], shares: Sequence[float] = SHARES) -> States:
    """Rolling origin: the first week in which 10, 20 ... 90 % (or `shares`) of the budget is earned by 0/100.

    The last week of a project is never a moment: nothing is left to forecast. Two tenths reached in one
    week are two moments. Projects without budget or without any final cost have none.
    """
    found = [
        (project, share, week)
        for project in projects
        if project.bac > 0 and project.final > 0
        for share in shares
        for week in (int(np.argmax(project.ev_finished >= share * project.bac)),)
        if week < len(project) - 1
    ]

    def column(name: str) -> Floats:
        return np.array([getattr(project, name)[week] for project, _, week in found], np.float64)

    return States(
        project=np.array([project.project for project, _, _ in found], np.str_),
        organisation=np.array([project.organisation for project, _, _ in found], np.str_),
        share=np.array([share for _, share, _ in found], np.float64),
        bac=np.array([project.bac for project, _, _ in found], np.float64),
        ac=column("ac"),
        ev_finished=column("ev_finished"),
        ev_half=column("ev_half"),
        ac_finished=column("ac_finished"),
        final=np.array([project.final for project, _, _ in found], np.float64),
    )
