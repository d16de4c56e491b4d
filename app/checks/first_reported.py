"""Budgets and closed months as they were first reported: what nobody may move unseen afterwards.

A figure is settled once the status date has left the month in which it was reported; until then every refresh
reports it anew. A day typed under *Restated on* in Settings takes away what was reported before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

import numpy as np

from app.checks.history import ReportedMonth, rates_by_start
from app.forecast.result import Forecast, Monthly
from app.project.change_order import ChangeOrder
from app.project.model import Project
from app.project.month import Month, label, last_day, month_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """When something was reported."""

    on: date  # status date

    @property
    def period(self) -> str:
        """`2026-05`."""
        return label(month_of(self.on))


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstBudgets(Reported):
    """Typed budgets of the lines first reported on one day, minor units; None: blank."""

    cost: Mapping[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRates(Reported):
    """Rates that held in a closed month, first reported on one day: whose and since when -> cost an hour."""

    rates: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMonth(Reported):
    """One closed month, minor units. `by_line`: what was booked on each line of the Budget, 0 left out; None:
    not kept. `orders`: the approved change orders its plan knew; None: not kept."""

    planned: int
    booked: int
    by_line: Mapping[str, int] | None = None
    orders: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstReported:
    """`months`: up to the last one closed; one that is missing before it held nothing."""

    budgets: tuple[FirstBudgets, ...] = ()
    rates: tuple[FirstRates, ...] = ()
    months: Mapping[Month, FirstMonth] = field(default_factory=dict)

    @classmethod
    def of_history(cls, history: Sequence[ReportedMonth]) -> Self:
        """From month ends, oldest first, where nothing else was kept."""
        budgets: list[FirstBudgets] = []
        rates: list[FirstRates] = []
        months: dict[Month, FirstMonth] = {}
        known: set[str] = set()
        for month in history:
            new = {line: cost for line, cost in month.of_line(month.cost).items() if line not in known}
            if new:
                budgets.append(FirstBudgets(on=month.status_date, cost=new))
                known |= new.keys()
            figures = zip(month.budget, month.actual, strict=True)
            for which, (planned, booked) in enumerate(figures, start=month.first_month):
                if which > max(months, default=which - 1):
                    months[which] = FirstMonth(on=month.status_date, planned=planned, booked=booked)
            last = month.first_month + len(month.budget) - 1 if month.budget else -1
            rates += _new_rates(month.rates, rates, last, month.status_date)
        return cls(budgets=tuple(budgets), rates=tuple(rates), months=months)

    def settled(self, status_date: date, restated: date | None) -> FirstReported:
        """Without what this month reports itself, or later ones of a status date gone back, and without what
        was reported before it was restated."""
        since = restated if restated and restated <= status_date else date.min

        def stays(each: Reported) -> bool:
            return each.on >= since and month_of(each.on) < month_of(status_date)

        return FirstReported(
            budgets=tuple([each for each in self.budgets if stays(each)]),
            rates=tuple([each for each in self.rates if stays(each)]),
            months={month: each for month, each in self.months.items() if stays(each)},
        )

    def budget_of(self) -> dict[str, tuple[int, date]]:
        """By line id its budget, 0 where blank, and when it was reported."""
        return {line: (cost or 0, each.on) for each in self.budgets for line, cost in each.cost.items()}

    def rate_of(self) -> dict[str, tuple[float, str]]:
        """By whose and since when the cost of an hour, and the month in which it was reported."""
        return {key: (cost, each.period) for each in self.rates for key, cost in each.rates.items()}

    def and_now(self, project: Project, forecast: Forecast) -> FirstReported:
        """With what a run reports for the first time; `self`: what is settled."""
        known = {line for each in self.budgets for line in each.cost}
        new = {line.id: line.cost for line in reversed(project.lines) if line.id not in known}
        monthly, now = forecast.monthly, forecast.status_date
        last = max(self.months, default=-1)
        columns = [
            column for column, month in enumerate(monthly.months) if last < month < monthly.closed_before
        ]
        orders = tuple(sorted(order.id for order in changing(project)))
        months = {
            monthly.months[column]: FirstMonth(
                on=now,
                planned=round(float(monthly.budget_cost[column])),
                booked=round(float(monthly.actual_cost[column])),
                by_line=booked_by_line(project, monthly, column),
                orders=orders,
            )
            for column in columns
        }
        return replace(
            self,
            budgets=(*self.budgets, FirstBudgets(on=now, cost=new)) if new else self.budgets,
            rates=(
                *self.rates,
                *_new_rates(rates_by_start(project), self.rates, monthly.closed_before - 1, now),
            ),
            months={**self.months, **months},
        )

    def to_plain(self) -> dict[str, Any]:
        """As plain values, to be stored."""
        return {
            "budgets": [{"on": each.on.isoformat(), "cost": dict(each.cost)} for each in self.budgets],
            "rates": [{"on": each.on.isoformat(), "rates": dict(each.rates)} for each in self.rates],
            "months": [
                {
                    "month": month,
                    "on": each.on.isoformat(),
                    "planned": each.planned,
                    "booked": each.booked,
                    "by_line": None if each.by_line is None else dict(each.by_line),
                    "orders": each.orders,
                }
                for month, each in self.months.items()
            ],
        }

    @classmethod
    def of_plain(cls, stored: Mapping[str, Any]) -> Self:
        """From what `to_plain` made, once it has been through JSON."""
        return cls(
            budgets=tuple(
                FirstBudgets(on=date.fromisoformat(each["on"]), cost=each["cost"])
                for each in stored["budgets"]
            ),
            rates=tuple(
                FirstRates(on=date.fromisoformat(each["on"]), rates=each["rates"])
                for each in stored.get("rates", ())
            ),
            months={
                each["month"]: FirstMonth(
                    on=date.fromisoformat(each["on"]),
                    planned=each["planned"],
                    booked=each["booked"],
                    by_line=each["by_line"],
                    orders=None if each["orders"] is None else tuple(each["orders"]),
                )
                for each in stored["months"]
            },
        )


def _new_rates(
    rates: Mapping[str, float], before: Sequence[FirstRates], last_closed: Month, on: date
) -> list[FirstRates]:
    """Those that held in a month closed by then and were not reported `before`."""
    known = {key for each in before for key in each.rates}
    end = str(last_day(last_closed)) if last_closed >= 0 else ""
    new = {key: cost for key, cost in rates.items() if key not in known and key.rpartition("|")[2] <= end}
    return [FirstRates(on=on, rates=new)] if new else []


def booked_by_line(project: Project, monthly: Monthly, column: int) -> dict[str, int]:
    """What was booked on each line in one month, minor units, by line id; lines without any are left out."""
    costs = np.rint(monthly.line_actual_cost[:-1, column]).astype(np.int64)
    some = np.flatnonzero(costs)
    found: dict[str, int] = {}
    for line, cost in zip(some.tolist(), costs[some].tolist(), strict=True):
        id_ = project.lines[line].id
        found[id_] = found.get(id_, 0) + cost
    return found


def changing(project: Project) -> Iterable[ChangeOrder]:
    """Approved change orders that change the plan of a line."""
    status = project.settings.status_date
    return (
        order
        for order in project.change_orders
        if order.line >= 0 and (order.cost or order.days) and order.counts(status)
    )
