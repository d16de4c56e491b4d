"""Why the forecast at completion moved between two refreshes: effects that add up to it, to the cent.

Positive raises the forecast. A line's forecast is what is booked plus what is to come; what is to come is
planned hours at a rate, and what is left of its other costs or of its budget. Each part that changed has one
effect; a line that is new or gone is scope as a whole. Source: price and quantity variances of management
accounting, applied from one forecast to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.balanced import balanced_grid
from app.forecast.rounding import parts, rounded
from app.forecast.standpoint import LineStand, Standpoint
from app.project.month import Month

EFFECTS = ("scope", "hours", "rates", "exchange", "timing", "actuals", "corrections")
MEANING = {
    "scope": "Lines added or taken out, and budgets or purchase orders that changed",
    "hours": "More or fewer hours planned for what is to come",
    "rates": "Dearer or cheaper hours: other rates, or other people",
    "exchange": "The same foreign cost, to come or booked, at another exchange rate",
    "timing": "Work moved to months with other rates",
    "actuals": "Bookings since, against what had been forecast for that time",
    "corrections": "Bookings of the time before that were added, changed or repriced since",
}
Floats = NDArray[np.float64]
MOST_LINES = 10
OTHERS = "other lines"
_SOME = 0.005  # hours: fewer have no rate
_HAIR = 0.01  # minor units: how far rounded figures may be apart
_NOTHING = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMoved:
    """One line's part: whole minor units; `effects` follow EFFECTS and add to `total`."""

    line: str
    total: int
    effects: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Whole minor units of the project currency: `start` + the effects = `end`, and the lines add to each."""

    start: int
    end: int
    effects: Mapping[str, int]
    lines: tuple[LineMoved, ...]

    @property
    def total(self) -> int:
        """How far the forecast moved."""
        return self.end - self.start


def movement(before: Standpoint, now: Standpoint) -> Movement:
    """The effects between two refreshes of one project, the lines that moved most by themselves.

    Two currencies cannot be compared: the caller sees to that.
    """
    names = list(dict.fromkeys([*now.lines, *before.lines]))
    grid = np.array(
        [_line(before.lines.get(name), now.lines.get(name), before, now) for name in names], np.float64
    ).reshape(len(names), len(EFFECTS))
    start, end = rounded(before.eac), rounded(now.eac)
    grid[:, EFFECTS.index("corrections")] += _left_over(before, now, grid) / max(len(names), 1)
    totals = grid.sum(axis=1)
    order = np.argsort(-np.abs(totals), kind="stable")
    top = [at for at in order[:MOST_LINES].tolist() if abs(totals[at]) >= 0.5]
    rest = np.setdiff1d(np.arange(len(names)), top)
    cells = np.vstack([grid[top], grid[rest].sum(axis=0)[None, :]])
    by_effect = parts(cells.sum(axis=0), end - start)
    by_line = parts(cells.sum(axis=1), end - start)
    printed = balanced_grid(cells, by_line, by_effect)
    printed[-1] -= printed.sum(axis=0) - by_effect  # units that nothing could take go to the rest
    labels = [*(names[at] for at in top), OTHERS]
    return Movement(
        start=start,
        end=end,
        effects=dict(zip(EFFECTS, (int(value) for value in by_effect), strict=True)),
        lines=tuple(
            LineMoved(line=label, total=int(total), effects=tuple(int(value) for value in row))
            for label, total, row in zip(labels, by_line, printed, strict=True)
            if label != OTHERS or total or any(row)
        ),
    )


def unmoved(now: Standpoint) -> Movement:
    """Of a forecast that stands as it stood."""
    eac = rounded(now.eac)
    return Movement(start=eac, end=eac, effects=dict.fromkeys(EFFECTS, 0), lines=())


def _left_over(before: Standpoint, now: Standpoint, grid: Floats) -> float:
    """What the stored parts lack of the stored forecast: hairs of rounding."""
    return (now.eac - before.eac) - float(grid.sum())


def _line(was: LineStand | None, is_: LineStand | None, before: Standpoint, now: Standpoint) -> list[float]:
    if was is None or is_ is None:
        whole = (is_.eac if is_ else 0.0) - (was.eac if was else 0.0)
        return [whole if effect == "scope" else 0.0 for effect in EFFECTS]
    found = dict.fromkeys(EFFECTS, 0.0)
    late = sum(_change(is_.booked, was.booked, month) for month in _months(is_, was) if month < before.open)
    fresh = (is_.ac - was.ac) - late
    late_exchange, fresh_exchange = _repriced(was, is_, before.open)
    late, fresh = late - late_exchange, fresh - fresh_exchange
    if now.status == before.status:
        late, fresh = late + fresh, 0.0
    found["exchange"] = repriced = late_exchange + fresh_exchange
    due, rest = _due(was, before, now, fresh)
    found["corrections"], found["actuals"] = late, fresh - due
    _labour(found, rest, is_, was)
    _left(found, was, is_, late=late, repriced=repriced)
    return [found[effect] for effect in EFFECTS]


def _due(
    was: LineStand, before: Standpoint, now: Standpoint, fresh: float
) -> tuple[float, dict[Month, tuple[float, float]]]:
    """What had been forecast for the time since, and what of the forecast lies ahead of it."""
    due, rest = 0.0, dict[Month, tuple[float, float]]()
    for month, (hours, cost) in was.labour.items():
        if month < now.open:
            due += cost
        elif month == now.open and now.cut and now.status != before.status and cost:
            taken = min(max(fresh - due, 0.0), cost) if cost > 0 else 0.0
            due += taken
            rest[month] = (hours * (1 - taken / cost), cost - taken)
        else:
            rest[month] = (hours, cost)
    return due, rest


def _labour(
    found: dict[str, float], rest: Mapping[Month, tuple[float, float]], is_: LineStand, was: LineStand
) -> None:
    """Hours, timing, rates and exchange of the planned hours to come."""
    hours_before, cost_before = (sum(part[at] for part in rest.values()) for at in (0, 1))
    hours, cost = (sum(part[at] for part in is_.labour.values()) for at in (0, 1))
    exchange = 0.0
    for currency, (amount, rate) in is_.foreign.items():
        old = was.foreign.get(currency)
        if old and rate:
            exchange += amount * (1 - old[1] / rate)
    found["exchange"] += exchange
    if min(hours_before, hours) < _SOME:
        found["hours"] += cost - exchange - cost_before
        return
    rate_before = cost_before / hours_before
    found["hours"] += (hours - hours_before) * rate_before
    at_old_rates = sum(part[0] * _rate(rest, month, rate_before) for month, part in is_.labour.items())
    found["timing"] += at_old_rates - hours * rate_before
    found["rates"] += cost - exchange - at_old_rates


def _rate(rest: Mapping[Month, tuple[float, float]], month: Month, otherwise: float) -> float:
    """What an hour of that month was to cost; of a month without any, as in the last one before it."""
    known = [at for at, (hours, _) in rest.items() if hours >= _SOME and at <= month]
    if not known:
        return otherwise
    hours, cost = rest[max(known)]
    return cost / hours


def _repriced(was: LineStand, is_: LineStand, open_: Month) -> tuple[float, float]:
    """What bookings of both times moved by as their exchange rate did: of months before `open_`, and after.

    Foreign money that stands there both times counts; what came or went is no matter of exchange.
    """
    late = fresh = 0.0
    for (month, currency), (cost, rate) in is_.paid.items():
        before = was.paid.get((month, currency))
        if before is None or not rate or not before[1]:
            continue
        units, units_before = cost / rate, before[0] / before[1]
        same = min(units, units_before, key=abs) if units * units_before > 0 else 0.0
        if month < open_:
            late += same * (rate - before[1])
        else:
            fresh += same * (rate - before[1])
    return late, fresh


def _ordered(found: dict[str, float], was: LineStand, is_: LineStand) -> float:
    """What is to come moved by as purchase orders did: at another exchange rate, or worth more or less.

    An order moves the forecast only as far as it goes beyond the other cost that is left, which then is not
    known: that of the time before stands for it.
    """
    if is_.done or was.done or not (is_.ordered or was.ordered):
        return 0.0
    stands, stood = (sum(open_ for open_, _, _ in each.ordered.values()) for each in (is_, was))
    exchange = value = 0.0
    for currency in {*is_.ordered, *was.ordered}:
        open_, worth, rate = is_.ordered.get(currency, _NOTHING)
        _, worth_before, rate_before = was.ordered.get(currency, (0.0, 0.0, rate))
        if not rate or not rate_before:
            rate = rate_before = rate or rate_before
        exchange += open_ * (1 - rate_before / rate)
        value += worth * rate_before / rate - worth_before
    bound, was_bound = (left <= open_ + _HAIR for left, open_ in ((is_.left, stands), (was.left, stood)))
    beside = is_.left if not bound else min(is_.left, was.left) if not was_bound else -np.inf
    at_old_rate = max(beside, stands - exchange)
    at_old_value = max(beside, stands - exchange - value, 0.0 if is_.left >= 0 else beside)
    found["exchange"] += is_.left - at_old_rate
    found["scope"] += at_old_rate - at_old_value
    return is_.left - at_old_value


def _left(found: dict[str, float], was: LineStand, is_: LineStand, *, late: float, repriced: float) -> None:
    """What is left of a budget falls as it is spent: that belongs to what was booked, or moved since."""
    change = is_.left - was.left
    if was.by_budget and is_.by_budget:
        scope = max(was.left + is_.bac - was.bac, 0.0) - was.left
        found["scope"] += scope
        change -= scope
    elif was.by_budget != is_.by_budget and not is_.done:
        found["hours"] += change
        return
    change -= _ordered(found, was, is_)
    for effect, moved in (("exchange", repriced), ("corrections", late)):
        taken = min(max(-moved, min(change, 0.0)), max(change, 0.0))
        found[effect] += taken
        change -= taken
    found["actuals"] += change


def _change(now: Mapping[Month, float], before: Mapping[Month, float], month: Month) -> float:
    return now.get(month, 0.0) - before.get(month, 0.0)


def _months(is_: LineStand, was: LineStand) -> set[Month]:
    return {*is_.booked, *was.booked}
