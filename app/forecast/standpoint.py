"""Where the forecast of each line stood at one refresh: as much as it takes to say later why it moved.

Money: float64 minor units of the project currency. Kept with each snapshot, so it is compact: only months
that hold something, four decimals of a minor unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.forecast.cost_to_complete import BUDGET_LEFT, DONE
from app.forecast.rates_abroad import orders_by_line, paid_abroad
from app.forecast.result import Forecast
from app.project.model import Project
from app.project.month import Month
from app.project.planned import Planned, price_plan
from app.project.pricing import Pricing

Floats = NDArray[np.float64]
NO_LINE = ""  # what names no line of the Budget
_DECIMALS = 4
_NOTHING = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStand:
    """One line. `booked`: cost by month; `labour`: planned (hours, cost) to come by month; `left`: what is to
    come beside them; `foreign`: by currency the planned cost, in project money, and its exchange rate;
    `paid`: the same of what is booked, by month and currency; `ordered`: by currency what is open on purchase
    orders and their value, in project money, and the exchange rate; the project's own currency is ""."""

    bac: float = 0.0
    left: float = 0.0
    by_budget: bool = False
    done: bool = False
    booked: Mapping[Month, float] = field(default_factory=dict)
    labour: Mapping[Month, tuple[float, float]] = field(default_factory=dict)
    foreign: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    paid: Mapping[tuple[Month, str], tuple[float, float]] = field(default_factory=dict)
    ordered: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)

    @property
    def ac(self) -> float:
        """Booked in all."""
        return sum(self.booked.values())

    @property
    def eac(self) -> float:
        """Forecast at completion."""
        return self.ac + sum(cost for _, cost in self.labour.values()) + self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """All lines. `open`: the first month not closed; `cut`: the status date cuts it."""

    status: date
    open: Month
    cut: bool
    currency: str
    digits: int
    eac: float
    lines: Mapping[str, LineStand]

    def to_plain(self) -> dict[str, Any]:
        """As plain values, to be stored."""
        return {
            "status": self.status.isoformat(),
            "open": self.open,
            "cut": self.cut,
            "currency": self.currency,
            "digits": self.digits,
            "eac": self.eac,
            "lines": {
                name: [
                    line.bac,
                    line.left,
                    int(line.by_budget) + 2 * int(line.done),
                    [[month, cost] for month, cost in line.booked.items()],
                    [[month, hours, cost] for month, (hours, cost) in line.labour.items()],
                    [[code, cost, rate] for code, (cost, rate) in line.foreign.items()],
                    [[month, code, cost, rate] for (month, code), (cost, rate) in line.paid.items()],
                    [[code, *amounts] for code, amounts in line.ordered.items()],
                ]
                for name, line in self.lines.items()
            },
        }

    @classmethod
    def from_plain(cls, stored: Mapping[str, Any]) -> Standpoint:
        """From what `to_plain` made, now or before it kept `paid` and `ordered`."""
        return cls(
            status=date.fromisoformat(stored["status"]),
            open=stored["open"],
            cut=stored["cut"],
            currency=stored["currency"],
            digits=stored["digits"],
            eac=stored["eac"],
            lines={
                name: LineStand(
                    bac=bac,
                    left=left,
                    by_budget=bool(kind & 1),
                    done=bool(kind & 2),
                    booked=dict(booked),
                    labour={month: (hours, cost) for month, hours, cost in labour},
                    foreign={code: (cost, rate) for code, cost, rate in foreign},
                    paid={(month, code): (cost, rate) for month, code, cost, rate in (more or [()])[0]},
                    ordered={code: (open_, value, rate) for code, open_, value, rate in (more or [()])[-1]},
                )
                for name, (bac, left, kind, booked, labour, foreign, *more) in stored["lines"].items()
            },
        )


