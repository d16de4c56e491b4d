"""The rate in force for a person (else for the role) on a day, for many entries at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.project.effective import Ints, Steps
from app.project.exchange import ExchangeTable, Tiers
from app.project.model import Project, Rate
from app.project.names import folded

Side = Literal["cost", "bill"]


@dataclass(frozen=True, slots=True)
class HourPrice:
    """What one hour costs (or bills), shape (n,): minor units of the project currency.

    `minor` is NaN where `no_rate` or `no_exchange`; `currency` indexes `RateCard.currencies`.
    """

    minor: NDArray[np.float64]
    no_rate: NDArray[np.bool_]
    no_exchange: NDArray[np.bool_]
    currency: Ints


@dataclass(frozen=True, slots=True)
class RateCard:
    """Rates by person and by role, from a day on, each in its own currency."""

    currencies: tuple[str, ...]
    _names: dict[tuple[str, str], int]  # ("person" | "role", folded name) -> key
    _role_of: dict[str, str]
    _steps: dict[Side, Steps]
    _rate: dict[Side, NDArray[np.float64]]
    _currency: dict[Side, Ints]
    _exchange: ExchangeTable
    _scale: int  # minor units in one major unit of the project currency

    @classmethod
    def of(cls, project: Project, exchange: ExchangeTable) -> RateCard:
        """The rate card of one project; a person's role is what the card says, else the resource plan."""
        names: dict[tuple[str, str], int] = {}
        currencies: dict[str, int] = {project.settings.currency: 0}
        steps: dict[Side, Steps] = {}
        values: dict[Side, NDArray[np.float64]] = {}
        money: dict[Side, Ints] = {}
        for side in ("cost", "bill"):
            rows = [rate for rate in project.rates if _amount(rate, side) is not None]
            key = [names.setdefault(_key(rate), len(names)) for rate in rows]
            day = [rate.effective_from.toordinal() if rate.effective_from else 0 for rate in rows]
            steps[side] = Steps.of(np.array(key, np.int64), np.array(day, np.int64))
            values[side] = np.array([_amount(rate, side) for rate in rows], np.float64)
            money[side] = np.array(
                [
                    currencies.setdefault(r.currency or project.settings.currency, len(currencies))
                    for r in rows
                ],
                np.int64,
            )
        return cls(
            tuple(currencies),
            names,
            _roles(project),
            steps,
            values,
            money,
            exchange,
            10**project.minor_digits,
        )

    def person_keys(self, people: Sequence[str]) -> Ints:
        """Key of each name, -1 where the card has no row for it."""
        keys = {name: self._names.get(("person", folded(name)), -1) for name in set(people)}
        return np.array([keys[name] for name in people], np.int64)

    def role_keys(self, people: Sequence[str], roles: Sequence[str]) -> Ints:
        """Key of the named role, else of the role the person has; -1 where there is none."""
        pairs = list(zip(people, roles, strict=True))
        keys = {pair: self._role_key(*pair) for pair in set(pairs)}
        return np.array([keys[pair] for pair in pairs], np.int64)

    def _role_key(self, person: str, role: str) -> int:
        name = folded(role) or self._role_of.get(folded(person), "")
        return self._names.get(("role", name), -1) if name else -1

    def hour(
        self, side: Side, *, person: Ints, role: Ints, day: Ints, tiers: Tiers, else_first: bool = False
    ) -> HourPrice:
        """Price of an hour of `person` (else of `role`) on `day`; all of shape (n,).

        `else_first` takes the earliest rate (and exchange rate) where none is in force yet.
        """
        steps = self._steps[side]
        at = steps.in_force(person, day)
        at = np.where(at < 0, steps.in_force(role, day), at)
        if else_first:
            at = np.where(at < 0, steps.first(person), at)
            at = np.where(at < 0, steps.first(role), at)
        found = at >= 0
        currency, rate = np.zeros(len(at), np.int64), np.full(len(at), np.nan)
        currency[found] = self._currency[side][at[found]]
        rate[found] = self._rate[side][at[found]]
        factor = self._exchange.factor(self.currencies, currency, day, tiers=tiers, else_first=else_first)
        return HourPrice(rate * factor * self._scale, ~found, found & np.isnan(factor), currency)


def _amount(rate: Rate, side: Side) -> float | None:
    return rate.cost_rate if side == "cost" else rate.bill_rate


def _key(rate: Rate) -> tuple[str, str]:
    return ("person", folded(rate.person)) if rate.person.strip() else ("role", folded(rate.role))


def _roles(project: Project) -> dict[str, str]:
    roles: dict[str, str] = {}
    for rate in project.rates:
        if rate.person.strip() and rate.role.strip():
            roles.setdefault(folded(rate.person), folded(rate.role))
    if project.plan:
        for person, role in zip(project.plan.person, project.plan.role, strict=True):
            if person.strip() and role.strip():
                roles.setdefault(folded(person), folded(role))
    return roles
