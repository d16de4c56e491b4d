"""One finished project as its weeks saw it: earned and actual hours, cumulative, week by week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """Cumulative hours at the end of each of w weeks, shapes (w,); nothing is known ahead of its week.

    The last week is the end: budget and final cost are its values, so scope is hindsight.
    """

    project: str
    organisation: str  # "" when not told
    ev_finished: Floats  # 0/100
    ev_half: Floats  # 50/50
    ac: Floats
    ac_finished: Floats  # actuals on lines that were finished by then
    finished: Ints  # lines finished by then

    def __len__(self) -> int:
        return len(self.ac)

    @property
    def bac(self) -> float:
        """Budget of all lines that were ever finished."""
        return float(self.ev_finished[-1])

    @property
    def final(self) -> float:
        """What they cost in the end."""
        return float(self.ac[-1])


def weekly(
    project: str,
    organisation: str,
    *,
    planned: Floats,
    started: Ints,
    finished: Ints,
    entry_line: Ints,
    entry_day: Ints,
    entry_hours: Floats,
) -> Weekly:
    """The weeks of one project, from its n finished lines and the e entries booked on them.

    `planned` hours, `started` and `finished` days: (n,); `entry_*`: (e,), `entry_line` an index into
    the lines, -1 for work on something that others finished: it counts in AC only. Days are whole day
    numbers of any origin. Week 1 starts on the first day of an entry or a finish. 0/100 credits the plan
    in the week of the finish; 50/50 half in the week of the start (never later than that of the finish)
    and half at the finish. Actuals on finished lines count an entry from the later of its own week and
    its line's finish.
    """
    begin = min(int(finished.min()), int(entry_day.min()) if len(entry_day) else int(finished.min()))
    ends = (finished - begin) // 7
    starts = np.clip((started - begin) // 7, 0, ends)
    booked = (entry_day - begin) // 7
    on_line = entry_line >= 0
    known = np.maximum(booked[on_line], ends[entry_line[on_line]])
    weeks = 1 + max(int(ends.max()), int(booked.max()) if len(booked) else 0)

    def running(week: Ints, amounts: Floats) -> Floats:
        return np.asarray(np.cumsum(np.bincount(week, amounts, weeks)), np.float64)

    done = running(ends, planned)
    return Weekly(
        project=project,
        organisation=organisation,
        ev_finished=done,
        ev_half=0.5 * (done + running(starts, planned)),
        ac=running(booked, entry_hours),
        ac_finished=running(known, entry_hours[on_line]),
        finished=np.cumsum(np.bincount(ends, minlength=weeks)).astype(np.int64),
    )