def standpoint(project: Project, forecast: Forecast) -> Standpoint:
    """Of this refresh. Lines that share a number are one."""
    monthly, count = forecast.monthly, len(project.lines)
    planned = forecast.planned or price_plan(project, Pricing.of(project))[0]
    hours, cost = _labour(forecast, planned, count)
    etc = np.append(forecast.cost.lines.etc, forecast.cost.unmatched.etc)
    bac = np.append(forecast.cost.lines.bac, 0.0)
    left = etc - cost.sum(axis=1)
    months = list(monthly.months)
    foreign = _foreign(project, planned, cost, months)
    paid, ordered = paid_abroad(project, forecast), orders_by_line(project, forecast)
    booked = _by_month(monthly.line_actual_cost, months)
    hours_to_come, cost_to_come = _by_month(hours, months), _by_month(cost, months)
    lines: dict[str, LineStand] = {}
    names = [*(line.id for line in project.lines), NO_LINE]
    methods = (*forecast.states.method, "")
    totals = zip(names, methods, _rounded(bac), _rounded(left), strict=True)
    for at, (name, method, budget, rest) in enumerate(totals):
        per_hour = hours_to_come.get(at, {})
        stand = LineStand(
            bac=budget,
            left=rest,
            by_budget=method == BUDGET_LEFT,
            done=method == DONE,
            booked=booked.get(at, {}),
            labour={
                month: (per_hour.get(month, 0.0), value) for month, value in cost_to_come.get(at, {}).items()
            },
            foreign=foreign.get(at, {}),
            paid=paid.get(at, {}),
            ordered=ordered.get(at, {}) if method != DONE else {},
        )
        lines[name] = joined(lines[name], stand) if name in lines else stand
    return Standpoint(
        status=forecast.status_date,
        open=monthly.closed_before,
        cut=monthly.status_month >= monthly.closed_before,
        currency=project.settings.currency,
        digits=project.minor_digits,
        eac=float(forecast.cost.project.eac[0]),
        lines=lines,
    )


def _labour(forecast: Forecast, planned: Planned, count: int) -> tuple[Floats, Floats]:
    """Planned hours and cost by line and month, never more than is forecast there: a line that is done has
    none, and of the month that the status date cuts what is booked is taken off."""
    monthly = forecast.monthly
    place = {month: at for at, month in enumerate(monthly.months)}
    shape = monthly.line_forecast_cost.shape
    hours, cost = np.zeros(shape), np.zeros(shape)
    row = np.where(planned.line < 0, count, planned.line)
    column = np.array([place[int(month)] for month in planned.month], np.int64)
    np.add.at(hours, (row, column), planned.hours)
    np.add.at(cost, (row, column), planned.cost)
    kept = np.minimum(cost, np.maximum(monthly.line_forecast_cost, 0.0))
    share = np.divide(kept, cost, out=np.zeros(shape), where=cost > 0)
    return hours * share, kept


def _foreign(
    project: Project, planned: Planned, cost: Floats, months: list[Month]
) -> dict[int, dict[str, tuple[float, float]]]:
    """By line and currency: planned cost in project money, and the mean exchange rate in it."""
    found: dict[int, dict[str, tuple[float, float]]] = {}
    names, place = planned.currencies, {month: at for at, month in enumerate(months)}
    for at in np.flatnonzero(np.isfinite(planned.exchange) & (planned.exchange != 1.0)).tolist():
        line = int(planned.line[at]) if planned.line[at] >= 0 else len(project.lines)
        column = place[int(planned.month[at])]
        if not cost[line, column] or not planned.cost[at]:
            continue
        code = names[int(planned.currency[at])]
        amount, whole = found.setdefault(line, {}).get(code, (0.0, 0.0))
        taken = float(planned.cost[at])
        found[line][code] = (amount + taken, whole + taken / float(planned.exchange[at]))
    return {
        line: {code: (_short(amount), amount / units) for code, (amount, units) in each.items() if units}
        for line, each in found.items()
    }


def _by_month(grid: Floats, months: list[Month]) -> dict[int, dict[Month, float]]:
    """What a grid of lines by months holds, line by line; one pass, because there may be thousands."""
    short = np.round(grid, _DECIMALS)
    rows, columns = np.nonzero(short)
    found: dict[int, dict[Month, float]] = {}
    for row, column, value in zip(
        rows.tolist(), columns.tolist(), short[rows, columns].tolist(), strict=True
    ):
        found.setdefault(row, {})[months[column]] = value
    return found


def _rounded(values: Floats) -> list[float]:
    found: list[float] = np.round(values, _DECIMALS).tolist()
    return found


def joined(one: LineStand, other: LineStand) -> LineStand:
    """Two lines of one number as one, by the method of the first."""
    return LineStand(
        bac=one.bac + other.bac,
        left=one.left + other.left,
        by_budget=one.by_budget,
        done=one.done and other.done,
        booked={
            month: one.booked.get(month, 0.0) + other.booked.get(month, 0.0)
            for month in _either(one.booked, other.booked)
        },
        labour={
            month: _sum(one.labour.get(month, _NOTHING), other.labour.get(month, _NOTHING))
            for month in _either(one.labour, other.labour)
        },
        foreign={**one.foreign, **other.foreign},
        paid={**one.paid, **other.paid},
        ordered={**one.ordered, **other.ordered},
    )


def _sum(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return one[0] + other[0], one[1] + other[1]


def _either(one: Iterable[Month], other: Iterable[Month]) -> list[Month]:
    return sorted({*one, *other})


def _short(value: float) -> float:
    return round(float(value), _DECIMALS)
