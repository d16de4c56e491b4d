"""Cells that take over what a wrong total shows: wrong for its reason, and right once it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from app.intake.sense.evaluate import result_at
from app.intake.sense.ground import Ground

Cell = tuple[int, int]
_CENT = 0.01


@dataclass(frozen=True, slots=True)
class Heir:
    """One cell; `true`: what it shows once the total is right, None where its formula is not worked out."""

    row: int
    column: int
    now: float
    true: float | None


def heirs_of(
    ground: Ground, cause: Cell, true: float, takes: Mapping[int, Sequence[int]], told: Set[Cell]
) -> list[Heir]:
    """The cells of the cause's column that rest on it, nearest first. `takes`: row -> rows it reads there;
    `told`: totals that are wrong for a reason of their own."""
    column = cause[1]
    right: dict[Cell, float] = {cause: true}
    reached, found = {cause[0]}, list[Heir]()
    waiting = {row for row in takes if (row, column) not in told}
    while ready := _ready(waiting, takes, reached):
        waiting -= ready
        reached |= ready
        for row in sorted(ready):
            now = ground.value(row, column)
            if not isinstance(now, (int, float)):
                continue
            made = result_at(ground, row, row, column, right)
            if made is not None:
                right[row, column] = made
            if made is None or abs(made - now) > _CENT:
                found.append(Heir(row, column, float(now), made))
    return found


def _ready(waiting: Set[int], takes: Mapping[int, Sequence[int]], reached: Set[int]) -> set[int]:
    """Rows that rest on the cause, all that they read being worked out."""
    resting = {row for row in waiting if not reached.isdisjoint(takes[row])}
    return {row for row in resting if resting.isdisjoint(set(takes[row]) - {row})}
