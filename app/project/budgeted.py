"""What each line may cost: typed, else its months, else its hours at the owner's rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.project.exchange import FOR_BUDGET
from app.project.gaps import Gap, gaps_by, missing_exchange, missing_rates
from app.project.line_table import LineTable
from app.project.model import Project
from app.project.pricing import Pricing
from app.project.problem import Problem
from app.project.rates import Side

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgeted:
    """Budgets of the n lines, shape (n,): money in float64 minor units, hours in working hours."""

    cost: Floats  # 0 where nothing is typed and no rate is known
    hours: Floats  # 0 where blank
    other: Floats  # the non-labour part, 0 where blank
    splits: NDArray[np.bool_]  # the line says which part is not people's time
    measured: NDArray[np.bool_]  # the line is planned in hours (typed hours, or nothing typed at all)


def price_budget(
    project: Project, pricing: Pricing, lines: LineTable
) -> tuple[Budgeted, tuple[Problem, ...]]:
    """Planned cost of every line; owners without a rate become problems.

    A blank cost is the sum of the line's months, else hours x the owner's cost rate + other costs. The
    rate is the one in force on the planned start (else the project's start); before the first rate
    of the card, that first rate: a later raise must not rewrite the budget.
    """
    months = np.array([sum(line.months.values()) if line.months else np.nan for line in project.lines])
    cost = np.where(np.isnan(lines.cost), months, lines.cost)
    hours, other = np.nan_to_num(lines.hours), np.nan_to_num(lines.other)
    by_rate = np.flatnonzero(np.isnan(cost))
    problems: tuple[Problem, ...] = ()
    if len(by_rate):
        worked = hours[by_rate] != 0
        price, gaps = _at_owner_rate(project, pricing, lines, by_rate[worked])
        cost[by_rate] = other[by_rate]
        cost[by_rate[worked]] += hours[by_rate[worked]] * price
        problems = missing_rates(project, gaps[0]) + missing_exchange(project, gaps[1])
    return (
        Budgeted(
            cost=cost,
            hours=hours,
            other=other,
            splits=~np.isnan(lines.other),
            measured=~np.isnan(lines.hours) | (np.isnan(lines.cost) & np.isnan(months)),
        ),
        problems,
    )


def owner_hour(
    pricing: Pricing, lines: LineTable, which: NDArray[np.intp], day: NDArray[np.int64], side: Side
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int64]]:
    """Price of an hour of each line's owner: minor units (NaN without), no rate, no exchange, currency."""
    owner = lines.owner[which]
    hour = pricing.card.hour(
        side,
        person=pricing.card.person_keys(lines.owners)[owner],
        role=pricing.card.role_keys(lines.owners, [""] * len(lines.owners))[owner],
        day=day,
        tiers=FOR_BUDGET,
        else_first=True,
    )
    return hour.minor, hour.no_rate, hour.no_exchange, hour.currency


def _at_owner_rate(
    project: Project, pricing: Pricing, lines: LineTable, which: NDArray[np.intp]
) -> tuple[Floats, tuple[list[Gap], list[Gap]]]:
    begin = project.settings.start.toordinal() if project.settings.start else 0
    day = np.where(lines.start[which] > 0, lines.start[which], begin)
    price, no_rate, no_exchange, currency = owner_hour(pricing, lines, which, day, "cost")
    rows = np.array([project.lines[index].row for index in which], np.int32)
    today = np.full(len(which), project.settings.status_date.toordinal(), np.int64)
    since = np.where(day > 0, day, today)
    hours = lines.hours[which]

    def gaps(mask: NDArray[np.bool_], subjects: tuple[str, ...], by: NDArray[np.int64]) -> list[Gap]:
        return list(
            gaps_by(
                subjects,
                by[mask],
                tab="budget",
                field="hours",
                rows=rows[mask],
                hours=hours[mask],
                days=since[mask],
            )
        )

    unpriced = (
        gaps(no_rate, lines.owners, lines.owner[which]),
        gaps(no_exchange, pricing.card.currencies, currency),
    )
    return np.nan_to_num(price), unpriced
