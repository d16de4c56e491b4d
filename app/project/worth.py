"""What hours are worth that no rate in force prices: withheld, misplaced or still to come."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.project.exchange import FOR_ACTUALS
from app.project.model import Line, Project
from app.project.names import folded
from app.project.pricing import Pricing
from app.project.rates import Side

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BASES = ("rate", "nearest rate", "budgeted rate", "average")
"""What an estimate rests on, best first: the rate in force, the nearest one of the same person or role, what
the lines that the person owns are budgeted at an hour, what hours of this project have cost (or billed)."""


class Worth(NamedTuple):
    """Minor units of the project currency, and the weakest of the `BASES` in it."""

    amount: float
    basis: str


@dataclass(frozen=True)
class HourWorth:
    """Estimates for the hours of one project; made where something is withheld, never for the rest."""

    project: Project
    pricing: Pricing
    hours: Floats
    """Of the entries that count, shape (k,); beside them what each has cost and billed, minor units."""
    cost: Floats
    bill: Floats

    def of(
        self,
        people: Sequence[str],
        *,
        roles: Sequence[str] | None = None,
        which: Ints,
        days: Ints,
        hours: Floats,
        side: Side = "cost",
    ) -> Worth | None:
        """All `hours` together: `which` indexes `people` (and `roles`), a day of 0 is the status date; shape
        (n,). None where some of them can't be told at all."""
        price, basis = self._hour(people, roles or [""] * len(people), which, days, side)
        if not len(hours) or np.isnan(price).any():
            return None
        return Worth((price * hours).sum().item(), BASES[int(basis.max())])

    def _hour(
        self, people: Sequence[str], roles: Sequence[str], which: Ints, days: Ints, side: Side
    ) -> tuple[Floats, Ints]:
        card = self.pricing.card
        person, role = card.person_keys(people), card.role_keys(people, roles)
        alone = card.role_keys([""] * len(people), people)  # a name that is a role's
        role = np.where(role < 0, alone, role)[which]
        day = np.where(days > 0, days, self.project.settings.status_date.toordinal())
        price = np.full(len(which), np.nan)
        basis = np.zeros(len(which), np.int64)
        for level, else_first in enumerate((False, True)):
            found = card.hour(
                side, person=person[which], role=role, day=day, tiers=FOR_ACTUALS, else_first=else_first
            )
            _settle(price, basis, found.minor, level)
        if np.isnan(price).any():
            own = np.array([self._own_lines(name, side) for name in people], np.float64)
            _settle(price, basis, own[which], 2)
            _settle(price, basis, np.full(len(which), self._average[side]), 3)
        return price, basis

    def _own_lines(self, person: str, side: Side) -> float:
        """What the lines that somebody owns are budgeted at an hour, minor units; NaN where nothing tells."""
        owner = folded(person)
        return _budgeted([line for line in self.project.lines if owner and folded(line.owner) == owner], side)

    @cached_property
    def _average(self) -> dict[Side, float]:
        """What an hour of the project has cost and billed, minor units; before the first, as budgeted."""
        lines = self.project.lines
        return {
            "cost": _an_hour(self.cost, self.hours) or _budgeted(lines, "cost"),
            "bill": _an_hour(self.bill, self.hours) or _budgeted(lines, "bill"),
        }


def _settle(price: Floats, basis: Ints, found: Floats, level: int) -> None:
    """Fills what is still unknown."""
    new = np.isnan(price) & ~np.isnan(found)
    price[new], basis[new] = found[new], level


def _an_hour(amounts: Floats, hours: Floats) -> float:
    """0 when nothing is priced yet."""
    priced = (hours > 0) & (amounts > 0)
    return (amounts[priced].sum() / hours[priced].sum()).item() if priced.any() else 0.0


def _budgeted(lines: Sequence[Line], side: Side) -> float:
    money = [(line.hours or 0.0, _of_people(line) if side == "cost" else line.revenue) for line in lines]
    told = [(hours, amount) for hours, amount in money if hours > 0 and amount is not None and amount > 0]
    return sum(amount for _, amount in told) / sum(hours for hours, _ in told) if told else math.nan


def _of_people(line: Line) -> int | None:
    """The part of a line's budget that is people's time."""
    cost = line.cost if line.cost is not None else sum(line.months.values()) or None
    return None if cost is None else cost - (line.other_cost or 0)
