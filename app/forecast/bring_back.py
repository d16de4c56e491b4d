"""What would bring a project back to a target: fewer hours, a lower rate, a change order, efficiency.

Each way alone, in full, and whether it can be done. Money in minor units, hours in working hours, rates in
minor units an hour. Source of the limit on efficiency: DCMA, an index needed more than 0.10 above the
one reached so far is not realistic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.forecast.figure import Figure, Undefined
from app.forecast.position import Position
from app.project.calendar import WorkingCalendar

REALISTIC_GAIN = 0.10


class Target(StrEnum):
    """What is to be reached."""

    BUDGET = "budget"  # forecast at completion, minor units
    MARGIN = "margin"  # of the price at completion, 0..1
    DATE = "date"  # finish, ordinal of the day


class Lever(StrEnum):
    """What can be moved."""

    HOURS = "hours to cut"
    RATE = "rate needed"  # cost of an hour still to come; for DATE no rate helps
    CHANGE_ORDER = "change order"  # more budget (BUDGET), more price (MARGIN), working days (DATE)
    EFFICIENCY = "efficiency needed"  # TCPI; for DATE pace needed over pace planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One lever moved far enough, all else left as it is. `why_not` is "" when it can be done."""

    lever: Lever
    amount: Figure
    now: Figure  # what it is measured against: hours left, rate now, index so far
    why_not: str = ""

    @property
    def feasible(self) -> bool:
        """Whether it can be done."""
        return not self.why_not


@dataclass(frozen=True, slots=True, kw_only=True)
class BringBack:
    """The ways back to one target; none when it is met already or cannot be told."""

    target: Target
    value: float
    gap: Figure  # minor units (or working days) past the target; 0 or less: met
    ways: tuple[Way, ...] = ()

    @property
    def met(self) -> bool:
        """Whether nothing needs to be done."""
        return self.gap.value is not None and self.gap.value <= 0

    def way(self, lever: Lever) -> Way:
        """The way by `lever`; only where the target is neither met nor unknown."""
        return next(way for way in self.ways if way.lever is lever)


def to_budget(at: Position, budget: float | None = None) -> BringBack:
    """EAC down to `budget` (default BAC).

    Hours to cut = gap / rate; rate needed = rate - gap / hours left; change order = gap; efficiency =
    TCPI(budget) = (BAC - EV) / (budget - AC).
    """
    limit = at.bac if budget is None else budget
    gap = at.eac - limit
    if gap <= 0:
        return BringBack(target=Target.BUDGET, value=limit, gap=Figure(gap))
    return BringBack(
        target=Target.BUDGET,
        value=limit,
        gap=Figure(gap),
        ways=(
            _fewer_hours(at, gap, saved=at.rate_left),
            _lower_rate(at, gap),
            Way(lever=Lever.CHANGE_ORDER, amount=Figure(gap), now=Figure(at.bac)),
            _efficiency(at, limit),
        ),
    )


def to_margin(at: Position, margin: float) -> BringBack:
    """Margin at completion up to `margin`, a share of the price below 1.

    Cost may be price x (1 - margin) at most. An hour cut saves its cost, but where hours are billed its
    bill x (1 - margin) is lost; change order = EAC / (1 - margin) - price, work and cost unchanged.
    Undefined: no price.
    """
    if margin >= 1:
        raise ValueError("a margin of 100 % or more allows no cost at all")
    price = at.price.value
    if price is None:
        return BringBack(target=Target.MARGIN, value=margin, gap=at.price)
    limit = price * (1 - margin)
    gap = at.eac - limit
    if gap <= 0:
        return BringBack(target=Target.MARGIN, value=margin, gap=Figure(gap))
    return BringBack(
        target=Target.MARGIN,
        value=margin,
        gap=Figure(gap),
        ways=(
            _fewer_hours(at, gap, saved=at.rate_left - (1 - margin) * at.bill_left),
            _lower_rate(at, gap),
            Way(lever=Lever.CHANGE_ORDER, amount=Figure(at.eac / (1 - margin) - price), now=Figure(price)),
            _efficiency(at, limit),
        ),
    )


