"""Exchange rates into the project's currency; a missing one is missing, never 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.project.effective import Ints, Steps
from app.project.model import Project

Tiers = tuple[tuple[str, ...], ...]
"""Kinds of rate that may serve, best tier first; inside a tier the newest rate in force is taken."""

FOR_ACTUALS: Tiers = (("average", "closing"),)
FOR_FORECAST: Tiers = (("closing", "average"), ("budget",))
FOR_BUDGET: Tiers = (("budget",), ("closing", "average"))


@dataclass(frozen=True, slots=True)
class ExchangeTable:
    """Project-currency units for one unit of a foreign currency, by kind and first day."""

    own: str
    _codes: dict[str, int]
    _rate: NDArray[np.float64]
    _kinds: dict[str, Steps]
    _rows: dict[str, Ints]

    @classmethod
    def of(cls, project: Project) -> ExchangeTable:
        """The table of one project; rates that are not above 0 are no rates."""
        rates = [rate for rate in project.exchange_rates if rate.rate > 0]
        codes: dict[str, int] = {}
        key = np.array([codes.setdefault(rate.currency.upper(), len(codes)) for rate in rates], np.int64)
        day = np.array([r.effective_from.toordinal() if r.effective_from else 0 for r in rates], np.int64)
        kinds, rows = {}, {}
        for kind in {rate.kind for rate in rates}:
            of_kind = np.flatnonzero([rate.kind == kind for rate in rates]).astype(np.int64)
            kinds[kind] = Steps.of(key[of_kind], day[of_kind])
            rows[kind] = of_kind
        values = np.array([rate.rate for rate in rates], np.float64)
        return cls(project.settings.currency.upper(), codes, values, kinds, rows)

    def factor(
        self, currencies: Sequence[str], which: Ints, days: Ints, *, tiers: Tiers, else_first: bool = False
    ) -> NDArray[np.float64]:
        """Rate for each element: `currencies[which]` on `days`, shape (n,); NaN where none is in force.

        The project's own currency ("" too) is 1. `else_first` takes a currency's earliest rate where
        none is in force yet: for budgets, which were priced before any rate was typed.
        """
        names = [currency.upper() for currency in currencies]
        own = np.array([name in ("", self.own) for name in names], np.bool_)
        result = np.ones(len(which), np.float64)
        foreign = np.flatnonzero(~own[which]) if names else np.empty(0, np.intp)
        if not len(foreign):
            return result
        code = np.array([self._codes.get(name, -1) for name in names], np.int64)[which[foreign]]
        day = days[foreign]
        found = np.full(len(foreign), np.nan)
        for tier in tiers:
            found = np.where(np.isnan(found), self._newest(tier, code, day, first=False), found)
        if else_first:
            for tier in tiers:
                found = np.where(np.isnan(found), self._newest(tier, code, day, first=True), found)
        result[foreign] = found
        return result

    def _newest(self, tier: tuple[str, ...], code: Ints, day: Ints, *, first: bool) -> NDArray[np.float64]:
        best = np.full(len(code), np.nan)
        since = np.full(len(code), -1, np.int64)
        for kind in tier:
            steps = self._kinds.get(kind)
            if steps is None:
                continue
            at = steps.first(code) if first else steps.in_force(code, day)
            begun = steps.day(at)
            newer = begun > since
            best = np.where(newer, self._rate[self._rows[kind][np.maximum(at, 0)]], best)
            since = np.maximum(since, begun)
        return best
