"""When the work may end: how much longer projects took that stood at the same tenth earned.

Days are working days. Conformal by fraction complete, like the cost: the ends of other projects, ranked, are
the range (Lei et al. 2018). Nothing is assumed of the plan, which the reference class does not hold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.forecast.calibrated import NEARLY_DONE, TOO_EARLY, tenth_of
from app.forecast.class_fit import conformal_quantile
from app.forecast.figure import Figure, Undefined
from app.forecast.own_history import ENOUGH, RANKS, Pace, at_pace
from app.forecast.pace_class import SLOWING
from app.forecast.reference_class import LABEL
from app.project.calendar import WorkingCalendar

RANK_OF = dict(zip(("p10", "p50", "p80", "p90"), RANKS, strict=True))
_FAR = 50 * 366  # working days; a finish beyond is no date worth showing


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishRange:
    """Working days from the first work to the end, P10, P50, P80 and P90, and the days they fall on."""

    history: str  # whose ends these are
    begun: date | None  # the first work
    days: dict[str, Figure]
    finishes: dict[str, date | None]  # None where the days are undefined, or absurdly many


def finish_range(
    *, bac: float, ev_finished: float, begun: date | None, status: date, calendar: WorkingCalendar,
    closed: Sequence[Pace] = (),
) -> FinishRange:  # fmt: skip
    """Days gone + days the rest takes at the pace so far x e^y, y as ranked among other projects.

    Share earned: EV by 0/100 (`ev_finished`) over BAC. y: ln of the days other projects still took at the
    same tenth over those their pace promised. From 20 closed projects of one's own on theirs alone; with n
    fewer the class's, moved n/20 of the way to the median of one's own; the class's spread is not widened,
    since nothing tells how times spread elsewhere. Undefined: no budget, not started, under 5 % earned (too
    early), 95 % or more (nearly done).
    """
    share = ev_finished / bac if bac > 0 else 0.0
    gone = calendar.between(begun, status) if begun else 0
    why = _undefined(bac, share, gone)
    if why:
        blank = Figure(None, why)
        return FinishRange(
            history=LABEL, begun=begun, days=dict.fromkeys(RANK_OF, blank), finishes=dict.fromkeys(RANK_OF)
        )
    ranked, history = _slowings(closed, tenth_of(share))
    days: dict[str, Figure] = {}
    for name, rank in RANK_OF.items():
        slowing = conformal_quantile(ranked, rank)
        rest = None if slowing is None else at_pace(share, gone) * math.exp(slowing)
        days[name] = Figure(None, Undefined.NO_HISTORY) if rest is None else Figure(gone + rest)
    return FinishRange(
        history=history,
        begun=begun,
        days=days,
        finishes={name: _day(begun, figure, calendar) for name, figure in days.items()},
    )


def _slowings(closed: Sequence[Pace], tenth: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], str]:
    """The y of the projects to go by, ascending, and whose they are."""
    reference = SLOWING[tenth - 1]
    known = (each.slowing for each in closed if each.tenth == tenth)
    own = np.sort(np.array([value for value in known if value is not None], np.float64))
    if not len(own):
        return reference, LABEL
    which = f"your {len(own)} closed project" + ("s" if len(own) > 1 else "")
    if len(own) >= ENOUGH:
        return own, which
    moved = len(own) / ENOUGH * (float(np.median(own)) - float(np.median(reference)))
    return reference + moved, f"{which}, too few alone: drawn to the {LABEL}"


def _day(begun: date | None, figure: Figure, calendar: WorkingCalendar) -> date | None:
    if begun is None or figure.value is None or figure.value >= _FAR:
        return None
    return calendar.after(begun, figure.value)


def _undefined(bac: float, share: float, gone: int) -> Undefined:
    if bac <= 0:
        return Undefined.NO_BUDGET
    if gone <= 0:
        return Undefined.NOT_STARTED
    if share < TOO_EARLY:
        return Undefined.TOO_EARLY
    return Undefined.NEARLY_DONE if share >= NEARLY_DONE else Undefined.DEFINED