def to_date(at: Position, finish: date, calendar: WorkingCalendar) -> BringBack:
    """The forecast finish back to `finish`, at the pace the plan has from the status date to its finish.

    Hours to cut = hours left x days over / days planned; change order = working days of extension;
    efficiency = days planned / days there are. Undefined: no forecast finish.
    """
    value = float(finish.toordinal())
    if at.finish is None:
        return BringBack(target=Target.DATE, value=value, gap=Figure(None, Undefined.NO_FINISH))
    tomorrow = at.status + timedelta(days=1)
    planned, there = calendar.between(tomorrow, at.finish), calendar.between(tomorrow, finish)
    over = planned - there
    if at.finish <= finish or over <= 0:
        return BringBack(target=Target.DATE, value=value, gap=Figure(float(min(over, 0))))
    passed = "the date has passed" if there == 0 else ""
    fewer = at.hours_left * over / planned
    pace = Figure(planned / there) if there else Figure(None, Undefined.TARGET_SPENT)
    so_far = Figure(1.0) if at.spi_t.value is None else at.spi_t
    return BringBack(
        target=Target.DATE,
        value=value,
        gap=Figure(float(over)),
        ways=(
            Way(
                lever=Lever.HOURS,
                amount=Figure(fewer),
                now=Figure(at.hours_left),
                why_not=passed or ("no hours are planned" if at.hours_left <= 0 else ""),
            ),
            Way(
                lever=Lever.RATE,
                amount=Figure(None, Undefined.NO_FINISH),
                now=Figure(at.rate_left),
                why_not="no rate moves a date",
            ),
            Way(lever=Lever.CHANGE_ORDER, amount=Figure(float(over)), now=Figure(float(there))),
            Way(
                lever=Lever.EFFICIENCY,
                amount=pace,
                now=so_far,
                why_not=passed or _too_steep(pace, so_far),
            ),
        ),
    )


def _fewer_hours(at: Position, gap: float, *, saved: float) -> Way:
    """`saved`: what an hour not worked brings towards the target."""
    left = Figure(at.hours_left)
    if at.hours_left <= 0 or at.rate_left <= 0:
        return Way(
            lever=Lever.HOURS, amount=Figure(None, Undefined.COMPLETE), now=left,
            why_not="no hours are left that carry a cost",
        )  # fmt: skip
    if saved <= 0:
        return Way(
            lever=Lever.HOURS, amount=Figure(None, Undefined.TARGET_SPENT), now=left,
            why_not="an hour left bills more than it takes to reach the target",
        )  # fmt: skip
    fewer = gap / saved
    return Way(
        lever=Lever.HOURS, amount=Figure(fewer), now=left,
        why_not="" if fewer <= at.hours_left else "more than the hours left",
    )  # fmt: skip


def _lower_rate(at: Position, gap: float) -> Way:
    now = Figure(at.rate_left)
    if at.hours_left <= 0 or at.rate_left <= 0:
        return Way(
            lever=Lever.RATE, amount=Figure(None, Undefined.COMPLETE), now=now,
            why_not="no hours are left that carry a cost",
        )  # fmt: skip
    needed = at.rate_left - gap / at.hours_left
    if needed <= 0:
        why = "less than nothing an hour"
    elif at.least_rate is not None and needed < at.least_rate:
        why = "below the cheapest hour on the rate card"
    else:
        why = ""
    return Way(lever=Lever.RATE, amount=Figure(needed), now=now, why_not=why)


def _efficiency(at: Position, limit: float) -> Way:
    """TCPI(limit) beside CPI."""
    if at.ev >= at.bac:
        needed = Figure(None, Undefined.COMPLETE if at.bac else Undefined.NO_BUDGET)
        why = "no budgeted work is left"
    elif at.ac >= limit:
        needed, why = Figure(None, Undefined.TARGET_SPENT), "more than that is spent already"
    else:
        needed = Figure((at.bac - at.ev) / (limit - at.ac))
        why = _too_steep(needed, at.cpi)
    return Way(lever=Lever.EFFICIENCY, amount=needed, now=at.cpi, why_not=why)


def _too_steep(needed: Figure, so_far: Figure) -> str:
    """Unknown efficiency so far is held to be 1, as planned."""
    reached = 1.0 if so_far.value is None else so_far.value
    if needed.value is None or needed.value <= reached + REALISTIC_GAIN:
        return ""
    return f"more than {REALISTIC_GAIN:.2f} above the efficiency so far"
