"""Why the forecast moved since the refresh before, or that it did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.forecast.movement import Movement, movement, unmoved
from app.forecast.standpoint import Standpoint


@dataclass(frozen=True, slots=True)
class Moved:
    """`movement` since the status date `since`; None where there is nothing to compare with.

    `still`: no figure changed since the last refresh, so that what its Movement tab says still holds.
    """

    movement: Movement | None = None
    since: date | None = None
    still: bool = False


def moved_since(before: Standpoint | None, now: Standpoint) -> Moved:
    """Two currencies are not compared."""
    if before is None or (before.currency, before.digits) != (now.currency, now.digits):
        return Moved()
    if before == now:
        return Moved(unmoved(now), before.status, still=True)
    return Moved(movement(before, now), before.status)
