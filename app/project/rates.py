"""The rate in force for a person (else for the role) on a day, for many entries at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.project.effective import Ints, Steps
from app.project.exchange import ExchangeTable, Tiers
from app.project.model import Project
from app.project.names import folded

Side = Literal["cost", "bill"]


@dataclass(frozen=True, slots=True)
class HourPrice:
    """What one hour costs (or bills), shape (n,): minor units of the project currency.

    `minor` is NaN where `no_rate` or `no_exchange`; `currency` indexes `RateCard.currencies`; `factor` is the
    exchange rate it holds, NaN where there is none.
    """

    minor: NDArray[np.float64]
    no_rate: NDArray[np.bool_]
    no_exchange: NDArray[np.bool_]
    currency: Ints
    factor: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RateCard:
    """Rates by person and by role, from a day on, each in its own currency."""

    currencies: tuple[str, ...]
    _names: dict[tuple[str, str], int]  # ("person" | "role", folded name) -> key
    _role_of: dict[str, str] | None  # None: no row is for a role
    _steps: dict[Side, Steps]
    _rate: dict[Side, NDArray[np.float64]]  # NaN last: what no row answers for
    _currency: dict[Side, Ints]  # 0 last
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
        named = dict.fromkeys((rate.person, rate.role) for rate in project.rates)
        key_of = {pair: _key(*pair) for pair in named}
        for side in ("cost", "bill"):
            amounts = [rate.cost_rate if side == "cost" else rate.bill_rate for rate in project.rates]
            rows = [rate for rate, amount in zip(project.rates, amounts, strict=True) if amount is not None]
            key = [names.setdefault(key_of[rate.person, rate.role], len(names)) for rate in rows]
            day = [rate.effective_from.toordinal() if rate.effective_from else 0 for rate in rows]
            steps[side] = Steps.of(np.array(key, np.int64), np.array(day, np.int64))
            values[side] = np.array([*(each for each in amounts if each is not None), np.nan], np.float64)
            own = project.settings.currency
            priced_in = (currencies.setdefault(rate.currency or own, len(currencies)) for rate in rows)
            money[side] = np.array([*priced_in, 0], np.int64)
        if all((rate.cost_rate is None) == (rate.bill_rate is None) for rate in project.rates):
            steps["bill"] = steps["cost"]
        return cls(
            tuple(currencies),
            names,
            roles_of(project) if any(kind == "role" for kind, _ in names) else None,
            steps,
            values,
            money,
            exchange,
            10**project.minor_digits,
        )

    @property
    def two_at_once(self) -> bool:
        """Whether somebody has two cost rates from one day on."""
        return self._steps["cost"].repeated

    def all_keys(self) -> Ints:
        """Key of every person and role of the card."""
        return np.arange(len(self._names))

    def person_keys(self, people: Sequence[str]) -> Ints:
        """Key of each name, -1 where the card has no row for it."""
        keys = {name: self._names.get(("person", folded(name)), -1) for name in set(people)}
        return np.array([keys[name] for name in people], np.int64)

    def role_keys(self, people: Sequence[str], roles: Sequence[str]) -> Ints:
        """Key of the named role, else of the role the person has; -1 where there is none."""
        if self._role_of is None:
            return np.full(len(people), -1, np.int64)
        pairs = list(zip(people, roles, strict=True))
        keys = {pair: self._role_key(*pair) for pair in set(pairs)}
        return np.array([keys[pair] for pair in pairs], np.int64)

    def _role_key(self, person: str, role: str) -> int:
        name = folded(role) or (self._role_of or {}).get(folded(person), "")
        return self._names.get(("role", name), -1) if name else -1

    def hour(
        self, side: Side, *, person: Ints, role: Ints, day: Ints, tiers: Tiers, else_first: bool = False
    ) -> HourPrice:
        """Price of an hour of `person` (else of `role`) on `day`; all of shape (n,).

        `else_first` takes the earliest rate (and exchange rate) where none is in force yet.
        """
        at = self._row(side, person, role, day, else_first=else_first)
        return self._price(side, at, day, tiers=tiers, else_first=else_first)

    def hours(self, *, person: Ints, role: Ints, day: Ints, tiers: Tiers) -> tuple[HourPrice, HourPrice]:
        """What an hour costs and what it bills: `hour` of both sides, looked up once where rows give both."""
        same = self._steps["bill"] is self._steps["cost"]
        cost = self._row("cost", person, role, day, else_first=False)
        bill = cost if same else self._row("bill", person, role, day, else_first=False)
        return (
            self._price("cost", cost, day, tiers=tiers, else_first=False),
            self._price("bill", bill, day, tiers=tiers, else_first=False),
        )

    def cost_row(self, *, person: Ints, role: Ints, day: Ints) -> Ints:
        """Which of the rates that name a cost, counted in their order, is in force for each; -1: none."""
        return self._row("cost", person, role, day, else_first=False)

    def _row(self, side: Side, person: Ints, role: Ints, day: Ints, *, else_first: bool) -> Ints:
        """Row of the rate in force for each, -1 for none."""
        steps = self._steps[side]
        at = steps.in_force(person, day)
        _settle(at, lambda left: steps.in_force(role[left], day[left]))
        if else_first:
            _settle(at, lambda left: steps.first(person[left]))
            _settle(at, lambda left: steps.first(role[left]))
        return at

    def _price(self, side: Side, at: Ints, day: Ints, *, tiers: Tiers, else_first: bool) -> HourPrice:
        none = at < 0
        currency = self._currency[side].take(at)  # -1 takes the last: no rate
        rate = self._rate[side].take(at)
        if len(self.currencies) == 1:
            return HourPrice(
                rate * self._scale, none, np.zeros(len(at), np.bool_), currency, np.ones(len(at))
            )
        factor = self._exchange.factor(self.currencies, currency, day, tiers=tiers, else_first=else_first)
        return HourPrice(rate * factor * self._scale, none, ~none & np.isnan(factor), currency, factor)


def _settle(at: Ints, find: Callable[[NDArray[np.intp]], Ints]) -> None:
    """Fills what is still -1 with what `find` says of it."""
    left = np.flatnonzero(at < 0)
    if len(left):
        at[left] = find(left)


def _key(person: str, role: str) -> tuple[str, str]:
    name = folded(person)
    return ("person", name) if name else ("role", folded(role))


def roles_of(project: Project) -> dict[str, str]:
    """The role of each person, by folded names: what the rate card says, else the Resource plan."""
    roles: dict[str, str] = {}
    told = dict.fromkeys((rate.person, rate.role) for rate in project.rates)
    if project.plan:
        told |= dict.fromkeys(zip(project.plan.person, project.plan.role, strict=True))
    for person, role in told:
        who, what = folded(person), folded(role)
        if who and what:
            roles.setdefault(who, what)
    return roles
