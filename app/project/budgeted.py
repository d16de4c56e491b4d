"""What each line may cost: typed, else its months, else its hours at the owner's rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.project.blanks import zero_for_blank
from app.project.exchange import FOR_BUDGET
from app.project.gaps import Gap, Lack
from app.project.line_table import LineTable
from app.project.model import Project
from app.project.pricing import Pricing
from app.project.rates import HourPrice, Side

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgeted:
    """Budgets of the n lines, shape (n,): money in float64 minor units, hours in working hours."""

    cost: Floats  # 0 where nothing is typed and no rate is known
    hours: Floats  # 0 where blank
    other: Floats  # the non-labour part, 0 where blank
    splits: NDArray[np.bool_]  # the line says which part is not people's time
    measured: NDArray[np.bool_]  # the line is planned in hours (typed hours, or nothing typed at all)


def price_budget(project: Project, pricing: Pricing, lines: LineTable) -> tuple[Budgeted, tuple[Gap, ...]]:
    """Planned cost of every line, and the owners it could not be priced for.

    A blank cost is the sum of the line's months, else hours x the owner's cost rate + other costs. The
    rate is the one in force on the planned start (else the project's start); before the first rate
    of the card, that first rate: a later raise must not rewrite the budget.
    """
    n = len(lines)
    in_months = np.bincount(lines.phased_line, minlength=n) > 0
    months = np.where(in_months, np.bincount(lines.phased_line, lines.phased_cost, n), np.nan)
    cost = np.where(np.isnan(lines.cost), months, lines.cost)
    hours, other = zero_for_blank(lines.hours), zero_for_blank(lines.other)
    by_rate = np.flatnonzero(np.isnan(cost))
    gaps: tuple[Gap, ...] = ()
    if len(by_rate):
        worked = by_rate[hours[by_rate] != 0]
        cost[by_rate] = other[by_rate]
        begin = project.settings.start.toordinal() if project.settings.start else 0
        day = np.where(lines.start[worked] > 0, lines.start[worked], begin)
        price = owner_hour(pricing, lines, worked, day, "cost")
        cost[worked] += hours[worked] * zero_for_blank(price.minor)
        gaps = owner_gaps(project, pricing, lines, worked, hours[worked], price, Lack.COST_RATE)
    return (
        Budgeted(
            cost=cost,
            hours=hours,
            other=other,
            splits=~np.isnan(lines.other),
            measured=~np.isnan(lines.hours) | (np.isnan(lines.cost) & np.isnan(months)),
        ),
        gaps,
    )


def owner_hour(
    pricing: Pricing, lines: LineTable, which: NDArray[np.intp], day: NDArray[np.int64], side: Side
) -> HourPrice:
    """Price of an hour of the owner of each of the lines `which` on `day`, else the owner's first."""
    owner = lines.owner[which]
    return pricing.card.hour(
        side,
        person=pricing.card.person_keys(lines.owners)[owner],
        role=pricing.card.role_keys(lines.owners, [""] * len(lines.owners))[owner],
        day=day,
        tiers=FOR_BUDGET,
        else_first=True,
    )


def owner_gaps(
    project: Project, pricing: Pricing, lines: LineTable, which: NDArray[np.intp], hours: Floats,
    price: HourPrice, lack: Lack,
) -> tuple[Gap, ...]:  # fmt: skip
    """The hours of the lines `which` that `price` leaves unpriced, by owner and by currency."""
    rows = np.array([project.lines[index].row for index in which], np.int32)
    start, today = lines.start[which], project.settings.status_date.toordinal()
    day = np.where(start > 0, start, today)
    return tuple(
        Gap(
            lack=missing, tab="budget", field="hours", subjects=subjects, which=by[mask], rows=rows[mask],
            hours=hours[mask], days=day[mask],
        )
        for missing, subjects, by, mask in (
            (lack, lines.owners, lines.owner[which], price.no_rate),
            (Lack.EXCHANGE_RATE, pricing.card.currencies, price.currency, price.no_exchange),
        )
        if mask.any()
    )  # fmt: skip
